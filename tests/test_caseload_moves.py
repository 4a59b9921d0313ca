"""Pupils go from one mentor to another on a day: nobody is without a mentor, and nobody reads a day longer."""

from datetime import timedelta

import pytest

from mentoring import clock
from models import Caseload, Pupil
from tests import makers


@pytest.fixture
def other(school):
    return makers.member(school, "Ben Carter", "mentor")


def move(browser, giver, other, *rows, **more):
    day = clock.today(giver.school.zone)
    data = {"row": [str(row.id) for row in rows], "mentor": str(other.user.id), "starts_on": f"{day}"} | more
    return browser.post(f"/caseloads/{giver.user.id}/moves", data=data)


def test_all_are_ticked_and_those_ticked_move_at_once(app, as_lead, mentor, other, school):
    leo, mia = (makers.pupil(school, name, on=mentor) for name in ("Leo Price", "Mia Stone"))
    makers.record(mentor, leo, note="at the gate")
    assert as_lead.get(f"/caseloads/{mentor.user.id}/moves/new").text.count("checked") == 2
    row = Caseload.get(Caseload.pupil == leo)
    assert move(as_lead, mentor, other, row).location == f"/caseloads/{other.user.id}"
    assert "at the gate" in makers.client(app, other).get(f"/pupils/{leo.id}").text
    assert list(Pupil.visible_to(mentor)) == [mia] and list(Pupil.visible_to(other)) == [leo]


def test_a_day_to_come_changes_nothing_before_it(as_lead, mentor, other, school):
    leo = makers.pupil(school, "Leo Price", on=mentor)
    later = clock.today(school.zone) + timedelta(days=7)
    move(as_lead, mentor, other, Caseload.get(), starts_on=f"{later}")
    assert list(Pupil.visible_to(mentor)) == [leo] and not Pupil.visible_to(other).exists()
    with clock.at(clock.day_start(later, school.zone)):
        assert list(Pupil.visible_to(other)) == [leo] and not Pupil.visible_to(mentor).exists()


@pytest.mark.parametrize("fields", [{"row": []}, {"row": ["999"]}, {"mentor": "999"}, {"starts_on": "2020-01-01"}])
def test_a_fault_is_told_and_nobody_moves(as_lead, mentor, other, school, fields):
    makers.pupil(school, "Leo Price", on=mentor)
    reply = move(as_lead, mentor, other, Caseload.get(), **fields)
    assert reply.status_code == 422 and 'role="alert"' in reply.text
    assert Caseload.select().count() == 1 and Caseload.get().ends_on is None


def test_one_that_cannot_move_keeps_all_where_they_are(as_lead, mentor, other, school):
    today = clock.today(school.zone)
    leo, mia = (makers.pupil(school, name, on=mentor) for name in ("Leo Price", "Mia Stone"))
    Caseload.create(school=school, mentor=other.user, pupil=mia, starts_on=today, ends_on=today + timedelta(days=9))
    rows = Caseload.select().where(Caseload.mentor == mentor.user)
    reply = move(as_lead, mentor, other, *rows)
    assert reply.status_code == 422 and "has been put on this caseload before" in reply.text
    assert set(Pupil.visible_to(mentor)) == {leo, mia}


def test_another_schools_caseload_is_not_there(as_lead, mentor):
    stranger = makers.member(makers.school("Elsewhere"), "Sam Stranger", "mentor")
    assert as_lead.get(f"/caseloads/{stranger.user.id}/moves/new").status_code == 404
