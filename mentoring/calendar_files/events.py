"""The events of a calendar file. Only the lines that say when an event is and what it is called are parsed at all."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from mentoring import clock
from mentoring.calendar_files import repeats

MOST_RULES = 5
KEPT = {b"UID", b"SUMMARY", b"DTSTART", b"DTEND", b"DURATION", b"RRULE", b"RDATE", b"EXDATE", b"RECURRENCE-ID",
        b"STATUS"}  # fmt: skip
PROPERTY = re.compile(rb"[A-Za-z-]+")
FOLD = re.compile(rb"\r?\n[ \t]")
# What the library raises for lines that are no calendar's, seen by feeding it broken ones.
BROKEN = (ValueError, TypeError, AttributeError, KeyError, IndexError, OverflowError, OSError)
LONGEST_NAME, LONGEST_UID = 80, 250


@dataclass(frozen=True)
class Span:
    """The days of one occurrence, both included; `uid` tells it from every other."""

    starts_on: date
    ends_on: date
    uid: str


def parse(content: bytes) -> list[Any]:
    """The events of a file. Raises one of BROKEN for what is no calendar."""
    from icalendar import Calendar  # 3 MB that a server needs only where a calendar is read or written

    return [event for calendar in Calendar.from_ical(_essence(content), multiple=True) for event in calendar.events]


def name(event: Any) -> str:
    """What an event is called, on one line."""
    said = event.get("SUMMARY", "")
    text = str(said[0] if isinstance(said, list) else said)
    plain = "".join(mark if mark.isprintable() else " " for mark in text)
    return " ".join(plain.split())[:LONGEST_NAME] or "No name"


def is_repeating(event: Any) -> bool:
    """Whether it stands for more than one."""
    return "RRULE" in event or "RDATE" in event


def moved_days(events: list[Any], zone: str) -> set[tuple[str, date]]:
    """(uid, day) of each repetition that an event of its own replaces."""
    return {(_uid(one), _day(one["RECURRENCE-ID"].dt, zone)) for one in events if "RECURRENCE-ID" in one}


def spans(event: Any, zone: str, last: date, moved: set[tuple[str, date]]) -> list[Span]:
    """The event's occurrences up to a day. Raises one of BROKEN where it cannot be read."""
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return []
    first, end = _day(event.start, zone), _last_day(event, zone)
    length, uid = max(end - first, timedelta()), _uid(event)
    if not is_repeating(event):
        again = f"/{_day(event['RECURRENCE-ID'].dt, zone)}" if "RECURRENCE-ID" in event else ""
        return [Span(first, first + length, uid + again if uid else "")]
    left_out = {_day(day, zone) for day in event.exdates} | {day for known, day in moved if known == uid}
    wanted = {_day(one[0], zone) for one in event.rdates} | {first}
    if len(event.rrules) > MOST_RULES:
        raise ValueError("This repeats by too many rules.")
    for rule in event.rrules:
        wanted |= set(repeats.days(rule, first, last, lambda until: _day(until, zone)))
    return [Span(day, day + length, f"{uid}/{day}" if uid else "") for day in sorted(wanted - left_out)]


def _essence(content: bytes) -> bytes:
    """The file with no more than its events' names and times: a file's own time zones, alarms and attachments could
    keep a server busy for minutes, and days need none of them."""
    kept, inside = [b"BEGIN:VCALENDAR"], 0
    for line in FOLD.sub(b"", content).splitlines():
        found = PROPERTY.match(line)
        word = found.group().upper() if found else b""
        is_event = line.strip().upper().endswith(b":VEVENT")
        if word == b"BEGIN" and (inside or is_event):
            inside += 1
        if inside == 1 and (word in KEPT or (word in (b"BEGIN", b"END") and is_event)):
            kept.append(line)
        if word == b"END" and inside:
            inside -= 1
    return b"\r\n".join([*kept, b"END:VCALENDAR", b""])


def _uid(event: Any) -> str:
    said: Any = event.get("UID", "")
    return str(said[0] if isinstance(said, list) else said).strip()[:LONGEST_UID]


def _day(moment: date | datetime, zone: str) -> date:
    """The school's day of a day or an instant; one without a time zone is on the school's clock already."""
    if not isinstance(moment, datetime):
        return moment
    return clock.local(moment, zone).date() if moment.tzinfo else moment.date()


def _last_day(event: Any, zone: str) -> date:
    """The last day: an end is the first moment, or day, after."""
    end = event.end
    if isinstance(end, datetime):
        aware = end if end.tzinfo else end.replace(tzinfo=ZoneInfo(zone))
        return clock.local(aware.astimezone(UTC) - timedelta(seconds=1), zone).date()
    return end - timedelta(days=1)
