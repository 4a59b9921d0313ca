"""Entering an agency, and changing it."""

import re

from wtforms import HiddenField, ValidationError

from forms.base import SchoolForm, long_text, short_text, tidy
from forms.lists import name_field


class AgencyForm(SchoolForm):
    """An agency or service of the directory. Only its name is needed."""

    version = HiddenField(filters=[tidy])
    name = name_field("What is it called?", 120)
    purpose = long_text("What is it for?", "what it helps with")
    who_for = long_text("Who is it for?", "ages, where they live, who may ask")
    threshold = long_text("When does it take somebody on?", "its threshold, as it says it")
    how = long_text("How is somebody referred?", "a form, a call, by whom; how long it takes")
    phone = name_field("Telephone", 40)
    email = name_field("E-mail", 254)
    web = short_text("Web address", most=200)

    def validate_name(self, item):
        if not item.data:
            raise ValidationError("Write what it is called.")

    def validate_phone(self, item):
        if item.data and not re.fullmatch(r"[0-9 +()-]{3,}", item.data):
            raise ValidationError("Write the number in digits, such as 01632 960001. Words about it go above.")

    def validate_email(self, item):
        if item.data and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", item.data):
            raise ValidationError("Check the e-mail address: it has an @ and a dot after it.")

    def facts(self) -> dict:
        """The agency's columns."""
        return {item.name: item.data for item in self if item.name != "version"}
