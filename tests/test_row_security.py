"""On PostgreSQL the database itself keeps schools apart: what no query of ours may ask, raw SQL does not get either."""

import re

import pytest
from peewee import ProgrammingError, fn

import database
import row_security
from models import TABLES, AuditEvent, Login, Participation, Pupil, Record, School, Todo
from tests import makers
from tests.servers import postgres_only

pytestmark = postgres_only
# A person may work at several schools, and signs in before one is known.
OF_NO_SCHOOL = {
    "user", "throttle", "code_app", "security_key", "key_challenge", "recovery_code", "identity", "sign_on_attempt",
    "account_notice", "known_device", "schema_migration", "backup",
}  # fmt: skip


@pytest.fixture
def two(app, school, mentor):
    """Two schools with a record each; their ids."""
    other = makers.school("Elsewhere")
    stranger = makers.member(other, "Sam Stranger", "mentor")
    for who, name in ((mentor, "Jayden Okafor"), (stranger, "Canary Finch")):
        pupil = makers.pupil(who.school, name, who)
        makers.record(who, pupil, note="Canary words", finish_later=True)
        makers.programme(who, pupil)
        makers.family(pupil)
    return school.id, other.id


@pytest.fixture
def seeing():
    """Sees what it is told from here on, as a request's thread does."""
    before = database.see_again(database.EVERY_SCHOOL)
    yield database.see
    database.see_again(before)


def rows(table, where="true"):
    return database.db.execute_sql(f'SELECT count(*) FROM "{table}" WHERE {where}').fetchone()[0]  # noqa: S608


def test_the_app_is_held_by_the_policies(app):
    assert not database.db.obj.bypasses()


def test_every_table_of_a_school_has_its_policy_and_holds_its_owner_too(app):
    found = database.db.execute_sql(
        "SELECT relname FROM pg_class JOIN pg_policies ON tablename = relname "
        "WHERE relrowsecurity AND relforcerowsecurity AND qual = with_check"
    ).fetchall()
    every = {
        table for (table,) in database.db.execute_sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    }
    assert every - {table for (table,) in found} == OF_NO_SCHOOL
    assert {model._meta.table_name for model in TABLES if "school" in model._meta.fields} <= {name for (name,) in found}


def test_without_a_school_there_are_no_rows(app, two, seeing):
    seeing()
    shown = {table for table in (model._meta.table_name for model in TABLES) if rows(table)}
    assert shown <= OF_NO_SCHOOL and rows("record_search") == 0


def test_a_school_sees_its_own_rows_only(app, two, seeing):
    mine, other = two
    seeing(mine)
    for table in (model._meta.table_name for model in TABLES if "school" in model._meta.fields):
        assert rows(table, f"school_id = {other}") == 0, table
    for table in ("record", "participation", "record_version", "todo", "programme_member", "family_contact", "school",
                  "record_search", "audit_event"):  # fmt: skip
        count = rows(table)
        seeing(mine, other)
        assert 0 < count < rows(table), table
        seeing(mine)


@pytest.mark.parametrize("sql", [
    "UPDATE record SET school_id = {other}", "UPDATE record SET note = 'x' WHERE school_id = {other}",
    "INSERT INTO pupil (school_id, upn, admission_number, forename, surname, known_as, search_name, sex, sen_status, "
    "sen_need, pupil_premium, eal, looked_after, ethnicity) SELECT {other}, upn, admission_number, forename, surname, "
    "known_as, search_name, sex, sen_status, sen_need, pupil_premium, eal, looked_after, ethnicity FROM pupil",
    "INSERT INTO record_version (record_id, number, author_id, client_id, reason, payload, sha256, recorded_at) "
    "SELECT {record}, 9, author_id, '', '', '', '', recorded_at FROM record",
    "INSERT INTO choice (record_id, option_id) SELECT {record}, id FROM option LIMIT 1",
    "DELETE FROM participation WHERE school_id = {other}",
])  # fmt: skip
def test_raw_sql_writes_nothing_into_another_school(app, two, seeing, sql):
    mine, other = two
    record = Record.get(Record.school == other).id
    before = list(Record.select().order_by(Record.id).dicts()), Participation.select().count(), Pupil.select().count()
    seeing(mine)
    try:
        changed = database.db.execute_sql(sql.format(other=other, record=record)).rowcount
        assert changed == 0
    except ProgrammingError as refusal:
        assert "row-level security" in str(refusal)
    seeing(mine, other)
    assert before == (
        list(Record.select().order_by(Record.id).dicts()), Participation.select().count(), Pupil.select().count()
    )  # fmt: skip


