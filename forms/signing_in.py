"""Signing in."""

from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import InputRequired

from forms.base import SchoolForm, tidy


class SignInForm(SchoolForm):
    """An address and a password; `next` is the page to go on to."""

    email = EmailField("E-mail address", [InputRequired("Write your e-mail address.")], filters=[tidy])
    password = PasswordField("Password", [InputRequired("Write your password.")])
    next = HiddenField()
