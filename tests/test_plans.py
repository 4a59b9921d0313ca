"""Plans over real requests: started, read, changed, moved on, printed; and what does not go together in them."""

import re
from datetime import date, timedelta

import pytest

from mentoring import clock, plan_versions, plans, todos
from mentoring.calendar import Calendar
from models import AuditEvent, Plan, Pupil, Target, TargetChoice, TermDate, Todo
from tests import makers


@pytest.fixture
def jayden(school, mentor):
    return makers.pupil(school, on=mentor)


def form(school, pupil, *targets, **fields):
    """What a browser posts for a plan; each target by the names of its columns."""
    today = clock.today(school.zone)
    sent = {
        "client_id": makers.client_id(), "version": "", "pupil": str(pupil.id),
        "plan_type": str(makers.option(school, "plan_type", "Mentor plan")),
        "starts_on": today.isoformat(), "review_on": (today + timedelta(days=42)).isoformat(),
    }  # fmt: skip
    for place, target in enumerate(targets):
        row = {"measure": "rating", "state": "open"} | target
        sent |= {f"targets-{place}-{name}": value for name, value in row.items()}
    return sent | fields


CALM = {"own_words": "I want to stop shouting", "wording": "I use my card", "measured": "Staying calm", "baseline": "3",
        "aim": "8"}  # fmt: skip


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


def test_only_who_supports_the_pupil_has_a_plan_for_them(app, as_mentor, as_lead, as_dsl, mentor, school, jayden):
    plan = makers.plan(mentor, jayden)
    colleague = makers.client(app, makers.member(school, "Nasreen Akhtar", "mentor"))
    head = makers.client(app, makers.member(school, "Helen Marsh", "head"))
    paths = (f"/plans/{plan.id}", f"/plans/{plan.id}/printed", f"/plans/{plan.id}/versions")
    for path in (*paths, f"/plans/{plan.id}/edit", f"/plans/new?pupil={jayden.id}"):
        assert colleague.get(path).status_code == 404, path
        assert {one.get(path).status_code for one in (as_mentor, as_lead, as_dsl)} == {200}, path
    assert [head.get(path).status_code for path in paths] == [404] * 3
    for path in (f"/plans/{plan.id}", f"/plans/{plan.id}/stage", "/plans"):
        assert colleague.post(path, data=form(school, jayden, stage="do")).status_code == 404, path
    assert "Jayden" not in colleague.get("/plans").text
    assert "I want to stop shouting" not in colleague.get(f"/pupils/{jayden.id}").text
    for role in ("contributor", "slt", "admin"):
        browser = makers.client(app, makers.member(school, f"{role} only", role))
        assert browser.get(f"/plans/{plan.id}").status_code == 403, role
        assert "I want to stop shouting" not in browser.get(f"/pupils/{jayden.id}").text


def test_whoever_opened_the_pupil_in_an_emergency_reads_and_changes_nothing(app, mentor, school, jayden):
    plan = makers.plan(mentor, jayden)
    both = makers.client(app, makers.member(school, "Helen Marsh", "head", "mentor"))
    both.post(f"/break-glass/pupils/{jayden.id}", data={"reason": "Police at the door, nobody else is here"})
    assert both.get(f"/plans/{plan.id}").status_code == 200
    assert both.get(f"/plans/{plan.id}/edit").status_code == 404
    assert both.post(f"/plans/{plan.id}/stage", data={"stage": "do"}).status_code == 404


def test_who_declared_a_relationship_reads_none_of_it(app, as_dsl, dsl, mentor, jayden):
    plan = makers.plan(mentor, jayden)
    makers.relate(dsl, jayden)
    assert as_dsl.get(f"/plans/{plan.id}").status_code == 404
    assert "started a plan" not in as_dsl.get("/audit-events").text


def test_another_pupils_name_is_hidden_from_who_may_not_see_them_and_from_every_family(
    as_mentor, as_lead, mentor, school, jayden
):
    makers.pupil(school, "Leo Price")
    plan = makers.plan(mentor, jayden, {"own_words": "I want to sit away from Leo"}, referrer="Mr Price")
    assert "away from another pupil" in as_mentor.get(f"/plans/{plan.id}").text
    assert "away from another pupil" in as_mentor.get(f"/plans/{plan.id}/edit").text
    assert "away from another pupil" in as_mentor.get(f"/plans/{plan.id}/versions").text
    assert "away from another pupil" in as_mentor.get(f"/pupils/{jayden.id}").text
    page = as_lead.get(f"/plans/{plan.id}").text
    assert "away from Leo" in page and "another pupil’s name?" in page and "Mr Price" in page
    printed = as_lead.get(f"/plans/{plan.id}/printed").text
    assert (
        "away from another pupil" in printed and "away from Leo" not in printed and "Check before you print" in printed
    )


def test_the_familys_page_says_what_goes_on_and_nothing_else(as_mentor, mentor, jayden):
    plan = makers.plan(mentor, jayden, {}, {"own_words": "Long done", "state": "met"}, referrer="Social worker")
    page = as_mentor.get(f"/plans/{plan.id}/printed").text
    for said in ("Jayden’s plan", "I want to stop shouting", "3 of 10", "8 of 10", "Kind to younger children"):
        assert said in page, said
    assert "Long done" not in page and "Social worker" not in page


def test_a_review_before_its_plan_begins_is_warned_of(as_mentor, mentor, school, jayden):
    early = clock.today(school.zone) - timedelta(days=31)
    plan = makers.plan(mentor, jayden, review_on=early)
    assert "Mentor plan: its review on" in as_mentor.get(f"/plans/{plan.id}").text
    makers.other_plan(mentor, jayden, "PEP", review_on=date(2020, 1, 1))
    assert "PEP: its review on 1 January 2020 falls before" in as_mentor.get(f"/pupils/{jayden.id}").text


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


def term(name, first, last, is_term=False):
    return TermDate(name=name, is_term=is_term, starts_on=date.fromisoformat(first), ends_on=date.fromisoformat(last))


@pytest.mark.parametrize(("day", "wanted"), [
    ("2026-09-09", "2026-10-21"),  # Wednesday: six weeks of school, the sixth before half-term
    ("2026-09-16", "2026-11-04"),  # half-term is no school week
    ("2026-09-19", "2026-11-06"),  # a Saturday counts on to a school day of that week: its last
    ("2026-09-18", "2026-11-06"),
    ("2026-11-25", "2027-01-20"),  # two weeks of Christmas
    ("2026-09-22", "2026-11-10"),  # that week's Monday is closed, its Tuesday is not
    ("2026-09-21", "2026-11-10"),  # a closed Monday: the next school day
])  # fmt: skip
def test_six_school_weeks_are_counted_by_the_schools_own_days(day, wanted):
    year = Calendar(
        (term("Autumn", "2026-09-02", "2026-12-18", True), term("Spring", "2027-01-04", "2027-03-25", True)),
        (term("Half-term", "2026-10-26", "2026-10-30"), term("Training", "2026-11-09", "2026-11-09")),
    )
    assert year.school_weeks_on(date.fromisoformat(day), plans.REVIEW_WEEKS).isoformat() == wanted


def test_the_review_day_is_proposed_so(as_lead, school, jayden):
    with clock.at(clock.day_start(date(2026, 9, 16), school.zone)):
        makers.term_date(school)
        assert 'value="2026-11-04"' in as_lead.get(f"/plans/new?pupil={jayden.id}").text


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
