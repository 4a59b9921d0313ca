"""What a calendar file says of the school year: each event's days, and what it is likely to be."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from mentoring import clock
from mentoring.calendar_files import events

MOST_BYTES = 1024 * 1024
MOST_EVENTS, MOST_REPEATING, MOST_FOUND = 3000, 100, 300
YEARS_AHEAD = 3
SHORTEST_TERM = timedelta(days=20)
TERM, CLOSED = "term", "closed"
CLOSED_NAME = re.compile(
    r"\b(holidays?|half[- ]?term|inset|clos(ed|ure)|(training|development|occasional|polling|non[- ]pupil) days?"
    r"|no school|bank hol\w*|(christmas|easter|summer|winter|spring|mid-term|autumn) break|christmas day|boxing day"
    r"|easter monday|good friday|new year'?s day|vacation)\b",
    re.I,
)
OPEN_NAME = re.compile(r"\b(club|camp|before|after|last day|first day|homework|fair|party|re-?opens?)\b", re.I)
TERM_NAME = re.compile(r"\bterm\b", re.I)
EDGE = re.compile(
    r"\b(?:(begins?|starts?|first day(?: of)?|opens)|(ends?|last day(?: of)?|finish(?:es)?|closes))\b", re.I
)


class Unreadable(ValueError):
    """A file that is no calendar, or too much of one; the message says what to do."""


@dataclass(frozen=True)
class Found:
    """The days of an event, both included. `guess` is term, closed, or nothing where its name says neither."""

    name: str
    starts_on: date
    ends_on: date
    uid: str = ""
    guess: str = ""


@dataclass
class Reading:
    """The events from this school year on, in the order of time. `older` were before it; `faults` say what could not
    be read."""

    found: list[Found] = field(default_factory=list)
    older: int = 0
    faults: list[str] = field(default_factory=list)


def read(content: bytes, zone: str) -> Reading:
    """The days of every event of a file, from this school year on and for three years. Raises Unreadable."""
    every, moved = _events(content, zone)
    year = clock.school_year(clock.today(zone))
    first, last = date(year, 9, 1), date(year + YEARS_AHEAD, 8, 31)
    reading = Reading()
    for event in every:
        name = events.name(event)
        try:
            spans = events.spans(event, zone, last, moved)
        except events.BROKEN:
            reading.faults.append(name)
            continue
        reading.older += sum(span.ends_on < first for span in spans)
        here = [span for span in spans if first <= span.ends_on and span.starts_on <= last]
        reading.found += [Found(name, span.starts_on, span.ends_on, span.uid) for span in here]
    if len(reading.found) > MOST_FOUND:
        raise Unreadable(f"It has more than {MOST_FOUND} events from this school year on. Export only the term dates.")
    alike = {(one.name, one.starts_on, one.ends_on): one for one in reversed(reading.found)}
    order = sorted(alike.values(), key=lambda one: (one.starts_on, one.ends_on, one.name))
    reading.found = [replace(one, guess=one.guess or _guess(one)) for one in _joined(order)]
    return reading


def _events(content: bytes, zone: str) -> tuple[list, set]:
    """The file's events, and the repetitions that other events replace."""
    if len(content) > MOST_BYTES:
        raise Unreadable("That file is larger than 1 MB. Export only the term dates.")
    if b"BEGIN:VCALENDAR" not in content[:4096].upper():
        raise Unreadable("That is not a calendar file. Choose one that ends in .ics.")
    try:
        found = events.parse(content)
        moved = events.moved_days(found, zone)
    except events.BROKEN as error:
        raise Unreadable("That calendar file is damaged. Download it again, then choose it again.") from error
    if not found:
        raise Unreadable("There are no events in that file. Choose the calendar with the term dates.")
    if len(found) > MOST_EVENTS or sum(map(events.is_repeating, found)) > MOST_REPEATING:
        raise Unreadable("There are too many events in that file. Export only the term dates.")
    return found, moved


def _guess(one: Found) -> str:
    long = one.ends_on - one.starts_on >= SHORTEST_TERM
    if long and TERM_NAME.search(one.name):
        return TERM
    return (
        CLOSED if CLOSED_NAME.search(one.name) and not OPEN_NAME.search(one.name) and not EDGE.search(one.name) else ""
    )


def _joined(found: Iterable[Found]) -> list[Found]:
    """The events with each pair such as “Autumn term begins” and “Autumn term ends” made into the term between."""
    kept: list[Found] = []
    begun: dict[str, tuple[int, str]] = {}
    for one in found:
        edge = EDGE.search(one.name)
        if not edge or not TERM_NAME.search(one.name) or CLOSED_NAME.search(one.name):
            kept.append(one)
            continue
        name = " ".join(EDGE.sub(" ", one.name).strip(" :-–").split()) or "Term"
        if edge.group(1):
            begun[name.lower()] = len(kept), name
            kept.append(one)
        elif name.lower() in begun:
            place, name = begun.pop(name.lower())
            first = kept[place]
            kept[place] = Found(name, first.starts_on, one.ends_on, first.uid, TERM)
        else:
            kept.append(one)
    return kept
