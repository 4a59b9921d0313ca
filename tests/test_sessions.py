"""1:1 sessions over real requests."""

import json

from mentoring import caseload
from models import KINDS, Participation, Record, RecordVersion, Session, Todo
from tests import makers


def marks(**given):
    return {"feeling_in": "2", "feeling_out": "4", "engagement": "5", "minutes": "30"} | given


def test_a_session_with_all_its_facts(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    words = {"note": "Named the moment", "own_words": "I felt hot", "next_step": "Try at football"}
    focus = [str(makers.option(school, "focus", name)) for name in ("Anger", "Feelings")]
    form = makers.session_form(school, pupil, focus=focus, form_from=str(pupil.id), **marks(), **words)
    reply = as_mentor.post("/sessions", data=form)
    assert (reply.status_code, reply.location) == (303, f"/pupils/{pupil.id}")
    detail, part = Session.get(), Participation.get()
    assert (detail.minutes, detail.own_words, detail.next_step) == (30, "I felt hot", "Try at football")
    assert (part.feeling_in, part.feeling_out, part.engagement, part.seen) == (2, 4, 5, True)
    assert Todo.select().count() == 0
    page = " ".join(as_mentor.get(f"/pupils/{pupil.id}").text.split())
    for said in ("1:1 session · Feelings, Anger", "Named the moment", "I felt hot", "(2 to 4)", "Engagement", "5/5",
                 "Next: Try at football", "30 min"):  # fmt: skip
        assert said in page, said
    shown = " ".join(as_mentor.get(f"/sessions/{Record.get().id}").text.split())
    for said in ("Planned session: feelings, anger", "Low (2 of 5)", "Good (4 of 5)", "Fully (5 of 5)", "30 minutes"):
        assert said in shown, said


def test_planned_and_came_are_ready(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    page = as_mentor.get(f"/sessions/new?pupil={pupil.id}").text
    for name, label in (("session_mode", "Planned"), ("attendance", "Came")):
        number = makers.option(school, name, label)
        assert "checked" in page.split(f'name="{name}" value="{number}"')[1].split(">")[0]


def test_who_did_not_come_was_not_seen_and_felt_nothing(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    for label in ("Absent", "Declined", "School cancelled"):
        as_mentor.post("/sessions", data=makers.session_form(school, pupil, label, **marks()))
    for part in Participation.select():
        assert (part.seen, part.feeling_in, part.engagement) == (False, None, None)
    assert {row.minutes for row in Session.select()} == {None}
    assert caseload.board(mentor)[0].seen_at is None
    as_mentor.post("/sessions", data=makers.session_form(school, pupil, "Part"))
    assert caseload.board(mentor)[0].seen_at is not None


def test_a_session_is_with_one_pupil_and_needs_attendance(as_mentor, mentor, school):
    one, two = makers.pupil(school, on=mentor), makers.pupil(school, "Leo Price", on=mentor)
    form = makers.session_form(school, one, note="keep me") | {"pupil": [str(one.id), str(two.id)]}
    reply = as_mentor.post("/sessions", data=form)
    assert reply.status_code == 422 and "with one pupil" in reply.text and "keep me" in reply.text
    form = makers.session_form(school, one) | {"attendance": ""}
    assert "Choose whether they came" in as_mentor.post("/sessions", data=form).text
    reply = as_mentor.post("/sessions", data=form | {"finish_later": "1"})
    assert reply.status_code == 303 and Todo.get().reason == "finish"


def test_a_mark_that_is_not_offered_is_refused_with_a_cure(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    for bad in ("0", "6", "-1", "x", "9" * 40, "²"):
        reply = as_mentor.post("/sessions", data=makers.session_form(school, pupil, feeling_in=bad))
        assert reply.status_code == 422 and ("marks offered" in reply.text or "Tap it again" in reply.text), bad
    assert Record.select().count() == 0


def test_amending_keeps_the_earlier_version_and_its_marks(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    as_mentor.post("/sessions", data=makers.session_form(school, pupil, next_step="First", **marks()))
    record = Record.get()
    page = as_mentor.get(f"/sessions/{record.id}/edit").text
    assert 'name="feeling_in" value="2" checked' in " ".join(page.split()) and "First" in page
    form = makers.session_form(school, pupil, next_step="Second", **marks(feeling_out="5"))
    form |= {"version": "1", "reason": "I tapped the wrong face"}
    assert as_mentor.post(f"/sessions/{record.id}", data=form).status_code == 303
    assert [json.loads(row.payload)["pupils"][0]["feeling_out"] for row in RecordVersion.select()] == [4, 5]
    shown = as_mentor.get(f"/records/{record.id}/versions/2").text
    for said in ("First", "Second", "feeling going out 4 of 5", "feeling going out 5 of 5"):
        assert said in shown


def test_sending_twice_makes_one(as_mentor, mentor, school):
    form = makers.session_form(school, makers.pupil(school, on=mentor), **marks())
    for _ in range(3):
        assert as_mentor.post("/sessions", data=form).status_code == 303
    assert Record.select().count() == 1 and KINDS[Record.get().kind].word == "1:1 session"


def test_the_last_next_step_and_the_last_three_records_are_in_sight(as_mentor, mentor, school):
    pupil, other = makers.pupil(school, on=mentor), makers.pupil(school, "Leo Price")
    for place in range(4):
        makers.record(mentor, pupil, note=f"Seen {place}", days_ago=10 - place)
    for step in ("Older step", "Try the card", ""):
        as_mentor.post("/sessions", data=makers.session_form(school, pupil, next_step=step))
    page = as_mentor.get(f"/sessions/new?pupil={pupil.id}").text
    assert "Try the card" in page and "Older step" not in page.split("<form")[0]
    part = as_mentor.post("/pupils/beside", data={"form_kind": "incident", "pupil": str(pupil.id)}).text
    assert part.count("<a ") == 3 and "Next step" not in part
    hidden = as_mentor.post("/pupils/beside", data={"form_kind": "incident", "pupil": str(other.id)}).text
    assert "Nothing that you may read yet" in hidden
    assert as_mentor.post("/pupils/beside", data={"form_kind": "none"}).status_code == 400


def test_beside_a_form_stands_only_what_its_writer_may_read(app, as_mentor, mentor, school):
    pupil, friend = makers.pupil(school), makers.pupil(school, "Leo Price", on=mentor)
    colleague = makers.member(school, "Nasreen Akhtar", "mentor")
    makers.put_on(colleague, pupil)
    makers.record(colleague, pupil, note="canary")
    makers.record(colleague, pupil, friend, note="both")
    part = as_mentor.post("/pupils/beside", data={"form_kind": "incident", "pupil": str(pupil.id)}).text
    assert "canary" not in part and "both" not in part, "a page of its own tells who is in a record"


def test_every_length_is_a_chip_with_its_word(as_mentor):
    page = " ".join(as_mentor.get("/sessions/new").text.split())
    for minutes in (10, 20, 30, 45):
        chip = page.split(f'name="minutes" value="{minutes}"')[1].split("</label>")[0]
        assert chip.endswith(f"{minutes} min ")
