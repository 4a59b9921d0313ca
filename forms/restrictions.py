"""Who may read a record that is not open to all."""

from wtforms import SelectMultipleField, ValidationError
from wtforms.fields import SelectChoice

from forms.base import SchoolForm


class RestrictionForm(SchoolForm):
    """The people named as readers, of those passed in as (id, name)."""

    reader = SelectMultipleField("Who may read it?", coerce=int, validate_choice=False)

    def __init__(self, *args, people: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.reader.choices = [SelectChoice(number, name) for number, name in people]

    def validate_reader(self, item):
        if not set(item.data or ()) <= {choice.value for choice in item.choices}:
            raise ValidationError("One of those people does not work here now. Choose again.")
