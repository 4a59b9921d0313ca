"""What a tablet held without signal is saved once, in its author's name, by their ticket and nothing else."""

import random
import threading
from datetime import timedelta

import pytest

import database
from mentoring import clock
from models import Arrival, AuditEvent, Draft, GroupSession, Login, Mention, Participation, Record, Throttle, Todo
from tests import makers, sealing
from tests.outbox import NOW, incident_form, jayden_okafor, mentors_tablet  # noqa: F401  fixtures
from tests.sealing import Tablet


def test_it_is_saved_as_its_authors_with_nobody_signed_in(tablet, mentor, form):
    with clock.at(NOW):
        envelope = tablet.envelope(form)
    with clock.at(NOW + timedelta(hours=3, minutes=33)):
        reply = tablet.send(envelope)
    assert (reply.status_code, reply.content_type) == (201, "application/json")
    assert reply.json == {"client_id": form["client_id"], "state": "saved", "safe_until": None,
                          "received_at": "2026-11-24T14:05:00.000+00:00"}  # fmt: skip
    record = Record.get()
    assert (record.author, record.note, record.client_id) == (mentor.user, "By the gate", form["client_id"])
    assert record.occurred_at == NOW and record.recorded_at == NOW + timedelta(hours=3, minutes=33)
    assert record.written_at == NOW and record.clock_off == 0
    arrival = Arrival.get()
    assert (arrival.record, arrival.state, arrival.envelope) == (record, "saved", "")
    event = AuditEvent.get(AuditEvent.action == "record.log")
    assert (event.user, event.login) == (mentor.user, Login.get().id)


def test_its_page_and_its_line_say_so(tablet, pupil, form):
    with clock.at(NOW):
        envelope = tablet.envelope(form)
    with clock.at(NOW + timedelta(hours=3, minutes=33)):
        tablet.send(envelope)
        browser = makers.client(tablet.app, tablet.member)
        said = "written on a tablet without signal Today 10:32, arrived Today 14:05"
        assert said in browser.get(f"/incidents/{Record.get().id}").text
        assert said in browser.get(f"/pupils/{pupil.id}").text
        assert "clock was" not in browser.get(f"/pupils/{pupil.id}").text


def test_what_arrives_at_once_says_nothing_of_it(tablet, pupil, form):
    with clock.at(NOW):
        tablet.send(tablet.envelope(form))
        page = makers.client(tablet.app, tablet.member).get(f"/incidents/{Record.get().id}").text
    assert "without signal" not in page


def test_replays_in_any_order_are_one_record_each(tablet, school, pupil):
    forms = [makers.incident_form(school, pupil, note=f"Number {number}") for number in range(6)]
    with clock.at(NOW):
        envelopes = [tablet.envelope(form) for form in forms]
    shuffled = envelopes * 4
    random.Random(5).shuffle(shuffled)
    replies = {}
    with clock.at(NOW + timedelta(hours=1)):
        for envelope in shuffled:
            reply = tablet.send(envelope)
            assert replies.setdefault(envelope["client_id"], reply.json) == reply.json
    assert {one.note for one in Record.select()} == {f"Number {number}" for number in range(6)}
    assert Record.select().count() == Arrival.select().count() == 6


