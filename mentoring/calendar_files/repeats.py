"""The days on which an event repeats (RFC 5545, 3.3.10), found by looking at each day in turn.

A general rule can be written so that it never comes to an end; here the days between the first and the last bound it.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from mentoring import clock

KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTH", "BYMONTHDAY", "WKST"}
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
LONGEST = timedelta(days=20 * 366)
MOST_VALUES = 62  # each day of a month, from its beginning and from its end


def days(rule: dict[str, Any], first: date, last: date, day_of: Callable[[Any], date]) -> list[date]:
    """The days of a rule from the first one on, up to `last`. Raises ValueError for one of a sort not known here."""
    freq, interval, count = _one(rule, "FREQ", ""), int(_one(rule, "INTERVAL", 1)), int(_one(rule, "COUNT", 0))
    until = min(last, day_of(rule["UNTIL"][0])) if "UNTIL" in rule else last
    by_year = freq == "YEARLY" and "BYDAY" in rule and "BYMONTH" not in rule
    if any(len(given) > MOST_VALUES for given in rule.values()):
        raise ValueError("This repeats on more days than there are.")
    if set(rule) - KNOWN or freq not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY") or interval < 1 or by_year:
        raise ValueError("This repeats in a way that is not known here.")
    if until - first > LONGEST:
        raise ValueError("This has been repeating for too long.")
    found: list[date] = []
    for number in range((until - first).days + 1):
        day = first + timedelta(days=number)
        if _periods(freq, first, day) % interval == 0 and _fits(rule, freq, first, day):
            found.append(day)
            if len(found) == count:
                break
    return found


def _one(rule: dict[str, Any], name: str, default):
    return rule.get(name, [default])[0]


def _periods(freq: str, first: date, day: date) -> int:
    """How many days, weeks, months or years after the first."""
    months = (day.year - first.year) * 12 + day.month - first.month
    weeks = (clock.week_start(day) - clock.week_start(first)).days // 7
    return {"DAILY": (day - first).days, "WEEKLY": weeks, "MONTHLY": months, "YEARLY": day.year - first.year}[freq]


def _fits(rule: dict[str, Any], freq: str, first: date, day: date) -> bool:
    """Whether a day of a right period is one of the rule's."""
    months = [int(month) for month in rule.get("BYMONTH", [])] or ([first.month] if freq == "YEARLY" else [day.month])
    if day.month not in months:
        return False
    if "BYDAY" in rule and not any(_is_weekday(str(text), day) for text in rule["BYDAY"]):
        return False
    back = day.day - monthrange(day.year, day.month)[1] - 1
    if "BYMONTHDAY" in rule:
        return not {day.day, back}.isdisjoint(int(number) for number in rule["BYMONTHDAY"])
    if "BYDAY" in rule or freq == "DAILY":
        return True
    return day.weekday() == first.weekday() if freq == "WEEKLY" else day.day == first.day


def _is_weekday(text: str, day: date) -> bool:
    """Whether a day is such as FR, 1FR (the month's first Friday) or -1FR (its last)."""
    found = BYDAY.fullmatch(text.upper())
    if found is None:
        raise ValueError(f"{text} is no weekday.")
    which, weekday = int(found.group(1) or 0), WEEKDAYS.index(found.group(2))
    back = -((monthrange(day.year, day.month)[1] - day.day) // 7) - 1
    return day.weekday() == weekday and which in (0, (day.day - 1) // 7 + 1, back)
