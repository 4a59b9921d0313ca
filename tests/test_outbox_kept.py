"""Nothing that a tablet held is refused for its content: what cannot be saved is kept where somebody looks at it."""

import json
from datetime import UTC, datetime, timedelta

import pytest

import database
from mentoring import clock, people, signing_in
from models import Arrival, AuditEvent, Draft, Member, Notice, Participation, Record, Todo, Unsent
from tests import makers
from tests.sealing import Tablet, base64_of, beside_of, pairs_of, seal

NOW = datetime(2026, 11, 24, 10, 32, tzinfo=UTC)
LATER = NOW + timedelta(hours=3, minutes=33)


@pytest.fixture
def pupil(school, mentor):
    return makers.pupil(school, "Jayden Okafor", mentor)


@pytest.fixture
def tablet(app, mentor):
    with clock.at(NOW):
        return Tablet(app, mentor)


@pytest.fixture
def form(school, pupil):
    return makers.incident_form(school, pupil, note="By the gate")


def arrive(tablet, form, kind="incident", after=LATER - NOW, **other):
    """A form written at NOW that comes later; the answer."""
    with clock.at(NOW):
        envelope = tablet.envelope(form, kind, **other)
    with clock.at(NOW + after):
        return tablet.send(envelope)


def page(app, member, path="/") -> str:
    with clock.at(LATER):
        return makers.client(app, member).get(path).text


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


@pytest.mark.parametrize("fault", ["late", "revoked", "left", "refused"])
def test_a_concern_that_is_not_raised_is_told_of_at_once_and_not_a_word_of_it(
    app, tablet, mentor, admin, dsl, school, pupil, fault
):
    form = makers.concern_form(school, pupil, exact_words="zanzibar")
    form |= {"danger": ""} if fault == "refused" else {}
    with clock.at(NOW):
        envelope = tablet.envelope(form, "concern")
    if fault == "revoked":
        signing_in.sign_out_elsewhere(mentor, signing_in.Login(id=0))
    if fault == "left":
        people.leave(admin, mentor.user)
    at = NOW + timedelta(days=8) if fault == "late" else NOW + timedelta(minutes=5)
    with clock.at(at):
        assert tablet.send(envelope).json["state"] == "kept"
        today = makers.client(app, dsl).get("/").text
    assert "A concern was begun by Amara Bello" in today and "has not been sent" in today
    assert "zanzibar" not in today and "Jayden" not in today and Record.select().count() == 0
    assert Unsent.select().count() == 1


def test_one_that_was_begun_without_signal_and_not_sent_warns_the_dsl_once_it_can(app, tablet, dsl, school, pupil):
    form = makers.concern_form(school, pupil, exact_words="zanzibar", form_begun=NOW.isoformat())
    with clock.at(NOW + timedelta(minutes=2)):
        envelope = tablet.envelope(form, "concern", what="draft")
    with clock.at(NOW + timedelta(minutes=25)):
        assert "was begun" not in makers.client(app, dsl).get("/").text
    with clock.at(NOW + timedelta(minutes=45)):
        assert tablet.send(envelope).json["state"] == "saved"
    with clock.at(NOW + timedelta(minutes=46, seconds=1)):
        today = makers.client(app, dsl).get("/").text
    assert "A concern was begun by Amara Bello at Today 10:32" in today and "has not been sent" in today
    assert "without signal" in today and "zanzibar" not in today and "Jayden" not in today
    assert Unsent.select().count() == 1 and Record.select().count() == 0


def test_a_leavers_concern_about_an_adult_passes_to_no_dsl(app, tablet, mentor, admin, dsl, head, school, pupil):
    form = makers.concern_form(school, pupil, adult="y", adult_who="other", adult_name="Grace Adeyemi")
    with clock.at(NOW):
        envelope = tablet.envelope(form, "concern")
    people.leave(admin, mentor.user)
    with clock.at(LATER):
        assert tablet.send(envelope).json["state"] == "kept"
    assert "Amara Bello" not in page(app, dsl) and "A concern was begun by Amara Bello" in page(app, head)
    assert (Unsent.get().tier, Unsent.get().about) == ("adult", dsl.user.id) and Notice.select().count() == 0


