"""Whom somebody guides, and from which day."""

from datetime import date

from wtforms import DateField, HiddenField, ValidationError

from forms.base import SchoolForm
from forms.fields import SeveralChips


class GuideForm(SchoolForm):
    """The people ticked. `today` is the school's; `seen` are the numbers of those who were, as the page was opened."""

    user = SeveralChips("Who is it?", gone="One of them has another role now. Look at the list again.")
    seen = HiddenField()
    starts_on = DateField("From which day?", description="for those whom you tick or untick now")

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def validate_starts_on(self, item):
        if item.data is None and not item.errors:
            raise ValidationError("Give the day.")
        if item.data and not date(2000, 1, 1) <= item.data <= self.today:
            raise ValidationError("Choose today or a day before.")
