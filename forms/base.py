"""What every kind of record asks: when, note, follow-up; and how the words of an error are found."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from wtforms import (
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.validators import Length

from forms.fields import Chip, ListField, NamesField, OneChip, PupilsField, SeveralChips
from forms.needs import Need
from mentoring import clock

LONGEST = 10_000
NOT_IN_RECORD = {"client_id", "version", "cycle", "follow_up_what"}
# Chips that stand for a row of another table, whose number may be an option's too.
NO_OPTIONS = {"follow_up_owner", "family_contact", "programme", "plan", "agency"}
WHEN = (("now", "Just now"), ("5", "5 min ago"), ("15", "15 min ago"), ("pick", "Pick a time"))
FOLLOW_UP = (("none", "No"), ("today", "Today"), ("tomorrow", "Tomorrow"), ("week", "In a week"), ("day", "Pick a day"))

too_long = Length(max=LONGEST, message=f"This is longer than {LONGEST:,} characters. Shorten it or save it in two.")
CURES = {
    "Not a valid date value.": "Write the day with its month and year, such as 24 11 2026.",
    "Not a valid time value.": "Write the time as hours and minutes, such as 10:45.",
    "Not a valid integer value.": "Write a whole number, such as 5.",
    "Not a valid choice.": "That choice is not offered. Choose another.",
}


class Cures:
    """WTForms' own messages, said as cures."""

    def gettext(self, text):
        return CURES.get(text, text)

    def ngettext(self, one, many, number):
        return one if number == 1 else many


def may_be_empty(form, item):
    """Like WTForms' Optional, but lets the form's own rules for the field run on."""
    if not item.raw_data or not str(item.raw_data[0]).strip():
        item.errors = []


