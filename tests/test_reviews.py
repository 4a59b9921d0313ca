"""Reviews of plans over real requests: recorded, amended, signed off; the next cycle begins from there."""

from datetime import timedelta

import pytest

from mentoring import clock, plans, recording, restricting, reviews, todos
from models import AuditEvent, Notice, Plan, PlanCycle, Record, Review, ReviewScore, SignOff, Target
from tests import makers


@pytest.fixture
def plan(mentor, jayden):
    return makers.plan(mentor, jayden, {}, {"own_words": "Be on time", "measure": "count", "baseline": 1, "aim": 4})


def form(school, pupil, decision="Continue", **fields):
    return {
        "client_id": makers.client_id(), "pupil": [str(pupil.id)], "when": "now", "follow_up": "none",
        "review_decision": str(makers.option(school, "review_decision", decision)),
    } | fields  # fmt: skip


def scored(*values):
    """Scores of the targets in their order, as a browser posts them: (value, against)."""
    rows = Target.select().order_by(Target.position)
    sent = {}
    for row, (value, against) in zip(rows, values, strict=False):
        sent |= {f"score-{row.id}": value, f"against-{row.id}": against}
    return sent


def test_a_plan_is_reviewed_with_scores_views_and_a_decision(as_mentor, mentor, school, jayden, plan):
    page = as_mentor.get(f"/reviews/new?plan={plan.id}").text
    assert "I want to stop shouting" in page and "Be on time" in page and "baseline 3 of 10" in page
    sent = form(school, jayden, pupil_view="Better", family_view="Calmer", teacher_view="Joins in",
                **scored(("6", "-1"), ("4", "0")))  # fmt: skip
    reply = as_mentor.post("/reviews", data=sent)
    assert (reply.status_code, reply.location) == (303, f"/plans/{plan.id}")
    page = as_mentor.get(f"/reviews/{Record.get().id}").text
    for said in ("6 of 10, 3 up since baseline · aim 8 of 10 · less than hoped (−1)", "4 a week, 3 up since",
                 "as hoped (0)", "Better", "Calmer", "Joins in", "waits for a lead’s sign-off"):  # fmt: skip
        assert said in page, said
    page = as_mentor.get(f"/plans/{plan.id}").text
    assert "<b>6 of 10</b>, 3 up since baseline" in page and "waits for a lead’s sign-off" in page
    assert "Review of the plan" in as_mentor.get(f"/pupils/{jayden.id}").text


def test_the_promise_to_review_is_kept_and_a_lead_is_told(as_mentor, mentor, lead, school, jayden, plan):
    assert todos.count_waiting(mentor) == 1
    as_mentor.post("/reviews", data=form(school, jayden))
    assert todos.count_waiting(mentor) == 0 and Plan.get().stage == "review"
    assert [(one.user, one.path) for one in Notice.select()] == [(lead.user, f"/reviews/{Record.get().id}")]
    assert "Jayden" not in Notice.get().words
    for path in (f"/pupils/{jayden.id}", f"/plans/{plan.id}", "/plans"):
        assert "reviewed, waits for sign-off" in as_mentor.get(path).text, path


def test_one_to_be_finished_keeps_the_promise_waiting(as_mentor, mentor, school, jayden, plan):
    sent = form(school, jayden, finish_later="1") | {"review_decision": ""}
    as_mentor.post("/reviews", data=sent)
    assert Plan.get().stage == "assess" and Notice.select().count() == 0
    record = Record.get()
    as_mentor.post(f"/reviews/{record.id}", data=form(school, jayden, version="1"))
    assert Plan.get().stage == "review" and Notice.select().count() == 1
    assert "Review the plan: Jayden O" not in [one.what for one in todos.waiting(mentor)]


