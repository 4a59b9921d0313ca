"""A slot of one's timetable, and its end."""

from datetime import date, time, timedelta

from wtforms import DateField, RadioField, TimeField, ValidationError

from forms.base import SchoolForm, may_be_empty, short_text
from forms.fields import Chip, Mark, OneChip, SeveralChips

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
LENGTHS = tuple((minutes, f"{minutes} min") for minutes in (10, 15, 20, 30, 40, 45, 60))
BEHIND, AHEAD = timedelta(days=31), timedelta(days=366)


class SlotForm(SchoolForm):
    """A new slot, on one weekday or several. `kinds` are (name, word) of what it can be."""

    kind = RadioField("What is it?", default="session", validate_choice=False)
    pupil = OneChip("Who with?")
    programme = OneChip("Which group?")
    title = short_text("What do you call it?", most=60)
    weekday = SeveralChips("Which days?", description="one or several")
    starts = TimeField("When does it start?", [may_be_empty])
    minutes = Mark("How long is it?", marks=LENGTHS)
    place = OneChip("Where?", description="optional")
    starts_on = DateField("From which day?", [may_be_empty])

    def __init__(self, *args, today: date, kinds: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.earliest, self.latest = today - BEHIND, today + AHEAD
        self.kind.choices = kinds
        self.weekday.offer([Chip(number, day) for number, day in enumerate(DAYS)])

    def offer(self, pupils: list[Chip], programmes: list[Chip], places: list[Chip]) -> None:
        """Take the member's own pupils and programmes, and the school's places."""
        self.pupil.offer(pupils)
        self.programme.offer(programmes)
        self.place.offer(places)

    def validate_kind(self, item):
        if item.data not in {value for value, _ in item.choices}:
            raise ValidationError("Choose what it is.")

    def validate_pupil(self, item):
        if self.kind.data == "session" and item.data is None and not item.errors:
            raise ValidationError("Choose the pupil.")

    def validate_programme(self, item):
        if self.kind.data == "group_session" and item.data is None and not item.errors:
            raise ValidationError("Choose the group.")

    def validate_title(self, item):
        if self.kind.data == "duty" and not item.data:
            raise ValidationError("Write what you call it, such as Break duty.")

    def validate_weekday(self, item):
        if not item.chosen() and not item.errors:
            raise ValidationError("Choose a day of the week.")

    def validate_starts(self, item):
        if item.data is None and not item.errors:
            raise ValidationError("Say when it starts, such as 10:40.")

    def validate_minutes(self, item):
        if item.data is None and not item.errors:
            raise ValidationError("Choose how long it is.")
        if item.data and self.starts.data and _since_midnight(self.starts.data) + item.data >= 24 * 60:
            raise ValidationError("That runs past midnight. Choose an earlier start or a shorter time.")

    def validate_starts_on(self, item):
        if item.errors:
            return
        if item.data is None:
            raise ValidationError("Say from which day it is in your timetable.")
        if not self.earliest <= item.data <= self.latest:
            raise ValidationError(f"Choose a day from {self.earliest:%-d %B %Y} to {self.latest:%-d %B %Y}.")

    def facts(self) -> dict:
        """The slot's columns, but its weekday and days."""
        start = _since_midnight(self.starts.data)
        kind = self.kind.data
        return {
            "kind": kind, "place": self.place.data,
            "pupil": self.pupil.data if kind == "session" else None,
            "programme": self.programme.data if kind == "group_session" else None,
            "title": self.title.data if kind == "duty" else "",
            "starts": _hhmm(start), "ends": _hhmm(start + self.minutes.data),
        }  # fmt: skip


class SlotChangeForm(SlotForm):
    """A slot that is there already: its one weekday, and the day from which the change holds."""

    weekday = OneChip("Which day?")

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, today=today, **kwargs)
        self.earliest = today
        self.starts_on.label.text = "From which day is it so?"
        self.starts_on.description = "until then it stays as it was"


class SlotEndForm(SchoolForm):
    """The first day on which a slot is no longer in the timetable."""

    ends_on = DateField("No longer from", [may_be_empty])

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def validate_ends_on(self, item):
        if item.errors:
            return
        if item.data is None or not self.today <= item.data <= self.today + AHEAD:
            raise ValidationError("Choose today or a later day, within a year.")


def _since_midnight(at: time) -> int:
    return at.hour * 60 + at.minute


def _hhmm(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
