"""What one does with a signal: it is seen and rests until its facts change or its day comes; and who is told of it."""

from datetime import date, timedelta

import pytest

from mentoring import restricting, signals
from models import AuditEvent, SignalRest
from tests import makers, queries
from tests.signalling import (
    NOW,
    at,
    attended,
    record,
    supported,  # noqa: F401  fixture
)

pytestmark = pytest.mark.usefixtures("still")
TODAY = NOW.date()


def seen_form(mentor, pupil, rule="incidents", **fields):
    return {"facts": signals.one(mentor, pupil, rule).facts, "doing": "Talk with Ms Whitlow", "until": "week"} | fields


@pytest.fixture
def three(mentor, jayden):
    """Three incidents, and their signal."""
    record(mentor, jayden)
    return [record(mentor, jayden, TODAY - timedelta(days=back), "incident") for back in range(3)]


def test_a_signal_that_was_seen_rests_until_its_facts_change(as_mentor, mentor, jayden, three):
    path = f"/signals/pupils/{jayden.id}/incidents/rests"
    assert as_mentor.post(path, data=seen_form(mentor, jayden)).status_code == 303
    assert as_mentor.post(path, data=seen_form(mentor, jayden)).status_code == 303  # a double tap
    row = SignalRest.get()
    assert (row.doing, row.until) == ("Talk with Ms Whitlow", date(2026, 12, 4))
    assert AuditEvent.select().where(AuditEvent.action == "signal.rest").count() == 1
    page = as_mentor.get(f"/pupils/{jayden.id}").text
    assert "Seen, and resting: 1" in page and "Talk with Ms Whitlow" in page
    record(mentor, jayden, TODAY, "incident")
    page = as_mentor.get(f"/pupils/{jayden.id}").text
    assert "Four incidents in the last 14 days" in page and "resting" not in page


def test_it_rests_until_its_day_at_the_longest(as_mentor, mentor, jayden, three):
    path = f"/signals/pupils/{jayden.id}/incidents/rests"
    for day in ("2026-11-27", "2027-02-20", ""):
        reply = as_mentor.post(path, data=seen_form(mentor, jayden, until="day", until_on=day))
        assert (
            reply.status_code == 422 and "Give a day after today" in reply.text and "Talk with Ms Whitlow" in reply.text
        )
    assert as_mentor.post(path, data=seen_form(mentor, jayden, until="day", until_on="2026-12-01")).status_code == 303
    for day, rests in (("2026-11-30", True), ("2026-12-01", False)):
        with at(day):
            assert bool(signals.one(mentor, jayden, "incidents").rest) == rests


def test_shown_again_before_its_day(as_mentor, mentor, jayden, three):
    as_mentor.post(f"/signals/pupils/{jayden.id}/incidents/rests", data=seen_form(mentor, jayden))
    assert as_mentor.post(f"/signals/rests/{SignalRest.get().id}/ending").status_code == 303
    assert signals.one(mentor, jayden, "incidents").rest is None
    assert SignalRest.get().ended_by == mentor.user  # kept
    assert "Talk with Ms Whitlow" in as_mentor.get(f"/signals/pupils/{jayden.id}/incidents/rests/new").text


def test_what_changed_while_it_was_written_is_said_and_nothing_is_lost(as_mentor, mentor, jayden, three):
    sent = seen_form(mentor, jayden)
    record(mentor, jayden, TODAY, "incident")
    reply = as_mentor.post(f"/signals/pupils/{jayden.id}/incidents/rests", data=sent)
    assert reply.status_code == 409 and "Talk with Ms Whitlow" in reply.text and "Four incidents" in reply.text
    assert SignalRest.select().count() == 0


