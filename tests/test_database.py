"""SQLite set so that saved means saved, and a schema that only migrations change."""

from datetime import timedelta
from pathlib import Path

import apsw
import pytest
from playhouse.schema_diff import diff_models

import database
from mentoring import clock
from models import TABLES, Login, School
from tests import makers
from tests.servers import held, sqlite_only


@sqlite_only
def test_a_connection_is_safe(app):
    cursor = database.db.connection().cursor()
    asked = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in
             ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")}  # fmt: skip
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}


@pytest.mark.parametrize(
    ("version", "settings"),
    [((3, 54, 1), ("WAL", "FULL")), ((3, 51, 3), ("WAL", "FULL")), ((3, 51, 2), ("DELETE", "EXTRA")),
     ((3, 50, 7), ("WAL", "FULL")), ((3, 44, 6), ("WAL", "FULL")), ((3, 44, 5), ("DELETE", "EXTRA")),
     ((3, 40, 1), ("DELETE", "EXTRA"))],
)  # fmt: skip
def test_the_journal_follows_the_version(version, settings):
    assert database.journal_for(version) == settings


def test_an_unsafe_connection_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(database, "journal_for", lambda version: ("NONSENSE", "FULL"))
    with pytest.raises(database.UnsafeStorage, match="local disk"):
        database.Sqlite(str(tmp_path / "x.db")).connect()


def test_migrated_is_what_the_models_say(app):
    assert not diff_models(database.db.obj, TABLES)
    assert database.pending() == []


@sqlite_only
def test_the_file_is_its_owners_only(app):
    assert Path(database.db.obj.database).stat().st_mode & 0o077 == 0


def test_a_held_lock_is_busy_and_reading_goes_on(school, as_mentor, monkeypatch):
    monkeypatch.setattr(database, "WRITE_WAIT_SECONDS", 0.05)
    form = makers.incident_form(school, makers.pupil(school))
    with held():
        reply = as_mentor.post("/incidents", data=form)
        assert (reply.status_code, reply.headers["Retry-After"]) == (503, "2")
        assert as_mentor.get("/").status_code == 200


@sqlite_only
def test_a_write_holds_the_file_from_its_first_moment(app):
    """BEGIN IMMEDIATE: a read-then-write never finds at its write that somebody else came first."""
    other = apsw.Connection(database.db.obj.database)
    other.set_busy_timeout(0)
    with database.write(), pytest.raises(apsw.BusyError):
        other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.execute("ROLLBACK")


@sqlite_only
def test_reading_goes_on_while_the_file_is_held(school, as_mentor, monkeypatch):
    Login.update(seen_at=clock.now() - timedelta(minutes=1)).execute()
    monkeypatch.setattr(database.db.obj, "timeout", 0)
    database.db.close()
    other = apsw.Connection(database.db.obj.database)
    other.execute("BEGIN IMMEDIATE")
    assert as_mentor.get("/").status_code == 200
    other.execute("ROLLBACK")
    other.close()


@sqlite_only
def test_a_login_locks_while_the_file_is_held(school, as_mentor, monkeypatch):
    Login.update(seen_at=clock.now() - timedelta(minutes=5)).execute()
    monkeypatch.setattr(database.db.obj, "timeout", 0)
    database.db.close()
    other = apsw.Connection(database.db.obj.database)
    other.execute("BEGIN IMMEDIATE")
    assert as_mentor.get("/").location == "/lock"
    assert "Locked" in as_mentor.get("/lock").text
    other.execute("ROLLBACK")
    other.close()


def test_nested_writes_are_one(app):
    with pytest.raises(RuntimeError), database.write():
        makers.school("Never")
        raise RuntimeError
    assert School.select().count() == 0