def test_fifty_at_once_are_one_row(app, tablet, form):
    with clock.at(NOW):
        envelope = tablet.envelope(form)
    answers = []

    def send():
        try:
            with clock.at(NOW + timedelta(minutes=5)):
                answers.append(tablet.send(envelope, browser=makers.client(app)).json)
        finally:
            database.db.close()

    threads = [threading.Thread(target=send) for _ in range(50)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(answers) == 50 and all(one == answers[0] and one["state"] == "saved" for one in answers)
    assert Record.select().count() == Participation.select().count() == Arrival.select().count() == 1


def test_what_was_saved_online_and_comes_again_is_that_record(tablet, as_mentor, form):
    """The reply was lost: the sealed copy comes all the same."""
    with clock.at(NOW):
        assert as_mentor.post("/incidents", data=form).status_code == 303
        assert tablet.send(tablet.envelope(form)).json["state"] == "saved"
    assert Record.select().count() == 1 and Record.get().written_at is None


def test_a_changed_replay_is_kept_beside_the_first(tablet, form):
    with clock.at(NOW):
        tablet.send(tablet.envelope(form))
        for _ in range(2):
            assert tablet.send(tablet.envelope(form | {"note": "By the shed"})).json["state"] == "saved"
    first, second = Record.select().order_by(Record.id)
    assert (second.note, second.conflicts_with) == ("By the shed", first) and first.note == "By the gate"


def test_a_form_that_passes_no_more_is_the_record_that_it_was(tablet, school, form):
    """Saved, the answer lost, and the chip retired before it comes again: it is that record, not something to fix."""
    with clock.at(NOW):
        makers.client(tablet.app, tablet.member).post("/incidents", data=form)
        database.db.execute_sql(
            "UPDATE option SET retired_at = created_at FROM school WHERE option.school_id = school.id"
        )
        assert tablet.send(tablet.envelope(form)).json["state"] == "saved"
    assert Record.select().count() == 1 and Draft.select().count() == 0


def test_every_kind_of_record_arrives(tablet, app, school, mentor, pupil):
    person = makers.family(pupil)
    programme = makers.programme(mentor, pupil)
    praise = {"client_id": makers.client_id(), "pupil": [str(pupil.id)], "when": "now", "tell_home": "now",
              "praise_reason": str(makers.option(school, "praise_reason", "Kindness"))}  # fmt: skip
    note = {"client_id": makers.client_id(), "pupil": [str(pupil.id)], "when": "now", "note": "Jayden was there."}
    forms = {
        "incident": makers.incident_form(school, pupil), "parent_contact": makers.contact_form(school, pupil, person),
        "session": makers.session_form(school, pupil), "group_session": makers.group_form(programme, pupil),
        "concern": makers.concern_form(school, pupil), "praise": praise, "note": note,
    }  # fmt: skip
    with clock.at(NOW):
        sent = [tablet.envelope(form, kind) for kind, form in forms.items()]
    with clock.at(NOW + timedelta(hours=2)):
        assert {tablet.send(one).json["state"] for one in sent} == {"saved"}
    assert {one.kind for one in Record.select()} == set(forms)
    assert {one.occurred_at for one in Record.select()} == {NOW}
    assert GroupSession.get().number == 1
    # Nobody was there to be sent on to the good-news call.
    assert Todo.select().where(Todo.what.startswith("Good news home")).count() == 1


def test_names_in_its_texts_are_found_as_online(tablet, school, pupil, form):
    other = makers.pupil(school, "Priya Shah")
    with clock.at(NOW):
        tablet.send(tablet.envelope(form | {"note": "Priya saw it."}))
    assert [(one.pupil, one.text) for one in Mention.select()] == [(other, "Priya")]


def test_five_hundred_records_are_within_what_one_author_may_send(tablet):
    from views.outbox import ENOUGH

    assert ENOUGH[0] >= 500


def test_who_sends_far_too_much_is_asked_to_wait(tablet, form):
    with clock.at(NOW):
        envelope = tablet.envelope(form)
        tablet.send(envelope)
        Throttle.update(tokens=0, updated_at=NOW).where(Throttle.key.startswith("outbox:")).execute()
        reply = tablet.send(envelope)
    assert reply.status_code == 429 and int(reply.headers["Retry-After"]) > 0
    with clock.at(NOW + timedelta(seconds=5)):
        assert tablet.send(envelope).status_code == 201


def test_what_is_missing_is_told(tablet, form, school, pupil):
    unknown = makers.client_id()
    with clock.at(NOW):
        tablet.send(tablet.envelope(form))
        kept = makers.incident_form(school, pupil, ending="")
        tablet.send(tablet.envelope(kept))
        drafted = makers.incident_form(school, pupil)
        tablet.send(tablet.envelope(drafted, what="draft"))
        reply = tablet.missing(form["client_id"], unknown, kept["client_id"], drafted["client_id"])
    assert reply.json == {"missing": [unknown, drafted["client_id"]], "safe_until": None}


@pytest.mark.parametrize("asked", [None, "x", [1], ["x"], {}, ["6c104e65-50ae-43d2-9e00-a3f15d4649af"] * 5001])
def test_what_is_no_list_of_client_ids_is_refused_in_words(tablet, asked):
    reply = tablet.elsewhere.post("/outbox/missing", json={"ticket": tablet.given["ticket"], "client_ids": asked})
    assert reply.status_code == 422 and "client_ids" in reply.json["error"]


def test_somebody_elses_ids_are_missing_to_me(app, tablet, school, pupil, form):
    other = makers.member(school, "Ben Shaw", "mentor")
    with clock.at(NOW):
        tablet.send(tablet.envelope(form))
        assert Tablet(app, other).missing(form["client_id"]).json["missing"] == [form["client_id"]]


def test_sealed_as_written_in_the_decision():
    """The additional data, byte for byte, as JSON.stringify writes it."""
    said = {"format": 1, "client_id": "0b8f", "what": "record", "kind": "incident", "path": "/incidents", "author": 7,
            "made_at": "2026-11-24T10:32:00.000+00:00", "sequence": 12}  # fmt: skip
    assert sealing.beside_of(said) == (
        b'[1,"0b8f","record","incident","/incidents",7,"2026-11-24T10:32:00.000+00:00",12]'
    )
