"""Nothing that a tablet held is refused for its content: what cannot be saved is kept where somebody looks at it."""

import json
from datetime import timedelta

import pytest

import database
from mentoring import clock, people, signing_in
from models import Arrival, AuditEvent, Draft, Member, Participation, Record, Todo
from tests import makers
from tests.outbox import LATER, NOW, arrive, incident_form, jayden_okafor, mentors_tablet, page  # noqa: F401  fixtures
from tests.sealing import Tablet


def test_what_its_form_refuses_is_its_authors_draft_and_a_todo_that_opens_it(app, tablet, mentor, form):
    reply = arrive(tablet, form | {"ending": ""})
    assert (reply.status_code, reply.json["state"], reply.json["client_id"]) == (201, "kept", form["client_id"])
    assert Record.select().count() == 0
    arrival, todo = Arrival.get(), Todo.get()
    assert (arrival.state, arrival.opened) == ("kept", True) and "how it ended" in arrival.why
    assert "By the gate" not in arrival.envelope and json.loads(arrival.envelope)["sealed"]
    assert "ticket" not in arrival.envelope
    assert (todo.owner, todo.what) == (mentor.user, "Look at it again, it is not saved: Incident, Tue 24 Nov 10:32")
    assert f'href="{todo.path}"' in page(app, mentor, "/todos") and todo.path in page(app, mentor)
    given_back = page(app, mentor, todo.path)
    assert "By the gate" in given_back and 'value="2026-11-24"' in given_back and 'value="10:32"' in given_back
    assert "You were writing it Today 10:32" in page(app, mentor)


def test_it_is_kept_once_however_often_it_comes(tablet, form):
    with clock.at(NOW):
        envelope = tablet.envelope(form | {"ending": ""})
    with clock.at(LATER):
        replies = [tablet.send(envelope).json for _ in range(5)]
    assert all(one == replies[0] for one in replies)
    assert (Arrival.select().count(), Draft.select().count(), Todo.select().count()) == (1, 1, 1)


def test_saved_then_it_is_settled_and_stays_so(app, tablet, mentor, school, form):
    with clock.at(NOW):
        envelope = tablet.envelope(form | {"ending": ""})
    with clock.at(LATER):
        tablet.send(envelope)
        whole = form | {"ending": str(makers.option(school, "ending", "Resolved")), "when": "pick", "at": "10:32"}
        assert makers.client(app, mentor).post("/incidents", data=whole).status_code == 303
        assert tablet.send(envelope).json["state"] == "saved"
    arrival, todo = Arrival.get(), Todo.get()
    assert (arrival.state, arrival.record, Record.get().occurred_at) == ("saved", Record.get(), NOW)
    assert todo.done_at and todo.outcome == "Saved" and Draft.select().count() == 0


def test_thrown_away_it_is_closed_and_does_not_come_back(app, tablet, mentor, form):
    with clock.at(NOW):
        envelope = tablet.envelope(form | {"ending": ""})
    with clock.at(LATER):
        tablet.send(envelope)
        makers.client(app, mentor).post(f"/drafts/{form['client_id']}/removal")
        assert tablet.send(envelope).json["state"] == "saved"
    assert (Arrival.get().state, Todo.get().outcome, Draft.select().count()) == ("closed", "Thrown away", 0)


def test_its_todo_is_nobody_elses(app, tablet, mentor, form, school):
    makers.member(school, "Ben Shaw", "mentor")
    arrive(tablet, form | {"ending": ""})
    assert 'class="give"' not in page(app, mentor, "/todos")
    colleague = makers.member(school, "Cal Dunn", "mentor")
    reply = makers.client(app, mentor).post(f"/todos/{Todo.get().id}/owner", data={"owner": str(colleague.user.id)})
    assert reply.status_code == 409


def test_what_the_database_keeps_of_it_cannot_be_changed(tablet, form):
    arrive(tablet, form | {"ending": ""})
    for column in ("author_id = 2", "client_id = 'x'", "envelope = ''", "received_at = made_at", "flag = ''"):
        with pytest.raises(Exception, match="append-only"):
            database.db.execute_sql(f"UPDATE arrival SET {column}")  # noqa: S608
    with pytest.raises(Exception, match="append-only"):
        database.db.execute_sql("DELETE FROM arrival")


def test_it_keeps_both_where_its_author_went_on_elsewhere(app, tablet, mentor, form):
    with clock.at(NOW):
        envelope = tablet.envelope(form | {"ending": ""})
    with clock.at(NOW + timedelta(hours=1)):
        newer = form | {"note": "Typed since", "form_path": "/incidents/new"}
        makers.client(app, mentor).post("/drafts", data=newer)
    with clock.at(LATER):
        assert tablet.send(envelope).json["state"] == "kept"
    assert {"Typed since" in one.body for one in Draft.select()} == {True, False}
    assert "By the gate" in page(app, mentor, Todo.get().path)


def test_too_old_a_ticket_keeps_it_for_its_author(app, tablet, mentor, form):
    reply = arrive(tablet, form, after=timedelta(days=8))
    assert reply.json["state"] == "kept" and (Arrival.get().flag, Record.select().count()) == ("late", 0)
    with clock.at(NOW + timedelta(days=8)):
        assert "By the gate" in makers.client(app, mentor).get(Todo.get().path).text


def test_a_new_ticket_of_the_same_person_brings_what_waited_for_weeks(app, tablet, mentor, form):
    with clock.at(NOW):
        envelope = tablet.envelope(form)
    with clock.at(NOW + timedelta(days=40)):
        assert Tablet(app, mentor).send(envelope).json["state"] == "saved"
    assert Record.get().occurred_at == NOW


