"""A record about the wrong pupil: moved with its to-dos, noted on both timelines, read by the right people only."""

import json

import pytest

from mentoring import clock, moving, recording, restricting, versions
from mentoring.entry import Promise
from models import AuditEvent, Mention, Move, Participation, Record, RecordVersion, Todo
from tests import makers


@pytest.fixture
def other_mentor(school):
    return makers.member(school, "Ben Shaw", "mentor")


@pytest.fixture
def moved(mentor, other_mentor, lead, school):
    """A note of the lead's about Jayden that was about Maisie: their mentors are two."""
    jayden = makers.pupil(school, on=mentor)
    maisie = makers.pupil(school, "Maisie Turner", other_mentor)
    promise = Promise("follow_up", "Ring home: Jayden O", clock.today(school.zone))
    note = "Jayden cried at the gate. Okafor, that is."
    record = makers.record(lead, jayden, kind="note", note=note, promises=(promise,))
    return record, jayden, maisie


def form(wrong, right, **more):
    return {"version": "1", "wrong": str(wrong.id), "pupil": str(right.id), "reason": "two of one name"} | more


def test_a_moved_record_stands_with_the_right_pupil_only(as_lead, app, mentor, other_mentor, moved):
    record, jayden, maisie = moved
    as_jaydens, as_maisies = makers.client(app, mentor), makers.client(app, other_mentor)
    assert "cried at the gate" in as_jaydens.get(f"/pupils/{jayden.id}").text
    assert as_jaydens.get(f"/notes/{record.id}").status_code == 200
    assert as_lead.post(f"/records/{record.id}/move", data=form(jayden, maisie)).location == f"/pupils/{maisie.id}"
    page = as_jaydens.get(f"/pupils/{jayden.id}").text
    assert "A record was moved from here: it was about another pupil." in page and "by Sunita Rao" in page
    assert "cried" not in page and "Maisie" not in page and "Turner" not in page
    for path in (f"/notes/{record.id}", f"/records/{record.id}/versions", f"/records/{record.id}/versions/1"):
        assert as_jaydens.get(path).status_code == 404
    assert 'id="record-' not in as_jaydens.post("/searches", data={"words": "cried"}).text
    page = as_maisies.get(f"/pupils/{maisie.id}").text
    assert "another pupil cried at the gate" in page and "moved here from another pupil" in page
    assert "Jayden" not in page and "Okafor" not in page
    assert "Moved here from another pupil" in as_maisies.get(f"/notes/{record.id}").text
    assert 'id="record-' in as_maisies.post("/searches", data={"words": "cried"}).text


def test_versions_of_before_the_move_are_not_for_the_second_mentor_and_hold_no_first_name(
    as_lead, app, mentor, other_mentor, moved
):
    record, jayden, maisie = moved
    as_lead.post(f"/records/{record.id}/move", data=form(jayden, maisie))
    as_maisies = makers.client(app, other_mentor)
    assert as_maisies.get(f"/records/{record.id}/versions/1").status_code == 404
    for path in (f"/records/{record.id}/versions/2", f"/records/{record.id}/versions"):
        page = as_maisies.get(path).text
        assert "two of one name" in page and "Jayden" not in page and "Okafor" not in page
    assert "Jayden" in as_lead.get(f"/records/{record.id}/versions/1").text


def test_everything_of_it_follows(lead, moved):
    record, jayden, maisie = moved
    moving.move(lead, record, jayden, maisie, 1, "two of one name")
    assert [row.pupil_id for row in Participation.select()] == [maisie.id]
    todo = Todo.get()
    assert (todo.pupil_id, todo.what) == (maisie.id, "Ring home: Maisie T")
    assert {(row.pupil_id, row.text) for row in Mention.select()} == {(jayden.id, "Jayden"), (jayden.id, "Okafor")}
    version = RecordVersion.get(RecordVersion.number == 2)
    whole = json.loads(version.payload)
    assert [part["pupil"] for part in whole["pupils"]] == [maisie.id] and version.reason == "two of one name"
    event = AuditEvent.get(AuditEvent.action == "record.move")
    assert (event.subject_id, event.version, bool(event.digest)) == (record.id, 2, True)
    assert Record.get().version == 2 and "jayden" not in Record.get().words
    # Saving the form as it stands afterwards changes nothing: the payload is what amending would write.
    assert set(whole) >= {"kind", "note", "pupils", "choices", "detail", "parts", "mentions"}


