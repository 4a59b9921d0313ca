"""What is asked of any record, whatever its kind."""

from wtforms import ValidationError

from forms.base import SchoolForm, short_text


class WithdrawalForm(SchoolForm):
    """Why a record is taken out of the timelines."""

    reason = short_text("Why are you withdrawing it?", "kept with the record", 300)

    def validate_reason(self, item):
        if not item.data:
            raise ValidationError("Say in a few words why, such as: wrong pupil.")
