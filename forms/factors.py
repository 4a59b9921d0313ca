"""Setting a second step up, and giving it."""

from wtforms import HiddenField, PasswordField, StringField, ValidationError

from forms.base import SchoolForm, short_text, tidy

DIGITS = {"inputmode": "numeric", "autocapitalize": "off", "spellcheck": "false"}


def code_field(label: str, hint: str = "") -> StringField:
    """Six digits; a phone shows its numbers."""
    return StringField(label, description=hint, filters=[tidy], render_kw=DIGITS, default="")


class CodeAppForm(SchoolForm):
    """The first code of a new app. `offer` is the sealed secret that it was set up with."""

    offer = HiddenField(filters=[tidy])
    code = code_field("The six digits that the app shows")
    onward = HiddenField(filters=[tidy])

    def validate_code(self, item):
        if not item.data:
            raise ValidationError("Write the six digits that the app shows.")


class SecurityKeyForm(SchoolForm):
    """A name for a new key, and what the key answered."""

    name = short_text("A name for it", "such as: blue key, my phone", 60)
    credential = HiddenField(filters=[tidy])
    onward = HiddenField(filters=[tidy])


class NameForm(SchoolForm):
    """Another name for an app or a key."""

    name = short_text("Name", most=60)


class SecondStepForm(SchoolForm):
    """A code, a recovery code, or a key's answer: one of them."""

    code = code_field("The six digits that your app shows")
    recovery = StringField("A recovery code", description="from your printed list", filters=[tidy], default="")
    credential = HiddenField(filters=[tidy])
    next = HiddenField()


class CheckForm(SecondStepForm):
    """The same, or the password."""

    password = PasswordField("Your password")
