"""Life events: marked with a day and a chip, on the timeline and on the progress chart, and hidden where restricted."""

from datetime import UTC, date, datetime, timedelta

import pytest

from mentoring import clock, progress, progress_words, restricting
from models import Record
from tests import makers

NOW = datetime(2027, 1, 29, 15, 0, tzinfo=UTC)  # a Friday
pytestmark = pytest.mark.usefixtures("still")


@pytest.fixture
def jayden(mentor, school):
    pupil = makers.pupil(school)
    makers.put_on(mentor, pupil, starts_on=date(2026, 12, 14))
    return pupil


def form(school, *pupils, what="Moved home", **fields):
    """What a browser posts for a life event that needs nothing more."""
    sent = {"client_id": makers.client_id(), "pupil": [str(one.id) for one in pupils], "when": "now"}
    return sent | {"life_event": str(makers.option(school, "life_event", what)), "follow_up": "none"} | fields


def events(member, pupil) -> list[tuple[date, str]]:
    return [(one.day, one.what) for week in progress.of(member, pupil).weeks for one in week.events]


def test_a_day_and_a_chip_are_enough(as_mentor, mentor, school, jayden):
    assert as_mentor.post("/life-events", data=form(school, jayden)).status_code == 303
    sent = form(school, jayden, what="New sibling", when="pick", on="2027-01-12", note="A sister, Ada")
    assert as_mentor.post("/life-events", data=sent).status_code == 303
    assert events(mentor, jayden) == [(date(2027, 1, 12), "New sibling"), (date(2027, 1, 29), "Moved home")]
    page = as_mentor.get(f"/pupils/{jayden.id}").text
    assert "A sister, Ada" in page and "Life event, 12 Jan: New sibling" in page
    assert f'href="/life-events/{Record.select().order_by(-Record.id).get().id}"' in page


def test_what_may_block_and_what_may_not(as_mentor, school, jayden):
    sent = form(school, jayden, note="keep me", when="pick")
    reply = as_mentor.post("/life-events", data=sent)
    assert reply.status_code == 422 and "Say which day it was" in reply.text and "keep me" in reply.text
    reply = as_mentor.post("/life-events", data=sent | {"on": "2027-01-30"})
    assert reply.status_code == 422 and "still to come" in reply.text
    reply = as_mentor.post("/life-events", data=form(school, jayden) | {"life_event": ""})
    assert reply.status_code == 422 and "Choose what it was" in reply.text
    one = makers.pupil(school, "Leo Price")
    assert as_mentor.post("/life-events", data=form(school, one)).status_code == 422  # not on the caseload
    assert Record.select().count() == 0


def test_today_is_today_even_before_noon(as_mentor, mentor, school, jayden):
    with clock.at(datetime(2027, 1, 29, 8, 30, tzinfo=UTC)):
        sent = form(school, jayden, when="pick", on="2027-01-29")
        assert as_mentor.post("/life-events", data=sent).status_code == 303


def test_amending_keeps_the_day(as_mentor, mentor, school, jayden):
    as_mentor.post("/life-events", data=form(school, jayden, when="pick", on="2027-01-12"))
    number = Record.get().id
    page = as_mentor.get(f"/life-events/{number}/edit").text
    assert 'value="2027-01-12"' in page and 'value="12:00"' in page
    again = form(
        school, jayden, what="Bereavement", when="pick", on="2027-01-11", at="12:00", version="1", reason="Wrong chip"
    )
    assert as_mentor.post(f"/life-events/{number}", data=again).status_code == 303
    assert events(mentor, jayden) == [(date(2027, 1, 11), "Bereavement")]


def test_a_restricted_one_stands_on_nobody_elses_chart(app, as_mentor, mentor, dsl, school, jayden):
    as_mentor.post("/life-events", data=form(school, jayden, what="Bereavement"))
    restricting.restrict(dsl, Record.get(), {dsl.user.id})
    assert events(mentor, jayden) == [] and events(dsl, jayden) == [(date(2027, 1, 29), "Bereavement")]
    timeline = as_mentor.get(f"/pupils/{jayden.id}").text
    assert "Life event," not in timeline and "/life-events/1" not in timeline
    assert "Life event, " in makers.client(app, dsl).get(f"/pupils/{jayden.id}").text


def test_one_written_down_long_after_makes_no_week_without_incidents(mentor, school, jayden):
    """Nobody recorded anything in November: a life event of then is drawn, and its week compared with nothing."""
    makers.record(mentor, jayden, days_ago=10)
    weeks = len([week for week in progress.of(mentor, jayden).weeks if week.days])
    days_ago = (NOW.date() - date(2026, 11, 25)).days
    chosen = frozenset({makers.option(school, "life_event", "Pet died")})
    makers.record(mentor, jayden, kind="life_event", days_ago=days_ago, chosen=chosen)
    found = progress.of(mentor, jayden)
    assert events(mentor, jayden) == [(date(2026, 11, 25), "Pet died")]
    assert len([week for week in found.weeks if week.days]) == weeks
    assert progress_words.sentence(found).startswith("Too soon")


def test_one_in_the_holidays_is_drawn_too(mentor, school, jayden):
    makers.two_terms(school)
    days_ago = (NOW.date() - date(2026, 12, 29)).days
    makers.record(mentor, jayden, kind="life_event", days_ago=days_ago)
    week = next(week for week in progress.of(mentor, jayden).weeks if week.events)
    assert (week.monday, week.days) == (date(2026, 12, 29) - timedelta(days=1), 0)