def spoiled(tablet, form, how, kind="incident"):
    """An envelope that cannot be opened."""
    envelope = tablet.envelope(form, kind)
    if how == "key":
        return envelope | {"key": "0" * 16}
    if how == "cut":
        return envelope | {"sealed": envelope["sealed"][:40]}
    if how == "no base64":
        return envelope | {"sealed": "*" + envelope["sealed"]}
    if how == "another's key":
        return envelope | {"wrapped": base64_of(b"x" * 384)}
    plain = {"no JSON": b"words", "no pairs": b"{}", "odd pairs": b'{"pairs": [["a"]]}', "deep": b"[" * 90_000,
             "numbers": b'{"pairs": [["a", 1]]}'}[how]  # fmt: skip
    said = {name: envelope[name] for name in envelope if name not in ("key", "wrapped", "iv", "sealed")}
    return envelope | seal(tablet.given["key"]["jwk"], plain, beside_of(said))


@pytest.mark.parametrize("how", [
    "key", "cut", "no base64", "another's key", "no JSON", "no pairs", "odd pairs", "deep", "numbers",
])  # fmt: skip
def test_what_cannot_be_opened_is_kept_as_it_came_and_told(app, tablet, mentor, admin, form, how):
    with clock.at(NOW):
        envelope = spoiled(tablet, form, how)
    with clock.at(LATER):
        reply = tablet.send(envelope)
    assert (reply.status_code, reply.json["state"]) == (201, "kept")
    arrival = Arrival.get()
    kept = json.loads(arrival.envelope)
    assert {name: kept[name] for name in envelope} == envelope and "ticket" not in kept
    assert (arrival.opened, Record.select().count(), Draft.select().count()) == (False, 0, 0) and arrival.why
    today = page(app, admin)
    assert "arrived and cannot be opened" in today and "Amara" not in today.split("cannot be opened")[1][:600]
    assert "Write it again if you can, it could not be opened: Incident, Tue 24 Nov 10:32" in page(app, mentor)


def test_five_that_cannot_be_opened_are_one_notice(tablet, admin, school, pupil):
    for _ in range(5):
        with clock.at(NOW):
            tablet.send(spoiled(tablet, makers.incident_form(school, pupil), "key"))
    assert Arrival.select().count() == 5 and Notice.select().count() == 1


def test_a_concern_that_cannot_be_opened_is_told_of_at_once(app, tablet, dsl, school, pupil):
    with clock.at(NOW):
        tablet.send(spoiled(tablet, makers.concern_form(school, pupil), "key", "concern"))
    assert "A concern was begun by Amara Bello" in page(app, dsl)


@pytest.mark.parametrize(("member", "value"), [
    ("client_id", "6c104e65-50ae-43d2-9e00-a3f15d4649af"), ("what", "draft"), ("kind", "note"), ("path", "/notes"),
    ("made_at", None), ("sequence", 99),
])  # fmt: skip
def test_a_relabelled_envelope_is_not_believed(tablet, form, member, value):
    with clock.at(NOW):
        envelope = tablet.envelope(form)
        value = value or (tablet.now() - timedelta(days=3)).isoformat()
        assert tablet.send(envelope | {member: value}).json["state"] == "kept"
        assert not Arrival.get().opened and Record.select().count() == Draft.select().count() == 0
        # The true one comes through all the same.
        assert tablet.send(envelope).json["state"] == "saved"


def test_one_bad_of_fifty_holds_up_none(tablet, school, pupil):
    with clock.at(NOW):
        sent = [tablet.envelope(makers.incident_form(school, pupil)) for _ in range(49)]
        sent.insert(20, spoiled(tablet, makers.incident_form(school, pupil), "cut"))
        assert [tablet.send(one).json["state"] for one in sent].count("saved") == 49
    assert Record.select().count() == 49 and Arrival.select().where(~Arrival.opened).count() == 1


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


