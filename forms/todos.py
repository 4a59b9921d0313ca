"""Closing a to-do, and handing it over."""

from wtforms import ValidationError

from forms.base import SchoolForm, short_text
from forms.fields import OneChip


class DoneForm(SchoolForm):
    """What came of it."""

    outcome = short_text("What came of it?", "optional", 300)


class HandOverForm(SchoolForm):
    """Which colleague takes it on."""

    owner = OneChip("Who takes it on?")

    def validate_owner(self, item):
        if item.data is None and not item.errors:
            raise ValidationError("Choose a colleague.")
