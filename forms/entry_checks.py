"""Marking an item of an entry check."""

from wtforms import HiddenField, ValidationError

from forms.base import SchoolForm, short_text, tidy


class MarkForm(SchoolForm):
    """What is said of an item: one of the `states`, done unless told, with a word if there is one to say."""

    state = HiddenField(filters=[tidy], default="done")
    note = short_text("A word on it", "optional", 200)

    def __init__(self, *args, states: tuple[str, ...], **kwargs):
        super().__init__(*args, **kwargs)
        self.states = states

    def validate_state(self, item):
        if item.data not in self.states:
            raise ValidationError("Tap Done, Not needed or Open again.")
