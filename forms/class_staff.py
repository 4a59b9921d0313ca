"""The classes with which somebody works."""

from wtforms import SelectMultipleField, ValidationError
from wtforms.fields import SelectChoice

from forms.base import SchoolForm


class ClassStaffForm(SchoolForm):
    """The classes ticked, of those passed in as (id, name)."""

    school_class = SelectMultipleField("Which classes?", coerce=int, validate_choice=False)

    def __init__(self, *args, classes: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.school_class.choices = [SelectChoice(number, name) for number, name in classes]

    def validate_school_class(self, item):
        if not set(item.data or ()) <= {choice.value for choice in item.choices}:
            raise ValidationError("One of those classes has no pupils any more. Choose again.")
