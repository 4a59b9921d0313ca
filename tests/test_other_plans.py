"""Plans that others keep: registered and put right by who supports the pupil."""

import pytest

from models import AuditEvent, OtherPlan
from tests import makers


def form(school, pupil, **fields):
    return {"version": "", "pupil": str(pupil.id), "other_plan": str(makers.option(school, "other_plan", "EHCP")),
            "keeper": "Local authority", "starts_on": "2026-01-05", "review_on": "2027-01-05"} | fields  # fmt: skip


def test_it_is_registered_and_stands_on_the_pupils_page_and_the_plan(as_mentor, mentor, school, jayden):
    plan = makers.plan(mentor, jayden)
    reply = as_mentor.post("/other-plans", data=form(school, jayden))
    assert (reply.status_code, reply.location) == (303, f"/pupils/{jayden.id}#plan")
    for path in (f"/pupils/{jayden.id}", f"/plans/{plan.id}"):
        assert "EHCP" in as_mentor.get(path).text and "Local authority" in as_mentor.get(path).text
    assert AuditEvent.select().where(AuditEvent.action == "other_plan.register").count() == 1


@pytest.mark.parametrize(("fields", "cure"), [
    ({"other_plan": ""}, "Choose which plan it is."),
    ({"starts_on": "1999-01-01"}, "Give the first day"),
    ({"ends_on": "2025-01-01"}, "The last day is before the first"),
    ({"keeper": "x" * 121}, "at most 120"),
])  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(as_mentor, school, jayden, fields, cure):
    reply = as_mentor.post("/other-plans", data=form(school, jayden, more="kept here", **fields))
    assert reply.status_code == 422 and cure in reply.text and "kept here" in reply.text
    assert OtherPlan.select().count() == 0


def test_two_at_once_see_both(as_mentor, as_lead, mentor, school, jayden):
    row = makers.other_plan(mentor, jayden)
    as_lead.post(f"/other-plans/{row.id}", data=form(school, jayden, version="1", keeper="Theirs"))
    reply = as_mentor.post(f"/other-plans/{row.id}", data=form(school, jayden, version="1", keeper="Mine"))
    assert reply.status_code == 409 and "Theirs" in reply.text and "Mine" in reply.text
    assert OtherPlan.get().keeper == "Theirs"
    again = form(school, jayden, version="2", keeper="Mine")
    assert as_mentor.post(f"/other-plans/{row.id}", data=again).status_code == 303
    assert OtherPlan.get().keeper == "Mine"


def test_it_is_nobody_elses_to_see_or_change(app, mentor, school, jayden):
    row = makers.other_plan(mentor, jayden, keeper="Local authority")
    browser = makers.client(app, makers.member(school, "Nasreen Akhtar", "mentor"))
    assert browser.get(f"/other-plans/new?pupil={jayden.id}").status_code == 404
    assert browser.get(f"/other-plans/{row.id}/edit").status_code == 404
    assert browser.post(f"/other-plans/{row.id}", data=form(school, jayden, version="1")).status_code == 404
    assert browser.post("/other-plans", data=form(school, jayden)).status_code == 404
    assert "Local authority" not in browser.get(f"/pupils/{jayden.id}").text
