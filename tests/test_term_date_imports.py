"""Term dates from a calendar file: chosen, looked at, entered; chosen again, changed."""

import io
import re
from datetime import UTC, date, datetime

import pytest

from mentoring import clock
from models import AuditEvent, TermDate
from tests import makers
from tests.test_calendar_files import calendar

EVENTS = (
    "UID:t | SUMMARY:Autumn Term | DTSTART;VALUE=DATE:20260902 | DTEND;VALUE=DATE:20261219",
    "UID:h | SUMMARY:Half term | DTSTART;VALUE=DATE:20261026 | DTEND;VALUE=DATE:20261031",
    "UID:p | SUMMARY:Parents' evening | DTSTART:20261112T170000Z | DTEND:20261112T190000Z",
)


@pytest.fixture
def office(app, admin):
    """The school office's browser, in November 2026."""
    with clock.at(datetime(2026, 11, 24, 9, tzinfo=UTC)):
        yield makers.client(app, admin)


def send(office, content: bytes, name: str = "terms.ics"):
    return office.post("/term-dates/imports", data={"file": (io.BytesIO(content), name)})


def rows(page: str) -> dict:
    """The page's form as a browser would send it."""
    tags = re.findall(r"<input[^>]*>", page)
    sent = {}
    for tag in tags:
        said = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if said.get("name", "").startswith("rows-") and (said["type"] == "hidden" or " checked" in tag):
            sent[said["name"]] = said["value"].replace("&#39;", "'")
    return sent


def test_looked_at_and_entered(office, school):
    reply = send(office, calendar(*EVENTS))
    assert reply.status_code == 200 and TermDate.select().count() == 0
    assert "2 to add, 0 to change" in reply.text and "1 other event, left out unless you say so" in reply.text
    assert "Mon 26 Oct to Fri 30 Oct 2026" in reply.text and "Parents&#39; evening" in reply.text
    done = office.post("/term-dates/imports/confirmation", data=rows(reply.text))
    assert (done.status_code, done.location) == (303, "/term-dates")
    found = [(row.name, row.is_term, row.starts_on, row.ends_on, row.uid) for row in TermDate.select()]
    assert found == [
        ("Autumn Term", True, date(2026, 9, 2), date(2026, 12, 18), "t"),
        ("Half term", False, date(2026, 10, 26), date(2026, 10, 30), "h"),
    ]
    assert "2 added" in office.get("/term-dates").text
    assert AuditEvent.select().where(AuditEvent.action == "term_date.add").count() == 2


def test_what_the_office_says_counts(office):
    sent = rows(send(office, calendar(*EVENTS)).text)
    named = {value: name.rsplit("-", 1)[0] for name, value in sent.items() if name.endswith("-name")}
    sent |= {f"{named['Half term']}-what": "", f"{named[EVENTS[2].split('SUMMARY:')[1].split(' |')[0]]}-what": "closed"}
    office.post("/term-dates/imports/confirmation", data=sent)
    assert [row.name for row in TermDate.select().order_by(TermDate.name)] == ["Autumn Term", "Parents' evening"]


def test_the_same_file_again_changes_nothing(office):
    for _ in range(2):
        page = send(office, calendar(*EVENTS)).text
        office.post("/term-dates/imports/confirmation", data=rows(page))
    assert "0 to add, 0 to change, 2 there already" in page and "entered already" in page
    assert TermDate.select().count() == 2


def test_a_newer_file_changes_what_it_moved(office, school):
    makers.term_date(school, "Half term", uid="h")
    makers.term_date(school, "INSET day", "2026-09-01", "2026-09-01")
    later = calendar("UID:h | SUMMARY:Half term | DTSTART;VALUE=DATE:20261019 | DTEND;VALUE=DATE:20261031")
    page = send(office, later).text
    assert "0 to add, 1 to change" in page and "changes “Half term”, Mon 26 Oct to Fri 30 Oct 2026" in page
    office.post("/term-dates/imports/confirmation", data=rows(page))
    assert TermDate.get(TermDate.uid == "h").starts_on == date(2026, 10, 19) and TermDate.select().count() == 2
    assert "0 added, 1 changed" in office.get("/term-dates").text


def test_one_entered_by_hand_is_known_again(office, school):
    makers.term_date(school, "Half term")
    assert "1 to add, 0 to change, 1 there already" in send(office, calendar(*EVENTS)).text


@pytest.mark.parametrize(("content", "sentence"), [
    (b"Name,Date", "That is not a calendar file."), (b"x" * (1024 * 1024 + 5), "larger than 1 MB"),
    (b"x" * (22 * 1024 * 1024), "larger than 1 MB"), (calendar(), "There are no events in that file."),
])  # fmt: skip
def test_a_wrong_file_is_refused_with_a_sentence(office, content, sentence):
    reply = send(office, content)
    assert reply.status_code == 422 and reply.text.count(sentence) == 2


def test_no_file_is_told(office):
    reply = office.post("/term-dates/imports", data={})
    assert reply.status_code == 422 and reply.text.count("Choose a file first.") == 2


def test_an_event_that_cannot_be_read_is_named(office):
    page = send(office, calendar("SUMMARY:Odd one | DTSTART:soon", EVENTS[1])).text
    assert "1 event could not be read." in page and "Odd one" in page and "1 to add" in page


def test_what_is_sent_is_checked_like_what_is_typed(office):
    bad = {"rows-0-what": "closed", "rows-0-name": "Half term", "rows-0-starts_on": "2026-10-30",
           "rows-0-ends_on": "2026-10-26"}  # fmt: skip
    reply = office.post("/term-dates/imports/confirmation", data=bad)
    assert reply.status_code == 422 and "It ends before it begins." in reply.text and TermDate.select().count() == 0


def test_names_are_shown_as_they_are_written(office):
    page = send(office, calendar("SUMMARY:<img src=x> holiday | DTSTART;VALUE=DATE:20261026")).text
    assert "<img" not in page and "&lt;img" in page
