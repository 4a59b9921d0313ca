"""The school's own calendar: which days are school days, and what a day without school is called.

Weekdays are school days, but for those on which the school is closed, and, in a school year whose terms have been
entered, those outside them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import islice

from mentoring import clock
from models import School, TermDate
from models.ready import given, ready_for_all

FURTHEST = 400
LONG_GAP = 7
Days = tuple[date, date]  # the first and the last


@dataclass(frozen=True)
class Calendar:
    """A school's term dates as read once."""

    terms: tuple[TermDate, ...]
    closures: tuple[TermDate, ...]

    @property
    def is_known(self) -> bool:
        """Whether anything has been entered."""
        return bool(self.terms or self.closures)

    def is_school_day(self, day: date) -> bool:
        """Whether the school is open on a day."""
        if day.weekday() > 4 or any(first <= day <= last for first, last in self._closed):
            return False
        terms = self._terms_by_year.get(clock.school_year(day))
        return not terms or any(first <= day <= last for first, last in terms)

    @cached_property
    def _closed(self) -> list[Days]:
        return [(one.starts_on, one.ends_on) for one in self.closures]

    @cached_property
    def _terms_by_year(self) -> dict[int, list[Days]]:
        found: dict[int, list[Days]] = {}
        for term in self.terms:
            found.setdefault(clock.school_year(term.starts_on), []).append((term.starts_on, term.ends_on))
        return found

    def closure_on(self, day: date) -> TermDate | None:
        """The holiday or closed day that a day is part of."""
        return next((one for one in self.closures if one.starts_on <= day <= one.ends_on), None)

    def next_school_day(self, day: date) -> date:
        """The first school day after a day."""
        ahead = (day + timedelta(days=number) for number in range(1, FURTHEST))
        return next((one for one in ahead if self.is_school_day(one)), day + timedelta(days=1))

    def school_weeks_on(self, day: date, weeks: int) -> date:
        """The day so many school weeks after a day: the same weekday of the so-manieth later week that has a school
        day in it; where that is none, the next school day of that week, or its last."""
        last = day + timedelta(days=FURTHEST)
        found = list(islice(self._later_weeks(day, last), weeks))
        return found[-1] if len(found) == weeks else last

    def school_weeks_gone(self, day: date, today: date) -> int:
        """How many school weeks have gone by since a day, as `school_weeks_on` counts them."""
        return sum(one <= today for one in self._later_weeks(day, today))

    def _later_weeks(self, day: date, last: date) -> Iterator[date]:
        """The day that stands for a day in each later week up to `last` that has a school day in it."""
        for weeks in range(1, (last - clock.week_start(day)).days // 7 + 1):
            monday = clock.week_start(day) + timedelta(weeks=weeks)
            wanted = monday + timedelta(days=day.weekday())
            if found := self.school_days(monday, monday + timedelta(days=4)):
                yield next((one for one in found if one >= wanted), found[-1])

    def school_days(self, first: date, last: date) -> list[date]:
        """The school days from one day to another, both included."""
        every = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return [day for day in every if self.is_school_day(day)]

    def last_school_days(self, before: date, count: int) -> list[date]:
        """The last so many school days before a day, oldest first."""
        back = (before - timedelta(days=number) for number in range(1, FURTHEST))
        found = [day for day in back if self.is_school_day(day)][:count]
        return found[::-1]

    def next_holiday(self, day: date) -> tuple[date, str] | None:
        """The last school day before the next holiday of a week or more, not before `day`, and the holiday's name."""
        if not self.is_known:
            return None
        days = self.school_days(day, day + timedelta(days=FURTHEST))
        for one, following in zip(days, days[1:], strict=False):
            if (following - one).days > LONG_GAP:
                return one, self.why_closed(one + timedelta(days=1))
        return None

    def why_closed(self, day: date) -> str:
        """What the days without school from `day` on are called: the longest closure among them, or plain words."""
        back = self.next_school_day(day)
        found = [one for one in self.closures if one.starts_on < back and one.ends_on >= day]
        if found:
            return max(found, key=lambda one: one.ends_on - one.starts_on).name
        return "The weekend" if (back - day).days <= 2 else "The holidays"


def of(school: School) -> Calendar:
    """The school's calendar, by one query."""
    rows = _dates(school=school.id)
    return Calendar(tuple(one for one in rows if one.is_term), tuple(one for one in rows if not one.is_term))


@ready_for_all
def _dates():
    return TermDate.select().where(TermDate.school == given("school")).order_by(TermDate.starts_on, TermDate.id)
