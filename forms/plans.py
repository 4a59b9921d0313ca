"""Starting a plan and changing it: what it is for, who agreed, when it is looked at again, and its targets."""

from datetime import date
from typing import Any

from wtforms import DateField, FormField, HiddenField, IntegerField, RadioField, ValidationError
from wtforms.validators import Optional

from forms.base import SchoolForm, long_text, may_be_empty, short_text, tidy
from forms.fields import Chip, ListField, OneChip, Rows, SeveralChips
from mentoring.marks import HIGHEST, MEASURES, TARGET_STATES, amount

MOST_TARGETS = 6
SMART = (
    ("S", "Specific", "what exactly will they do?"),
    ("M", "Measurable", "how will everybody see it? A number, by whom it is counted"),
    ("A", "Achievable", "a step from where they stand now, with the help they get"),
    ("R", "Relevant", "why it matters to the pupil: their own words say it"),
    ("T", "Timed", "by when? The review day, mostly"),
)
EXAMPLE = (
    "By half-term I ask for a break with my card, instead of walking out, in four of five hard moments. My key adult "
    "counts on my chart."
)


class TargetForm(SchoolForm):
    """One target. Left wholly empty, it is none."""

    number = HiddenField(filters=[tidy])
    own_words = long_text("What does the pupil want?", "in their own words")
    wording = long_text("How do we word it?", "SMART: see the help above")
    measure = RadioField("How is it measured?", choices=list(MEASURES), default="rating", validate_choice=False)
    measured = short_text("What is measured?", "in the words that other plans use, such as: days on time")
    baseline = IntegerField("Where do they stand now?", [Optional()], description="the baseline, a whole number")
    aim = IntegerField("Where shall it get to?", [Optional()], description="the aim")
    helper = short_text("Who helps?", "by their part, such as: class teacher, mum")
    strategy = SeveralChips("With which strategies?", description="any that apply")
    state = RadioField("How is it going?", choices=list(TARGET_STATES), default="open", validate_choice=False)

    @property
    def is_there(self) -> bool:
        """Whether anything was said, or it is a target already."""
        said = (self.own_words, self.wording, self.measured, self.baseline, self.aim, self.helper)
        raw = [item.raw_data[0] if item.raw_data else item.data for item in said]
        return bool(self.number.data or self.strategy.data or any(str(one or "").strip() for one in raw))

    def said(self) -> str:
        """The target as a clash of two shows it, a line each."""
        labels = {chip.value: chip.label for chip in self.strategy.chips}
        used = ", ".join(labels.get(one, "") for one in sorted(self.strategy.chosen()))
        numbers = [
            f"{word} {amount(self.measure.data, item.data)}"
            for word, item in (("from", self.baseline), ("to", self.aim))
            if item.data is not None
        ]
        words = [self.own_words.data, self.wording.data, self.measured.data, " ".join(numbers), self.helper.data, used]
        state = dict(TARGET_STATES).get(self.state.data, "") if self.is_there else ""
        return "\n".join(text for text in [*words, state] if text)

    def columns(self) -> dict[str, Any]:
        """The target's columns."""
        names = ("own_words", "wording", "measure", "measured", "baseline", "aim", "helper", "state")
        return {name: self[name].data for name in names}

    def validate_own_words(self, item):
        if self.is_there and not (item.data or self.wording.data):
            raise ValidationError("Say the target, in the pupil's words or in yours.")

    def validate_measure(self, item):
        if item.data not in HIGHEST:
            raise ValidationError("Choose how it is measured.")

    def validate_state(self, item):
        if item.data not in dict(TARGET_STATES):
            raise ValidationError("Choose how it is going.")

    def validate_baseline(self, item):
        most = HIGHEST.get(self.measure.data, 0)
        if item.data is not None and not 0 <= item.data <= most:
            raise ValidationError(f"Give a whole number from 0 to {most}.")

    def validate_aim(self, item):
        self.validate_baseline(item)
        if item.data is not None and item.data == self.baseline.data:
            raise ValidationError("The aim is where they stand already. Give one that they can work towards.")


class PlanForm(SchoolForm):
    """A plan. Only its type and days may block a save; targets can come later."""

    client_id = HiddenField(filters=[tidy, str.lower])
    version = HiddenField(filters=[tidy])
    plan_type = OneChip("What kind of plan is it?")
    barrier = SeveralChips("What stands in the way?", description="any that apply")
    strengths = long_text("What is the pupil good at, and what do they like?", "start from it")
    referrer = short_text("Who asked for it?", "such as: class teacher, family, SENCO")
    consent_by = short_text("Who agreed to it?", "such as: mum, and the pupil")
    consent_how = OneChip("How did they agree?")
    consent_on = DateField("When did they agree?", [may_be_empty])
    starts_on = DateField("First day")
    review_on = DateField("Review day", description="six school weeks on, unless you choose another")
    targets = Rows(FormField(TargetForm), min_entries=1, max_entries=MOST_TARGETS)

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def offer(self, lists: dict[str, list[Chip]]) -> None:
        """Take the school's lists by name."""
        for item in self:
            if isinstance(item, ListField):
                item.offer(lists.get(item.name, []))
        for row in self.targets:
            row.form.strategy.offer(lists.get("strategy", []))

    def facts(self) -> dict[str, Any]:
        """The plan's columns."""
        names = ("plan_type", "strengths", "referrer", "consent_by", "consent_how", "consent_on", "starts_on",
                 "review_on")  # fmt: skip
        return {name: self[name].data for name in names}

    def validate_plan_type(self, item):
        if item.data is None and not item.errors:
            raise ValidationError("Choose what kind of plan it is.")

    def validate_consent_on(self, item):
        if item.data and item.data > self.today:
            raise ValidationError("That is still to come. Give the day on which they agreed, or leave it empty.")

    def validate_starts_on(self, item):
        if not item.errors and (item.data is None or not 2000 <= item.data.year <= 2100):
            raise ValidationError(f"Give the {item.label.text.lower()}, with its year.")

    validate_review_on = validate_starts_on
