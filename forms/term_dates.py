"""Terms, holidays and closed days: one at a time, or as a calendar file has them."""

from wtforms import DateField, FileField, FormField, HiddenField, RadioField, ValidationError
from wtforms.validators import Length

from forms.base import SchoolForm, may_be_empty
from forms.fields import Rows
from forms.lists import name_field, one_line

WHAT = (("term", "A term"), ("closed", "A holiday or closed day"))
WHAT_OF_EVENT = (("term", "Term"), ("closed", "Closed"), ("", "Leave out"))
LONGEST = {"term": 250, "closed": 100}
MOST_ROWS = 300


class TermDateForm(SchoolForm):
    """A term, or days on which the school is closed."""

    what = RadioField("What is it?", choices=list(WHAT), validate_choice=False)
    name = name_field("What is it called?", 80, "such as October half-term, or INSET day")
    starts_on = DateField("First day", [may_be_empty])
    ends_on = DateField("Last day", [may_be_empty], description="leave it empty for a single day")

    def validate_what(self, item):
        if item.data not in LONGEST:
            raise ValidationError("Choose whether it is a term, or days when the school is closed.")

    def validate_name(self, item):
        if not item.data:
            raise ValidationError("Write what it is called.")

    def validate_starts_on(self, item):
        if item.errors:
            return
        if item.data is None:
            raise ValidationError("Give its first day.")
        if not 2000 < item.data.year < 2100:
            raise ValidationError("Check the year of its first day.")

    def validate_ends_on(self, item):
        if item.errors or self.starts_on.errors or not item.data or not self.starts_on.data:
            return
        days = (item.data - self.starts_on.data).days + 1
        if days < 1:
            raise ValidationError("It ends before it begins. Put one of its days right.")
        if days > LONGEST.get(self.what.data, LONGEST["term"]):
            raise ValidationError(f"That is {days} days long. Check the year of its last day.")

    @property
    def last_day(self):
        """The last day: the first where there is one only."""
        return self.ends_on.data or self.starts_on.data


class FoundForm(TermDateForm):
    """An event of a file: what it is to be, or to be left out."""

    what = RadioField(choices=list(WHAT_OF_EVENT), default="", validate_choice=False)
    name = HiddenField(validators=[Length(max=80)], filters=[one_line])
    starts_on, ends_on = DateField(), DateField()
    uid = HiddenField(validators=[Length(max=300)], filters=[one_line])

    def validate(self, *args, **kwargs):
        return not self.what.data or super().validate(*args, **kwargs)


class UploadForm(SchoolForm):
    """A calendar file."""

    file = FileField("Which file?", description="one that ends in .ics, at most 1 MB")

    def refuse(self, sentence: str) -> None:
        """Say why the file will not do."""
        self.file.errors = [sentence]


class FoundRowsForm(SchoolForm):
    """Every event of a file that is not entered as it is."""

    rows = Rows(FormField(FoundForm), max_entries=MOST_ROWS)