def test_a_request_sees_its_member_s_school_and_leaves_nothing_behind(app, two, mentor, monkeypatch):
    monkeypatch.setattr(database, "usual_schools", "")
    with database.every_school():
        browser = makers.client(app, mentor)
    seen = []

    def ask():
        seen.append((rows("school"), rows("record"), rows("pupil", "forename = 'Canary'")))

    monkeypatch.setitem(app.before_request_funcs, None, [*app.before_request_funcs[None], ask])
    assert browser.get("/").status_code == 200
    assert seen == [(1, 1, 0)]
    assert database.schools_seen() == "" and rows("record") == 0
    said = database.db.connection().execute("SELECT current_setting('alongside.schools', true)").fetchone()[0]
    assert said == ""


def test_what_a_rolled_back_transaction_said_is_said_again(app, two, seeing):
    mine, other = two
    seeing(mine)
    assert rows("record") == 1
    with pytest.raises(RuntimeError), database.db.atomic():
        seeing(mine, other)
        assert rows("record") == 2
        raise RuntimeError
    assert rows("record") == 2
    seeing(mine)
    with database.db.atomic():
        with pytest.raises(RuntimeError), database.db.atomic():
            seeing()
            assert rows("record") == 0
            raise RuntimeError
        assert rows("record") == 0


def test_a_new_connection_sees_what_the_thread_may_see(app, two, seeing):
    seeing(two[0])
    database.db.close()
    assert rows("record") == 1 and rows("school") == 1


def test_a_whole_morning_with_nothing_but_the_policy_s_rows(app, two, mentor, school, monkeypatch):
    """Sign in, record, read, search, sign out: each as a request of a thread that sees nothing by itself."""
    monkeypatch.setattr(database, "usual_schools", "")
    with database.every_school():
        form = makers.incident_form(school, Pupil.get(Pupil.school == school), note="Canary at the gate")
        browser = makers.client(app)
    reply = browser.post("/sign-in", data={"email": mentor.user.email, "password": makers.PASSWORD})
    assert reply.status_code == 303 and browser.get("/").status_code == 200
    assert browser.post("/incidents", data=form).status_code == 303
    assert "Canary at the gate" in browser.get("/pupils/1").text
    assert len(re.findall('id="record-', browser.post("/searches", data={"words": "canary"}).text)) == 2
    assert browser.post("/sign-out").status_code == 303
    with database.every_school():
        assert AuditEvent.select().where(AuditEvent.action == "login.end").count() == 1
        assert Todo.select().count() == 2 and School.select().count() == 2


def test_a_person_ends_their_sign_ins_at_every_school_of_theirs(app, two, mentor, monkeypatch):
    monkeypatch.setattr(database, "usual_schools", "")
    with database.every_school():
        here, there = makers.client(app, mentor), makers.client(app, mentor)
        Login.update(school=two[1]).where(Login.id == Login.select(fn.MAX(Login.id))).execute()
    assert "1 sign-in ended" in here.post("/more/sign-ins/others/ending", follow_redirects=True).text
    with database.every_school():
        assert [one.ended_at is None for one in Login.select().order_by(Login.id)][-2:] == [True, False]
    assert there.get("/").status_code == 303


def test_only_these_places_see_every_school():
    """A new one is a line here: read why before you add it."""
    here = database.MIGRATIONS.parent
    parts = ("*", "mentoring/**/*", "views/*", "models/*", "forms/*")
    files = [path for part in parts for path in here.glob(f"{part}.py")]
    found = {path.relative_to(here).as_posix() for path in files if "every_school(" in path.read_text()}
    assert found == {
        "database.py", "cli.py", "cli_evidence.py", "cli_imports.py", "cli_mail.py", "cli_outbox.py",
        "cli_people.py",
        "views/guard.py",
        "mentoring/drafts.py", "mentoring/factors.py", "mentoring/logins.py", "mentoring/resetting.py",
        "mentoring/schools.py", "mentoring/signing_in.py", "mentoring/unsent.py",
        "mentoring/arrivals.py",  # what one author sent, whichever of their schools it is at
        "row_security.py",  # its function of that name in the database
    }  # fmt: skip
    assert row_security.condition("user", ["id", "email"]) == ""
