"""Starting a school: its name, its day, the first account."""

import re

from wtforms import BooleanField, EmailField, FormField, PasswordField, StringField, ValidationError
from wtforms.validators import InputRequired, Length

from forms.base import SchoolForm, may_be_empty, short_text, tidy
from forms.fields import Rows
from mentoring.passwords import MOST_PASSWORD, password_fault

HHMM = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


class BellForm(SchoolForm):
    """One part of the day; a row left empty is left out."""

    name = short_text("Part of the day", most=60)
    starts = StringField("From", [may_be_empty], filters=[tidy], default="")
    ends = StringField("To", [may_be_empty], filters=[tidy], default="")

    def validate_ends(self, item):
        if not (self.name.data or self.starts.data or item.data):
            return
        if not (HHMM.fullmatch(self.starts.data) and HHMM.fullmatch(item.data)):
            raise ValidationError(f"Give both times of “{self.name.data}” as hours and minutes, such as 10:30.")
        if self.starts.data >= item.data:
            raise ValidationError(f"“{self.name.data}” ends before it begins. Put its times right.")


def bell_rows(rows) -> list[tuple[str, str, str]]:
    """(name, HH:MM, HH:MM) of every row that was filled in."""
    return [(row["name"] or "Part of the day", row["starts"], row["ends"]) for row in rows if row["starts"]]


class AccountForm(SchoolForm):
    """Somebody's name, address and password."""

    name = StringField("Your name", [InputRequired("Write your name."), Length(max=120)], filters=[tidy])
    email = EmailField("Your e-mail address", [InputRequired("Write your e-mail address.")], filters=[tidy])
    password = PasswordField("A password", description="at least 12 characters; three random words are good")

    def validate_name(self, item):
        if not item.data:
            raise ValidationError("Write your name.")

    def validate_email(self, item):
        if not EMAIL.fullmatch(item.data) or len(item.data) > 254:
            raise ValidationError("Write the whole address, such as name@school.example.")

    def validate_password(self, item):
        if fault := password_fault((item.data or "")[: MOST_PASSWORD + 1], self.name.data or "", self.email.data or ""):
            raise ValidationError(fault)


class SetupForm(AccountForm):
    """The school's name and bell times, and the first account."""

    school = StringField("School's name", [InputRequired("Write the school's name."), Length(max=120)], filters=[tidy])
    bells = Rows(FormField(BellForm), min_entries=1, max_entries=20)
    mentor = BooleanField("A mentor: I work with pupils", default=True)
    lead = BooleanField("A lead: I arrange the caseloads (SENCO, pastoral lead)")
    dsl = BooleanField("The DSL, or a deputy")
    head = BooleanField("The headteacher")

    def roles(self) -> set[str]:
        """What the first person does here: whoever sets the school up is its admin too."""
        return {"admin", *(name for name in ("mentor", "lead", "dsl", "head") if self[name].data)}

    def validate_school(self, item):
        if not item.data:
            raise ValidationError("Write the school's name.")
