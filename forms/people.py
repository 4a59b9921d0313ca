"""A person's name, address and roles, as an admin gives them."""

from wtforms import EmailField, RadioField, SelectMultipleField, ValidationError
from wtforms.fields import SelectChoice

from forms.base import SchoolForm, tidy
from forms.lists import name_field
from forms.setup import EMAIL


def _roles() -> SelectMultipleField:
    return SelectMultipleField("What do they do here?", choices=[], validate_choice=False)


class PersonForm(SchoolForm):
    """A name and at least one role of those passed in."""

    name = name_field("Name", 120)
    roles = _roles()

    def __init__(self, *args, roles: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.roles.choices = [SelectChoice(value, label) for value, label in roles.items()]

    def validate_name(self, item):
        if not item.data:
            raise ValidationError("Write their name.")

    def validate_roles(self, item):
        if not item.data:
            raise ValidationError("Choose at least one role. If they have left, say so under “They are leaving”.")
        if not set(item.data) <= {choice.value for choice in item.choices}:
            raise ValidationError("One of those roles is not offered. Choose again.")


class NewPersonForm(PersonForm):
    """Somebody new at the school."""

    email = EmailField("E-mail address", description="what they sign in with", filters=[tidy], default="")
    roles = _roles()

    def validate_roles(self, item):
        if not item.data:
            raise ValidationError("Choose at least one role.")
        super().validate_roles(item)

    def validate_email(self, item):
        if not EMAIL.fullmatch(item.data) or len(item.data) > 254:
            raise ValidationError("Write the whole address, such as name@school.example.")


class RoleForm(SchoolForm):
    """One role of those passed in, to be given."""

    role = RadioField("Which role?", validate_choice=False)

    def __init__(self, *args, roles: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.role.choices = list(roles.items())

    def validate_role(self, item):
        if item.data not in {value for value, _ in item.choices}:
            raise ValidationError("Choose a role.")
