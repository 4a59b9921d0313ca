"""Calendar files as schools and councils publish them, and as nobody should."""

import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from mentoring import calendar_files, clock
from mentoring.calendar_files import Unreadable


def calendar(*events: str) -> bytes:
    """A calendar file; each event is its lines, with spaces between."""
    body = "\r\n".join("BEGIN:VEVENT\r\n" + "\r\n".join(one.split(" | ")) + "\r\nEND:VEVENT" for one in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{body}\r\nEND:VCALENDAR\r\n".encode()


def read(*events: str) -> calendar_files.Reading:
    with clock.at(datetime(2026, 11, 24, 11, tzinfo=UTC)):
        return calendar_files.read(calendar(*events), "Europe/London")


def days(*events: str) -> list[tuple[str, str]]:
    """First and last day of everything found."""
    return [(f"{one.starts_on}", f"{one.ends_on}") for one in read(*events).found]


@pytest.mark.parametrize(("lines", "first", "last"), [
    ("DTSTART;VALUE=DATE:20261026 | DTEND;VALUE=DATE:20261031", "2026-10-26", "2026-10-30"),
    ("DTSTART;VALUE=DATE:20261127", "2026-11-27", "2026-11-27"),
    ("DTSTART;VALUE=DATE:20261127 | DTEND;VALUE=DATE:20261127", "2026-11-27", "2026-11-27"),
    ("DTSTART;VALUE=DATE:20261127 | DURATION:P2D", "2026-11-27", "2026-11-28"),
    ("DTSTART:20261127T090000Z | DTEND:20261127T153000Z", "2026-11-27", "2026-11-27"),
    ("DTSTART;TZID=Europe/London:20261026T000000 | DTEND;TZID=Europe/London:20261031T000000",
     "2026-10-26", "2026-10-30"),
    ("DTSTART:20270630T230000Z | DTEND:20270701T230000Z", "2027-07-01", "2027-07-01"),
    ("DTSTART;TZID=GMT Standard Time:20261127T090000 | DURATION:PT2H", "2026-11-27", "2026-11-27"),
    ("DTSTART;TZID=No/Such:20261127T090000 | DTEND;TZID=No/Such:20261128T100000", "2026-11-27", "2026-11-28"),
    ("DTSTART:20261127T090000 | DTEND:20261126T090000", "2026-11-27", "2026-11-27"),
])  # fmt: skip
def test_days_however_they_are_written(lines, first, last):
    assert days(f"UID:a | SUMMARY:INSET | {lines}") == [(first, last)]


@pytest.mark.parametrize(("rule", "expected"), [
    ("FREQ=WEEKLY;COUNT=3", ["2026-11-06", "2026-11-13", "2026-11-20"]),
    ("FREQ=WEEKLY;INTERVAL=2;UNTIL=20261205", ["2026-11-06", "2026-11-20", "2026-12-04"]),
    ("FREQ=WEEKLY;BYDAY=MO,FR;COUNT=3", ["2026-11-06", "2026-11-09", "2026-11-13"]),
    ("FREQ=DAILY;UNTIL=20261108T235959Z", ["2026-11-06", "2026-11-07", "2026-11-08"]),
    ("FREQ=MONTHLY;BYDAY=1FR;COUNT=3", ["2026-11-06", "2026-12-04", "2027-01-01"]),
    ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", ["2026-11-27", "2026-12-25"]),
    ("FREQ=MONTHLY;COUNT=2", ["2026-11-06", "2026-12-06"]),
    ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2", ["2026-11-30", "2026-12-31"]),
    ("FREQ=YEARLY;COUNT=2", ["2026-11-06", "2027-11-06"]),
    ("FREQ=YEARLY;BYMONTH=1;BYDAY=1MO;COUNT=2", ["2027-01-04", "2028-01-03"]),
])  # fmt: skip
def test_repeating_days(rule, expected):
    found = days(f"UID:a | SUMMARY:INSET | DTSTART;VALUE=DATE:20261106 | RRULE:{rule}")
    assert [first for first, _ in found if first in expected] == expected
    assert [first for first, _ in found if first not in [*expected, "2026-11-06"]] == []


def test_repetitions_left_out_added_and_moved():
    found = read(
        "UID:a | SUMMARY:INSET | DTSTART;VALUE=DATE:20261106 | RRULE:FREQ=WEEKLY;COUNT=4 "
        "| EXDATE;VALUE=DATE:20261113 | RDATE;VALUE=DATE:20261225",
        "UID:a | SUMMARY:INSET moved | DTSTART;VALUE=DATE:20261123 | RECURRENCE-ID;VALUE=DATE:20261120",
    ).found
    assert [(f"{one.starts_on:%-d %b}", one.uid) for one in found] == [
        ("6 Nov", "a/2026-11-06"), ("23 Nov", "a/2026-11-20"), ("27 Nov", "a/2026-11-27"),
        ("25 Dec", "a/2026-12-25")]  # fmt: skip


@pytest.mark.parametrize(("name", "length", "guess"), [
    ("Half Term", 5, "closed"), ("October half-term holiday", 5, "closed"), ("INSET Day 2", 1, "closed"),
    ("School closed for polling day", 1, "closed"), ("Staff training day", 1, "closed"),
    ("Christmas Break", 14, "closed"),
    ("Good Friday", 1, "closed"), ("Early May bank holiday", 1, "closed"), ("Summer Holidays", 40, "closed"),
    ("Autumn Term", 100, "term"), ("Term 1", 50, "term"), ("Autumn term: first half", 40, "term"),
    ("Christmas dinner", 1, ""), ("Holiday club", 5, ""), ("Breakfast with the governors", 1, ""),
    ("Last day before half term", 1, ""), ("Summer fair", 1, ""), ("Year 6 residential", 5, ""), ("Term", 1, ""),
    ("School reopens after half term", 1, ""), ("Half term begins", 1, ""),
])  # fmt: skip
def test_what_an_event_is_likely_to_be(name, length, guess):
    end = date(2027, 1, 4) + calendar_files.reading.timedelta(days=length)
    found = read(f"UID:a | SUMMARY:{name} | DTSTART;VALUE=DATE:20270104 | DTEND;VALUE=DATE:{end:%Y%m%d}").found
    assert [one.guess for one in found] == [guess]


def test_a_term_given_by_its_two_ends():
    found = read(
        "UID:1 | SUMMARY:Autumn Term Begins | DTSTART;VALUE=DATE:20260902",
        "UID:2 | SUMMARY:Autumn term ends | DTSTART;VALUE=DATE:20261218",
        "UID:3 | SUMMARY:First day of Spring term | DTSTART;VALUE=DATE:20270105",
        "UID:4 | SUMMARY:Last day of Spring term | DTSTART;VALUE=DATE:20270325",
        "UID:5 | SUMMARY:Summer term starts | DTSTART;VALUE=DATE:20270412",
    ).found
    assert [(one.name, f"{one.starts_on:%-d %b}", f"{one.ends_on:%-d %b}", one.guess) for one in found] == [
        ("Autumn Term", "2 Sep", "18 Dec", "term"), ("Spring term", "5 Jan", "25 Mar", "term"),
        ("Summer term starts", "12 Apr", "12 Apr", "")]  # fmt: skip


def test_only_this_school_year_and_later():
    reading = read("UID:a | SUMMARY:Half term | DTSTART;VALUE=DATE:20251027",
                   "UID:b | SUMMARY:Half term | DTSTART;VALUE=DATE:20261026",
                   "UID:c | SUMMARY:Half term | DTSTART;VALUE=DATE:20361026")  # fmt: skip
    assert [one.uid for one in reading.found] == ["b"] and reading.older == 1


def test_what_is_cancelled_or_twice_there_is_not_taken():
    twice = "SUMMARY:INSET | DTSTART;VALUE=DATE:20261127"
    found = read(f"UID:a | {twice}", f"UID:b | {twice}", f"UID:c | {twice}8 | STATUS:CANCELLED").found
    assert [one.uid for one in found] == ["a"]


@pytest.mark.parametrize("lines", [
    "DTSTART:soon", "DTEND;VALUE=DATE:20261127", "DTSTART;VALUE=DATE:20261106 | RRULE:FREQ=SECONDLY",
    "DTSTART;VALUE=DATE:20261106 | RRULE:FREQ=DAILY;INTERVAL=0",
    "DTSTART;VALUE=DATE:20261106 | RRULE:FREQ=MONTHLY;BYMONTHDAY=" + ",".join(["31"] * 5000),
    "DTSTART;VALUE=DATE:20261106" + " | RRULE:FREQ=DAILY" * 2000,
    "DTSTART;VALUE=DATE:20261106 | RRULE:FREQ=YEARLY;BYWEEKNO=20",
    "DTSTART;VALUE=DATE:19000101 | RRULE:FREQ=DAILY",
])  # fmt: skip
def test_what_cannot_be_read_is_said_and_the_rest_is_read(lines):
    reading = read(f"UID:a | SUMMARY:Odd one | {lines}", "UID:b | SUMMARY:INSET | DTSTART;VALUE=DATE:20261127")
    assert reading.faults == ["Odd one"] and [one.uid for one in reading.found] == ["b"]


@pytest.mark.parametrize(("content", "sentence"), [
    (b"", "not a calendar file"), (b"Name,Date\nHalf term,26/10/2026", "not a calendar file"),
    (b"PK\x03\x04" * 99, "not a calendar file"), (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "no events"),
    (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "no events"), (b"x" * (1024 * 1024 + 1), "larger than 1 MB"),
    (calendar("DTSTART;VALUE=DA,TE:20261127"), "damaged"), (calendar("DTSTART;TZID=Europe:20261127T090000"), "damaged"),
    (calendar(*["SUMMARY:Trip | DTSTART;VALUE=DATE:20261127"] * 3001), "too many events"),
    (calendar(*["SUMMARY:Trip | RRULE:FREQ=DAILY"] * 101), "too many events"),
    (calendar("UID:a | SUMMARY:Maths | DTSTART;VALUE=DATE:20261127 | RRULE:FREQ=DAILY"), "more than 300 events"),
])  # fmt: skip
def test_a_file_that_will_not_do_is_refused_with_what_to_do(content, sentence):
    with pytest.raises(Unreadable, match=sentence):
        calendar_files.read(content, "Europe/London")


PART = (
    "BEGIN:{0}\r\nDTSTART:19700101T000000\r\nRRULE:FREQ=SECONDLY\r\n"
    "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\nEND:{0}\r\n"
)
ZONE = f"BEGIN:VTIMEZONE\r\nTZID:Slow\r\n{PART.format('STANDARD')}{PART.format('DAYLIGHT')}END:VTIMEZONE\r\n".encode()


def test_a_file_cannot_keep_the_server_busy():
    """A zone that takes for ever to work out, and rules that never come true, in every event that is allowed one."""
    events = ["SUMMARY:INSET | DTSTART;TZID=Slow:20261127T090000 | RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"] * 100
    content = calendar(*events).replace(b"PRODID:x\r\n", b"PRODID:x\r\n" + ZONE)
    began = time.monotonic()
    with clock.at(datetime(2026, 11, 24, 11, tzinfo=UTC)):
        reading = calendar_files.read(content, "Europe/London")
    assert [f"{one.starts_on}" for one in reading.found] == ["2026-11-27"] and time.monotonic() - began < 5


def test_a_name_is_one_plain_line():
    name = "Half   term\\n\u202eevil <b>x</b>" + "y" * 200
    found = read(f"UID:a | SUMMARY:{name} | DTSTART;VALUE=DATE:20261026").found[0]
    assert found.name.startswith("Half term evil <b>x</b>yyy") and len(found.name) == 80


WHOLE = calendar("UID:a | SUMMARY:INSET | DTSTART;VALUE=DATE:20261106 | RRULE:FREQ=MONTHLY;BYDAY=1FR;UNTIL=20270701",
                 "UID:b | SUMMARY:Trip | DTSTART;TZID=Europe/London:20261127T090000 | DURATION:PT2H")  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(some.lists(some.tuples(some.integers(0, len(WHOLE)), some.integers(0, 6), some.binary(max_size=6)), max_size=6))
def test_no_broken_file_is_a_fault(cuts):
    content = WHOLE
    for place, length, put in cuts:
        content = content[:place] + put + content[place + length :]
    try:
        calendar_files.read(content, "Europe/London")
    except Unreadable as error:
        assert str(error)
