"""`flask verify` looks at the rows that screens show, too: those of a record, and what was done about a concern."""

import re

import pytest

import database
from mentoring import audit, clock, concerns, handling, recording, verifying_rows
from models import Handling, Record, RecordVersion
from tests import makers
from tests.test_recording import entry
from tests.verifying import round_the_triggers, verify


@pytest.mark.parametrize("sql", [
    "UPDATE record SET note = 'Nothing was seen'", "UPDATE record SET occurred_at = '2026-09-01 08:00:00.000000'",
    "UPDATE record SET state = 'withdrawn'", "UPDATE incident SET opinion = 'He lies'", "DELETE FROM incident",
    "UPDATE participation SET pupil_id = (SELECT max(id) FROM pupil)", "UPDATE participation SET role = 'affected'",
    "UPDATE participation SET private_line = 'x'", "DELETE FROM participation", "DELETE FROM choice",
    "INSERT INTO adult_statement (record_id, position, adult, statement) SELECT id, 1, 'x', 'x' FROM record",
])  # fmt: skip
def test_a_record_that_no_longer_says_what_its_version_says_is_named(app, as_mentor, school, pupil, sql):
    as_mentor.post("/incidents", data=makers.incident_form(school, pupil, opinion="He was sorry"))
    record, _other = Record.get(), makers.pupil(school, "Leo Price")
    assert verify(app)[0] == 0
    database.db.execute_sql(sql)
    assert f"Record {record.id} does not say what its newest version says" in verify(app)[1]


def test_a_record_that_was_slipped_in_is_named(app, mentor, pupil):
    record = makers.record(mentor, pupil)
    row = {name: record.__data__[name] for name in record.__data__ if name != "id"}
    number = Record.insert(row | {"client_id": makers.client_id()}).execute()
    assert f"Record {number} has no version." in verify(app)[1]


@pytest.fixture
def handled(midday, dsl, pupil):
    """A concern with an addition and a decision."""
    record = makers.concern(midday, pupil, note="At the gate")
    concerns.add(midday, record, makers.client_id(), "And again today", by_mail=False)
    facts = {"choice": "Monitor", "text": "He is safe at home", "day": clock.today("Europe/London")}
    handling.handle(dsl, record, "decided", makers.client_id(), **facts)
    return record


@pytest.mark.parametrize(("table", "sql"), [
    ("concern", "UPDATE concern SET exact_words = 'Nothing'"), ("concern", "UPDATE concern SET danger = NOT danger"),
    ("concern_addition", "UPDATE concern_addition SET text = 'Nothing'"),
    ("concern_addition", "DELETE FROM concern_addition"), ("handling", "UPDATE handling SET text = 'No reason'"),
    ("handling", "UPDATE handling SET choice = 'No further action'"), ("handling", "DELETE FROM handling"),
    ("handling", "UPDATE handling SET author_id = 1"),
])  # fmt: skip
def test_a_changed_concern_addition_or_decision_is_named(app, handled, table, sql):
    assert verify(app)[0] == 0
    with round_the_triggers(table):
        database.db.execute_sql(sql)
    code, said = verify(app)
    assert code == 1 and re.search(f"(Record {handled.id} does not|about record {handled.id}, a concern)", said)


def test_a_decision_that_was_slipped_in_is_named(app, handled, dsl):
    row = {"record": handled, "author": dsl.user, "at": clock.now(), "action": "closed", "text": "Nothing in it"}
    Handling.create(**row, client_id=makers.client_id())
    assert f"What was done about record {handled.id}, a concern, is not what" in verify(app)[1]


def test_what_was_done_before_events_had_its_hash_is_no_fault(app, handled, dsl):
    """Such an event stands for one row, and no more."""
    row = {"record": handled, "author": dsl.user, "at": clock.now(), "action": "closed", "text": "Nothing in it"}
    with database.write():
        Handling.create(**row, client_id=makers.client_id())
        audit.note(dsl, "concern.closed", handled)
    assert verify(app)[0] == 0
    Handling.create(**row, client_id=makers.client_id())
    assert verify(app)[0] == 1


def test_a_save_between_two_looks_is_no_fault(mentor, pupil):
    """The walk reads versions first and rows later."""
    record = recording.log(mentor, entry(pupil)).record
    seen = {record.id: RecordVersion.get().payload}
    recording.amend(mentor, record, entry(pupil, note="After"), 1, "more was seen")
    assert Record.get().note == "After" and list(verifying_rows.strange_records(seen)) == []