def test_moving_twice_is_once_and_of_an_older_version_is_refused(lead, moved):
    record, jayden, maisie = moved
    moving.move(lead, record, jayden, maisie, 1, "a")
    moving.move(lead, record, jayden, maisie, 1, "a")
    assert Move.select().count() == 1
    with pytest.raises(recording.Changed):
        moving.move(lead, record, maisie, jayden, 1, "b")
    moving.move(lead, record, maisie, jayden, 2, "it was right")
    assert Move.select().count() == 2 and Mention.select().where(Mention.pupil == jayden).count() == 0


def test_a_contact_loses_the_wrong_pupil_s_family(mentor, school):
    jayden, maisie = makers.pupil(school, on=mentor), makers.pupil(school, "Maisie Turner", mentor)
    person = makers.family(jayden)
    record = makers.record(mentor, jayden, kind="parent_contact", detail={"family_contact": person})
    moving.move(mentor, record, jayden, maisie, 1, "a")
    rows = {row.label: row.text for row in versions.compare(mentor, record, versions.of(mentor, record), 2)}
    assert rows["With"] == "" and "Chioma" not in str(rows)


def test_of_several_pupils_one_is_exchanged(mentor, school):
    jayden, maisie = makers.pupil(school, on=mentor), makers.pupil(school, "Maisie Turner", mentor)
    leo = makers.pupil(school, "Leo Park", mentor)
    record = makers.record(mentor, jayden, maisie)
    with pytest.raises(moving.MoveError, match="Maisie T is in this record already"):
        moving.move(mentor, record, jayden, maisie, 1, "a")
    moving.move(mentor, record, jayden, leo, 1, "a")
    assert {row.pupil_id for row in Participation.select()} == {leo.id, maisie.id}


@pytest.mark.parametrize(("change", "sentence"), [
    ({"pupil": ""}, "Choose the one pupil"), ({"reason": ""}, "Say in a few words how you know"),
    ({"wrong": "99"}, "not offered any more"), ({"pupil": "99"}, "not a pupil you can record this for"),
])  # fmt: skip
def test_what_is_missing_is_asked_for(as_lead, moved, change, sentence):
    record, jayden, maisie = moved
    reply = as_lead.post(f"/records/{record.id}/move", data=form(jayden, maisie) | change)
    assert reply.status_code == 422 and sentence in reply.text and Move.select().count() == 0


def test_who_did_not_write_it_cannot_move_it(app, mentor, moved, dsl):
    record, jayden, maisie = moved
    browser = makers.client(app, mentor)
    assert browser.get(f"/records/{record.id}/move/new").status_code == 404
    assert browser.post(f"/records/{record.id}/move", data=form(jayden, maisie)).status_code == 404
    as_dsl = makers.client(app, dsl)
    page = as_dsl.get(f"/records/{record.id}/move/new").text
    assert "About the wrong pupil?" in page and "Jayden Okafor" in page
    assert as_dsl.post(f"/records/{record.id}/move", data=form(jayden, maisie)).status_code == 303
    assert as_dsl.post(f"/records/{record.id}/move", data=form(maisie, jayden)).status_code == 409


def test_who_is_of_the_same_name_or_class_is_suggested_first(as_lead, moved, school):
    record, jayden, maisie = moved
    twin = makers.pupil(school, "Jayden Price", class_name="Wren")
    makers.pupil(school, "Zoe Far", class_name="Wren")
    page = as_lead.get(f"/records/{record.id}/move/new").text
    assert page.index(f'id="pupil-{twin.id}"') < page.index(f'id="pupil-{maisie.id}"')
    assert "Zoe" not in page and f'id="pupil-{jayden.id}"' not in page


def test_no_pupil_of_another_school_is_moved_to(as_lead, moved):
    record, jayden, _ = moved
    stranger = makers.pupil(makers.school("Elsewhere"), "Canary Finch")
    assert as_lead.post(f"/records/{record.id}/move", data=form(jayden, stranger)).status_code == 422
    assert Move.select().count() == 0


def test_a_move_is_told_to_nobody_who_may_not_know_of_the_record(app, as_lead, as_dsl, dsl, mentor, moved):
    record, jayden, maisie = moved
    as_lead.post(f"/records/{record.id}/move", data=form(jayden, maisie))
    restricting.restrict(dsl, record, set())
    assert "A record was moved from here" not in makers.client(app, mentor).get(f"/pupils/{jayden.id}").text
    assert "A record was moved from here" in as_dsl.get(f"/pupils/{jayden.id}").text
