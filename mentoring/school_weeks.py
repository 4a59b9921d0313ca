"""The school's weeks, by their Mondays, a half-term at a time."""

from dataclasses import dataclass
from datetime import date, timedelta

from mentoring import clock
from mentoring.calendar import Calendar

WEEK = timedelta(weeks=1)
BLOCK = 7  # weeks shown together where no holiday parts them
LONGEST = 10  # weeks of an English half-term, at most
FURTHEST = 14  # weeks that a holiday lasts, at most


@dataclass(frozen=True)
class HalfTerm:
    """The Mondays of a half-term; `before` and `after` are in the neighbouring ones, `after` None where that has not
    begun."""

    mondays: list[date]
    before: date
    after: date | None


def is_school_week(days: Calendar, monday: date) -> bool:
    """Whether the school is open on a day of the week."""
    return any(days.is_school_day(monday + timedelta(days=number)) for number in range(5))


def sessions(days: Calendar, monday: date) -> int:
    """How many sessions the school has in the week: two a school day (Education (School Day and School Year) (England)
    Regulations 1999, reg. 3)."""
    return 2 * len(days.school_days(monday, monday + timedelta(days=4)))


def fault(days: Calendar, monday: date, today: date) -> str:
    """Why nothing can be kept for a week; empty where it can."""
    if monday > today:
        return "This week is still to come. Write it down once it has begun."
    if monday.weekday() or not is_school_week(days, monday):
        return "The school was closed in this week. Choose another, or correct the term dates."
    return ""


def newest(days: Calendar, today: date) -> date:
    """The Monday of the school week that has begun last."""
    monday = clock.week_start(today)
    return next((one for one in _back(monday) if is_school_week(days, one)), monday)


def half_term(days: Calendar, monday: date, today: date) -> HalfTerm:
    """The half-term that a week belongs to; of a week in a holiday, the one before."""
    first, last = _run(days, newest(days, monday))
    if (last - first) // WEEK >= LONGEST:
        first += (newest(days, monday) - first) // WEEK // BLOCK * BLOCK * WEEK
        last = min(last, first + (BLOCK - 1) * WEEK)
    after = next((one for one in _ahead(last) if is_school_week(days, one)), last + WEEK)
    return HalfTerm(_mondays(first, last), first - WEEK, after if after <= today else None)


def _run(days: Calendar, monday: date) -> tuple[date, date]:
    """The first and last of the school weeks of a school year, about a week, that no holiday parts."""
    first = last = monday
    while is_school_week(days, first - WEEK) and _year(first - WEEK) == _year(monday):
        first -= WEEK
    while is_school_week(days, last + WEEK) and _year(last + WEEK) == _year(monday):
        last += WEEK
    return first, last


def _year(monday: date) -> int:
    """The school year of a week: 1 September's is the first."""
    return clock.school_year(monday + timedelta(days=6))


def _mondays(first: date, last: date) -> list[date]:
    return [first + number * WEEK for number in range((last - first) // WEEK + 1)]


def _back(monday: date) -> list[date]:
    return [monday - number * WEEK for number in range(FURTHEST)]


def _ahead(last: date) -> list[date]:
    return [last + number * WEEK for number in range(1, FURTHEST)]
