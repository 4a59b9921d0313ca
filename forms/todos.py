"""Closing a to-do."""

from forms.base import SchoolForm, short_text


class DoneForm(SchoolForm):
    """What came of it."""

    outcome = short_text("What came of it?", "optional", 300)
