"""Who is family or close to a pupil is refused that pupil, whatever their role (security.md, object rule 7)."""

import pytest

from models import Relationship
from tests import makers


@pytest.fixture
def pupil(school, mentor):
    return makers.pupil(school, on=mentor)


def declare(browser, who, **more):
    return browser.post("/relationships", data={"pupil": str(who.id), "what": "Other family"} | more)


@pytest.mark.parametrize("role", ["mentor", "lead", "dsl"])
def test_the_pupils_records_close_at_once_whatever_the_role(app, school, role, mentor, pupil):
    person = makers.member(school, "Rosa Auntie", role)
    if role == "mentor":
        makers.put_on(person, pupil)
    other = makers.record(mentor, pupil, note="what a colleague saw")
    own = makers.record(person, pupil, note="what I saw myself")
    browser = makers.client(app, person)
    assert browser.get(f"/incidents/{other.id}").status_code == 200
    assert declare(browser, pupil).status_code == 303
    assert browser.get(f"/incidents/{other.id}").status_code == 404
    assert browser.get(f"/incidents/{own.id}").status_code == 200
    page = browser.get(f"/pupils/{pupil.id}").text
    assert "what a colleague saw" not in page and "what I saw myself" in page
    assert "You have declared a relationship" in page
    assert "colleague saw" not in browser.post("/searches", data={"words": "colleague"}).text


def test_a_record_with_another_pupil_too_is_closed_as_well(app, school, mentor, pupil):
    lead = makers.member(school, "Rosa Auntie", "lead")
    both = makers.record(mentor, pupil, makers.pupil(school, "Leo Price"), note="the two of them")
    browser = makers.client(app, lead)
    assert browser.get(f"/incidents/{both.id}").status_code == 200
    declare(browser, pupil)
    assert browser.get(f"/incidents/{both.id}").status_code == 404


def test_nobody_ends_their_own_and_a_dsl_ends_anothers(app, school, as_mentor, pupil, mentor):
    dsl = makers.member(school, "Grace Dsl", "dsl")
    declare(as_mentor, pupil)
    row = Relationship.get()
    assert as_mentor.post(f"/relationships/{row.id}/ending").status_code == 403
    browser = makers.client(app, dsl)
    declare(browser, pupil)
    assert browser.post(f"/relationships/{Relationship.get(user=dsl.user).id}/ending").status_code == 403
    assert browser.post(f"/relationships/{row.id}/ending").status_code == 303
    assert as_mentor.get(f"/pupils/{pupil.id}").text.count("You have declared") == 0


def test_one_sees_ones_own_and_an_admin_declares_for_somebody(app, as_admin, as_mentor, mentor, pupil, school):
    declare(as_admin, pupil, user=str(mentor.user.id))
    assert Relationship.get().user == mentor.user
    assert "Jayden" in as_mentor.get("/relationships").text
    colleague = makers.client(app, makers.member(school, "Ben Carter", "mentor"))
    assert "Jayden" not in colleague.get("/relationships").text
    assert declare(colleague, pupil, user=str(mentor.user.id)).status_code == 422


@pytest.mark.parametrize("fields", [{"pupil": ""}, {"pupil": "999"}, {"what": "none of these"}])
def test_a_fault_is_told_and_nothing_declared(as_mentor, pupil, fields):
    assert declare(as_mentor, pupil, **fields).status_code == 422
    assert not Relationship.select().exists()


def test_declared_twice_is_once(as_mentor, pupil):
    declare(as_mentor, pupil)
    declare(as_mentor, pupil)
    assert Relationship.select().count() == 1
