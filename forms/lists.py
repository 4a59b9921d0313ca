"""Editing a list: a choice's name, and its place."""

from wtforms import IntegerField, StringField, ValidationError
from wtforms.validators import Length

from forms.base import SchoolForm, tidy

LONGEST_NAME = 80


def one_line(text: str | None) -> str:
    """Text on one line, with single spaces."""
    return " ".join(tidy(text).split())


def name_field(label: str, most: int, hint: str = "") -> StringField:
    """A name on one line, of at most `most` characters."""
    limit = Length(max=most, message=f"Use at most {most} characters.")
    return StringField(label, [limit], filters=[one_line], description=hint, default="")


class NewOptionForm(SchoolForm):
    """A choice to add."""

    name = name_field("Add a choice", LONGEST_NAME, "it goes to the end of the list")

    def validate_name(self, item):
        if not item.data:
            raise ValidationError("Write the choice as it should read, such as Library.")


class OptionForm(SchoolForm):
    """A choice of the list that is being edited. `number` sets its controls apart from those of the others."""

    name = name_field("Name", LONGEST_NAME)
    place = IntegerField("Place in the list")

    def __init__(self, *args, number: int, places: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.number, self.places = number, places
        for item in self:
            item.id = item.label.field_id = f"{item.name}-{number}"

    def validate_name(self, item):
        if not item.data:
            raise ValidationError("Write the choice as it should read. To offer it no longer, retire it.")

    def validate_place(self, item):
        if not item.errors and not 1 <= (item.data or 0) <= self.places:
            raise ValidationError(f"Give its place as a number from 1 to {self.places}.")
