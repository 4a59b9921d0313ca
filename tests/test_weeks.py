"""The week on its five days: what is recorded, what is not, and why there is no school."""

from datetime import UTC, datetime, timedelta

import pytest

from mentoring import calendar, clock, recording, timetable
from models import KINDS, TermDate
from tests import makers, queries

TUESDAY = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture
def tuesday():
    with clock.at(TUESDAY):
        yield


@pytest.fixture
def amara(tuesday, app, mentor):
    return makers.client(app, mentor)


def days_ago(moment: datetime) -> float:
    return (clock.now() - moment) / timedelta(days=1)


def session(mentor, pupil, at: datetime, **extra):
    """A 1:1 session recorded at an instant."""
    detail = {"minutes": 30, "own_words": "", "next_step": ""}
    return makers.record(mentor, pupil, kind="session", days_ago=days_ago(at), detail=detail, **extra)


def week(mentor):
    days = calendar.of(mentor.school)
    monday = MONDAY.date()
    return timetable.between(mentor, days, monday, monday + timedelta(days=4))


def test_five_days_with_what_falls_on_them(amara, mentor, school):
    makers.slot(mentor, "10:40", 1, ends="11:00", place=makers.option(school, "place", "Gate"))
    page = " ".join(amara.get("/weeks").text.split())
    assert "Week of 23 November" in page and page.count("<h2") == 5
    assert "Break duty" in page.split('id="day-2"')[1].split("</section>")[0]
    assert "Gate, to 11:00" in page and 'Tuesday <span class="soft">24 Nov, today' in page
    assert "Break duty" in amara.get("/weeks/2026-11-18").text
    assert 'href="/weeks/2026-11-16"' in page and 'href="/weeks/2026-11-30"' in page


def test_a_week_before_the_slot_began_is_without_it(amara, mentor):
    makers.slot(mentor, weeks=1)
    assert "Break duty" not in amara.get("/weeks/2026-11-09").text


@pytest.mark.parametrize("day", ["word", "2026-13-01", "1990-01-01", "9999-12-31", "0001-01-01", "20261124x"])
def test_what_is_no_day_near_by_is_not_there(amara, day):
    assert amara.get(f"/weeks/{day}").status_code == 404


def test_from_saturday_on_the_week_is_the_next(app, mentor):
    with clock.at(datetime(2026, 11, 21, 9, tzinfo=UTC)):
        assert "Week of 23 November" in makers.client(app, mentor).get("/weeks").text


def test_a_holiday_is_named_on_its_days(amara, mentor, school):
    TermDate.create(school=school, name="INSET day", is_term=False, starts_on=MONDAY.date(), ends_on=MONDAY.date())
    makers.slot(mentor)
    monday = amara.get("/weeks").text.split('id="day-1"')[1].split("</section>")[0]
    assert "INSET day" in monday and "Break duty" not in monday


def test_what_is_recorded_is_ticked_and_the_rest_can_be_recorded(amara, mentor, school):
    jayden, maisie = makers.pupil(school, on=mentor), makers.pupil(school, "Maisie Tran", mentor)
    makers.slot(mentor, "09:15", 0, "session", pupil=jayden, ends="09:45")
    makers.slot(mentor, "13:30", 0, "session", pupil=maisie, ends="14:00")
    record = session(mentor, jayden, MONDAY.replace(hour=9, minute=20))
    page = amara.get("/weeks").text
    assert f'href="/sessions/{record.id}"' in page and "recorded" in page
    known = f"/sessions/new?pupil={maisie.id}&amp;minutes=30&amp;on=2026-11-23&amp;at=13:30"
    assert known in page and page.count("/sessions/new") == 1