def test_what_somebody_says_of_records_that_one_may_not_read_is_not_told(app, mentor, dsl, jayden, three):
    """The DSL's four incidents are not the mentor's three: what is said of the four tells that there is a fourth."""
    hidden = record(mentor, jayden, TODAY, "incident")
    restricting.restrict(dsl, hidden, {dsl.user.id})
    browser = makers.client(app, dsl)
    path = f"/signals/pupils/{jayden.id}/incidents/rests"
    assert browser.post(path, data=seen_form(dsl, jayden, doing="Strategy meeting")).status_code == 303
    theirs = makers.client(app, mentor)
    for page in (f"/pupils/{jayden.id}", "/signals", f"{path}/new"):
        text = theirs.get(page).text
        assert "Strategy" not in text and "Three incidents" in text and "Seen by" not in text
    assert "Strategy meeting" in browser.get(f"/pupils/{jayden.id}").text


def test_the_list_is_by_name_of_ones_own_caseload_and_leads_to_the_records(as_mentor, mentor, school, jayden, three):
    for name in ("Zoe Adams", "Ada Lowe"):
        makers.put_on(mentor, makers.pupil(school, name), starts_on=date(2026, 11, 2))
    stranger = makers.member(school, "Nasreen Akhtar", "mentor")
    makers.put_on(stranger, makers.pupil(school, "Bea Quill"), starts_on=date(2026, 11, 2))
    page = as_mentor.get("/signals").text
    assert page.index("Ada Lowe") < page.index("Jayden Okafor") < page.index("Zoe Adams")
    assert "Bea Quill" not in page and "Nasreen" not in page
    assert all(f'href="/incidents/{one.id}"' in page for one in three)


def test_a_lead_sees_every_caseload_or_one(app, mentor, school, jayden, three):
    stranger = makers.member(school, "Nasreen Akhtar", "mentor")
    makers.put_on(stranger, makers.pupil(school, "Bea Quill"), starts_on=date(2026, 11, 2))
    lead = makers.client(app, makers.member(school, "Sunita Rao", "lead"))
    assert "Bea Quill" in lead.get("/signals").text and "Jayden" in lead.get("/signals").text
    one = lead.get(f"/signals?mentor={stranger.user.id}").text
    assert "Bea Quill" in one and "Jayden" not in one


def test_who_does_not_support_the_pupil_is_told_nothing(app, mentor, school, jayden, three):
    stranger = makers.client(app, makers.member(school, "Nasreen Akhtar", "mentor"))
    assert "Three incidents" not in stranger.get(f"/pupils/{jayden.id}").text
    assert stranger.get(f"/signals/pupils/{jayden.id}/incidents/rests/new").status_code == 404
    assert stranger.post(f"/signals/pupils/{jayden.id}/incidents/rests", data={}).status_code == 404
    for role in ("contributor", "slt", "admin"):
        other = makers.client(app, makers.member(school, f"{role} only", role))
        assert "Three incidents" not in other.get(f"/pupils/{jayden.id}").text
        assert other.get("/signals").status_code == 403


def test_a_signal_that_does_not_stand_any_more_goes_back_to_the_pupil(as_mentor, mentor, jayden):
    record(mentor, jayden)
    reply = as_mentor.get(f"/signals/pupils/{jayden.id}/incidents/rests/new", follow_redirects=True)
    assert "does not stand any more" in reply.text
    assert as_mentor.get(f"/signals/pupils/{jayden.id}/nonsense/rests/new").status_code == 404


def test_the_list_costs_the_same_for_fourteen_pupils_and_for_forty(app, mentor, school, jayden):
    browser, counted = makers.client(app, mentor), []
    browser.get("/signals")
    for number in range(40):
        pupil = makers.pupil(school, f"Ada{number} Lowe")
        makers.put_on(mentor, pupil, starts_on=date(2026, 11, 2))
        attended(mentor, pupil, 5, 5)
        makers.plan(mentor, pupil, review_on=date(2026, 11, 20))
        if number in (13, 39):
            counted.append(queries.count(lambda: browser.get("/signals")))
    assert counted[0] == counted[1]
