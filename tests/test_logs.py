"""What the server writes down: one line an event, ids only, and of a fault its place."""

import io
import logging
import re
import sys

import pytest

from database import Busy
from tests import makers
from views import logs

LINE = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO alongside request=[0-9a-f]{16} user=(\d+|-) method=[A-Za-z]+ "
    r"endpoint=[a-z_.-]+ status=\d{3} ms=\d+"
)
SECRET = "Jayden Okafor"  # noqa: S105


@pytest.fixture
def written():
    """What is written from here on, as `flask serve` writes it."""
    root, before = logging.getLogger(), (logging.getLogger().handlers[:], logging.getLogger().level)
    stream, real = io.StringIO(), sys.stderr
    sys.stderr = stream
    logs.install()
    yield stream
    sys.stderr = real
    root.handlers[:], root.level = before


def test_a_request_is_one_line_of_ids(as_mentor, mentor, school, written):
    pupil = makers.pupil(school, SECRET, on=mentor)
    as_mentor.get(f"/pupils/{pupil.id}?period=6&kind=note")
    as_mentor.post("/notes", data={"note": SECRET})
    found = written.getvalue().splitlines()
    assert len(found) == 2 and all(LINE.fullmatch(line) for line in found), found
    assert f"user={mentor.user.id} method=GET endpoint=pupils.show status=200" in found[0]
    assert "endpoint=notes.create status=422" in found[1]
    assert found[0].split("request=")[1][:16] != found[1].split("request=")[1][:16]


def test_strangers_and_addresses_that_lead_nowhere_have_lines_too(nobody, school, written):
    nobody.get("/nowhere/Jayden")
    nobody.open("/sign-in", method="JAYDEN")
    nobody.get("/sign-in", base_url="http://jayden.example")
    found = written.getvalue().splitlines()
    assert [line.split("endpoint=")[1].split(" ms")[0] for line in found] == [
        "- status=404", "- status=405", "- status=400"]  # fmt: skip
    assert "jayden" not in written.getvalue().lower() and all("user=- " in line for line in found)


def test_a_fault_says_where_and_not_what(app, as_mentor, written, monkeypatch):
    def broken():
        raise ValueError(SECRET) from Busy(SECRET)

    monkeypatch.setitem(app.view_functions, "notes.new", logs_allow(broken))
    assert as_mentor.get(f"/notes/new?name={SECRET}").status_code == 500
    fault, line = written.getvalue().splitlines()
    assert "ERROR alongside request=" in fault and "fault=ValueError at tests/test_logs.py:" in fault
    assert fault.split("request=")[1][:16] == line.split("request=")[1][:16] and "status=500" in line
    assert "Okafor" not in written.getvalue()


def logs_allow(view):
    view.allowed = frozenset({"mentor"})
    return view


def test_what_others_log_of_a_fault_is_a_place_only(written):
    """waitress quotes the path of what failed, and the fault's own words."""
    try:
        raise KeyError(SECRET)
    except KeyError:
        logging.getLogger("waitress").exception("Exception while serving /setup/%s", "the-secret-key")
    logging.getLogger("waitress").info("Client disconnected while serving /%s", SECRET)
    logging.getLogger("waitress.queue").warning("Task queue depth is %d\nand a second line", 3)
    first, second = written.getvalue().splitlines()
    assert re.search(r"ERROR waitress KeyError at tests/test_logs\.py:\d+ test_what", first)
    assert second.endswith("WARNING waitress.queue Task queue depth is 3 and a second line")
    assert SECRET not in written.getvalue() and "the-secret-key" not in written.getvalue()


def test_nothing_that_is_sent_can_make_a_line_of_its_own(as_mentor, written):
    as_mentor.get("/pupils", headers={"User-Agent": "x INFO alongside request=0", "HX-Current-URL": "/a%0ab"})
    as_mentor.get("/pupils%0aINFO%20alongside")
    assert len(written.getvalue().splitlines()) == 2
