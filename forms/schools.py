"""The school's name and its day."""

from wtforms import FormField, ValidationError

from forms.base import SchoolForm, long_text, short_text
from forms.fields import Rows
from forms.lists import name_field
from forms.setup import BellForm, bell_rows

MOST_BELLS = 20


class SchoolDetailsForm(SchoolForm):
    """What the school says of itself."""

    name = name_field("School's name", 120)
    dsl_phones = long_text("The DSLs’ telephone numbers", "one a line, such as: 01234 567890 Priya Nair")
    chair_contact = short_text("Chair of governors", "name and number, for a concern about the headteacher", 200)
    lado_contact = short_text("Local authority’s designated officer (LADO)", "name and number", 200)
    out_of_hours = short_text("Local authority, out of hours", "the number of the duty team", 200)
    bells = Rows(FormField(BellForm), min_entries=1, max_entries=MOST_BELLS)

    def validate_name(self, item):
        if not item.data:
            raise ValidationError("Write the school's name.")

    def validate_bells(self, item):
        """Two parts of the day may meet but not overlap: an incident happens in one of them."""
        if item.errors:
            return
        rows = sorted(bell_rows(item.data), key=lambda row: row[1])
        for (before, _, ends), (after, starts, _) in zip(rows, rows[1:], strict=False):
            if starts < ends:
                raise ValidationError(f"“{after}” begins before “{before}” ends. Put the times of one of them right.")
