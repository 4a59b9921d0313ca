"""The parts of an incident that open by what was done: the restorative talk, the physical intervention."""

from datetime import timedelta

import pytest

from mentoring import clock
from models import AdultStatement, PhysicalIntervention, Record, RestorativeTalk, Todo
from tests import makers
from tests.test_incidents import chosen


def test_the_restorative_part_is_kept_and_makes_its_check_back(as_mentor, mentor, school):
    day = clock.today("Europe/London") + timedelta(days=3)
    form = makers.incident_form(school, makers.pupil(school, on=mentor), thinking_then="I was cross",
                                put_right="Say sorry", check_back_on=str(day))  # fmt: skip
    form["response"] = [str(makers.option(school, "response", "Restorative talk"))]
    as_mentor.post("/incidents", data=form)
    talk = RestorativeTalk.get()
    assert (talk.thinking_then, talk.put_right, talk.check_back_on) == ("I was cross", "Say sorry", day)
    assert (Todo.get().reason, Todo.get().due_on) == ("check_back", day)
    assert "I was cross" in as_mentor.get(f"/incidents/{Record.get().id}").text


def force_form(school, pupil, **fields):
    form = makers.incident_form(school, pupil) | {
        "used_by": "Ms Hale", "led_up": "He climbed the fence", "de_escalation": "Calm voice", "minutes": "2",
        "necessary": "To stop a fall", "injuries": "none", "medical_help": "none", "support_after": "Quiet room",
        "pupil_account": "I was scared", "statements-0-adult": "Ms Hale", "statements-0-statement": "I held his arm",
        "family_told_on": "2026-11-02", "family_told_time": "15:10", "family_told_how": "By phone",
    } | fields  # fmt: skip
    form["response"] = [str(makers.option(school, "response", "Physical intervention"))]
    form["force_type"] = [str(makers.option(school, "force_type", "Standing hold"))]
    form["force_degree"] = str(makers.option(school, "force_degree", "Steady hold"))
    return form


def test_a_complete_physical_intervention_leaves_no_todo(as_mentor, mentor, school):
    assert as_mentor.post("/incidents", data=force_form(school, makers.pupil(school, on=mentor))).status_code == 303
    force = PhysicalIntervention.get()
    assert (force.minutes, force.necessary) == (2, "To stop a fall")
    assert f"{force.family_told_at:%Y-%m-%d %H:%M}" == "2026-11-02 15:10"
    assert AdultStatement.get().statement == "I held his arm"
    assert Todo.select().count() == 0


@pytest.mark.parametrize("missing", ["used_by", "minutes", "injuries", "pupil_account", "family_told_how",
                                     "statements-0-statement"])  # fmt: skip
def test_an_incomplete_one_stays_a_todo_until_it_is_complete(as_mentor, mentor, school, missing):
    pupil = makers.pupil(school, on=mentor)
    blank = {missing: ""} | ({"statements-0-adult": ""} if missing.startswith("statements") else {})
    as_mentor.post("/incidents", data=force_form(school, pupil, **blank))
    assert Todo.get().reason == "intervention" and Todo.get().done_at is None
    form = force_form(school, pupil, version="1", reason="completed")
    assert as_mentor.post(f"/incidents/{Record.get().id}", data=form).status_code == 303
    assert Todo.get().done_at is not None


def test_another_adults_statement_can_be_added_before_saving(as_mentor, mentor, school):
    form = force_form(school, makers.pupil(school, on=mentor), step="statement")
    page = as_mentor.post("/incidents", data=form).text
    assert "I held his arm" in page and 'name="statements-1-adult"' in page and Record.select().count() == 0
    more = {"statements-1-adult": "Mr Shaw", "statements-1-statement": "I fetched help", "step": ""}
    as_mentor.post("/incidents", data=form | more)
    assert [row.adult for row in AdultStatement.select().order_by(AdultStatement.position)] == ["Ms Hale", "Mr Shaw"]


def test_parts_that_were_closed_again_are_not_kept(as_mentor, mentor, school):
    form = force_form(school, makers.pupil(school, on=mentor))
    form["response"] = [str(makers.option(school, "response", "Calm talk"))]
    as_mentor.post("/incidents", data=form)
    assert PhysicalIntervention.select().count() == 0
    assert not {name for name, _ in chosen(Record.get())} & {"force_type", "force_degree"}


def test_amending_shows_what_is_there_and_needs_a_reason(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    as_mentor.post("/incidents", data=force_form(school, pupil, note="First words"))
    number = Record.get().id
    page = as_mentor.get(f"/incidents/{number}/edit").text
    assert "First words" in page and "He climbed the fence" in page and "I held his arm" in page
    reply = as_mentor.post(f"/incidents/{number}", data=force_form(school, pupil, version="1", reason=""))
    assert reply.status_code == 422 and "why you are changing it" in reply.text
