"""The only reader of the wall clock, and the school's calendar arithmetic.

Instants are aware datetimes in UTC; days and clock times are the school's own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)


class NoSuchTime(ValueError):
    """A local time that the clocks skipped when they went forward."""


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _pretended.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let now() be `moment`, an aware instant, within the block and for this thread only.

    For the demo school, which needs a past, and for tests; never for what a person records.
    """
    token = _pretended.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _pretended.reset(token)


def today(zone: str) -> date:
    """The school's present day; `zone` is an IANA name such as Europe/London."""
    return local(now(), zone).date()


def local(moment: datetime, zone: str) -> datetime:
    """An instant on the school's clock."""
    return moment.astimezone(ZoneInfo(zone))


def instant(day: date, at: time, zone: str) -> datetime:
    """The UTC instant of a school's day and clock time.

    A time that happens twice (clocks going back) is taken as the first.
    Raises NoSuchTime for one that never happened (clocks going forward), or in a year that no school has records of.
    """
    naive = datetime.combine(day, at)
    if not 1000 <= day.year <= 9000:
        raise NoSuchTime(f"Check the year: {day.year} is not one of the school's.")
    moment = naive.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != naive:
        raise NoSuchTime(f"{at:%H:%M} did not happen on {day:%-d %B}: the clocks went forward. Choose an hour later.")
    return moment


def day_start(day: date, zone: str) -> datetime:
    """The instant at which a school's day begins (midnight never falls in a UK clock change)."""
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)


def school_year(day: date) -> int:
    """The calendar year in which the school year of `day` began: English school years begin on 1 September
    (Education Act 1996, s. 579: the school year begins with the first term after July)."""
    return day.year if day.month >= 9 else day.year - 1


def school_year_name(year: int) -> str:
    """`2026` as a school says it: 2026–27."""
    return f"{year}–{(year + 1) % 100:02d}"


def school_year_bounds(year: int, zone: str) -> tuple[datetime, datetime]:
    """First instant of the school year, and first instant after it."""
    return day_start(date(year, 9, 1), zone), day_start(date(year + 1, 9, 1), zone)


def week_start(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())