@pytest.mark.parametrize("facts", [
    {"format": 2}, {"format": 0}, {"kind": "referral"}, {"path": "/people"}, {"path": "/incidents/new"},
    {"path": "/drafts"}, {"path": "//evil.example/incidents"}, {"path": "/notes"}, {"path": "/incidents/1/additions"},
])  # fmt: skip
def test_what_this_version_does_not_know_is_kept_as_it_came(tablet, form, facts):
    assert arrive(tablet, form, **facts).json["state"] == "kept"
    assert (Arrival.get().opened, Record.select().count(), Draft.select().count()) == (False, 0, 0)


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


MALFORMED = {
    "no object": [], "a text": "x", "nothing": None, "empty": {},
}  # fmt: skip


@pytest.mark.parametrize("sent", MALFORMED.values(), ids=MALFORMED)
def test_what_is_no_envelope_is_refused_in_words(tablet, sent):
    reply = tablet.elsewhere.post("/outbox", json=sent)
    assert reply.status_code == 422 and reply.json["error"]


@pytest.mark.parametrize(("member", "value"), [
    ("format", "1"), ("format", True), ("format", None), ("client_id", "x"), ("client_id", 1), ("what", "other"),
    ("kind", ""), ("kind", "x" * 31), ("path", "/\n"), ("author", "1"), ("author", -1), ("author", 2**60),
    ("made_at", "yesterday"), ("made_at", "2026-11-24T10:32:00"), ("made_at", "0001-01-01T00:00:00+14:00"),
    ("sent_at", ""), ("sequence", 1.5), ("key", "x" * 65), ("wrapped", None), ("iv", 5), ("sealed", ["x"]),
    ("sealed", "\u00e9"),
])  # fmt: skip
def test_an_envelope_with_a_strange_member_is_refused_in_words(tablet, form, member, value):
    with clock.at(NOW):
        envelope = tablet.envelope(form)
        reply = tablet.send(envelope | {member: value}, **({"sent_at": value} if member == "sent_at" else {}))
    assert reply.status_code == 422 and reply.json["error"].endswith(".")
    assert Arrival.select().count() == 0


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 200_000, b"\xff\xfe", b'{"format": 1' + b"0" * 5000 + b"}"])
def test_what_is_no_json_is_refused_in_words(tablet, body):
    reply = tablet.elsewhere.post("/outbox", data=body, content_type="application/json")
    assert reply.status_code == 422 and reply.json["error"]


def test_what_is_far_too_large_is_refused_before_it_is_read(tablet, form):
    with clock.at(NOW):
        envelope = tablet.envelope(form)
        assert tablet.send(envelope | {"sealed": "A" * 3_000_000}).status_code == 413


def test_a_long_record_fits(tablet, form):
    with clock.at(NOW):
        long = form | {"note": "é" * 9_999, **{f"names-{number}": "0" for number in range(800)}}
        assert tablet.send(tablet.envelope(long)).json["state"] == "saved"
        too_long = form | {"client_id": makers.client_id(), "note": "x" * 300_000}
        assert tablet.send(tablet.envelope(too_long)).json["state"] == "kept"
    assert "x" * 300_000 in Draft.get().body


def test_half_a_letter_and_nul_are_no_fault(tablet, form):
    with clock.at(NOW):
        pairs = [*pairs_of(form | {"note": ""}), ["note", "a\ud800b\0c"], ["line-1\udc00", "x"]]
        envelope = tablet.envelope(form)
        said = {name: envelope[name] for name in envelope if name not in ("key", "wrapped", "iv", "sealed")}
        plain = json.dumps({"pairs": [pair for pair in pairs if pair != ["note", ""]]}).encode()
        sealed = envelope | seal(tablet.given["key"]["jwk"], plain, beside_of(said))
        assert tablet.send(sealed).json["state"] == "saved"
    assert Record.get().note == "abc"
