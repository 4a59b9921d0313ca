"""Reviews written without signal: they arrive with their scores, whatever became of the plan meanwhile."""

from datetime import timedelta

import pytest

from mentoring import clock, restricting, reviews
from models import Arrival, Caseload, Draft, Plan, Record, Review, ReviewScore, Target, Todo
from tests import makers
from tests.outbox import LATER, NOW, arrive, page
from tests.sealing import Tablet

VIEWS = {"pupil_view": "Better by the pond", "family_view": "Calmer", "teacher_view": "Joins in"}


@pytest.fixture
def plan(mentor, jayden):
    with clock.at(NOW):
        return makers.plan(mentor, jayden, {}, {"own_words": "Be on time", "measure": "count", "baseline": 1, "aim": 4})


@pytest.fixture
def tablet(app, mentor, plan):
    with clock.at(NOW):
        return Tablet(app, mentor)


@pytest.fixture
def form(school, jayden, plan):
    """A review as the tablet's form posts it."""
    return {
        "client_id": makers.client_id(), "pupil": [str(jayden.id)], "plan": str(plan.id), "cycle": "1", "when": "now",
        "follow_up": "none", "review_decision": str(makers.option(school, "review_decision", "Continue")),
        "score-1": "6", "against-1": "-1", "score-2": "4", "against-2": "0",
    } | VIEWS  # fmt: skip


def signed_review(school, mentor, jayden, plan) -> Record:
    """Another review of the plan, and a lead's yes to it."""
    chosen = [makers.option(school, "review_decision", "Continue")]
    record = makers.record(mentor, jayden, kind="review", detail={"plan": plan, "cycle": 1}, chosen=chosen)
    reviews.sign_off(makers.member(school, "Sunita Rao", "lead"), record, 1)
    return record


def scores() -> list[tuple]:
    return [(row.target_id, row.value, row.against) for row in ReviewScore.select().order_by(ReviewScore.target)]


def test_it_is_saved_as_with_signal_and_its_promise_is_kept(app, mentor, tablet, form, plan):
    assert arrive(tablet, form, "review").json["state"] == "saved"
    one = Review.get()
    assert (one.plan, one.cycle, one.record.occurred_at) == (plan, 1, NOW)
    assert {name: getattr(one, name) for name in VIEWS} == VIEWS and scores() == [(1, 6, -1), (2, 4, 0)]
    said = page(app, mentor, f"/reviews/{one.record_id}")
    assert "6 of 10, 3 up since baseline" in said and "waits for a lead’s sign-off" in said
    assert Plan.get().stage == "review" and Plan.get().todo.done_at == LATER
    assert not Todo.select().where(Todo.reason == "arrival").exists()


def test_a_score_of_a_target_that_ended_meanwhile_stands_and_its_author_is_told(app, mentor, tablet, form):
    Target.update(state="met").where(Target.id == 1).execute()
    envelope = tablet.envelope(form, "review")
    for _ in range(2):
        assert tablet.send(envelope).json["state"] == "saved"
    assert scores() == [(1, 6, -1), (2, 4, 0)]
    todo = Todo.get(Todo.reason == "arrival")
    assert (todo.owner, todo.path) == (mentor.user, f"/reviews/{Record.get().id}") and "had ended" in todo.what
    assert Todo.select().where(Todo.reason == "arrival").count() == 1


@pytest.mark.parametrize("another", [False, True], ids=["none goes on", "another goes on"])
def test_of_a_plan_that_ended_meanwhile_all_of_it_is_kept_and_said(app, mentor, jayden, tablet, form, plan, another):
    Plan.update(ended_on=NOW.date()).execute()
    if another:
        makers.plan(mentor, jayden, {"own_words": "Of the next plan"})
    assert arrive(tablet, form, "review").json["state"] == "kept"
    assert Record.select().count() == 0
    why = "does not go on any more" if another else "There is no plan of theirs that goes on"
    assert why in Arrival.get().why
    given_back = page(app, mentor, Todo.get(Todo.reason == "arrival").path)
    assert all(words in given_back for words in VIEWS.values())
    assert 'I want to stop shouting</b>: <b class="num">6 (−1)</b> was given' in given_back
    assert 'Be on time</b>: <b class="num">4 (0)</b> was given' in given_back
    assert ("Of the next plan" in given_back) == another


