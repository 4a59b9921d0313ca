"""Putting pupils on a caseload, and taking one off."""

from datetime import date, timedelta

from wtforms import DateField, IntegerField, ValidationError

from forms.base import SchoolForm
from forms.fields import PupilsField

FURTHEST = timedelta(days=5 * 365 + 1)
WRITTEN = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y", "%d %B %Y"]


def day_field(label: str, hint: str = "") -> DateField:
    """A day, as people write one."""
    return DateField(label, format=WRITTEN, description=hint)


def check_day(item, today: date) -> None:
    """Refuse a day more than five years away: a slip of the year."""
    if item.data and abs(item.data - today) > FURTHEST:
        raise ValidationError("That is more than five years away. Check the year.")


class PutOnForm(SchoolForm):
    """The pupils ticked, what is being looked for, and from which day."""

    pupil = PupilsField("Who?")
    starts_on = day_field("From which day?", "a day in the past or still to come will do")

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, data={"starts_on": today}, **kwargs)
        self.today = today

    def validate_pupil(self, item):
        if not item.data.parts:
            raise ValidationError("Tick at least one pupil.")

    def validate_starts_on(self, item):
        check_day(item, self.today)


class CapacityForm(SchoolForm):
    """How many pupils a mentor is to have, and the most. `highest` is what nobody carries."""

    aim = IntegerField("How many pupils are you aiming for?", description="for each mentor")
    most = IntegerField("How many at most?", description="from there on you are warned")

    def __init__(self, *args, highest: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.highest = highest

    def validate_aim(self, item):
        if not item.errors and (item.data is None or not 1 <= item.data <= self.highest):
            raise ValidationError(f"Give a whole number from 1 to {self.highest}.")

    def validate_most(self, item):
        self.validate_aim(item)
        if item.data is not None and self.aim.data is not None and item.data < self.aim.data:
            raise ValidationError("The most is less than you are aiming for. Give the same number or a higher one.")


class TakeOffForm(SchoolForm):
    """The first day on which a pupil is no longer on the caseload. `number` is the row's."""

    ends_on = day_field("No longer from", "the mentor reads their records up to the day before")

    def __init__(self, *args, number: int, today: date, ends_on: date | None = None, **kwargs):
        super().__init__(*args, data={"ends_on": ends_on or today}, **kwargs)
        self.number, self.today = number, today
        self.ends_on.id = self.ends_on.label.field_id = f"ends_on-{number}"

    def validate_ends_on(self, item):
        check_day(item, self.today)
