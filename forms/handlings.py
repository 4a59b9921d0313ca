"""What a DSL or head writes about a concern: one small form for each thing that can be done."""

from datetime import date

from wtforms import DateField, HiddenField, ValidationError

from forms.base import SchoolForm, long_text, may_be_empty, short_text, tidy
from forms.fields import OneChip


class HandlingForm(SchoolForm):
    """What all of them have. `today` is the school's day."""

    client_id = HiddenField(filters=[tidy, str.lower])

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def facts(self) -> dict:
        """What it says, by the columns of Handling."""
        return {item.name: item.data for item in self if item.name != "client_id"}


class AcknowledgedForm(HandlingForm):
    """That somebody has it in hand."""


class AssignedForm(HandlingForm):
    person = OneChip("Who takes it on?")

    def validate_person(self, item):
        if item.data is None and not item.errors:
            raise ValidationError("Choose who takes it on.")


class DecidedForm(HandlingForm):
    """The choice is a chip's id here; the view keeps its name."""

    concern_decision = OneChip("What is decided?")
    text = long_text("Why?", "the reasons, so that they can be understood years from now")

    def facts(self) -> dict:
        names = {chip.value: chip.label for chip in self.concern_decision.chips}
        return {"choice": names[self.concern_decision.data], "text": self.text.data}

    def validate_concern_decision(self, item):
        if item.data is None and not item.errors:
            raise ValidationError("Choose what is decided.")

    def validate_text(self, item):
        if not item.data:
            raise ValidationError("Say why: a decision is kept with its reasons.")


class ActedForm(HandlingForm):
    text = short_text("What is to be done?", "the owner reads only this: name nobody, say nothing of the concern", 160)
    person = OneChip("Who does it?")
    day = DateField("By when?", [may_be_empty])

    def validate_text(self, item):
        if not item.data:
            raise ValidationError("Say what is to be done.")

    def validate_person(self, item):
        if item.data is None and not item.errors:
            raise ValidationError("Choose who does it.")

    def validate_day(self, item):
        if not item.errors and (item.data is None or item.data < self.today):
            raise ValidationError("Choose today or a later day.")


class ReferredForm(HandlingForm):
    agency = short_text("Which agency?", "such as: children's social care, front door")
    reference = short_text("Their reference", "optional")
    day = DateField("When?", [may_be_empty])
    text = short_text("Who took it, and what they said", "optional", 300)

    def validate_agency(self, item):
        if not item.data:
            raise ValidationError("Say which agency it went to.")

    def validate_day(self, item):
        if not item.errors and (item.data is None or item.data > self.today):
            raise ValidationError("Give the day on which it went to them, today or before.")


class ToldForm(HandlingForm):
    text = long_text("What may the author know?", "they read exactly this, and nothing else from here")

    def validate_text(self, item):
        if not item.data:
            raise ValidationError("Write what the author may know.")


class SharedForm(HandlingForm):
    person = OneChip("Who should read it?")
    text = short_text("Why do they need to?", "kept with the concern", 300)

    def validate_person(self, item):
        if item.data is None and not item.errors:
            raise ValidationError("Choose who should read it.")

    def validate_text(self, item):
        if not item.data:
            raise ValidationError("Say why, in a few words.")


class UnsharedForm(SharedForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.person.label.text = "Who no longer reads it?"
        self.text.label.text = "Why?"


class LinkedForm(HandlingForm):
    other = OneChip("Which concern belongs with it?")
    text = short_text("Why?", "optional", 300)

    def validate_other(self, item):
        if item.data is None and not item.errors:
            raise ValidationError("Choose the concern that belongs with it.")


class ClosedForm(HandlingForm):
    text = long_text("What came of it, and why is it closed?")

    def validate_text(self, item):
        if not item.data:
            raise ValidationError("Write what came of it, and why it is closed.")


class ReopenedForm(ClosedForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.text.label.text = "Why is it opened again?"

    def validate_text(self, item):
        if not item.data:
            raise ValidationError("Say why it is opened again.")


FORMS: dict[str, type[HandlingForm]] = {
    "acknowledged": AcknowledgedForm, "assigned": AssignedForm, "decided": DecidedForm, "acted": ActedForm,
    "referred": ReferredForm, "told": ToldForm, "shared": SharedForm, "unshared": UnsharedForm, "linked": LinkedForm,
    "closed": ClosedForm, "reopened": ReopenedForm,
}  # fmt: skip