def test_of_a_cycle_that_was_signed_off_meanwhile_its_author_is_asked(app, mentor, school, jayden, tablet, form, plan):
    """Taken as it came, it would be the review of a cycle that began today, and keep the promise to review that."""
    with clock.at(NOW + timedelta(hours=1)):
        signed_review(school, mentor, jayden, plan)
    assert arrive(tablet, form, "review").json["state"] == "kept"
    assert Review.select().count() == 1 and "Cycle 1 of this plan was signed off" in Arrival.get().why
    given_back = page(app, mentor, Todo.get(Todo.reason == "arrival").path)
    assert "Saved, this is a review of cycle 2" in given_back and "Better by the pond" in given_back
    assert 'name="score-1" value="6" checked' in given_back and 'name="cycle" value="2"' in given_back
    with clock.at(LATER):
        assert makers.client(app, mentor).post("/reviews", data=form | {"cycle": "2"}).status_code == 303
    assert Review.select().order_by(Review.record.desc()).get().cycle == 2 and Arrival.get().state == "saved"
    assert Draft.select().count() == 0


def test_one_that_does_not_say_its_cycle_is_asked_too(app, mentor, school, jayden, tablet, form, plan):
    """Its plan was not on the tablet: nobody there knew which cycle it was."""
    with clock.at(NOW + timedelta(hours=1)):
        signed_review(school, mentor, jayden, plan)
    unsaid = {name: value for name, value in form.items() if not name.startswith(("plan", "score", "against"))}
    assert arrive(tablet, unsaid | {"cycle": ""}, "review").json["state"] == "kept"
    assert "A cycle of this plan was signed off" in Arrival.get().why
    assert Review.select().count() == 1 and Plan.get().stage == "do"


def test_one_without_a_plan_is_no_second_review_of_another_pupils(mentor, school, tablet, form):
    other = makers.pupil(school, "Leo Prentice", on=mentor)
    makers.record(mentor, other, kind="review", detail={"plan": None, "cycle": None})
    later = {
        "client_id": form["client_id"],
        "pupil": form["pupil"],
        "when": "now",
        "follow_up": "none",
        "finish_later": "1",
    }
    Plan.update(ended_on=NOW.date()).execute()
    assert tablet.send(tablet.envelope(later, "review")).json["state"] == "saved" and Review.select().count() == 2
    assert not Todo.select().where(Todo.what.contains("Another review")).exists()


def test_where_somebody_reviewed_the_same_cycle_both_stand_and_its_author_is_told(
    mentor, dsl, jayden, tablet, form, plan
):
    first = makers.record(mentor, jayden, kind="review", detail={"plan": plan, "cycle": 1})
    assert arrive(tablet, form, "review").json["state"] == "saved"
    assert "Another review of the plan was there" in Todo.get(Todo.reason == "arrival").what
    assert Review.select().where((Review.plan == plan) & (Review.cycle == 1)).count() == 2
    Record.update(state="withdrawn").where(Record.id != first.id).execute()
    restricting.restrict(dsl, first, {dsl.user.id})
    assert arrive(tablet, form | {"client_id": makers.client_id()}, "review").json["state"] == "saved"
    told = Todo.select().where(Todo.reason == "arrival")
    assert told.count() == 1, "nobody is told of a review that they may not read"


def test_of_a_pupil_who_left_the_caseload_it_is_kept_and_says_what_to_do(app, mentor, tablet, form):
    Caseload.update(ends_on=Caseload.starts_on).execute()
    assert arrive(tablet, form, "review").json["state"] == "kept"
    assert Record.select().count() == 0 and "is not one you can record this for" in Arrival.get().why
    given_back = page(app, mentor, Todo.get(Todo.reason == "arrival").path)
    assert "Give what was said to their mentor or a lead" in given_back and "Better by the pond" in given_back
    assert 'A target</b>: <b class="num">6 (−1)</b> was given' in given_back
    assert "shouting" not in given_back and "Be on time" not in given_back


def test_nobody_scores_another_pupils_target_by_way_of_a_tablet(app, mentor, school, tablet, form, plan):
    leo = makers.pupil(school, "Leo Price", on=mentor)
    theirs = makers.plan(mentor, leo, {"own_words": "Leo’s own"})
    sent = form | {"plan": str(theirs.id), "pupil": [str(leo.id)]}
    assert arrive(tablet, sent, "review").json["state"] == "kept"
    stranger = makers.member(makers.school("Elsewhere"), "Sam Stranger", "mentor")
    other = makers.plan(stranger, makers.pupil(stranger.school, "Ada Far", on=stranger), {"own_words": "Far away"})
    far = Target.get(Target.plan == other).id
    assert arrive(tablet, form | {"client_id": makers.client_id(), f"score-{far}": "9"}, "review").json["state"]
    assert all(row.target.plan_id == plan.id for row in ReviewScore.select())
    for todo in Todo.select().where(Todo.reason == "arrival"):
        assert "Far away" not in page(app, mentor, todo.path)
