"""Plans over real requests: started, changed, moved on; and what does not go together in them."""

import re
from datetime import date, timedelta

import pytest

from mentoring import plan_versions, todos
from models import AuditEvent, Plan, Pupil, Target, TargetChoice, Todo
from tests import makers
from tests.makers import CALM
from tests.makers import plan_form as form


def test_a_plan_is_started_from_the_pupils_page_and_stands_there(as_mentor, school, jayden):
    assert f"/plans/new?pupil={jayden.id}" in as_mentor.get(f"/pupils/{jayden.id}").text
    barrier, card = makers.option(school, "barrier", "Anxiety"), makers.option(school, "strategy", "Breathing")
    sent = form(school, jayden, CALM | {"strategy": [str(card)]}, barrier=[str(barrier)], consent_by="Mum")
    reply = as_mentor.post("/plans", data=sent)
    assert (reply.status_code, reply.location) == (303, "/plans/1")
    page = as_mentor.get("/plans/1").text
    for said in ("I want to stop shouting", "I use my card", "baseline 3 of 10", "aim 8 of 10", "Breathing", "Anxiety",
                 "Mum"):  # fmt: skip
        assert said in page, said
    card = as_mentor.get(f"/pupils/{jayden.id}").text
    assert "I want to stop shouting" in card and "aim 8 of 10" in card
    assert f"/plans/new?pupil={jayden.id}" not in card
    assert "Jayden Okafor" in as_mentor.get("/plans").text
    assert AuditEvent.get(AuditEvent.action == "plan.start").subject_id == 1


def test_sent_twice_it_is_one_plan(as_mentor, school, jayden):
    sent = form(school, jayden, CALM)
    assert {as_mentor.post("/plans", data=sent).location for _ in range(2)} == {"/plans/1"}
    assert (Plan.select().count(), Target.select().count(), Todo.select().count()) == (1, 1, 1)


def test_its_review_is_on_the_mentors_list_and_moves_with_its_day(app, as_lead, mentor, lead, school, jayden):
    as_lead.post("/plans", data=form(school, jayden))
    (todo,) = todos.waiting(mentor)
    assert (todo.what, todo.path, todo.due_on) == ("Review the plan: Jayden O", "/plans/1", Plan.get().review_on)
    later = Plan.get().review_on + timedelta(days=7)
    as_lead.post("/plans/1", data=form(school, jayden, version="1", review_on=later.isoformat()))
    assert [one.due_on for one in todos.waiting(mentor)] == [later]


def test_targets_are_added_one_after_another_and_nothing_typed_is_lost(as_mentor, school, jayden):
    page = as_mentor.post("/plans", data=form(school, jayden, CALM, step="target", strengths="Loves maths"))
    assert page.status_code == 200 and Plan.select().count() == 0
    for kept in ("I want to stop shouting", "Loves maths", "targets-1-own_words"):
        assert kept in page.text
    full = form(school, jayden, *[CALM | {"own_words": f"Target number {place}"} for place in range(6)], step="target")
    page = as_mentor.post("/plans", data=full).text
    assert "Target number 5" in page and "targets-6-own_words" not in page and "Add another target" not in page


def test_empty_targets_are_none(as_mentor, school, jayden):
    as_mentor.post("/plans", data=form(school, jayden, CALM, {}, {"own_words": "Second"}))
    assert [row.title for row in Target.select().order_by(Target.position)] == ["I want to stop shouting", "Second"]


@pytest.mark.parametrize(("target", "fields", "cure"), [
    ({}, {"plan_type": ""}, "Choose what kind of plan it is."),
    ({}, {"starts_on": "1999-01-01"}, "Give the first day"),
    ({}, {"review_on": "soon"}, "Write the day with its month and year"),
    ({}, {"consent_on": "2999-01-01"}, "still to come"),
    ({"own_words": "", "wording": ""}, {}, "Say the target"),
    ({"baseline": "11"}, {}, "from 0 to 10"),
    ({"baseline": "many"}, {}, "Write a whole number"),
    ({"aim": "3"}, {}, "where they stand already"),
    ({"measure": "miles"}, {}, "Choose how it is measured."),
    ({"measure": "percentage", "aim": "101"}, {}, "from 0 to 100"),
    ({"strategy": ["999"]}, {}, "not offered"),
    ({}, {"client_id": "x"}, "out of date"),
])  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(as_mentor, school, jayden, target, fields, cure):
    sent = form(school, jayden, CALM | {"helper": "kept here"} | target, strengths="kept too", **fields)
    reply = as_mentor.post("/plans", data=sent)
    assert reply.status_code == 422 and cure in reply.text
    assert "kept here" in reply.text and "kept too" in reply.text
    assert Plan.select().count() == 0


def test_a_change_keeps_the_targets_and_what_was_said_before(as_mentor, mentor, school, jayden):
    plan = makers.plan(mentor, jayden)
    number = str(Target.get().id)
    assert "I want to stop shouting" in as_mentor.get(f"/plans/{plan.id}/edit").text
    sent = form(school, jayden, CALM | {"number": number, "own_words": "I stay calm", "state": "met"},
                {"own_words": "New one"}, version="1")  # fmt: skip
    assert as_mentor.post(f"/plans/{plan.id}", data=sent).status_code == 303
    assert [(row.id, row.title, row.state) for row in Target.select().order_by(Target.position)] == [
        (int(number), "I stay calm", "met"), (int(number) + 1, "New one", "open")]  # fmt: skip
    newest, first = plan_versions.of(Plan.get())
    assert ("Target 1: the pupil’s words", "I stay calm", "I want to stop shouting") in newest[1]
    page = as_mentor.get(f"/plans/{plan.id}/versions").text
    assert "<del><p>I want to stop shouting</p></del><mark>I stay calm</mark>" in page
    assert first[0].author == mentor.user


