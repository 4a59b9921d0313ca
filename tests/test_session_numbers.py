"""Sessions of a programme are counted for each reader without those that they may not know of."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mentoring import clock, restricting
from models import GroupSession, Record
from tests import makers

NOW = datetime(2026, 11, 24, 11, tzinfo=ZoneInfo("Europe/London"))  # a Tuesday


@pytest.fixture
def run(app, mentor, school):
    """A programme with three sessions that somebody else recorded; the leader may not know of the second."""
    with clock.at(NOW):
        pupil, colleague = makers.pupil(school, on=mentor), makers.member(school, "Ben Shaw", "mentor")
        programme = makers.programme(mentor, pupil, second_leader=colleague.user)
        makers.slot(mentor, "09:15", weekday=1, kind="group_session", programme=programme)
        makers.slot(mentor, "14:00", weekday=1, kind="group_session", programme=programme)
        dsl, browser = makers.member(school, "Grace Adeyemi", "dsl"), makers.client(app, colleague)
        for days in (14, 7, 0):
            day = f"{(NOW - timedelta(days=days)).date()}"
            form = makers.group_form(programme, pupil, when="pick", on=day, at="09:15")
            assert browser.post("/group-sessions", data=form).status_code == 303
        makers.put_on(colleague, pupil)
        one = Record.select().order_by(Record.id)[1]
        restricting.restrict(dsl, one, {colleague.user.id})
        yield programme, pupil, makers.client(app, mentor), makers.client(app, colleague)


def plain(reply):
    return " ".join(reply.text.split())


def test_the_leader_counts_what_they_may_know_of(run):
    programme, pupil, leader, reader = run
    last = Record.select().order_by(Record.id.desc()).get().id
    for browser, number in ((leader, 2), (reader, 3)):
        page = plain(browser.get(f"/programmes/{programme.id}"))
        assert f"Record session {number + 1} of 6" in page and f"{number} of {number}</td>" in page
        assert f"{number} sessions of 6" in page
        assert [f'<span class="sr">Session </span>{one}<' in page for one in (1, 2, 3)] == [True, True, number == 3]
        assert f"Session {number + 1} of 6" in browser.get(f"/group-sessions/new?programme={programme.id}").text
        assert f"· session {number}" in browser.get(f"/group-sessions/{last}").text
        assert f"Managing anger · {number} of 6" in browser.get(f"/pupils/{pupil.id}").text
    assert f"Session {number} of 6" in reader.get(f"/group-sessions/{last}/edit").text
    page = plain(leader.get("/"))
    assert "Session 2 of 6 · recorded" in page and "Session 3 of 6 ·" in page
    row = plain(leader.get(f"/records/{last}/versions/1")).split("Session number")[1]
    assert re.match(r"</th> <td>(<p>)?2<", row)
    assert GroupSession.get_by_id(last).number == 3


def test_what_the_leader_saves_next_has_a_number_of_its_own(run):
    programme, pupil, leader, reader = run
    assert leader.post("/group-sessions", data=makers.group_form(programme, pupil)).status_code == 303
    newest = Record.select().order_by(Record.id.desc()).get().id
    assert GroupSession.get_by_id(newest).number == 4
    assert "· session 3" in leader.get(f"/group-sessions/{newest}").text
    assert "· session 4" in reader.get(f"/group-sessions/{newest}").text


def test_a_run_of_which_all_is_hidden_has_not_begun(run, dsl):
    programme, pupil, leader, _ = run
    for one in Record.select():
        restricting.restrict(dsl, one, set())
    page = plain(leader.get(f"/programmes/{programme.id}"))
    assert "Record session 1 of 6" in page and "0 of 0</td>" in page and "No session recorded yet" in page
