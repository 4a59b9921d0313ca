"""What a parent contact asks."""

from wtforms import BooleanField, RadioField, ValidationError

from forms.base import RecordForm, long_text, short_text
from forms.fields import OneChip, SeveralChips

CALL_AGAIN = (("tomorrow", "Tomorrow"), ("today", "Later today"), ("week", "In a week"), ("none", "No need"))


class ParentContactForm(RecordForm):
    """A parent contact. `family_contact` is a person of the pupil's family, or 0 for somebody else."""

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

    def validate_someone_else(self, item):
        if self.family_contact.data == 0 and not item.data:
            self.blocks("Say who it was, or choose somebody from the family.")

    def validate_family_contact(self, item):
        if item.data is None and not item.errors:
            self.blocks("Choose who it was with, or tap Finish later.")

    def validate_purpose(self, item):
        if not item.data:
            self.blocks("Choose why, or tap Finish later.")

    def validate_contact_outcome(self, item):
        if item.data is None and not item.errors:
            self.blocks("Choose whether you reached them, or tap Finish later.")

    @property
    def is_unanswered(self) -> bool:
        return not self.contact_outcome.codes().isdisjoint({"no_answer", "message"})

    def validate_call_again(self, item):
        if item.data not in {value for value, _ in CALL_AGAIN}:
            raise ValidationError("Choose when to call again.")