def test_what_has_not_begun_is_told_no_time(amara, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    makers.slot(mentor, "13:30", 1, "session", pupil=pupil, ends="14:00")
    assert f'/sessions/new?pupil={pupil.id}&amp;minutes=30"' in amara.get("/weeks").text
    makers.slot(mentor, "13:30", 2, "session", pupil=pupil, ends="14:00")
    assert amara.get("/weeks").text.count("/sessions/new") == 1


def test_two_on_a_day_are_matched_by_their_time(tuesday, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    for starts in ("09:15", "13:30"):
        makers.slot(mentor, starts, 0, "session", pupil=pupil)
    later = session(mentor, pupil, MONDAY.replace(hour=13, minute=32))
    assert [one.held and one.held.record for one in week(mentor)] == [None, later.id]
    earlier = session(mentor, pupil, MONDAY.replace(hour=9, minute=10))
    session(mentor, pupil, MONDAY.replace(hour=15))
    assert [one.held.record for one in week(mentor)] == [earlier.id, later.id]


def test_what_does_not_count(tuesday, app, mentor, school):
    """A withdrawn record, another kind, another day, and what the mentor may not read."""
    pupil = makers.pupil(school)
    makers.slot(mentor, "09:15", 0, "session", pupil=pupil)
    recording.withdraw(mentor, session(mentor, pupil, MONDAY.replace(hour=9)), "wrong pupil")
    makers.record(mentor, pupil, days_ago=days_ago(MONDAY.replace(hour=9)))
    session(mentor, pupil, MONDAY.replace(hour=9) - timedelta(days=1))
    other = makers.member(school, "Ben Shaw", "mentor")
    session(other, pupil, MONDAY.replace(hour=9))
    assert [one.held for one in week(mentor)] == [None]
    makers.put_on(mentor, pupil)
    assert week(mentor)[0].held is not None


def test_a_programmes_session_is_ticked_for_both_who_lead_it(tuesday, app, mentor, school):
    second = makers.member(school, "Ben Shaw", "mentor")
    programme = makers.programme(mentor, second_leader=second.user, planned=6)
    for one in (mentor, second):
        makers.slot(one, "11:10", 0, "group_session", programme=programme)
    makers.group_session(mentor, programme, MONDAY.replace(hour=11, minute=15), 3)
    own, seconds = week(mentor)[0].held, week(second)[0].held
    assert (own.number, own.may_read, own.ran) == (3, True, True)
    assert (seconds.number, seconds.may_read) == (3, False)


def test_one_that_did_not_run_is_not_asked_for_again(tuesday, mentor):
    programme = makers.programme(mentor)
    makers.slot(mentor, "11:10", 0, "group_session", programme=programme)
    makers.group_session(mentor, programme, MONDAY.replace(hour=11, minute=15), None)
    one = week(mentor)[0]
    assert one.held.ran is False and not one.is_missed


def test_a_programme_led_no_longer_is_off_the_timetable(tuesday, mentor, school):
    other = makers.member(school, "Ben Shaw", "mentor")
    makers.slot(mentor, "11:10", 0, "group_session", programme=makers.programme(other))
    assert week(mentor) == []


def test_a_week_costs_the_same_however_much_is_in_it(tuesday, mentor, school):
    def cost() -> int:
        return queries.count(lambda: week(mentor))

    programmes = [makers.programme(mentor, name=f"Group {number}") for number in range(8)]
    makers.slot(mentor, "08:30", 0, "session", pupil=makers.pupil(school, "First X", mentor))
    makers.slot(mentor, "08:30", 0, "group_session", programme=programmes[0])
    few = cost()
    for number in range(25):
        makers.slot(mentor, "09:15", number % 5, "session", pupil=makers.pupil(school, f"Pupil{number} X", mentor))
        makers.slot(mentor, "11:10", number % 5, "group_session", programme=programmes[number % 8])
    assert cost() == few <= 4


def test_an_empty_week_says_what_to_do_next(amara):
    assert "Add the first" in amara.get("/weeks").text


def test_a_group_is_recorded_with_its_programme(tuesday, mentor):
    programme = makers.programme(mentor)
    makers.slot(mentor, "11:10", 0, "group_session", programme=programme)
    known = {"programme": programme.id, "on": "2026-11-23", "at": "11:10"}
    one = week(mentor)[0]
    assert (one.known, one.known_not_held) == (known, known | {"not_run": 1})
    assert one.kind is KINDS.get("group_session")