def test_a_ticket_whose_login_was_ended_keeps_it_for_its_author(app, tablet, mentor, form):
    with clock.at(NOW):
        signing_in.sign_out_elsewhere(mentor, signing_in.Login(id=0))
    assert arrive(tablet, form).json["state"] == "kept"
    assert Arrival.get().flag == "revoked" and "By the gate" in page(app, mentor, Todo.get().path)


def test_of_somebody_who_left_it_passes_to_the_dsls_who_are_told_and_not_a_word_of_it(
    app, tablet, mentor, admin, dsl, lead, form
):
    with clock.at(NOW):
        envelope = tablet.envelope(form)
    with clock.at(LATER):
        people.leave(admin, mentor.user)
        assert tablet.send(envelope).json["state"] == "kept"
    assert (Arrival.get().flag, Record.select().count(), Todo.select().count()) == ("left", 0, 0)
    today = page(app, dsl)
    assert "Amara Bello, who has left, wrote something without signal" in today and "By the gate" not in today
    number = Draft.get().client_id
    assert number in today and "By the gate" in page(app, dsl, f"/incidents/new?draft={number}")
    assert "who has left" not in page(app, lead) and "By the gate" not in page(
        app, lead, f"/incidents/new?draft={number}"
    )


def test_a_dsl_saves_what_a_leaver_wrote(app, tablet, mentor, admin, dsl, school, form):
    with clock.at(NOW):
        envelope = tablet.envelope(form)
    with clock.at(LATER):
        people.leave(admin, mentor.user)
        tablet.send(envelope)
        makers.client(app, dsl).post("/incidents", data=form)
    assert (Arrival.get().state, Arrival.get().record) == ("saved", Record.get()) and Draft.select().count() == 0


def test_a_fault_of_our_own_holds_up_none(tablet, mentor, app, form, school, pupil, planted):
    """What the database refuses, without a word of ours: it is kept, and the next one comes through."""
    planted("CREATE UNIQUE INDEX planted ON participation (pupil_id)")
    with clock.at(NOW):
        assert tablet.send(tablet.envelope(makers.incident_form(school, pupil))).json["state"] == "saved"
        assert tablet.send(tablet.envelope(form)).json["state"] == "kept"
        another = makers.incident_form(school, makers.pupil(school, "Leo Park", mentor))
        assert tablet.send(tablet.envelope(another)).json["state"] == "saved"
    assert Record.select().count() == 2 and AuditEvent.select().where(AuditEvent.action == "record.log").count() == 2
    assert "By the gate" in page(app, mentor, Todo.get().path)


def test_an_amendment_is_its_authors_to_compare(app, tablet, mentor, school, pupil, form):
    with clock.at(NOW):
        record = makers.record(mentor, pupil, note="As it was", detail={"day_part": ""})
        amended = tablet.envelope(form | {"note": "As it is", "version": "1"}, path=f"/incidents/{record.id}")
    with clock.at(LATER):
        assert tablet.send(amended).json["state"] == "kept"
    assert Record.get().note == "As it was" and Todo.get().path.startswith(f"/incidents/{record.id}/edit?draft=")
    assert "As it is" in page(app, mentor, Todo.get().path)


def test_pupils_of_another_school_are_none_of_its_authors(app, tablet, school, pupil):
    stranger = makers.pupil(makers.school("Elsewhere"), "Canary Finch")
    assert arrive(tablet, makers.incident_form(school, stranger)).json["state"] == "kept"
    assert Participation.select().count() == 0 and "Canary" not in page(app, tablet.member, Todo.get().path)


def test_what_was_begun_at_another_of_ones_schools_waits_there(app, tablet, mentor, form):
    """A tablet that mixed the tickets up: neither school is told of the other's pupils."""
    other = makers.school("Elsewhere")
    signing_in.give_role(None, other, mentor.user, "mentor")
    there = Member(mentor.user, other, frozenset({"mentor"}))
    assert arrive(tablet, form | {"form_school": str(other.id)}).json["state"] == "kept"
    assert Record.select().count() == 0 and Draft.get().school == Todo.get().school == other
    assert "By the gate" in page(app, there, Todo.get().path) and "Not saved yet" not in page(app, mentor)
    assert arrive(tablet, form | {"client_id": makers.client_id(), "form_school": "999"}).json["state"] == "kept"
    here = form | {"client_id": makers.client_id(), "form_school": str(mentor.school.id)}
    assert arrive(tablet, here).json["state"] == "saved"


def test_what_the_authors_role_does_not_record_is_kept(app, midday, school, pupil):
    with clock.at(NOW):
        tablet = Tablet(app, midday)
    assert arrive(tablet, makers.session_form(school, pupil), "session").json["state"] == "kept"
    assert "role" in Arrival.get().why and Record.select().count() == 0
    assert arrive(tablet, makers.incident_form(school, pupil)).json["state"] == "saved"


@pytest.mark.parametrize(("role", "kind", "state"), [
    ("admin", "incident", "kept"), ("admin", "concern", "saved"), ("slt", "praise", "kept"), ("head", "note", "kept"),
    ("trust", "concern", "kept"), ("lead", "incident", "saved"),
])  # fmt: skip
def test_the_mark_of_the_room_decides_for_every_role(app, school, pupil, role, kind, state):
    with clock.at(NOW):
        tablet = Tablet(app, makers.member(school, "Sam Other", role))
    makers_of = {"concern": makers.concern_form, "incident": makers.incident_form}
    form = makers_of.get(kind, lambda school, pupil: {"client_id": makers.client_id(), "pupil": [str(pupil.id)]})
    assert arrive(tablet, form(school, pupil), kind).json["state"] == state
