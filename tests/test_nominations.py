"""Nominations over real requests: who sends, who reads, who decides, what the nominator is told."""

from datetime import timedelta

import pytest

from mentoring import caseload, clock, drafts, notices, todos
from models import (
    Caseload,
    Draft,
    Member,
    Nomination,
    NominationChoice,
    NominationDecision,
    Option,
    Todo,
)
from models.school import STAFF
from tests import makers

ZONE = "Europe/London"


@pytest.fixture
def as_midday(app, midday):
    return makers.client(app, midday)


def form(school, *pupils, **fields):
    """What a browser posts for a nomination that needs nothing more."""
    return {"client_id": makers.client_id(), "pupil": [str(one.id) for one in pupils],
            "barrier": [str(makers.option(school, "barrier", "Anxiety"))]} | fields  # fmt: skip


def decision(school, *nominations, code="advice", seen=0, **fields):
    """What a lead's browser posts."""
    chip = Option.get((Option.school == school) & (Option.list == "nomination_decision") & (Option.code == code))
    today = clock.today(ZONE)
    usual = {
        "client_id": makers.client_id(), "seen": str(seen), "answers": [str(one.id) for one in nominations],
        "nomination_decision": str(chip.id), "starts_on": today.isoformat(), "told": "Try the quiet table first",
        "review_on": (today + timedelta(days=21)).isoformat(),
    }  # fmt: skip
    return usual | fields


@pytest.mark.parametrize("role", STAFF)
def test_every_member_of_staff_nominates_any_pupil_and_sees_it_again(app, school, pupil, role):
    browser = makers.client(app, makers.member(school, "Any Body", role))
    assert "Nominate a pupil" in browser.get("/nominations").text
    reply = browser.post("/nominations", data=form(school, pupil, tried="A word at the door"))
    assert (reply.status_code, reply.location) == (303, "/nominations")
    page = browser.get("/nominations/1").text
    for said in ("Florence Nuttall", "Anxiety", "A word at the door", "sent today"):
        assert said in page, said
    assert "Florence Nuttall" in browser.get("/nominations").text


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(app, as_midday, midday, school, pupil):
    other = makers.pupil(school, "Leo Price")
    gone = makers.pupil(school, "Omar Said", left_on=clock.today(ZONE) - timedelta(days=2))
    for fields, cure in (
        ({"pupil": []}, "Choose the pupil"),
        ({"pupil": [str(pupil.id), str(other.id)]}, "of one pupil"),
        ({"pupil": [str(gone.id)]}, "not at the school now"),
        ({"barrier": []}, "Tap at least one"),
        ({"barrier": ["999"]}, "not offered"),
        ({"client_id": "x"}, "out of date"),
        ({"tried": "x" * 10_001}, "longer than"),
    ):
        reply = as_midday.post("/nominations", data=form(school, pupil, hoped="keep me") | fields)
        assert reply.status_code == 422 and cure in reply.text and "keep me" in reply.text, fields
    assert Nomination.select().count() == 0
    kept = Draft.select().where(Draft.author == midday.user)
    assert kept.count() == 7 and drafts.find(midday, kept.first().client_id).path == "/nominations/new"
    assert "keep me" in as_midday.get(f"/nominations/new?draft={kept.first().client_id}").text


def test_sent_twice_is_one_and_its_draft_is_gone_for_good(as_midday, midday, school, pupil):
    sent = form(school, pupil)
    draft = sent | {"form_path": "/nominations/new", "form_title": "Nomination"}
    as_midday.post("/drafts", data=draft)
    assert "/nominations/new?draft=" in as_midday.get("/").text
    for _ in range(2):
        assert as_midday.post("/nominations", data=sent).status_code == 303
    as_midday.post("/drafts", data=draft)
    assert (Nomination.select().count(), NominationChoice.select().count(), Draft.select().count()) == (1, 1, 0)


def test_nobody_reads_it_but_author_leads_and_dsls(app, school, midday, pupil):
    """The pupil's own mentor does not, before it put the pupil on a caseload; nor does a head who opened the pupil."""
    row = makers.nomination(midday, pupil, tried="Zanzibar")
    mentor = makers.member(school, "Amara Bello", "mentor")
    makers.put_on(mentor, pupil)
    for role in STAFF:
        browser = makers.client(app, mentor if role == "mentor" else makers.member(school, "Any Body", role))
        reads = role in ("lead", "dsl")
        if role == "head":
            browser.post(f"/break-glass/pupils/{pupil.id}", data={"reason": "Asked by the police today"})
        assert browser.get(f"/nominations/{row.id}").status_code == (200 if reads else 404), role
        assert ("Florence" in browser.get("/nominations").text) == reads, role
        assert "Denise Whitlow," not in browser.get(f"/pupils/{pupil.id}").text or reads, role


