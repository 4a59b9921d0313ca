"""What an incident asks, with the restorative and the physical-intervention parts."""

from wtforms import DateField, FormField, IntegerField, TimeField, ValidationError
from wtforms.validators import NumberRange, Optional

from forms.base import DAYS, WHO, RecordForm, SchoolForm, long_text, may_be_empty, short_text
from forms.fields import OneChip, Rows, SeveralChips
from forms.needs import Need
from mentoring import clock


class StatementForm(SchoolForm):
    """One adult's account of a physical intervention."""

    adult = short_text("Adult's name")
    statement = long_text("What they say happened")


class IncidentForm(RecordForm):
    """An incident. Only who, what and how it ended may block a save."""

    needed = (
        WHO, Need("incident_type", "Choose what happened, or tap Finish later."),
        Need("ending", "Choose how it ended, or tap Finish later."), *DAYS,
    )  # fmt: skip

    incident_type = SeveralChips("What happened?")
    place = OneChip("Where?")
    response = SeveralChips("What did you do?", description="any that apply")
    ending = OneChip("How did it end?")
    level = OneChip("How serious?")
    antecedent = SeveralChips("What came before?", description="any that apply")
    injury = SeveralChips("Was anyone hurt?")
    family_told = OneChip("Have the family been told?", description="“Not yet” makes a to-do")
    prejudice = SeveralChips("Was it prejudice-related?", description="leave empty if not")
    opinion = long_text("What you think was behind it", "kept apart from what you saw")

    happened = long_text("What happened, in the pupil's words?")
    thinking_then = long_text("What were they thinking then?")
    thinking_now = long_text("What do they think now?")
    affected = long_text("Who was affected, and how?")
    put_right = long_text("What will put it right?")
    next_time = long_text("What will they do next time?")
    check_back_on = DateField("Check back on", [may_be_empty], description="makes a to-do")

    used_by = long_text("Which adults used it?")
    led_up = long_text("What led up to it?")
    de_escalation = long_text("What was tried first to calm things?")
    force_type = SeveralChips("What was used?")
    force_degree = OneChip("How much force?")
    minutes = IntegerField(
        "How long did it last?", [Optional(), NumberRange(0, 600, "Give whole minutes, from 0 to 600.")],
        description="in minutes",
    )  # fmt: skip
    necessary = long_text("Why was it necessary?")
    injuries = long_text("Injuries to anyone", "write “none” if there were none")
    medical_help = long_text("Medical help given", "write “none” if there was none")
    support_after = long_text("Support afterwards, for the pupil and the adults")
    pupil_account = long_text("The pupil's own account")
    statements = Rows(FormField(StatementForm), min_entries=1, max_entries=12)
    family_told_on = DateField("Day the family were told", [may_be_empty])
    family_told_time = TimeField("Time they were told", [may_be_empty])
    family_told_how = short_text("How they were told", most=200)

    def validate_family_told_time(self, item):
        """Work out `family_told_at`, the UTC instant, when both its day and its time are given."""
        self.family_told_at = None
        if self.family_told_on.data and item.data:
            try:
                self.family_told_at = clock.instant(self.family_told_on.data, item.data, self.zone)
            except clock.NoSuchTime as error:
                raise ValidationError(str(error)) from error
            if self.family_told_at > self.latest:
                raise ValidationError("That is still to come. Give the time at which they were told.")
            self.family_told_at = min(self.family_told_at, self.now)
        elif self.family_told_on.data or item.data:
            raise ValidationError("Give both the day and the time at which they were told.")

    @property
    def is_restorative(self) -> bool:
        return "restorative" in self.response.codes()

    @property
    def is_intervention(self) -> bool:
        return "intervention" in self.response.codes()
