"""Trips and holiday projects over real requests: who said yes, and whom the leader rings."""

import pytest

from models import AuditEvent, Option, ProgrammeConsent
from tests import makers


@pytest.fixture
def mine(school, mentor):
    return makers.pupil(school, on=mentor)


@pytest.fixture
def mother(mine):
    return makers.family(mine)


@pytest.fixture
def other(school):
    """A pupil of nobody's caseload."""
    pupil = makers.pupil(school, "Leo Price")
    makers.family(pupil, "Dawn Price", phone="07700 900456")
    return pupil


@pytest.fixture
def trip(mentor, school, mine, other):
    return makers.programme(mentor, mine, other, name="Farm", programme_type=makers.option(
        school, "programme_type", "Trip"))  # fmt: skip


def answer(browser, trip, pupil, **fields):
    form = {"answer": "given", "answered_on": "2026-11-20", "care": ""} | fields
    return browser.post(f"/programmes/{trip.id}/consents/{pupil.id}", data=form)


def test_each_family_answers_and_who_and_when_is_kept(as_mentor, trip, mine, mother):
    assert "0 yes, 0 no, 2 not answered yet" in as_mentor.get(f"/programmes/{trip.id}/consents").text
    answer(as_mentor, trip, mine, family_contact=str(mother.id), care="Nuts: pen in the blue bag")
    answer(as_mentor, trip, mine, answer="refused", family_contact="0", answered_by="Nan", care="Nuts: pen in the bag")
    page = as_mentor.get(f"/programmes/{trip.id}/consents").text
    assert "0 yes, 1 no, 1 not answered yet" in page and "Nan, " in page
    rows = list(ProgrammeConsent.select().order_by(ProgrammeConsent.id))
    assert [(row.answer, row.family_contact, row.answered_by) for row in rows] == [
        ("given", mother, ""), ("refused", None, "Nan")]  # fmt: skip


@pytest.mark.parametrize(("fields", "sentence"), [
    ({"answer": ""}, "Choose what the family answered"), ({}, "Choose who answered"),
    ({"family_contact": "0"}, "Write who answered"),
    ({"family_contact": "0", "answered_by": "Nan", "answered_on": ""}, "Give the day"),
])  # fmt: skip
def test_what_is_missing_is_said_and_nothing_typed_is_lost(as_mentor, trip, mine, fields, sentence):
    reply = answer(as_mentor, trip, mine, care="Nuts", **fields)
    assert reply.status_code == 422 and sentence in reply.text and "Nuts" in reply.text
    assert ProgrammeConsent.select().count() == 0


def test_what_the_leader_has_to_know_can_be_noted_before_anybody_answers(as_mentor, trip, mine):
    assert answer(as_mentor, trip, mine, answer="outstanding", care="Asthma").status_code == 303
    page = as_mentor.get(f"/programmes/{trip.id}/contacts").text
    assert "Asthma" in page and "Not answered yet" in page


def test_the_list_says_whom_to_ring_in_order_and_that_it_is_confidential(as_mentor, trip, mine, mother):
    makers.family(mine, "Emeka Okafor", priority=2, relationship="Father", phone="07700 900124")
    page = as_mentor.get(f"/programmes/{trip.id}/contacts").text
    assert "Confidential" in page and "Chioma Okafor (mother)" in page
    assert page.index("07700 900123") < page.index("07700 900124")
    assert AuditEvent.select().where(AuditEvent.action == "programme.contacts").count() == 1


def test_nobody_under_a_restriction_is_ever_somebody_to_ring(as_mentor, app, trip, mine, mother, dsl):
    makers.family(mine, "Emeka Okafor", relationship="Father", phone="07700 900124", restriction="Court order")
    for browser in (as_mentor, makers.client(app, dsl)):
        page = browser.get(f"/programmes/{trip.id}/contacts").text
        assert "07700 900124" not in page and "Emeka" not in page and "07700 900123" in page
        printed = page.split("<table")[1]
        assert "restriction" not in printed and "Court" not in printed


def test_leading_a_trip_opens_no_family_out_of_reach(as_mentor, app, trip, other, lead):
    """Else anybody could start a trip with any pupil, and read their family's numbers."""
    page = as_mentor.get(f"/programmes/{trip.id}/contacts").text
    assert "Leo Price" in page and "07700 900456" not in page and "Dawn" not in page
    assert "Dawn" not in as_mentor.get(f"/programmes/{trip.id}/consents/{other.id}/edit").text
    assert "07700 900456" in makers.client(app, lead).get(f"/programmes/{trip.id}/contacts").text
    person = makers.family(other, "Gran Price")
    assert answer(as_mentor, trip, other, family_contact=str(person.id)).status_code == 422
    assert ProgrammeConsent.select().count() == 0


def test_somebody_close_to_a_pupil_sees_them_on_neither_list(app, school, trip, mine, mother):
    aunt = makers.member(school, "Ada Okafor", "dsl")
    makers.relate(aunt, mine)
    browser = makers.client(app, aunt)
    for page in ("consents", "contacts"):
        assert "Jayden" not in browser.get(f"/programmes/{trip.id}/{page}").text
    assert browser.get(f"/programmes/{trip.id}/consents/{mine.id}/edit").status_code == 404


def test_only_trips_and_holiday_projects_have_these_lists(as_mentor, app, mentor, school, mine, trip):
    group = makers.programme(mentor, mine)
    assert as_mentor.get(f"/programmes/{group.id}/contacts").status_code == 404
    assert "Consents" not in as_mentor.get(f"/programmes/{group.id}").text
    Option.update(name="Day out").where(Option.code == "trip").execute()
    assert "Consents" in as_mentor.get(f"/programmes/{trip.id}").text
    stranger = makers.client(app, makers.member(school, "Priya Nair", "mentor"))
    assert stranger.get(f"/programmes/{trip.id}/contacts").status_code == 404
