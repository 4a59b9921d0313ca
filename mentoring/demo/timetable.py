"""The demo's term dates, by its calendar."""

from datetime import date, timedelta

from mentoring import clock
from mentoring.demo.days import school_days
from models import School, TermDate

TERMS = ("Autumn term", "Spring term", "Summer term")
HALVES = {10: "October half-term", 2: "February half-term", 5: "May half-term"}
WEEKEND, HALF_TERM = 3, 10  # days from the last school day to the next
BETWEEN_TERMS = {12: "Christmas holiday", 3: "Easter holiday", 4: "Easter holiday"}


def enter_terms(school: School, today: date) -> None:
    """Enter the terms, holidays and bank holidays of this school year and the one before."""
    year = clock.school_year(today)
    for first in (year - 1, year):
        days = school_days(date(first, 9, 1), date(first + 1, 8, 31))
        starts, terms = days[0], iter(TERMS)
        for last, following in zip(days, days[1:], strict=False):
            gap = (following - last).days
            if gap > WEEKEND:
                _enter(school, _name(last, gap), False, *_weekdays(last, following))
            if gap > HALF_TERM:
                _enter(school, next(terms), True, starts, last)
                starts = following
        _enter(school, next(terms), True, starts, days[-1])


def _weekdays(last: date, following: date) -> tuple[date, date]:
    """The first and the last weekday between two school days."""
    between = [last + timedelta(days=number) for number in range(1, (following - last).days)]
    closed = [day for day in between if day.weekday() < 5]
    return closed[0], closed[-1]


def _name(last: date, gap: int) -> str:
    if gap < HALF_TERM:
        return "Early May bank holiday"
    return (HALVES if gap == HALF_TERM else BETWEEN_TERMS)[last.month]


def _enter(school: School, name: str, is_term: bool, first: date, last: date) -> None:
    TermDate.create(school=school, name=name, is_term=is_term, starts_on=first, ends_on=last)
