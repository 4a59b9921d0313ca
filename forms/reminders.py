"""How somebody is reminded of their to-dos."""

from wtforms import RadioField

from forms.base import SchoolForm

OFTEN = (("never", "Never"), ("daily", "Each school day"), ("mondays", "Mondays"))


class DigestForm(SchoolForm):
    """How often an e-mail comes."""

    often = RadioField("How often shall an e-mail remind you?", choices=OFTEN)
