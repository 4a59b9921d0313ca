"""A head opens one pupil's records for an hour, with a reason (security.md, object rule 11)."""

from datetime import timedelta

import pytest

from mentoring import clock, signing_in
from models import AuditEvent, BreakGlass
from tests import makers


@pytest.fixture
def pupil(school, mentor):
    pupil = makers.pupil(school, on=mentor)
    makers.record(mentor, pupil, makers.pupil(school, "Leo Price"), note="at the gate")
    return pupil


def break_it(browser, pupil, reason="The police are here"):
    return browser.post(f"/break-glass/pupils/{pupil.id}", data={"reason": reason})


def test_it_opens_that_pupil_for_sixty_minutes_and_no_other(as_head, pupil, school, mentor):
    assert "at the gate" not in as_head.get(f"/pupils/{pupil.id}").text
    other = makers.pupil(school, "Mia Stone", on=mentor)
    makers.record(mentor, other, note="by the bins")
    assert break_it(as_head, pupil).location == f"/pupils/{pupil.id}"
    page = as_head.get(f"/pupils/{pupil.id}").text
    assert "at the gate" in page and "Open to you until" in page and "Leo" not in page.split("<main")[1]
    assert "by the bins" not in as_head.get(f"/pupils/{other.id}").text


def test_after_the_hour_it_is_closed(app, head, pupil):
    break_it(makers.client(app, head), pupil)
    began = BreakGlass.get().started_at
    for minutes, opened in ((59, {pupil.id}), (60, set())):
        with clock.at(began + timedelta(minutes=minutes)):
            assert signing_in.member_at(head.user, head.school).opened == opened
    with clock.at(began + timedelta(minutes=60)):
        assert "at the gate" not in makers.client(app, head).get(f"/pupils/{pupil.id}").text


def test_it_can_be_closed_before(as_head, pupil):
    break_it(as_head, pupil)
    as_head.post(f"/break-glass/pupils/{pupil.id}/ending")
    assert "at the gate" not in as_head.get(f"/pupils/{pupil.id}").text


def test_it_needs_a_reason_and_is_in_the_audit(as_head, head, pupil):
    reply = break_it(as_head, pupil, "why")
    assert reply.status_code == 422 and "Say why in a few words" in reply.text
    break_it(as_head, pupil)
    event = AuditEvent.get(AuditEvent.action == "pupil.open")
    assert (event.user, event.subject_id) == (head.user, pupil.id)


def test_the_dsls_see_it_and_nobody_below(as_dsl, as_head, as_mentor, pupil):
    break_it(as_head, pupil)
    assert "opened a pupil&#39;s records in an emergency" in as_dsl.get("/").text
    assert "The police are here" in as_dsl.get("/break-glass").text
    assert as_mentor.get("/break-glass").status_code == 403
    assert break_it(as_dsl, pupil).status_code == 403


def test_not_for_a_pupil_to_whom_one_is_close(as_head, pupil):
    as_head.post("/relationships", data={"pupil": str(pupil.id), "what": "Other family"})
    assert break_it(as_head, pupil).status_code == 403
    assert not BreakGlass.select().exists()
