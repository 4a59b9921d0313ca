"""What a parent contact asks."""

from wtforms import BooleanField, RadioField, ValidationError

from forms.base import DAYS, WHO, RecordForm, long_text, short_text
from forms.fields import OneChip, SeveralChips
from forms.needs import Need

CALL_AGAIN = (("tomorrow", "Tomorrow"), ("today", "Later today"), ("week", "In a week"), ("none", "No need"))


class ParentContactForm(RecordForm):
    """A parent contact. `family_contact` is a person of the pupil's family, or 0 for somebody else."""

    needed = (
        WHO, Need("family_contact", "Choose who it was with, or tap Finish later."),
        Need("someone_else", "Say who it was, or choose somebody from the family.", when=(("family_contact", "0"),)),
        Need("contact_outcome", "Choose whether you reached them, or tap Finish later."),
        Need("purpose", "Choose why, or tap Finish later."), *DAYS,
    )  # fmt: skip
    ready = (("direction", "we"), ("method", "call"), ("contact_outcome", "reached"))

    family_contact = OneChip("With")
    someone_else = short_text("Who was it?", "such as a grandparent or a social worker")
    direction = OneChip("Who called whom?")
    method = OneChip("How?")
    contact_outcome = OneChip("Did you reach them?")
    call_again = RadioField("Call again?", choices=list(CALL_AGAIN), default="tomorrow", validate_choice=False)
    purpose = SeveralChips("Why?", description="any that apply")
    tone = OneChip("How did they sound?")
    agreed = long_text("What was agreed", "optional")
    interpreter = BooleanField("An interpreter helped")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.pupil.label.text = "About"
        self.note.label.text = "What was said"
        self.note.description = "optional"
        tomorrow = next(label for value, label in self.follow_up.choices if value == "tomorrow")
        self.call_again.choices = [("tomorrow", tomorrow), *CALL_AGAIN[1:]]

    @property
    def is_unanswered(self) -> bool:
        return not self.contact_outcome.codes().isdisjoint({"no_answer", "message"})

    def validate_call_again(self, item):
        if item.data not in {value for value, _ in CALL_AGAIN}:
            raise ValidationError("Choose when to call again.")
