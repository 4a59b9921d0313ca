"""What only PostgreSQL does: who is let in, writers side by side, a connection that is lost."""

import time
from datetime import UTC, datetime

import psycopg
import pytest

import cli
import database
from mentoring import recording
from models import Record, School
from tests import makers
from tests.servers import as_admin, held, postgres_only
from tests.test_recording import entry


@pytest.mark.parametrize(
    "url",
    ["postgresql://u:pa55%20hush@127.0.0.1:1/school", "postgresql://u:pa55 hush@x@y:z/school",
     "postgresql://u:pa55 hush%@127.0.0.1/school", "postgresql://u:pa55 hush@127.0.0.1:pa55 hush/school",
     "postgresql://u:x@hush@127.0.0.1:1/school", "postgresql://u:hush/55@127.0.0.1:1/school",
     "postgresql://hush:55x/school", "postgresql://u:pa55%20hush@127.0.0.1:1", "mysql://u:pa55 hush@127.0.0.1/school"],
)  # fmt: skip
def test_an_address_that_cannot_be_opened_is_refused_without_its_password(url):
    with pytest.raises(database.UnsafeStorage, match="DATABASE_URL") as refusal:
        database.connect(url)
    assert "55" not in str(refusal.value) and "hush" not in str(refusal.value)
    assert "\n" not in str(refusal.value)


@postgres_only
def test_a_database_that_does_not_exist_is_refused_by_name(keeper, url):
    with pytest.raises(database.UnsafeStorage, match=r"“?\"?nowhere.*Check that the server runs"):
        database.connect(url.replace("/alongside_", "/nowhere_"))


@postgres_only
@pytest.mark.parametrize("setting", ["fsync", "full_page_writes"])
def test_a_server_that_may_lose_commits_is_refused(url, setting):
    with psycopg.connect(as_admin(url), autocommit=True) as admin:
        try:
            _reload(admin, f"ALTER SYSTEM SET {setting} = off", setting, "off")
            with pytest.raises(database.UnsafeStorage, match=f"{setting} = off.*Switch it on"):
                database.connect(url)
        finally:
            _reload(admin, f"ALTER SYSTEM RESET {setting}", setting, "on")
    database.connect(url).close()


def _reload(admin, sql, setting, wanted):
    admin.execute(sql)
    admin.execute("SELECT pg_reload_conf()")
    until = time.monotonic() + 10
    while admin.execute(f"SHOW {setting}").fetchone()[0] != wanted:
        assert time.monotonic() < until
        time.sleep(0.02)


@postgres_only
def test_a_database_that_answers_before_it_commits_is_refused(empty_url):
    with psycopg.connect(as_admin(empty_url), autocommit=True) as admin:
        admin.execute(f"ALTER DATABASE {admin.info.dbname} SET synchronous_commit = off")
    with pytest.raises(database.UnsafeStorage, match="synchronous_commit = off"):
        database.connect(empty_url)


def _end_connections(url):
    with psycopg.connect(as_admin(url), autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@postgres_only
def test_a_connection_that_the_server_closed_is_opened_again(url, as_mentor, school):
    form = makers.incident_form(school, makers.pupil(school))
    _end_connections(url)
    assert as_mentor.get("/").status_code == 200
    _end_connections(url)
    with database.write():
        School.update(name="Larkhill").execute()
    _end_connections(url)
    assert as_mentor.post("/incidents", data=form).status_code == 303


@postgres_only
def test_a_save_whose_connection_is_lost_is_busy_and_leaves_nothing(url, mentor, as_mentor, school, monkeypatch):
    form = makers.incident_form(school, makers.pupil(school))
    monkeypatch.setattr(recording.todos, "follow", lambda *_: _end_connections(url))
    reply = as_mentor.post("/incidents", data=form)
    assert (reply.status_code, reply.headers["Retry-After"]) == (503, "2")
    monkeypatch.undo()
    assert as_mentor.get("/").status_code == 200 and Record.select().count() == 0
    assert as_mentor.post("/incidents", data=form).status_code == 303 and Record.select().count() == 1


@postgres_only
def test_writers_of_different_things_go_side_by_side(app):
    with held("one"):
        with database.write(of="another", wait=0.05):
            pass
        for of in ("one", ""):
            with pytest.raises(database.Busy), database.write(of=of, wait=0.05):
                pass
    for of in ("one", ""):
        with database.write(of=of, wait=0.05):
            pass


@postgres_only
@pytest.mark.parametrize("hour", [5, 6])
def test_an_instant_is_the_same_wherever_the_server_thinks_it_is(empty_url, hour):
    """Half past one came twice in New York that night."""
    with psycopg.connect(as_admin(empty_url), autocommit=True) as admin:
        admin.execute(f"ALTER DATABASE {admin.info.dbname} SET timezone = 'America/New_York'")
    database.connect(empty_url)
    try:
        database.migrate()
        moment = datetime(2026, 11, 1, hour, 30, 0, 7, UTC)
        School.create(name="Kestrel Park", created_at=moment)
        assert School.get().created_at == moment and School.get().created_at.tzinfo is UTC
        assert School.select().where(School.created_at <= moment).count() == 1
        assert database.db.execute_sql("SELECT created_at FROM school").fetchone()[0] == moment
    finally:
        database.db.close()


@postgres_only
def test_what_the_server_cannot_store_is_left_out_of_the_words(mentor, school):
    record = recording.log(mentor, entry(makers.pupil(school), note="At the\0 gate")).record
    assert Record.get_by_id(record.id).note == "At the gate"


@postgres_only
def test_no_postgres_database_is_put_aside(app, school):
    School.update(demo=True).execute()
    with app.app_context():
        result = app.test_cli_runner().invoke(cli.start_afresh)
    assert result.exit_code == 1 and "Create a new one, write it into DATABASE_URL" in result.output