@pytest.mark.parametrize(("decision", "stage"), [("Continue", "do"), ("Change", "plan"), ("Step down", "do")])
def test_signed_off_the_next_cycle_begins_from_it(
    as_mentor, as_lead, mentor, lead, school, jayden, plan, decision, stage
):
    as_mentor.post("/reviews", data=form(school, jayden, decision, **scored(("6", ""), ("5", "2"))))
    record, today = Record.get(), clock.today(school.zone)
    assert "Jayden Okafor" in as_lead.get("/plans").text.split("Waiting for your sign-off")[1]
    page = as_lead.get(f"/reviews/{record.id}").text
    assert "Cycle 2 begins today" in page and "Met: “Be on time”." in page
    assert as_lead.post(f"/reviews/{record.id}/sign-off", data={"version": "1"}).status_code == 303
    now = Plan.get()
    assert (now.cycle, now.stage, now.cycle_on, now.version) == (2, stage, today, 2)
    assert now.review_on == plans.proposed_review(mentor, today)
    assert [row.state for row in Target.select().order_by(Target.position)] == ["open", "met"]
    assert [(one.what, one.due_on) for one in todos.waiting(mentor)] == [("Review the plan: Jayden O", now.review_on)]
    assert (PlanCycle.get().number, PlanCycle.get().record, SignOff.get().user) == (1, record, lead.user)
    page = as_mentor.get(f"/plans/{plan.id}").text
    assert "Cycle 1" in page and f": {decision.lower()}</a>" in page and "cycle 2" in page
    assert "Waiting for your sign-off" not in as_lead.get("/plans").text
    assert AuditEvent.select().where(AuditEvent.action == "review.sign_off").count() == 1
    assert Notice.get().seen_at is not None


@pytest.mark.parametrize("decision", ["Met", "Refer on", "Close"])
def test_signed_off_the_plan_ends(as_mentor, as_lead, mentor, school, jayden, plan, decision):
    as_mentor.post("/reviews", data=form(school, jayden, decision))
    as_lead.post(f"/reviews/{Record.get().id}/sign-off", data={"version": "1"})
    now = Plan.get()
    assert (now.ended_on, now.ended_as) == (clock.today(school.zone), decision)
    assert {row.state for row in Target.select()} == {"met" if decision == "Met" else "open"}
    assert todos.count_waiting(mentor) == 0
    assert as_mentor.get(f"/plans/{plan.id}/edit").status_code == 404
    assert f"Ended Today: {decision.lower()}" in as_mentor.get(f"/plans/{plan.id}").text
    assert "Start a plan" in as_mentor.get(f"/pupils/{jayden.id}").text
    assert "rating-" not in as_mentor.get(f"/sessions/new?pupil={jayden.id}").text


def test_signed_twice_it_goes_on_once(as_mentor, as_lead, school, jayden, plan):
    as_mentor.post("/reviews", data=form(school, jayden))
    for _ in range(2):
        as_lead.post("/reviews/1/sign-off", data={"version": "1"})
    assert (Plan.get().cycle, SignOff.select().count()) == (2, 1)


def test_what_was_amended_is_not_signed_unseen_and_the_plan_goes_on_once(as_mentor, as_lead, school, jayden, plan):
    as_mentor.post("/reviews", data=form(school, jayden))
    as_mentor.post("/reviews/1", data=form(school, jayden, "Close", version="1", reason="Wrong chip"))
    assert as_lead.post("/reviews/1/sign-off", data={"version": "1"}).status_code == 409
    assert Plan.get().cycle == 1
    as_lead.post("/reviews/1/sign-off", data={"version": "2"})
    assert Plan.get().ended_on
    as_mentor.post("/reviews/1", data=form(school, jayden, "Met", version="2", reason="Again"))
    assert "as version 2: it was amended since" in as_lead.get("/reviews/1").text
    as_lead.post("/reviews/1/sign-off", data={"version": "3"})
    assert (SignOff.select().count(), PlanCycle.select().count(), Plan.get().ended_as) == (2, 1, "Close")