def test_a_lead_reads_nothing_of_their_own_child_and_decides_nothing(app, school, lead, midday, pupil):
    row = makers.nomination(midday, pupil)
    makers.relate(lead, pupil)
    browser = makers.client(app, lead)
    assert browser.get(f"/nominations/{row.id}").status_code == 404
    assert browser.post(f"/nominations/{row.id}/decisions", data=decision(school, row)).status_code == 404
    assert "Florence" not in browser.get("/nominations").text and "to decide" not in browser.get("/").text


def test_the_oldest_waits_first_and_a_pupil_nominated_twice_stands_side_by_side(as_lead, school, midday, mentor, pupil):
    start = clock.now()
    with clock.at(start - timedelta(days=6)):
        makers.nomination(midday, makers.pupil(school, "Leo Price"))
    with clock.at(start - timedelta(days=3)):
        first = makers.nomination(midday, pupil, hoped="Eats lunch")
    makers.nomination(mentor, pupil, hoped="Comes in smiling")
    page = as_lead.get("/nominations").text
    assert page.index("Leo Price") < page.index("Florence Nuttall") and "waiting 6 days" in page
    assert page.count("2 nominations") == 2
    assert "3 nominations to decide" in as_lead.get("/").text
    page = as_lead.get(f"/nominations/{first.id}").text
    assert "nominated 2 times" in page and page.index("Eats lunch") < page.index("Comes in smiling")
    assert "Which nominations does it answer?" in page


def test_a_caseload_puts_the_pupil_on_it_with_the_first_plan_on_the_mentor_s_list(app, as_lead, school, midday, pupil):
    mentor = makers.member(school, "Amara Bello", "mentor")
    row = makers.nomination(midday, pupil, tried="Zanzibar")
    assert "Amara Bello · 0 of 14, room for 14" in as_lead.get(f"/nominations/{row.id}").text
    sent = decision(school, row, code="caseload", mentor=str(mentor.user.id), private_line="Court date on Friday")
    for _ in range(2):
        assert as_lead.post(f"/nominations/{row.id}/decisions", data=sent).status_code == 303
    assert [one.id for one in caseload.pupils(mentor)] == [pupil.id] and NominationDecision.select().count() == 1
    browser = makers.client(app, mentor)
    page = browser.get(f"/nominations/{row.id}").text
    assert "Zanzibar" in page and "Court date" not in page and "Decide" not in page
    assert [todo.what for todo in todos.waiting(mentor)] == ["Entry check: Florence N", "First plan: Florence N"]
    assert [browser.get(todo.path).status_code for todo in todos.waiting(mentor)] == [200, 200]
    makers.plan(mentor, pupil)
    assert "First plan: Florence N" not in [todo.what for todo in todos.waiting(mentor)]
    Caseload.update(ends_on=clock.today(ZONE)).execute()
    assert browser.get(f"/nominations/{row.id}").status_code == 404


def test_who_nominated_is_told_what_was_written_to_them_and_nothing_else(app, as_lead, school, midday, pupil):
    mentor = makers.member(school, "Amara Bello", "mentor")
    row = makers.nomination(midday, pupil)
    sent = decision(school, row, code="caseload", mentor=str(mentor.user.id), private_line="Court date on Friday")
    as_lead.post(f"/nominations/{row.id}/decisions", data=sent)
    assert [one.words for one in notices.waiting(midday)] == ["A nomination of yours was decided."]
    browser = makers.client(app, midday)
    assert "nomination of yours" in browser.get("/").text
    page = browser.get(notices.waiting(midday)[0].path).text
    assert "A mentor’s caseload" in page and "Try the quiet table first" in page
    assert "Court date" not in page and "Amara Bello" not in page


def test_waiting_is_a_promise_for_its_day_until_it_is_decided(as_lead, lead, school, midday, pupil):
    row = makers.nomination(midday, pupil)
    as_lead.post(f"/nominations/{row.id}/decisions", data=decision(school, row, code="wait"))
    todo = Todo.get()
    assert (todo.owner, todo.what, todo.path) == (lead.user, "Look again at a nomination: Florence N", "/nominations/1")
    assert todo.due_on == clock.today(ZONE) + timedelta(days=21)
    assert "To look at again" in as_lead.get("/nominations").text
    seen = NominationDecision.get().id
    as_lead.post(f"/nominations/{row.id}/decisions", data=decision(school, row, seen=seen))
    assert Todo.get().outcome == "Advice to the nominator" and Nomination.get().state == "advice"
    page = as_lead.get(f"/nominations/{row.id}").text
    assert "Wait and see" in page and "Advice to the nominator" in page


