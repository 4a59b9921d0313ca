"""Incidents over real requests: captured first, completed later, never lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest

import database
from mentoring import clock
from models import Choice, Incident, Option, Participation, Pupil, Record, Todo
from tests import makers


def chosen(record):
    rows = Choice.select(Option.list, Option.name).join(Option).where(Choice.record == record).tuples()
    return {(name, label) for name, label in rows}


def test_who_what_and_how_it_ended_are_enough(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    reply = as_mentor.post("/incidents", data=makers.incident_form(school, pupil))
    assert (reply.status_code, reply.location) == (303, "/")
    record = Record.get()
    assert chosen(record) == {("incident_type", "Physical"), ("ending", "Resolved")}
    assert Participation.get().pupil == pupil
    assert abs(clock.now() - record.occurred_at) < timedelta(minutes=1)


def test_one_event_three_pupils_each_with_a_role(as_mentor, mentor, school):
    one, two, three = (makers.pupil(school, name, mentor) for name in ("Leo Park", "Jayden Okafor", "Ruby Brown"))
    form = makers.incident_form(school, one, two, three) | {f"role-{two.id}": "affected", f"role-{three.id}": "saw"}
    as_mentor.post("/incidents", data=form)
    assert Record.select().count() == 1
    roles = {row.pupil_id: row.role for row in Participation.select()}
    assert roles == {one.id: "involved", two.id: "affected", three.id: "saw"}


def test_any_pupil_of_the_school_but_no_other(as_mentor, mentor, school):
    assert as_mentor.post("/incidents", data=makers.incident_form(school, makers.pupil(school))).status_code == 303
    stranger = makers.pupil(makers.school("Elsewhere"))
    reply = as_mentor.post("/incidents", data=makers.incident_form(school, stranger, note="kept words"))
    assert reply.status_code == 422 and "Choose again" in reply.text and "kept words" in reply.text
    assert stranger.name not in reply.text and Record.select().count() == 1


def test_what_is_missing_is_said_and_what_was_typed_stays(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    form = makers.incident_form(school, pupil, note="He ran <b>fast</b>") | {"ending": ""}
    reply = as_mentor.post("/incidents", data=form)
    assert reply.status_code == 422 and "Choose how it ended, or tap Finish later." in reply.text
    assert "He ran &lt;b&gt;fast&lt;/b&gt;" in reply.text and form["client_id"] in reply.text
    assert Record.select().count() == 0


def test_finish_later_saves_what_there_is_and_makes_a_todo(as_mentor, school):
    form = {"client_id": str(uuid4()), "when": "now", "finish_later": "1", "note": "Later"}
    assert as_mentor.post("/incidents", data=form).status_code == 303
    assert Record.get().state == "open"
    assert (Todo.get().reason, Todo.get().due_on) == ("finish", clock.today("Europe/London"))


def test_finishing_it_closes_the_todo(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    as_mentor.post("/incidents", data=makers.incident_form(school, pupil, finish_later="1"))
    record = Record.get()
    assert "Why are you changing it" not in as_mentor.get(f"/incidents/{record.id}/edit").text
    form = makers.incident_form(school, pupil, version="1")
    assert as_mentor.post(f"/incidents/{record.id}", data=form).status_code == 303
    assert Record.get().state == "complete" and Todo.get().done_at is not None


@pytest.mark.parametrize(("fields", "reason", "days"), [
    ({"family_told": "Not yet"}, "tell_family", 0), ({"follow_up": "today"}, "follow_up", 0),
    ({"follow_up": "week"}, "follow_up", 7),
])  # fmt: skip
def test_promises_become_todos(as_mentor, mentor, school, fields, reason, days):
    if "family_told" in fields:
        fields = {"family_told": str(makers.option(school, "family_told", fields["family_told"]))}
    as_mentor.post("/incidents", data=makers.incident_form(school, makers.pupil(school, on=mentor), **fields))
    todo = Todo.get()
    assert (todo.reason, todo.due_on) == (reason, clock.today("Europe/London") + timedelta(days=days))
    assert todo.owner == mentor.user


def test_telling_the_family_closes_its_todo(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    not_yet, yes = (str(makers.option(school, "family_told", name)) for name in ("Not yet", "Yes"))
    as_mentor.post("/incidents", data=makers.incident_form(school, pupil, family_told=not_yet))
    form = makers.incident_form(school, pupil, family_told=yes, version="1", reason="told at the gate")
    as_mentor.post(f"/incidents/{Record.get().id}", data=form)
    assert Todo.get().done_at is not None


def test_a_follow_up_can_be_handed_to_a_colleague(as_mentor, mentor, school):
    ben = makers.member(school, "Ben Shaw", "mentor")
    form = makers.incident_form(school, makers.pupil(school, on=mentor), follow_up="today",
                                follow_up_owner=str(ben.user.id), follow_up_what="See him at lunch")  # fmt: skip
    as_mentor.post("/incidents", data=form)
    assert (Todo.get().owner, Todo.get().author, Todo.get().what) == (ben.user, mentor.user, "See him at lunch")


@pytest.mark.parametrize(("fields", "sentence"), [
    ({"when": "pick", "at": "", "on": ""}, "Say the time it happened"),
    ({"when": "pick", "on": "2999-01-01", "at": "10:00"}, "That is still to come"),
    ({"when": "pick", "on": "2026-03-29", "at": "01:30"}, "did not happen on 29 March: the clocks went forward"),
    ({"when": "pick", "on": "1999-01-01", "at": "10:00"}, "before 2000"),
    ({"when": "pick", "on": "31/02/2026", "at": "10:00"}, "Write the day with its month and year"),
    ({"when": "pick", "on": "2026-03-02", "at": "25:00"}, "Write the time as hours and minutes"),
    ({"follow_up": "day", "follow_up_on": "2001-01-01"}, "Choose today or a later day"),
    ({"note": "x" * 10_001}, "longer than 10,000 characters"),
    ({"ending": "999999"}, "That choice is not offered any more"),
    ({"ending": "abc"}, "Tap it again"),
    ({"incident_type": ["999999"]}, "not offered any more"),
    ({"client_id": "not-a-uuid"}, "Save again"),
])  # fmt: skip
def test_bad_input_gets_a_cure(as_mentor, mentor, school, fields, sentence):
    form = makers.incident_form(school, makers.pupil(school, on=mentor), **fields)
    reply = as_mentor.post("/incidents", data=form)
    assert reply.status_code == 422 and sentence in reply.text
    assert Record.select().count() == 0


def test_minutes_ago_and_a_picked_time(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    as_mentor.post("/incidents", data=makers.incident_form(school, pupil, when="15"))
    as_mentor.post("/incidents", data=makers.incident_form(school, pupil, when="pick", on="2026-07-01", at="10:45"))
    ago, picked = Record.select().order_by(Record.id)
    assert timedelta(minutes=14) < clock.now() - ago.occurred_at < timedelta(minutes=16)
    assert f"{picked.occurred_at:%H:%M}" == "09:45"
    assert Incident.get_by_id(picked.id).day_part == "Morning break"


def test_a_body_sent_fifty_times_at_once_is_one_record(app, mentor, school):
    form = makers.incident_form(school, makers.pupil(school, on=mentor))
    browsers = [makers.client(app, mentor) for _ in range(10)]
    together = Barrier(10)

    def send(place):
        if place < 10:
            together.wait()
        try:
            return browsers[place % 10].post("/incidents", data=form).status_code
        finally:
            database.db.close()

    with ThreadPoolExecutor(10) as pool:
        assert set(pool.map(send, range(50))) == {303}
    assert Record.select().count() == 1


def test_the_same_id_with_other_words_keeps_both_and_says_so(as_mentor, mentor, school):
    form = makers.incident_form(school, makers.pupil(school, on=mentor), note="first words")
    as_mentor.post("/incidents", data=form)
    reply = as_mentor.post("/incidents", data=form | {"note": "second words"})
    assert reply.status_code == 409
    assert "Both are kept" in reply.text and "first words" in reply.text and "second words" in reply.text
    assert Record.select().count() == 2


def test_the_place_used_last_is_ready(as_mentor, mentor, school):
    trail = makers.option(school, "place", "Trim trail")
    as_mentor.post("/incidents", data=makers.incident_form(school, makers.pupil(school, on=mentor), place=str(trail)))
    page = " ".join(as_mentor.get("/incidents/new").text.split())
    assert f'name="place" value="{trail}" checked' in page


def test_somebody_elses_place_is_not_mine(app, as_mentor, mentor, school):
    ben = makers.member(school, "Ben Shaw", "mentor")
    trail = makers.option(school, "place", "Trim trail")
    makers.client(app, ben).post(
        "/incidents", data=makers.incident_form(school, makers.pupil(school), place=str(trail))
    )
    page = " ".join(as_mentor.get("/incidents/new").text.split())
    assert f'name="place" value="{trail}" checked' not in page


def test_the_likeliest_are_suggested_and_who_left_is_not(as_mentor, mentor, school):
    recent, mate = makers.pupil(school, "Recent One"), makers.pupil(school, "Mate Two", class_name="Wren")
    chosen, gone = makers.pupil(school, "Chosen Three", class_name="Wren"), makers.pupil(school, "Gone Four", mentor)
    Pupil.update(left_on=clock.today("Europe/London") - timedelta(days=20)).where(Pupil.id == gone.id).execute()
    makers.record(mentor, recent)
    page = as_mentor.get(f"/incidents/new?pupil={chosen.id}").text
    assert recent.short_name in page and mate.short_name in page and gone.short_name not in page
    assert as_mentor.post("/incidents", data=makers.incident_form(school, gone)).status_code == 422


def test_the_form_finds_pupils_without_scripts(as_mentor, mentor, school):
    pupil, chosen_one = makers.pupil(school, "Seán O'Brien"), makers.pupil(school, "Leo Park")
    form = makers.incident_form(school, chosen_one, step="find", find="obri", note="kept")
    reply = as_mentor.post("/incidents", data=form)
    page = " ".join(reply.text.split())
    assert reply.status_code == 200 and f'name="pupil" value="{pupil.id}"' in page and "kept" in page
    assert f'name="pupil" value="{chosen_one.id}" checked' in page
    assert Record.select().count() == 0
