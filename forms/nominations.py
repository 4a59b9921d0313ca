"""Nominating a pupil, and deciding what comes of it."""

from datetime import date
from typing import Any

from wtforms import DateField, HiddenField, ValidationError

from forms.base import SchoolForm, long_text, may_be_empty, tidy
from forms.fields import Chip, OneChip, PupilsField, SeveralChips

ONE_PUPIL = "A nomination is of one pupil. Take the others off, and nominate them next."


class NominationForm(SchoolForm):
    """A nomination: only who, and what stands in the way, may block it."""

    too_many = ONE_PUPIL
    client_id = HiddenField(filters=[tidy, str.lower])
    pupil = PupilsField("Who?")
    barrier = SeveralChips("What stands in the way?", description="any that apply")
    how_long = OneChip("How long has it been so?")
    tried = long_text("What have you tried?", "optional, a line is plenty")
    strengths = long_text("What is the pupil good at, and what do they like?", "optional")
    hoped = long_text("What change do you hope for?", "optional")

    def offer(self, lists: dict[str, list[Chip]]) -> None:
        """Take the school's lists by name."""
        self.barrier.offer(lists["barrier"])
        self.how_long.offer(lists["how_long"])

    def facts(self) -> dict[str, Any]:
        """The nomination's columns."""
        return {name: self[name].data for name in ("how_long", "tried", "strengths", "hoped")}

    def validate_pupil(self, item):
        if not item.data.parts:
            raise ValidationError("Choose the pupil.")
        if len(item.data.parts) > 1:
            raise ValidationError(self.too_many)

    def validate_barrier(self, item):
        if not item.errors and not item.data:
            raise ValidationError("Tap at least one thing that stands in the way; Other will do.")


class DecisionForm(SchoolForm):
    """A lead's decision. `answers` are the pupil's nominations that it decides; `seen` the last decision they saw."""

    client_id = HiddenField(filters=[tidy, str.lower])
    seen = HiddenField(filters=[tidy])
    answers = SeveralChips(
        "Which nominations does it answer?", gone="One of those was taken back meanwhile. Look again, then decide."
    )
    nomination_decision = OneChip("What is decided?")
    mentor = OneChip("On whose caseload?")
    starts_on = DateField("From which day?", [may_be_empty])
    review_on = DateField("When do you look again?", [may_be_empty])
    told = long_text("What is the nominator told?", "what is decided and why; they read it as you write it")
    private_line = long_text("For leads and DSLs only", "optional, the nominator never sees it")

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def offer(self, decisions: list[Chip], mentors: list[Chip], answers: list[Chip]) -> None:
        """Take the school's decisions, the mentors with their loads, and the pupil's nominations."""
        self.nomination_decision.offer(decisions)
        self.mentor.offer(mentors)
        self.answers.offer(answers)

    @property
    def code(self) -> str:
        """The code of the decision chosen."""
        return next(iter(self.nomination_decision.codes()), "")

    def validate_answers(self, item):
        if not item.errors and not item.data:
            raise ValidationError("Tick at least one nomination that this answers.")

    def validate_nomination_decision(self, item):
        if item.data is None and not item.errors:
            raise ValidationError("Choose what is decided.")

    def validate_mentor(self, item):
        if self.code == "caseload" and item.data is None and not item.errors:
            raise ValidationError("Choose the mentor.")

    def validate_starts_on(self, item):
        if self.code == "caseload" and not item.errors and not _is_near(item.data, self.today):
            raise ValidationError("Give the first day on the caseload, within a year from today.")

    def validate_review_on(self, item):
        near = _is_near(item.data, self.today) and item.data >= self.today
        if self.code == "wait" and not item.errors and not near:
            raise ValidationError("Give the day to look again: today or a later one, within a year.")

    def validate_told(self, item):
        if not item.data:
            raise ValidationError("Say in a few words what the nominator is told. One sentence will do.")


def _is_near(day: date | None, today: date) -> bool:
    return day is not None and abs((day - today).days) <= 366