def test_of_two_leads_at_once_the_second_sees_both_and_loses_nothing(app, as_lead, school, midday, pupil):
    row = makers.nomination(midday, pupil)
    second = makers.client(app, makers.member(school, "Grace Adeyemi", "dsl"))
    as_lead.post(f"/nominations/{row.id}/decisions", data=decision(school, row))
    sent = decision(school, row, code="elsewhere", told="The school nurse sees her", private_line="Ring the nurse")
    reply = second.post(f"/nominations/{row.id}/decisions", data=sent)
    assert reply.status_code == 409 and NominationDecision.select().count() == 1
    for said in ("Try the quiet table first", "The school nurse sees her", "Ring the nurse", "Look at both"):
        assert said in reply.text, said
    again = sent | {"seen": str(NominationDecision.get().id)}
    assert second.post(f"/nominations/{row.id}/decisions", data=again).status_code == 303
    assert [one.code for one in NominationDecision.select().order_by(NominationDecision.id)] == ["advice", "elsewhere"]


def test_one_decision_answers_two_nominations_and_tells_both(as_lead, school, midday, mentor, pupil):
    one, two = makers.nomination(midday, pupil), makers.nomination(mentor, pupil)
    as_lead.post(f"/nominations/{one.id}/decisions", data=decision(school, one, two))
    assert [row.state for row in Nomination.select()] == ["advice", "advice"]
    assert [len(notices.waiting(who)) for who in (midday, mentor)] == [1, 1]


def test_what_a_decision_lacks_is_said_and_nothing_is_done(as_lead, school, midday, pupil):
    row = makers.nomination(midday, pupil)
    close = makers.member(school, "Nasreen Akhtar", "mentor")
    makers.relate(close, pupil)
    for fields, cure in (
        ({"nomination_decision": ""}, "Choose what is decided"),
        ({"told": " "}, "what the nominator is told"),
        ({"answers": []}, "Tick at least one"),
        (decision(school, row, code="caseload"), "Choose the mentor"),
        (decision(school, row, code="caseload", mentor=str(close.user.id)), "not offered"),
        (decision(school, row, code="wait", review_on="2020-01-01"), "today or a later one"),
        (decision(school, row, code="caseload", starts_on=""), "Give the first day"),
    ):
        sent = decision(school, row, private_line="keep me") | fields | {"private_line": "keep me"}
        reply = as_lead.post(f"/nominations/{row.id}/decisions", data=sent)
        assert reply.status_code == 422 and cure in reply.text and "keep me" in reply.text, fields
    assert NominationDecision.select().count() == Todo.select().count() == 0


def test_an_author_takes_it_back_until_it_is_decided(as_midday, as_lead, school, midday, pupil):
    first, second = makers.nomination(midday, pupil), makers.nomination(midday, makers.pupil(school, "Leo Price"))
    assert as_midday.post(f"/nominations/{first.id}/withdrawal").status_code == 303
    assert Nomination.get_by_id(first.id).state == "taken_back" and "1 nomination to decide" in as_lead.get("/").text
    assert as_lead.post(f"/nominations/{first.id}/decisions", data=decision(school, first)).status_code == 404
    assert "taken back" in as_lead.get(f"/nominations/{first.id}").text
    as_lead.post(f"/nominations/{second.id}/decisions", data=decision(school, second))
    assert "decided meanwhile" in as_midday.post(f"/nominations/{second.id}/withdrawal", follow_redirects=True).text
    assert Nomination.get_by_id(second.id).state == "advice"
    assert as_lead.post(f"/nominations/{second.id}/withdrawal").status_code == 404


def test_a_name_of_another_pupil_is_hidden_from_the_mentor_who_may_not_know_them(app, as_lead, school, midday, pupil):
    mentor: Member = makers.member(school, "Amara Bello", "mentor")
    makers.pupil(school, "Zebedee Quill")
    row = makers.nomination(midday, pupil, tried="Kept apart from Zebedee Quill")
    sent = decision(school, row, code="caseload", mentor=str(mentor.user.id))
    as_lead.post(f"/nominations/{row.id}/decisions", data=sent)
    assert "Zebedee" not in makers.client(app, mentor).get(f"/nominations/{row.id}").text
    assert "Zebedee" in as_lead.get(f"/nominations/{row.id}").text
    assert "Zebedee" in makers.client(app, midday).get(f"/nominations/{row.id}").text
