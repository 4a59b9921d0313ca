"""What a tablet held without signal is saved once, in its author's name, by their ticket and nothing else."""

import random
import threading
from datetime import UTC, datetime, timedelta

import pytest

import database
from mentoring import clock
from models import Arrival, AuditEvent, Draft, GroupSession, Login, Mention, Participation, Record, Throttle, Todo
from tests import makers, sealing
from tests.sealing import Tablet

NOW = datetime(2026, 11, 24, 10, 32, tzinfo=UTC)


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


def states() -> list[str]:
    return [one.state for one in Arrival.select().order_by(Arrival.id)]


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


@pytest.mark.parametrize(("when", "minutes"), [("now", 0), ("5", 5), ("15", 15)])
def test_just_now_means_the_tablets_now(tablet, form, when, minutes):
    with clock.at(NOW):
        envelope = tablet.envelope(form | {"when": when})
    with clock.at(NOW + timedelta(days=2)):
        tablet.send(envelope)
    assert Record.get().occurred_at == NOW - timedelta(minutes=minutes)
    assert not Record.get().is_late


def test_what_is_promised_is_due_from_the_day_on_which_it_was_written(tablet, form):
    with clock.at(NOW):
        envelope = tablet.envelope(form | {"follow_up": "tomorrow"})
        picked = tablet.envelope(
            form | {"client_id": makers.client_id(), "follow_up": "day", "follow_up_on": "2026-11-25"}
        )
    with clock.at(NOW + timedelta(days=6)):
        assert tablet.send(envelope).json["state"] == tablet.send(picked).json["state"] == "saved"
    assert {f"{one.due_on}" for one in Todo.select()} == {"2026-11-25"}
    assert {one.owner for one in Todo.select()} == {tablet.member.user}  # nobody was chosen to do it


@pytest.mark.parametrize("off", [
    timedelta(hours=1), timedelta(hours=-1), timedelta(days=1), timedelta(days=-1), timedelta(days=365),
    timedelta(days=-365), timedelta(days=-20_000), timedelta(minutes=11), timedelta(minutes=-11),
])  # fmt: skip
def test_a_wrong_clock_does_no_harm_and_is_noted(tablet, pupil, form, off):
    tablet.ahead = off
    with clock.at(NOW):
        envelope = tablet.envelope(form)
    with clock.at(NOW + timedelta(minutes=40)):
        assert tablet.send(envelope).json["state"] == "saved"
        page = makers.client(tablet.app, tablet.member).get(f"/pupils/{pupil.id}").text
    record, arrival = Record.get(), Arrival.get()
    assert (record.occurred_at, record.written_at) == (NOW, NOW)
    assert record.clock_off == arrival.skew == off.total_seconds()
    assert "the tablet’s clock was" in page and ("fast" if off > timedelta() else "slow") in page
    assert arrival.made_at == NOW + off


@pytest.mark.parametrize("off", [timedelta(minutes=9), timedelta(minutes=-9)])
def test_a_clock_that_is_a_little_off_is_not_worth_a_word(tablet, form, off):
    tablet.ahead = off
    with clock.at(NOW):
        envelope = tablet.envelope(form)
    with clock.at(NOW + timedelta(hours=1)):
        tablet.send(envelope)
    assert (Record.get().written_at, Record.get().clock_off, Arrival.get().skew) == (NOW, 0, off.total_seconds())


@pytest.mark.parametrize("at", [
    datetime(2026, 10, 25, 0, 40, tzinfo=UTC), datetime(2026, 10, 25, 1, 20, tzinfo=UTC),
    datetime(2026, 3, 29, 0, 50, tzinfo=UTC),
])  # fmt: skip
def test_the_clocks_go_back_or_forward_while_it_waits(tablet, form, at):
    with clock.at(at):
        envelope = tablet.envelope(form | {"when": "15"})
    with clock.at(at + timedelta(hours=1)):
        assert tablet.send(envelope, ticket=Tablet(tablet.app, tablet.member).given["ticket"]).json["state"] == "saved"
    assert Record.get().occurred_at == at - timedelta(minutes=15) and Arrival.get().skew == 0


@pytest.mark.parametrize(("before", "after", "off"), [
    (timedelta(days=400), timedelta(), 400), (timedelta(days=-400), timedelta(), -400),
    (timedelta(), timedelta(days=-3), 3),
])  # fmt: skip
def test_a_clock_that_was_set_while_it_waited_is_noted_and_the_arrival_is_all_that_is_known(
    tablet, form, before, after, off
):
    tablet.ahead = before
    with clock.at(NOW):
        envelope = tablet.envelope(form)
    tablet.ahead = after
    with clock.at(NOW + timedelta(hours=1)):
        assert tablet.send(envelope).json["state"] == "saved"
    record = Record.get()
    assert record.occurred_at == NOW + timedelta(hours=1)
    assert abs(record.clock_off - off * 86400) <= 3600


@pytest.mark.parametrize("picked", ["10:50", "11:00"])
def test_a_time_picked_by_a_clock_that_is_ahead_is_not_still_to_come(tablet, form, picked):
    tablet.ahead = timedelta(minutes=30)
    with clock.at(NOW):
        reply = tablet.send(tablet.envelope(form | {"when": "pick", "at": picked}))
    assert reply.json["state"] == "saved" and Record.get().occurred_at == NOW


def test_a_time_that_no_clock_has_shown_yet_is_to_be_looked_at(tablet, form):
    with clock.at(NOW):
        reply = tablet.send(tablet.envelope(form | {"when": "pick", "at": "11:00"}))
    assert reply.json["state"] == "kept" and "still to come" in Arrival.get().why


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


def test_a_draft_comes_back_to_its_author(tablet, form):
    with clock.at(NOW):
        envelope = tablet.envelope(form | {"note": "half a sent", "ending": ""}, what="draft")
    with clock.at(NOW + timedelta(hours=1)):
        assert tablet.send(envelope).json["state"] == "saved"
        browser = makers.client(tablet.app, tablet.member)
        assert "You were writing it Today 10:32" in browser.get("/").text
        assert "half a sent" in browser.get(f"/incidents/new?draft={form['client_id']}").text
    assert Record.select().count() == 0 and Todo.select().count() == 0


def test_of_two_drafts_the_later_one_stays_in_whatever_order_they_come(tablet, form):
    with clock.at(NOW):
        first = tablet.envelope(form | {"note": "a"}, what="draft")
    with clock.at(NOW + timedelta(minutes=1)):
        second = tablet.envelope(form | {"note": "ab"}, what="draft")
    for order in ([first, second], [second, first], [first, second, first]):
        with clock.at(NOW + timedelta(hours=1)):
            for one in order:
                assert tablet.send(one).status_code == 201
        assert '"ab"' in Draft.get().body and Draft.select().count() == 1


def test_a_draft_does_not_come_back_once_it_was_saved_or_go_over_what_was_typed_since(tablet, as_mentor, form):
    with clock.at(NOW):
        old = tablet.envelope(form | {"note": "old"}, what="draft")
    with clock.at(NOW + timedelta(hours=1)):
        browser = makers.client(tablet.app, tablet.member)
        browser.post("/drafts", data=form | {"note": "newer", "form_path": "/incidents/new"})
        tablet.send(old)
        assert "newer" in Draft.get().body
        browser.post("/incidents", data=form)
        tablet.send(tablet.envelope(form | {"note": "older"}, what="draft"))
    assert Draft.select().count() == 0


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
