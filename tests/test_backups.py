"""A backup is called one once the copy was verified; only then do tablets let go of what they delivered."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw
import pytest

import database
from cli_outbox import backup, backup_verified
from mentoring import backing_up, backups, clock
from models import AuditEvent, Backup, Record
from tests import makers
from tests.sealing import Tablet
from tests.servers import postgres_only, sqlite_only

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def record(mentor, school):
    return makers.record(mentor, makers.pupil(school, on=mentor), note="Kept words")


def run(app, command, *given):
    with app.app_context():
        return app.test_cli_runner().invoke(command, [str(one) for one in given])


def rows(file: Path, sql: str):
    connection = apsw.Connection(str(file), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


@sqlite_only
def test_a_backup_holds_all_and_says_up_to_when(app, record, mentor, tmp_path):
    file = tmp_path / "elsewhere.db"
    with clock.at(NOW):
        tablet = Tablet(app, mentor)
        assert tablet.given["safe_until"] is None
        done = run(app, backup, file)
        assert done.exit_code == 0, done.output
        assert f"{AuditEvent.select().count()} events, 1 versions" in done.output
        assert tablet.missing().json["safe_until"] == "2026-11-24T01:59:58.000+00:00"
    assert file.stat().st_mode & 0o777 == 0o600 and [one.name for one in tmp_path.glob("elsewhere*")] == [file.name]
    assert rows(file, "SELECT note FROM record") == [("Kept words",)]
    # The record goes on as before, and the copy knows of no backup yet.
    assert Record.get() == record and rows(file, "SELECT count(*) FROM backup") == [(0,)]


@sqlite_only
def test_what_is_saved_meanwhile_does_no_harm(app, record, mentor, tmp_path, monkeypatch):
    copied = backing_up._copy

    def copy_while_people_work(part):
        copied(part)
        makers.record(mentor, makers.pupil(mentor.school, "Leo Park"))

    monkeypatch.setattr(backing_up, "_copy", copy_while_people_work)
    assert run(app, backup, tmp_path / "b.db").exit_code == 0
    assert Record.select().count() == 2 and rows(tmp_path / "b.db", "SELECT count(*) FROM record") == [(1,)]


@sqlite_only
@pytest.mark.parametrize("harm", [
    "DROP TRIGGER record_version_no_update; UPDATE record_version SET payload = '{}'",
    "DROP TRIGGER audit_event_no_delete; DELETE FROM audit_event WHERE id = (SELECT max(id) FROM audit_event)",
    "DELETE FROM participation; DELETE FROM record",
    "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'participation'",
], ids=["version", "event", "orphans", "damage"])  # fmt: skip
def test_a_copy_that_is_not_as_it_was_written_is_none(app, record, tmp_path, monkeypatch, harm):
    """The copy goes wrong on its way to the disk."""
    copied = backing_up._copy

    def copy_and_harm(part):
        copied(part)
        connection = apsw.Connection(str(part))
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute(harm)
        connection.close()

    monkeypatch.setattr(backing_up, "_copy", copy_and_harm)
    done = run(app, backup, tmp_path / "b.db")
    assert done.exit_code == 1 and done.output.startswith("Error: The ")
    assert list(tmp_path.glob("b.db*")) == [] and backups.safe_until() is None
    assert Record.get() == record


@sqlite_only
def test_no_backup_is_overwritten_and_no_folder_made_up(app, record, tmp_path):
    file = tmp_path / "b.db"
    assert run(app, backup, file).exit_code == 0
    before = file.read_bytes()
    done = run(app, backup, file)
    assert done.exit_code == 1 and "is there already" in done.output and file.read_bytes() == before
    assert run(app, backup, tmp_path / "nowhere" / "b.db").exit_code == 1
    assert Backup.select().count() == 1


@postgres_only
def test_on_postgres_it_says_which_way_to_go(app, tmp_path):
    done = run(app, backup, tmp_path / "b.db")
    assert done.exit_code == 1 and "pg_dump" in done.output


def test_a_backup_made_otherwise_is_noted(app):
    with clock.at(NOW):
        assert run(app, backup_verified, "2026-11-24T01:00:00Z").exit_code == 0
        assert run(app, backup_verified, "2026-11-23T23:30:00+00:00").exit_code == 0  # an older one takes nothing back
    assert backups.safe_until() == "2026-11-24T00:59:58.000+00:00"


@pytest.mark.parametrize(
    "said", ["", "yesterday", "2026-11-24T01:00:00", "2026-11-24T02:00:01Z", "2027-01-01T00:00:00Z"]
)
def test_a_time_that_is_none_or_to_come_is_refused(app, said):
    with clock.at(NOW):
        assert run(app, backup_verified, said).exit_code == 1
    assert backups.safe_until() is None


def test_what_was_noted_cannot_be_changed(app):
    backups.note(NOW)
    for sql in ("UPDATE backup SET begun_at = verified_at", "DELETE FROM backup"):
        with pytest.raises(Exception, match="append-only"):
            database.db.execute_sql(sql)


@sqlite_only
def test_after_an_older_copy_is_brought_back_tablets_send_again_what_is_missing(app, mentor, school, tmp_path):
    """R15: nothing that a tablet still holds is lost with the box."""
    pupil = makers.pupil(school, on=mentor)
    with clock.at(NOW):
        tablet = Tablet(app, mentor)
        before = tablet.envelope(makers.incident_form(school, pupil, note="Before the backup"))
        tablet.send(before)
    with clock.at(NOW + timedelta(minutes=5)):
        assert run(app, backup, tmp_path / "b.db").exit_code == 0
    with clock.at(NOW + timedelta(hours=1)):
        after = [tablet.envelope(makers.incident_form(school, pupil, note="After it")) for _ in range(20)]
        for one in after:
            assert tablet.send(one).json["safe_until"] == "2026-11-24T02:04:58.000+00:00"
    live = Path(database.db.obj.database)
    database.db.close()
    for tail in ("-wal", "-shm"):
        Path(f"{live}{tail}").unlink(missing_ok=True)
    live.write_bytes((tmp_path / "b.db").read_bytes())
    with clock.at(NOW + timedelta(hours=2)):
        assert Record.select().count() == 1
        ids = [one["client_id"] for one in (before, *after)]
        missing = tablet.missing(*ids).json["missing"]
        assert missing == ids[1:]
        assert {tablet.send(one).json["state"] for one in after} == {"saved"}
        assert tablet.missing(*ids).json["missing"] == []
    assert Record.select().count() == 21
    assert {one.occurred_at for one in Record.select().where(Record.note == "After it")} == {NOW + timedelta(hours=1)}
