"""Declaring that one is family or close to a pupil."""

from wtforms import RadioField, SelectField, ValidationError
from wtforms.fields import SelectChoice

from forms.base import SchoolForm
from forms.fields import PupilsField


class RelationshipForm(SchoolForm):
    """Who is close to which pupil. `whats` are the sorts of closeness; `people` (id, name), where one may choose."""

    user = SelectField("Who is close to a pupil?", coerce=int, validate_choice=False)
    pupil = PupilsField("To which pupil?")
    what = RadioField("How?", validate_choice=False)

    def __init__(self, *args, whats: tuple[str, ...], people: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.what.choices = [(what, what) for what in whats]
        self.user.choices = [SelectChoice(number, name) for number, name in people]

    def validate_user(self, item):
        if item.data not in {choice.value for choice in item.choices}:
            raise ValidationError("Choose somebody who works here.")

    def validate_pupil(self, item):
        if len(item.data.parts) != 1:
            raise ValidationError("Choose one pupil.")

    def validate_what(self, item):
        if item.data not in {value for value, _ in item.choices}:
            raise ValidationError("Choose how they are close.")