@pytest.mark.parametrize("role", ["mentor", "dsl", "head", "contributor", "admin", "slt"])
def test_only_a_lead_signs_off(app, as_mentor, school, jayden, plan, role):
    as_mentor.post("/reviews", data=form(school, jayden))
    browser = makers.client(app, makers.member(school, "Somebody Else", role))
    assert browser.post("/reviews/1/sign-off", data={"version": "1"}).status_code == 403
    assert Plan.get().cycle == 1


def test_an_unfinished_or_withdrawn_one_is_not_signed(as_mentor, as_lead, mentor, school, jayden, plan):
    as_mentor.post("/reviews", data=form(school, jayden, finish_later="1"))
    assert as_lead.post("/reviews/1/sign-off", data={"version": "1"}).status_code == 409
    recording.withdraw(mentor, Record.get(), "Mistake")
    assert as_lead.post("/reviews/1/sign-off", data={"version": "2"}).status_code == 404
    assert Plan.get().cycle == 1


def test_a_restricted_review_tells_nothing(as_mentor, as_lead, mentor, dsl, school, jayden, plan):
    as_lead.post("/reviews", data=form(school, jayden, pupil_view="Secret words", **scored(("1", "-2"))))
    restricting.restrict(dsl, Record.get(), set())
    for path in (f"/plans/{plan.id}", f"/pupils/{jayden.id}"):
        page = as_mentor.get(path).text
        assert "1 of 10" not in page and "Secret" not in page and "/reviews/1" not in page, path
    assert as_mentor.get("/reviews/1").status_code == 404
    assert reviews.unsigned(mentor) == []


@pytest.mark.parametrize(("fields", "cure"), [
    ({"review_decision": ""}, "Choose what is decided"),
    ({"pupil": []}, "Choose at least one pupil"),
    ({"score-2": "many"}, "Be on time: give a whole number from 0 to 999."),
    ({"score-1": "11"}, "I want to stop shouting: give a whole number from 0 to 10."),
])  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(as_mentor, school, jayden, plan, fields, cure):
    sent = form(school, jayden, pupil_view="kept here", **{"score-2": "3"}) | fields
    reply = as_mentor.post("/reviews", data=sent)
    assert reply.status_code == 422 and cure in reply.text and "kept here" in reply.text
    assert fields.get("score-2", "") in reply.text and Record.select().count() == 0


def test_of_two_plans_it_asks_which_and_without_one_says_what_to_do(as_mentor, mentor, school, jayden, plan):
    leo = makers.pupil(school, "Leo Price", on=mentor)
    assert "There is no plan of theirs that goes on" in as_mentor.post("/reviews", data=form(school, leo)).text
    other = makers.plan(mentor, jayden, {"own_words": "Of the second"})
    assert "Choose which plan it is." in as_mentor.post("/reviews", data=form(school, jayden)).text
    part = as_mentor.post("/reviews/targets", data={"pupil": str(jayden.id), "plan": str(other.id)}).text
    assert "Of the second" in part and "Be on time" not in part
    as_mentor.post("/reviews", data=form(school, jayden, plan=str(other.id)))
    assert Review.get().plan == other
    assert "does not go on any more" in as_mentor.post("/reviews", data=form(school, jayden, plan="999")).text
    part = as_mentor.post("/reviews/targets", data={"pupil": str(leo.id), "plan": str(other.id)}).text
    assert "There is no plan of theirs that goes on" in part
    makers.plan(mentor, leo, {"own_words": "Of Leo’s"})
    part = as_mentor.post("/reviews/targets", data={"pupil": str(leo.id), "plan": str(other.id), "cycle": "7"}).text
    assert "Of Leo’s" in part and "does not go on" not in part and "signed off" not in part


def test_who_does_not_support_the_pupil_reviews_nothing(app, school, jayden, plan):
    browser = makers.client(app, makers.member(school, "Nasreen Akhtar", "mentor"))
    assert "shouting" not in browser.get(f"/reviews/new?plan={plan.id}").text
    assert browser.post("/reviews", data=form(school, jayden, plan=str(plan.id))).status_code == 422
    assert Record.select().count() == 0


