"""The page of what arrived and has to be looked at, and the command that tries again what could not be opened."""

from datetime import timedelta

import pytest

from app import create_app
from cli_outbox import try_arrivals
from mentoring import clock, people
from models import Arrival, Draft, Record, Todo, Unsent
from tests import makers
from tests.outbox import (
    LATER,
    NOW,
    jayden_okafor,  # noqa: F401  fixtures
)
from tests.sealing import Tablet


@pytest.fixture
def elsewhere(url, app, tmp_path, mentor):
    """A tablet that seals to a key which this server does not have (yet), and the file of that key."""
    other = create_app(
        DATABASE_URL=url, SECRET_KEY="only for tests", ARGON2_KIB="8", OUTBOX_KEY_FILE=str(tmp_path / "k")
    )
    other.testing = True
    with clock.at(NOW):
        tablet = Tablet(other, mentor)
    tablet.elsewhere = makers.client(app)
    return tablet, tmp_path / "k"


def send(tablet, form, kind="incident"):
    with clock.at(NOW):
        envelope = tablet.envelope(form, kind)
    with clock.at(LATER):
        return tablet.send(envelope).json["state"]


def put_back(app, key):
    """Whoever looks after the server puts the lost key behind the one in use."""
    file = app.config["OUTBOX_KEYS"].path
    before = file.read_bytes()
    file.write_bytes(before + key.read_bytes())
    del app.config["OUTBOX_KEYS"].__dict__["_all"]
    return lambda: file.write_bytes(before)


def retry(app, at=LATER + timedelta(days=1)) -> str:
    with clock.at(at), app.app_context():
        done = app.test_cli_runner().invoke(try_arrivals)
    assert done.exit_code == 0, done.output
    return done.output


def page(app, member) -> str:
    with clock.at(LATER):
        return makers.client(app, member).get("/arrivals").text


def test_its_author_sees_what_waits_and_opens_it(app, mentor, school, pupil, as_lead):
    with clock.at(NOW):
        tablet = Tablet(app, mentor)
    assert send(tablet, makers.incident_form(school, pupil, ending="", note="canary")) == "kept"
    text = page(app, mentor)
    assert "Written Today 10:32, arrived Today 14:05. Choose how it ended" in text and "canary" not in text
    assert f'href="/incidents/new?draft={Arrival.get().draft_id}"' in text
    assert "Nothing waits for you" in as_lead.get("/arrivals").text
    assert "Arrived without signal" in makers.client(app, mentor).get("/more").text


def test_admins_see_how_many_could_not_be_opened_and_nothing_of_them(app, admin, mentor, school, pupil, elsewhere):
    for number in range(3):
        assert send(elsewhere[0], makers.incident_form(school, pupil, note=f"canary {number}")) == "kept"
    text = page(app, admin)
    assert "3 records, kept sealed as they came" in text
    assert "canary" not in text and "Amara" not in text and "Jayden" not in text
    assert "kept sealed" not in page(app, mentor)
    other = makers.member(makers.school("Elsewhere"), "Sam Admin", "admin")
    assert "kept sealed" not in page(app, other)


def test_once_the_key_is_back_all_is_saved_as_it_would_have_been(app, mentor, admin, school, pupil, elsewhere):
    tablet, key = elsewhere
    form = makers.incident_form(school, pupil, note="canary")
    assert send(tablet, form) == "kept"
    assert "is not in OUTBOX_KEY_FILE" in retry(app) and Record.select().count() == 0
    undo = put_back(app, key)
    try:
        assert "opened now, saved" in retry(app)
    finally:
        undo()
    record, arrival = Record.get(), Arrival.get()
    assert (record.author, record.occurred_at, record.written_at) == (mentor.user, NOW, NOW)
    assert (arrival.state, arrival.opened, arrival.record) == ("saved", True, record)
    assert Todo.get().outcome == "It could be opened after all"
    assert "Nothing waits" in retry(app) and Record.select().count() == 1


def test_what_its_form_refuses_then_waits_for_its_author(app, mentor, school, pupil, elsewhere):
    tablet, key = elsewhere
    send(tablet, makers.incident_form(school, pupil, ending="", note="canary"))
    undo = put_back(app, key)
    try:
        said = retry(app)
    finally:
        undo()
    assert "opened now, and kept for its author" in said and "waits for its author" in said and "canary" not in said
    assert "canary" in Draft.get().body and Todo.select().where(Todo.done_at.is_null()).count() == 1
    assert f'href="/incidents/new?draft={Arrival.get().draft_id}"' in page(app, mentor)


def test_a_concern_that_was_told_of_is_raised_then(app, mentor, dsl, school, pupil, elsewhere):
    tablet, key = elsewhere
    send(tablet, makers.concern_form(school, pupil), "concern")
    assert Unsent.get().outcome == ""
    undo = put_back(app, key)
    try:
        retry(app)
    finally:
        undo()
    assert Record.get().kind == "concern" and Unsent.get().outcome == "sent"


def test_of_who_left_meanwhile_it_passes_to_the_dsls(app, mentor, admin, dsl, school, pupil, elsewhere):
    tablet, key = elsewhere
    send(tablet, makers.incident_form(school, pupil))
    people.leave(admin, mentor.user)
    undo = put_back(app, key)
    try:
        retry(app)
    finally:
        undo()
    assert (Arrival.get().state, Arrival.get().opened, Draft.select().count()) == ("kept", True, 1)
    with clock.at(LATER):
        assert "Amara Bello, who has left, wrote something without signal" in makers.client(app, dsl).get("/").text


def test_one_that_faults_is_logged_and_the_next_is_tried(app, school, pupil, elsewhere, planted):
    tablet, key = elsewhere
    for _ in range(2):
        send(tablet, makers.incident_form(school, pupil))
    planted("CREATE UNIQUE INDEX planted ON participation (pupil_id)")
    undo = put_back(app, key)
    try:
        retry(app)
    finally:
        undo()
    assert sorted(one.state for one in Arrival.select()) == ["kept", "saved"]
