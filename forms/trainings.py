"""Training that one had."""

from datetime import date
from decimal import Decimal, InvalidOperation

from wtforms import DateField, HiddenField, ValidationError

from forms.base import long_text, short_text, tidy
from forms.named import NobodyNamedForm

LONGEST = 100  # hours: a course of many days is several lines, or one


class TrainingForm(NobodyNamedForm):
    """One line of the log. `today` is the school's."""

    client_id = HiddenField(filters=[tidy])
    held_on = DateField("Which day?")
    title = short_text("What was it?", "such as Emotion coaching, part 1", 120)
    hours = short_text("How many hours?", "such as 1.5", 6)
    taken = long_text("What do you take from it?", "optional; no pupil’s name")

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    @property
    def minutes(self) -> int:
        """The hours in minutes, to the nearest. Raises InvalidOperation for no number."""
        return round(Decimal((self.hours.data or "").replace(",", ".")) * 60)

    def texts(self) -> list[str]:
        """Everything that was typed."""
        return [self.title.data, self.taken.data]

    def validate_held_on(self, item):
        if item.data is None and not item.errors:
            raise ValidationError("Give the day.")
        if item.data and not date(1970, 1, 1) <= item.data <= self.today:
            raise ValidationError("Choose today or a day before.")

    def validate_title(self, item):
        if not item.data:
            raise ValidationError("Say what it was, such as First aid.")

    def validate_hours(self, item):
        try:
            fits = 0 < self.minutes <= LONGEST * 60
        except (InvalidOperation, ValueError, OverflowError):
            fits = False
        if not fits:
            raise ValidationError(f"Write the hours as a number up to {LONGEST}, such as 2 or 1.5.")
