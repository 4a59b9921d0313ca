"""The demo's calendar: English school days, the parts of a day by the bells, and moments in them."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random

from mentoring import clock
from mentoring.schools import USUAL_DAY
from models import BellTime

WEEKS = 12
YOUNGEST_TERM = 6
# A timetable leaves ten minutes to settle and goes on in steps of a quarter of an hour.
SETTLE, STEP = 10, 15
Bell = tuple[str, str, str]
PART_WORDS = {
    "break": "break", "play": "break", "lunch": "lunch", "dinner": "lunch", "home": "home", "before": "arrival",
}  # fmt: skip


@cache
def is_school_day(day: date) -> bool:
    """Whether a usual English school is open: no weekend, no holiday."""
    return day.weekday() < 5 and not _holiday(day)


def school_days(first: date, last: date) -> list[date]:
    """The school days from one day to another, both included."""
    return [day for day in _every(first, last) if is_school_day(day)]


def weeks(today: date) -> list[list[date]]:
    """The term as the demo has it, week by week: the school days since 1 September, of the last twelve school weeks
    at most; before there are six of them, the summer term's are there too."""
    found: dict[date, list[date]] = {}
    for day in school_days(today - timedelta(weeks=2 * WEEKS), today):
        found.setdefault(clock.week_start(day), []).append(day)
    last = [found[monday] for monday in sorted(found)][-WEEKS:]
    began = date(clock.school_year(today), 9, 1)
    since = [days for days in last if days[-1] >= began]
    return since if len(since) >= YOUNGEST_TERM else last


def school_day_after(day: date, count: int = 1) -> date:
    """The school day that comes so many school days after a day."""
    return school_days(day + timedelta(days=1), day + timedelta(days=70 + 2 * count))[count - 1]


def _every(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _holiday(day: date) -> bool:
    year = day.year
    if date(year, 7, 22) <= day <= date(year, 9, 1) or day >= date(year, 12, 20) or day <= date(year, 1, 4):
        return True
    easter = _easter(year)
    if easter - timedelta(days=6) <= day <= easter + timedelta(days=5):
        return True
    halves = (_monday(year, 2, 3), _monday(year, 5, -1), _monday(year, 10, -1))
    return day == _monday(year, 5, 1) or clock.week_start(day) in halves


def _monday(year: int, month: int, which: int) -> date:
    """The first, third or last (−1) Monday of a month."""
    days = _every(date(year, month, 1), date(year, month, 28) + timedelta(days=3))
    mondays = [day for day in days if day.month == month and day.weekday() == 0]
    return mondays[which if which < 0 else which - 1]


def _easter(year: int) -> date:
    """Easter Sunday (Butcher, 1876)."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, before = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, before + 1)


class Timetable:
    """The school's bells as parts of a day: arrival, lesson, break, lunch, home."""

    def __init__(self, bells: Sequence[BellTime], zone: str) -> None:
        rows: list[Bell] = [(bell.name, bell.starts, bell.ends) for bell in bells] or list(USUAL_DAY)
        self.zone = zone
        self._parts: dict[str, list[Bell]] = {}
        for place, bell in enumerate(rows):
            self._parts.setdefault(_part(bell, place, len(rows)), []).append(bell)
        self._all = rows

    def moment(self, rng: Random, day: date, part: str) -> datetime:
        """An instant on a day in a part of it; in a lesson where the school has no such part."""
        _, starts, ends = rng.choice(self._parts.get(part) or self._parts.get("lesson") or self._all)
        first, last = _minutes(starts), _minutes(ends)
        at = rng.randrange(first + 1, last) if last - first > 1 else first
        return clock.instant(day, time(*divmod(at, 60)), self.zone)

    def every(self, day: date, parts: Sequence[str] = ()) -> Iterator[datetime]:
        """Each minute of the parts of a day, or of the whole of it, in order."""
        rows = [row for part in parts for row in self._parts.get(part, [])] if parts else self._all
        for _, starts, ends in rows:
            for at in range(_minutes(starts) + 1, _minutes(ends)):
                yield clock.instant(day, time(*divmod(at, 60)), self.zone)

    def starts(self, part: str, minutes: int) -> list[time]:
        """The clock times at which so many minutes can begin every week in a part of the day."""
        rows = self._parts.get(part) or self._parts.get("lesson") or self._all
        each = (range(_minutes(starts) + SETTLE, _minutes(ends) - minutes + 1, STEP) for _, starts, ends in rows)
        return [time(*divmod(at, 60)) for times in each for at in times]

    def part_of(self, moment: datetime) -> str:
        """The part of the day that an instant falls in."""
        at = f"{clock.local(moment, self.zone):%H:%M}"
        found = (part for part, bells in self._parts.items() if any(bell[1] <= at < bell[2] for bell in bells))
        return next(found, "lesson")

    def after_school(self, rng: Random, day: date) -> datetime:
        """An instant when a mentor writes up, within an hour after the last bell."""
        at = min(max(_minutes(ends) for _, _, ends in self._all) + rng.randrange(2, 55), 22 * 60)
        return clock.instant(day, time(*divmod(at, 60)), self.zone)


def _part(bell: Bell, place: int, count: int) -> str:
    name = bell[0].lower()
    short = _minutes(bell[2]) - _minutes(bell[1]) <= 45
    said = next((part for word, part in PART_WORDS.items() if word in name), "")
    if said:
        return said
    return "arrival" if short and place == 0 else "home" if short and place == count - 1 else "lesson"


def _minutes(hhmm: str) -> int:
    hours, _, minutes = hhmm.partition(":")
    return int(hours) * 60 + int(minutes)