def test_without_scripts_a_button_shows_the_targets(as_mentor, school, jayden, plan):
    page = as_mentor.post("/reviews", data=form(school, jayden, step="show", family_view="kept words"))
    assert page.status_code == 200 and "Be on time" in page.text and "kept words" in page.text
    assert Record.select().count() == 0


def test_amending_shows_the_scores_and_its_versions_tell_of_them(as_mentor, school, jayden, plan):
    as_mentor.post("/reviews", data=form(school, jayden, **scored(("6", "-1"))))
    assert 'name="score-1" value="6" checked' in as_mentor.get("/reviews/1/edit").text
    as_mentor.post("/reviews/1", data=form(school, jayden, version="1", reason="Miscounted", **scored(("7", "0"))))
    assert ReviewScore.get().value == 7
    page = as_mentor.get("/records/1/versions/2").text
    assert "1. I want to stop shouting" in page and "7 of 10, 4 up since baseline" in page and "Mentor plan" in page


def test_it_is_not_moved_to_another_pupil(as_mentor, mentor, school, jayden, plan):
    leo = makers.pupil(school, "Leo Price", on=mentor)
    as_mentor.post("/reviews", data=form(school, jayden))
    sent = {"version": "1", "reason": "Wrong", "wrong": str(jayden.id), "pupil": str(leo.id)}
    reply = as_mentor.post("/records/1/move", data=sent)
    assert reply.status_code == 422 and "A review belongs to a plan of this pupil" in reply.text


def test_the_form_on_the_tablet_names_no_target(as_mentor, school, jayden, plan):
    page = as_mentor.get("/shells/reviews").text
    assert "No plan of theirs is on this tablet" in page and "shouting" not in page and "Mentor plan" not in page


def test_a_form_that_was_open_while_the_cycle_ended_asks_once_of_which_it_is(as_mentor, as_lead, school, jayden, plan):
    sent = form(school, jayden, cycle="1", pupil_view="Calmer")
    as_mentor.post("/reviews", data=form(school, jayden))
    as_lead.post("/reviews/1/sign-off", data={"version": "1"})
    reply = as_mentor.post("/reviews", data=sent)
    assert reply.status_code == 422 and "Cycle 1 of this plan was signed off meanwhile" in reply.text
    assert "Calmer" in reply.text and 'name="cycle" value="2"' in reply.text and Review.select().count() == 1
    assert as_mentor.post("/reviews", data=sent | {"cycle": "2"}).status_code == 303
    assert [row.cycle for row in Review.select().order_by(Review.record)] == [1, 2]
    as_lead.post("/reviews/2/sign-off", data={"version": "1"})
    assert as_mentor.post("/reviews", data=sent | {"cycle": "2"}).status_code == 303, "its reply was lost"
    assert Review.select().count() == 2


def test_a_score_of_a_target_that_ended_while_the_form_was_open_is_kept(as_mentor, school, jayden, plan):
    sent = form(school, jayden, **scored(("6", "-1"), ("5", "1")))
    Target.update(state="met").where(Target.position == 1).execute()
    assert as_mentor.post("/reviews", data=sent).status_code == 303
    assert [(row.value, row.against) for row in ReviewScore.select()] == [(6, -1), (5, 1)]


def test_a_late_review_of_a_cycle_that_is_over_moves_nothing(as_mentor, as_lead, mentor, school, jayden, plan):
    for _ in range(2):
        as_mentor.post("/reviews", data=form(school, jayden))
    for number in (1, 2):
        as_lead.post(f"/reviews/{number}/sign-off", data={"version": "1"})
    assert (Plan.get().cycle, PlanCycle.select().count()) == (2, 1)
    assert plan.review_on - timedelta(days=12) == clock.today(school.zone)
