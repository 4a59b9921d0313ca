"""What SQLite's planner knows of the rows: a school with many records is read by the pupil, not from end to end."""

import apsw
import pytest
from peewee import chunked

import database
import tuning
from database import db
from mentoring import caseload, clock
from models import Participation, Record
from tests import makers, servers

pytestmark = pytest.mark.skipif(servers.ON_POSTGRES, reason="PostgreSQL counts by itself")


@pytest.fixture
def asked(app):
    """The queries from now on, each with what it was given."""
    found = []
    hook = lambda query: found.append((query.sql, query.params))  # noqa: E731
    db.query_hooks.append(hook)
    yield found
    db.query_hooks.remove(hook)


def _many(mentor, pupil, count: int) -> None:
    """Records of another pupil, as many as a year of a school has."""
    moment = clock.now()
    shared = {"school": mentor.school, "author": mentor.user, "occurred_at": moment, "recorded_at": moment}
    rows = [{**shared, "kind": "incident", "client_id": f"{number:036}", "body_hash": ""} for number in range(count)]
    with db.atomic():
        for some in chunked(rows, 500):
            Record.insert_many(some).execute()
        parts = [{"school": mentor.school, "record": number, "pupil": pupil, "occurred_at": moment}
                 for (number,) in Record.select(Record.id).where(Record.body_hash == "").tuples()]  # fmt: skip
        for some in chunked(parts, 500):
            Participation.insert_many(some).execute()


def test_a_board_is_read_by_the_pupils_on_it(school, mentor, asked):
    for number in range(3):
        makers.pupil(school, f"Pupil {number}", on=mentor)
    _many(mentor, makers.pupil(school, "Somebody Else"), 3000)
    tuning.tune()
    tuning.freshen()
    asked.clear()
    caseload.board(mentor)
    queries = [one for one in asked if one[0].startswith("SELECT")]
    steps = [row[3] for sql, given in queries for row in db.execute_sql(f"EXPLAIN QUERY PLAN {sql}", given).fetchall()]
    assert any("participation_pupil_id" in step for step in steps)
    assert not any("INDEX record_school_id" in step for step in steps)


def test_a_connection_reads_it_at_its_next_request(as_mentor, mentor, school):
    """Another thread counted: the one that serves the page has to learn of it."""
    makers.pupil(school, on=mentor)
    as_mentor.get("/")
    before = db.connection()
    tuning.tune()
    as_mentor.get("/")
    assert db.connection() is not before
    after = db.connection()
    as_mentor.get("/")
    assert db.connection() is after


def test_a_busy_file_does_not_stop_the_server(app, caplog, monkeypatch):
    """Another process writes while ours starts: the pages can be read, and the next day counts."""
    monkeypatch.setattr(database, "WRITE_WAIT_SECONDS", 0.05)
    other = apsw.Connection(db.database)
    other.execute("BEGIN IMMEDIATE")
    tuning.tune_daily()
    other.execute("ROLLBACK")
    assert "the database was not tuned" in caplog.text
