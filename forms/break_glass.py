"""Opening a pupil's records in an emergency."""

from wtforms import ValidationError

from forms.base import SchoolForm, short_text


class BreakGlassForm(SchoolForm):
    """Why a pupil's records have to be read now."""

    reason = short_text("Why do you need to read these records now?", "the DSLs see it at once", 300)

    def validate_reason(self, item):
        if len(item.data.split()) < 2:
            raise ValidationError("Say why in a few words, such as: police here, mentor away.")