def test_a_target_of_another_plan_is_not_changed_by_its_number(as_mentor, mentor, school, jayden):
    other = makers.plan(mentor, makers.pupil(school, "Leo Price", on=mentor))
    plan = makers.plan(mentor, jayden)
    theirs = Target.get(Target.plan == other)
    sent = form(school, jayden, CALM | {"number": str(theirs.id), "own_words": "Mine now"}, version="1")
    as_mentor.post(f"/plans/{plan.id}", data=sent)
    assert Target.get_by_id(theirs.id).title == "I want to stop shouting"


def test_two_at_one_plan_see_both_and_choose(as_mentor, as_lead, mentor, school, jayden):
    plan = makers.plan(mentor, jayden)
    number = str(Target.get().id)
    as_lead.post(f"/plans/{plan.id}", data=form(school, jayden, CALM | {"number": number, "own_words": "Theirs"},
                                                version="1", strengths="Theirs too"))  # fmt: skip
    sent = form(school, jayden, CALM | {"number": number, "own_words": "Mine"}, version="1", strengths="Mine too")
    page = as_mentor.post(f"/plans/{plan.id}", data=sent)
    assert page.status_code == 409
    for said in ("Sunita Rao saved it while you were writing", "Theirs", "Theirs too", "Mine", "Mine too"):
        assert said in page.text, said
    version = re.search(r'name="version" value="(\d+)"', page.text)[1]
    assert (version, Plan.get().strengths) == ("2", "Theirs too")
    again = sent | {"version": version, "take-strengths": "mine", "take-targets": "saved"}
    assert as_mentor.post(f"/plans/{plan.id}", data=again).status_code == 303
    assert (Plan.get().strengths, Target.get().title) == ("Mine too", "Theirs")


def test_one_tap_moves_it_on(as_mentor, mentor, jayden):
    plan = makers.plan(mentor, jayden)
    reply = as_mentor.post(f"/plans/{plan.id}/stage", data={"stage": "do"})
    assert (reply.status_code, reply.location) == (303, f"/plans/{plan.id}")
    assert (Plan.get().stage, Plan.get().version) == ("do", 1)
    assert AuditEvent.get(AuditEvent.action == "plan.stage").detail == "do"
    assert as_mentor.post(f"/plans/{plan.id}/stage", data={"stage": "gone"}).status_code == 400


UP, DOWN = {"measured": "Time out of class", "baseline": 1, "aim": 4}, {"baseline": 6, "aim": 2}


@pytest.mark.parametrize(("one", "two", "contradicts"), [
    (UP, DOWN | {"measured": "time OUT of class"}, True),
    (UP, {"measured": "Time out of class", "baseline": 2, "aim": 6}, False),
    (UP, DOWN | {"measured": "Days on time"}, False),
    (UP | {"measured": ""}, DOWN | {"measured": ""}, False),
    (UP | {"baseline": None}, DOWN | {"measured": "Time out of class"}, False),
    (UP | {"state": "stopped"}, DOWN | {"measured": "Time out of class"}, False),
])  # fmt: skip
def test_two_targets_that_measure_the_same_and_go_apart_are_warned_of(as_mentor, mentor, jayden, one, two, contradicts):
    makers.plan(mentor, jayden, one)
    plan = makers.plan(mentor, jayden, two)
    assert ("Agree on one, or word them apart" in as_mentor.get(f"/plans/{plan.id}").text) == contradicts


def test_another_plans_lines_count_while_it_goes_on(as_mentor, mentor, school, jayden):
    makers.plan(mentor, jayden, {"measured": "Breaks taken", "baseline": 1, "aim": 4})
    row = makers.other_plan(mentor, jayden, more="Days on time", less="Days off\nBreaks taken")
    page = as_mentor.get(f"/pupils/{jayden.id}").text
    assert "“Breaks taken” is to go up in one place and down in another" in page and "EHCP says less" in page
    ended = {"version": "1", "other_plan": str(row.other_plan_id), "starts_on": "2020-01-01", "ends_on": "2020-02-01",
             "less": "Breaks taken"}  # fmt: skip
    assert as_mentor.post(f"/other-plans/{row.id}", data=ended).location == f"/pupils/{jayden.id}#plan"
    assert "Agree on one" not in as_mentor.get(f"/pupils/{jayden.id}").text


def test_a_retired_chip_stays_on_the_plan_that_wears_it(as_mentor, as_admin, school, jayden):
    used = makers.option(school, "strategy", "Breathing")
    as_mentor.post("/plans", data=form(school, jayden, CALM | {"strategy": [str(used)]}))
    as_admin.post(f"/lists/options/{used}/retirement")
    number = str(Target.get().id)
    assert "Breathing" in as_mentor.get("/plans/1/edit").text
    sent = form(school, jayden, CALM | {"strategy": [str(used)], "number": number}, version="1")
    assert as_mentor.post("/plans/1", data=sent).status_code == 303
    assert TargetChoice.get().option_id == used


def test_a_leaver_gets_no_plan(as_lead, school, jayden):
    Pupil.update(left_on=date(2026, 1, 1)).execute()
    assert as_lead.get(f"/plans/new?pupil={jayden.id}").status_code == 404
