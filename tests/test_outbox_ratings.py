"""Ratings given without signal: they arrive with their session, whatever became of the target meanwhile."""

from datetime import timedelta

import pytest

from mentoring import clock
from models import Arrival, Caseload, Plan, Rating, Record, Target, Todo
from tests import makers
from tests.outbox import NOW, arrive, page
from tests.sealing import Tablet


@pytest.fixture
def target(mentor, jayden):
    makers.plan(mentor, jayden)
    return Target.get()


@pytest.fixture
def tablet(app, mentor, target):
    with clock.at(NOW):
        return Tablet(app, mentor)


def rated(school, pupil, *targets, **more) -> dict:
    marks = {f"rating-{one}": "6" for one in targets}
    return makers.session_form(school, pupil, note="By the pond", **more) | marks


def test_a_rating_is_the_sessions(tablet, school, jayden, target):
    assert arrive(tablet, rated(school, jayden, target.id), "session").json["state"] == "saved"
    one = Rating.get()
    assert (one.target, one.value, one.record.note) == (target, 6, "By the pond")
    assert not Todo.select().where(Todo.reason == "arrival").exists()


@pytest.mark.parametrize("end", [
    lambda: Target.update(state="met").execute(), lambda: Target.update(state="stopped").execute(),
    lambda: Plan.update(ended_on=NOW.date()).execute(),
], ids=["met", "stopped", "plan ended"])  # fmt: skip
def test_of_a_target_that_ended_meanwhile_it_is_kept_and_its_author_is_told(
    app, mentor, tablet, school, jayden, target, end
):
    form = rated(school, jayden, target.id)
    end()
    assert arrive(tablet, form, "session").json["state"] == "saved"
    assert (Rating.get().target, Rating.get().value) == (target, 6)
    todo = Todo.get(Todo.reason == "arrival")
    assert (todo.owner, todo.path) == (mentor.user, f"/sessions/{Record.get().id}")
    assert "had ended" in todo.what and "6 of 10" in page(app, mentor, todo.path)
    envelope = tablet.envelope(form, "session")
    assert tablet.send(envelope).json["state"] and Rating.select().count() == 1
    assert Todo.select().where(Todo.reason == "arrival").count() == 1


def test_what_cannot_be_rated_any_more_is_kept_and_said_never_dropped(app, mentor, tablet, school, jayden, target):
    """The pupil is on another's caseload by then: a mark is not theirs to give, and not ours to throw away."""
    form = rated(school, jayden, target.id)
    Caseload.update(ends_on=Caseload.starts_on).execute()
    assert arrive(tablet, form, "session").json["state"] == "kept"
    assert Record.select().count() == 0 and "cannot be rated now" in Arrival.get().why
    given_back = page(app, mentor, Todo.get(Todo.reason == "arrival").path)
    assert "6 of 10</b> was given without signal" in given_back and "By the pond" in given_back
    assert "shouting" not in given_back
    with clock.at(NOW + timedelta(hours=4)):
        sent = makers.session_form(school, jayden, note="By the pond; 6 of 10", client_id=form["client_id"])
        assert makers.client(app, mentor).post("/sessions", data=sent).status_code == 303
    assert Arrival.get().state == "saved" and Rating.select().count() == 0


def test_nobody_rates_another_pupils_target_by_way_of_a_tablet(tablet, mentor, school, jayden, target):
    leo = makers.pupil(school, "Leo Price", on=mentor)
    assert arrive(tablet, rated(school, leo, target.id), "session").json["state"] == "kept"
    assert Rating.select().count() == 0


def test_who_was_not_there_has_no_rating(tablet, school, jayden, target):
    assert arrive(tablet, rated(school, jayden, target.id, attendance="Absent"), "session").json["state"] == "saved"
    assert Rating.select().count() == 0


def test_a_form_that_was_open_when_the_target_ended_keeps_its_mark_too(as_mentor, school, jayden, target):
    Target.update(state="met").execute()
    assert as_mentor.post("/sessions", data=rated(school, jayden, target.id)).status_code == 303
    assert Rating.get().value == 6
