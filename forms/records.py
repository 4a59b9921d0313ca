"""What is asked of any record, whatever its kind."""

from wtforms import HiddenField, ValidationError

from forms.base import SchoolForm, short_text, tidy
from forms.fields import Chip, OneChip, PupilsField


class WithdrawalForm(SchoolForm):
    """Why a record is taken out of the timelines."""

    reason = short_text("Why are you withdrawing it?", "kept with the record", 300)

    def validate_reason(self, item):
        if not item.data:
            raise ValidationError("Say in a few words why, such as: wrong pupil.")


class MoveForm(SchoolForm):
    """Which pupil a record is not about, which it is about, and how that was found."""

    version = HiddenField(filters=[tidy])
    wrong = OneChip("Who is it not about?")
    pupil = PupilsField("Who is it about?")
    reason = short_text("How do you know?", "kept with the record", 300)

    def offer(self, pupils: list[Chip]) -> None:
        """Take the pupils in the record whom the member may see."""
        self.wrong.offer(pupils)

    def validate_wrong(self, item):
        if item.data is None and not item.errors:
            raise ValidationError("Choose whom it is not about.")

    def validate_pupil(self, item):
        if len(item.data.parts) != 1:
            raise ValidationError("Choose the one pupil whom it is about.")

    def validate_reason(self, item):
        if not item.data:
            raise ValidationError("Say in a few words how you know, such as: two pupils of one name.")
