"""Choosing a password, asking for a link to do so, choosing a PIN."""

from wtforms import EmailField, HiddenField, PasswordField, ValidationError
from wtforms.validators import InputRequired

from forms.base import SchoolForm, tidy
from forms.setup import EMAIL
from mentoring.passwords import MOST_PASSWORD, password_fault, pin_fault

GOOD = "at least 12 characters; three random words are good"
OLD = "Write your password, so that we know it is you."


class NewPasswordForm(SchoolForm):
    """A new password. `personal` is what it may not be made of."""

    password = PasswordField("New password", description=GOOD)
    personal: tuple[str, ...] = ()

    def validate_password(self, item):
        if fault := password_fault((item.data or "")[: 4 * MOST_PASSWORD], *self.personal):
            raise ValidationError(fault)


class OwnPasswordForm(NewPasswordForm):
    """One's own new password, asked for the old one."""

    old = PasswordField("Your password now", [InputRequired(OLD)])


class ForgottenForm(SchoolForm):
    """The address of somebody who has forgotten their password."""

    email = EmailField("E-mail address", description="what you sign in with", filters=[tidy], default="")

    def validate_email(self, item):
        if not EMAIL.fullmatch(item.data) or len(item.data) > 254:
            raise ValidationError("Write the whole address, such as name@school.example.")


class PinForm(SchoolForm):
    """A new PIN, asked for the password."""

    pin = PasswordField("PIN", description="six digits, for unlocking; not a date, not 123456")
    password = PasswordField("Your password", [InputRequired(OLD)])

    def validate_pin(self, item):
        if fault := pin_fault(item.data or ""):
            raise ValidationError(fault)


class UnlockForm(SchoolForm):
    """A PIN or a password, for the lock; `login` is the one that the page belongs to."""

    pin = PasswordField("Your PIN", description="six digits")
    password = PasswordField("Your password")
    login = HiddenField()
