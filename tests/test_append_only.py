"""The database itself refuses to change or delete what is only ever added to, whoever asks."""

import re

import psycopg
import pytest
from peewee import DatabaseError

import database
from mentoring import clock
from models import Move, Pupil
from tests.servers import ON_POSTGRES, as_admin, as_role, postgres_only
from tests.verifying import (
    a_trail,  # noqa: F401  fixture
    append_only_tables,
)


@pytest.mark.parametrize("table", ["record_version", "audit_event", "move"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}" if ON_POSTGRES else
                                 "REPLACE INTO {0} SELECT * FROM {0}"])  # fmt: skip
def test_the_database_refuses_to_change_delete_or_replace(app, trail, school, mentor, table, sql):
    pupil = Pupil.get()
    Move.create(school=school, record=trail, from_pupil=pupil, to_pupil=pupil, author=mentor.user, at=clock.now())
    with pytest.raises(DatabaseError, match="append-only"):
        database.db.execute_sql(sql.format(table))


@postgres_only
def test_a_role_that_owns_no_table_may_add_events_and_change_none(app, trail, url):
    with psycopg.connect(as_admin(url), autocommit=True) as admin:
        admin.execute("DROP ROLE IF EXISTS alongside_app")
        admin.execute("CREATE ROLE alongside_app LOGIN")
        page = (database.MIGRATIONS.parent / "docs" / "deploying.md").read_text()
        for line in re.findall(r"^(?:GRANT|REVOKE) .*;$", page, re.M):
            admin.execute(line)
        try:
            with psycopg.connect(as_role(url, "alongside_app"), autocommit=True) as theirs:
                theirs.execute("SET alongside.schools = '*'")
                assert theirs.execute("SELECT count(*) FROM audit_event").fetchone()[0] > 4
                for sql in ("UPDATE audit_event SET detail = 'x'", "DELETE FROM record_version",
                            "TRUNCATE audit_event", "ALTER TABLE audit_event DISABLE TRIGGER ALL",
                            "DROP TRIGGER move_append_only ON move"):  # fmt: skip
                    with pytest.raises(psycopg.errors.InsufficientPrivilege):
                        theirs.execute(sql)
        finally:
            admin.execute("DROP OWNED BY alongside_app")
            admin.execute("DROP ROLE alongside_app")


def test_the_grants_for_a_role_that_owns_nothing_name_every_table_that_refuses_changes(app):
    """A table that comes later is to stand in deploying.md, too."""
    page = (database.MIGRATIONS.parent / "docs" / "deploying.md").read_text()
    revoked = re.findall(r"^REVOKE UPDATE, DELETE ON (.*) FROM alongside_app;$", page, re.M)
    named = {table for line in revoked for table in line.split(", ")} - {"schema_migration"}
    assert named == set(append_only_tables())
