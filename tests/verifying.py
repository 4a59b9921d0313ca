"""A trail to look at, hands that change it as the database's own password could, and `flask verify`."""

from contextlib import contextmanager

import pytest
from peewee import PostgresqlDatabase

import cli_evidence
import database
from mentoring import recording
from migrations.append_only import allow_changes, refuse_changes
from models import AuditEvent
from tests import makers
from tests.test_recording import entry


@pytest.fixture(name="trail")
def a_trail(mentor, school):
    """A school with some events and three versions of two records."""
    pupil = makers.pupil(school, on=mentor)
    record = recording.log(mentor, entry(pupil)).record
    recording.amend(mentor, record, entry(pupil, note="Seen at the gate, 8:45"), 1, "time added")
    recording.log(mentor, entry(pupil, note="Another"))
    return record


@contextmanager
def round_the_triggers(table):
    """As somebody with the database's own password would."""
    allow_changes(database.db.obj, table)
    yield
    refuse_changes(database.db.obj, table)


def run(app, command, *args):
    with app.app_context():
        return app.test_cli_runner().invoke(command, args)


def verify(app):
    result = run(app, cli_evidence.verify)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result.exit_code, result.output


def chain_of(school):
    return AuditEvent.select().where(AuditEvent.chain == school.id).order_by(AuditEvent.sequence)


def append_only_tables():
    """The tables that refuse any change of any column."""
    if isinstance(database.db.obj, PostgresqlDatabase):
        sql = ("SELECT tgrelid::regclass::text FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
               "WHERE proname = 'append_only' AND cardinality(tgattr::int2[]) = 0")  # fmt: skip
    else:
        sql = "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%BEFORE UPDATE ON%append-only%'"
    return [name for (name,) in database.db.execute_sql(sql)]