def tidy(text: str | None) -> str:
    """Text as kept: no outer space, one kind of line end, none of the characters that no keyboard types."""
    plain = (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()
    return "".join(mark for mark in plain if mark in "\n\t" or mark.isprintable())


def long_text(label: str, hint: str = "") -> TextAreaField:
    """A box for words: kept tidy, limited to LONGEST characters."""
    return TextAreaField(label, [too_long], filters=[tidy], description=hint, default="")


def short_text(label: str, hint: str = "", most: int = 120) -> StringField:
    """One line of words, of at most `most` characters."""
    limit = Length(max=most, message=f"Use at most {most} characters.")
    return StringField(label, [limit], filters=[tidy], description=hint, default="")


class SchoolForm(Form):
    """A form that lists its own faults for the summary at the top."""

    class Meta:
        def get_translations(self, form):
            return Cures()

    def faults(self) -> list[tuple[str, str]]:
        """(id of the control, sentence) for each error, in the order of the page."""
        found: list[tuple[str, str]] = []
        for item in self:
            if isinstance(item, FieldList):
                found += [fault for row in item if isinstance(row, FormField) for fault in row.form.faults()]
            found += [(item.id, sentence) for sentence in item.errors if isinstance(sentence, str)]
        return found


@dataclass(frozen=True)
class Ahead:
    """Days that a follow-up can be due: the next school day, and the last before the next holiday, with its name."""

    next_day: date
    holiday_on: date | None = None
    holiday: str = ""

    def next_day_word(self, today: date) -> str:
        """The next school day as a chip says it: Tomorrow, Monday, Mon 2 Nov."""
        days = (self.next_day - today).days
        return "Tomorrow" if days == 1 else f"{self.next_day:%A}" if days < 7 else f"{self.next_day:%a %-d %b}"

    def holiday_word(self) -> str:
        """The last day before the holiday as a chip says it."""
        return "By half-term" if "half" in self.holiday.lower() else "By the holidays"


class AnyDay(Ahead):
    """The same for a form that is kept for days to come: its chips name none."""

    def next_day_word(self, today: date) -> str:
        return "Next school day"

    def holiday_word(self) -> str:
        return "By the next holiday"


LATER_DAY = "Choose today or a later day for the follow-up."
WHO = Need("pupil", "Choose at least one pupil, or tap Finish later.")
DAYS = (
    Need("when", "Say the time it happened, such as 10:45, or choose Just now.", ("at",), (("when", "pick"),), False),
    Need("follow_up_on", LATER_DAY, when=(("follow_up", "day"),), later=False),
)


class RecordForm(SchoolForm):
    """Shared by the kinds. `ahead` are days of the school's calendar.

    `now` is when the form was sent, or written where it waited for signal; `latest` what the clock of that tablet
    showed then, which may have been ahead.
    """

    client_id = HiddenField(filters=[tidy, str.lower])
    version = HiddenField(filters=[tidy])
    pupil = PupilsField("Who was involved?")
    when = RadioField("When?", choices=list(WHEN), default="now", validate_choice=False)
    on = DateField("Day", [may_be_empty])
    at = TimeField("Time", [may_be_empty])
    note = long_text("What you saw and heard", "optional now, you can finish it later")
    follow_up = RadioField("Follow up?", choices=list(FOLLOW_UP), default="none", validate_choice=False)
    follow_up_on = DateField("Which day?", [may_be_empty])
    follow_up_what = short_text("What will you do?", "optional", 160)
    follow_up_owner = OneChip("Who will do it?")
    names = NamesField("Who is named?")
    reason = short_text("Why are you changing it?", "kept with the new version", 300)

    needed: tuple[Need, ...] = (WHO, *DAYS)
    ready: tuple[tuple[str, str], ...] = ()  # (list, code) of the chips that a new form wears
    finishable = True  # whether it can be saved to be finished later
    finish_later = False
    amending = False
    promised_on: date | None = None  # the day that a waiting follow-up of the record is due, which may have gone by

    def __init__(
        self, *args, zone: str, ahead: Ahead, now: datetime | None = None, latest: datetime | None = None, **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.zone, self.ahead, self.moment = zone, ahead, None
        self.now = now or clock.now()
        self.latest = latest or self.now
        named = {"tomorrow": ahead.next_day_word(self.today)}
        choices = [(value, named.get(value, label)) for value, label in FOLLOW_UP]
        if ahead.holiday_on:
            choices.insert(-1, ("half_term", ahead.holiday_word()))
        self.follow_up.choices = choices

    @property
    def today(self) -> date:
        """The school's day on which it was written."""
        return clock.local(self.now, self.zone).date()

    def typed(self, names: list[str]) -> None:
        """Take names that were typed and are no one pupil: somebody has to say who it was."""
        self.pupil.data.typed = names
        self.pupil.data.query = self.pupil.data.query or next(iter(names), "")

    def offer(self, lists: dict[str, list[Chip]], staff: list[Chip]) -> None:
        """Take the school's lists by name, and the colleagues who can be handed a follow-up."""
        for item in self:
            if isinstance(item, ListField):
                item.offer(staff if item.name == "follow_up_owner" else lists.get(item.name, []))

    def chosen(self) -> set[int]:
        """Ids of every option chosen in the form."""
        fields = [item for item in self if isinstance(item, (OneChip, SeveralChips))]
        return {value for item in fields if item.name not in NO_OPTIONS for value in item.chosen()}

    def texts(self) -> list[str]:
        """Every text that the record will hold, private lines included."""
        boxes = [item.data for item in self if isinstance(item, StringField) and item.name not in NOT_IN_RECORD]
        rows = [row.form for item in self if isinstance(item, FieldList) for row in item if isinstance(row, FormField)]
        boxes += [item.data for form in rows for item in form if isinstance(item, StringField)]
        return [text for text in (*boxes, *(part.private_line for part in self.pupil.data.parts)) if text]

    def validate(self, extra_validators=None) -> bool:
        """Whether it can be saved: what is `needed` is there, and each field's own rules hold."""
        extra: dict[str, list] = {}
        for one in self.needed:
            extra.setdefault(one.field, []).append(one)
        return super().validate(extra)

    def needs(self) -> list[dict[str, Any]]:
        """What is `needed`, for the page's script."""
        return [one.told(self) for one in self.needed]

    def make_ready(self, **codes: str) -> None:
        """Put the likeliest chips on; `codes` in the place of the usual ones."""
        for name, usual in self.ready:
            code = codes.get(name, usual)
            self[name].data = next((chip.value for chip in self[name].chips if chip.code == code), None)

    def validate_when(self, item):
        """Work out `moment`, the UTC instant at which it happened; refuse the future and a skipped time."""
        if item.data in ("5", "15"):
            self.moment = self.now - timedelta(minutes=int(item.data))
        elif item.data == "pick":
            self.moment = self._picked()
        else:
            self.moment = self.now

    def _picked(self) -> datetime | None:
        if self.on.errors or self.at.errors or not self.at.data:
            return None
        try:
            moment = clock.instant(self.on.data or self.today, self.at.data, self.zone)
        except clock.NoSuchTime as error:
            raise ValidationError(str(error)) from error
        if moment > self.latest:
            at = clock.local(self.now, self.zone)
            raise ValidationError(f"That is still to come: it is {at:%H:%M} on {at:%-d %B}. Choose an earlier time.")
        if moment.year < 2000:
            raise ValidationError("That is before 2000. Check the year.")
        return min(moment, self.now)

    def validate_follow_up_on(self, item):
        if self.follow_up.data != "day" or item.data is None:
            return
        if item.data < self.today and item.data != self.promised_on:
            raise ValidationError(LATER_DAY)

    def validate_reason(self, item):
        if self.amending and not item.data:
            raise ValidationError("Say in a few words why you are changing it.")

    def follow_up_day(self) -> date | None:
        """The day the follow-up is due, or None for no follow-up."""
        day = self.today
        return {
            "today": day,
            "tomorrow": self.ahead.next_day,
            "week": day + timedelta(days=7),
            "half_term": self.ahead.holiday_on,
            "day": self.follow_up_on.data,
        }.get(self.follow_up.data)
