"""The audit trail stands as evidence: one byte changed, or ten events gone, and `flask verify` names the first."""

import re
import threading
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
from peewee import DatabaseError, PostgresqlDatabase

import cli_evidence
import database
from mentoring import anchors, audit, chain, clock, recording, signing_in
from mentoring.devices import Visitor
from migrations.append_only import allow_changes, refuse_changes
from models import AuditEvent, Mail, Move, Pupil, RecordVersion, School
from tests import makers
from tests.servers import ON_POSTGRES, as_admin, as_role, postgres_only
from tests.test_passwords import posting
from tests.test_recording import entry


@pytest.fixture
def trail(mentor, school):
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


def test_every_event_has_its_place_and_the_hash_of_the_one_before(trail, school):
    rows = list(chain_of(school))
    assert [row.sequence for row in rows] == list(range(1, len(rows) + 1)) and len(rows) > 4
    assert [row.previous for row in rows] == ["", *(row.mac for row in rows[:-1])]
    assert len({row.mac for row in rows}) == len(rows)


def test_what_stands_as_it_was_written_is_fine(app, trail):
    code, said = verify(app)
    assert code == 0 and re.search(
        r"All is as it was written: [\d,]+ events, 3 versions, compared with 0 anchors", said
    )


@pytest.mark.parametrize("change", ["detail = 'x'", "action = 'record.lof'", "user_id = NULL", "login = 5",
                                    "digest = ''", "at = '2026-09-01 08:00:00.000000'", "request = 'r'",
                                    "subject_id = 99"])  # fmt: skip
def test_a_changed_event_is_named(app, trail, school, change):
    row = chain_of(school).where(AuditEvent.action == "record.log").first()
    with round_the_triggers("audit_event"):
        database.db.execute_sql(f"UPDATE audit_event SET {change} WHERE id = {row.id}")
    code, said = verify(app)
    assert code == 1 and f"Event {row.sequence} of chain {school.id} (row {row.id}" in said


def test_a_changed_event_with_its_hash_mended_without_the_key_is_named(app, trail, school):
    row = chain_of(school).where(AuditEvent.action == "record.log").dicts().first() | {"detail": "forged"}
    with round_the_triggers("audit_event"):
        AuditEvent.update(detail="forged", mac=chain.unsealed(chain.said(row))).where(
            AuditEvent.id == row["id"]
        ).execute()
    assert verify(app)[0] == 1


def test_an_event_in_the_middle_that_is_gone_is_named(app, trail, school):
    row = chain_of(school)[2]
    with round_the_triggers("audit_event"):
        AuditEvent.delete().where(AuditEvent.id == row.id).execute()
    code, said = verify(app)
    assert code == 1 and f"should be number {row.sequence}" in said


@pytest.mark.parametrize("change", ["payload = replace(payload, '8:45', '8:46')", "reason = 'nothing'",
                                    "author_id = (SELECT max(id) FROM \"user\")",
                                    "recorded_at = '2026-09-01 08:00:00.000000'"])  # fmt: skip
def test_a_changed_version_is_named(app, trail, school, change):
    makers.member(school, "Ben Shaw", "mentor")
    with round_the_triggers("record_version"):
        database.db.execute_sql(f"UPDATE record_version SET {change} WHERE record_id = {trail.id} AND number = 2")
    code, said = verify(app)
    assert code == 1 and f"Version 2 of record {trail.id}" in said


def test_a_version_that_is_gone_and_one_that_was_slipped_in_are_named(app, trail, mentor):
    with round_the_triggers("record_version"):
        gone = RecordVersion.get((RecordVersion.record == trail) & (RecordVersion.number == 2))
        row = {name: gone.__data__[name] for name in gone.__data__ if name != "id"}
        RecordVersion.delete().where(RecordVersion.id == gone.id).execute()
    assert f"version 2 of record {trail.id} is missing" in verify(app)[1]
    RecordVersion.insert(row).execute()
    assert verify(app)[0] == 0
    RecordVersion.insert(row | {"number": 3}).execute()
    assert f"Version 3 of record {trail.id} has no event" in verify(app)[1]


def test_the_last_ten_events_gone_are_caught_by_the_anchor(app, trail, school, mentor):
    for _ in range(10):
        with database.write():
            audit.note(mentor, "test.more")
    assert run(app, cli_evidence.anchor).exit_code == 0
    last = chain_of(school).count()
    with round_the_triggers("audit_event"):
        AuditEvent.delete().where((AuditEvent.chain == school.id) & (AuditEvent.sequence > last - 10)).execute()
    code, said = verify(app)
    assert code == 1 and f"Event {last - 9} of chain {school.id} is missing: the anchor of" in said
    for _ in range(10):  # whoever has the key writes others in their place
        with database.write():
            audit.note(mentor, "test.other")
    code, said = verify(app)
    assert code == 1 and f"Event {last} of chain {school.id}" in said and "anchor" in said


def test_an_anchor_changed_by_hand_is_named(app, trail):
    run(app, cli_evidence.anchor)
    file = app.config["SETTINGS"].anchors
    file.write_text(file.read_text().replace('"heads": {"', '"heads": {"9'))
    assert verify(app)[0] == 1
    file.write_text("{}\n")
    assert "is no anchor" in verify(app)[1]


def test_an_anchor_is_taken_once_a_day(app, trail):
    file = app.config["SETTINGS"].anchors
    assert anchors.take_if_due(file) and anchors.take_if_due(file) is None
    with clock.at(clock.now() + timedelta(days=1)):
        assert anchors.take_if_due(file)
    kept = anchors.read(file)
    assert len(kept) == 2 and all(one.is_ours() for one in kept) and file.stat().st_mode & 0o077 == 0
    assert kept[0].newest(1) == kept[0].heads[1][1] and kept[0].newest(99) == ""


def test_the_heads_have_each_days_anchor_by_e_mail_and_no_content(app, url, trail, head, school, mentor):
    far = makers.member(makers.school("Elsewhere"), "Una Far", "head")
    file = app.config["SETTINGS"].anchors
    assert anchors.take_if_due(file) and Mail.select().count() == 0  # no mail server, nobody to send it
    posting(url)
    with clock.at(clock.now() + timedelta(days=1)):
        taken = anchors.take_if_due(file)
        assert anchors.take_if_due(file) is None
    found = {row.recipient: row for row in Mail.select()}
    assert set(found) == {head.user.email, far.user.email}
    for who in (head, far):
        body = found[who.user.email].body
        assert f"on {taken.day}: {taken.newest(who.school.id)}\n" in body and who.school.name in body
        assert f"verify --hash {taken.newest(who.school.id)}" in body
        # By the place in the chain a head would count what is hidden from them.
        assert "event" not in re.sub("newest event on", "", body) and "sequence" not in body
    assert "Seen" not in str([row.body for row in found.values()]) and "Okafor" not in found[head.user.email].body


def test_a_hash_that_a_head_kept_must_be_in_the_trail(app, trail, school, mentor):
    with database.write():
        audit.note(mentor, "test.more")
    kept = anchors.take(app.config["SETTINGS"].anchors).newest(school.id)
    assert "1 hash found." in run(app, cli_evidence.verify, "--hash", kept.upper()).output
    app.config["SETTINGS"].anchors.unlink()  # the server's own copy is gone as well
    last = chain_of(school).count()
    with round_the_triggers("audit_event"):
        AuditEvent.delete().where((AuditEvent.chain == school.id) & (AuditEvent.sequence == last)).execute()
    with database.write():
        audit.note(mentor, "test.other")
    assert verify(app)[0] == 0
    said = run(app, cli_evidence.verify, "--hash", kept)
    assert said.exit_code == 1 and f"No event has the hash {kept}" in said.output


def test_an_anchor_that_cannot_be_written_is_not_said_to_be(app, url, trail, head, tmp_path):
    posting(url)
    (tmp_path / "taken").write_text("")
    with pytest.raises(OSError):
        anchors.take(tmp_path / "taken" / "file")
    assert Mail.select().count() == 0


def test_a_new_key_does_not_pass_for_the_old(app, trail, monkeypatch):
    chain.use("another")
    try:
        assert "Event 1 of chain" in verify(app)[1]
    finally:
        chain.use("only for tests")


def test_events_say_by_which_login_and_request_they_came(as_mentor, school):
    for _ in range(2):
        as_mentor.post("/incidents", data=makers.incident_form(school, makers.pupil(school)))
    first, second = AuditEvent.select().where(AuditEvent.action == "record.log")
    assert first.login == second.login == 1
    assert re.fullmatch("[0-9a-f]{16}", first.request) and first.request != second.request
    with database.write():
        audit.note(None, "test.later")
    assert AuditEvent.get(AuditEvent.action == "test.later").request == ""


def test_each_school_has_a_chain_of_its_own(app, trail, school):
    other = makers.school("Elsewhere")
    makers.member(other, "Sam Stranger", "mentor")
    assert [row.sequence for row in chain_of(other)] == [1, 2]
    with pytest.raises(signing_in.SignInError):
        signing_in.sign_in(signing_in.Passwords(8), "nobody@school.example", "wrong", Visitor("", ""))
    assert AuditEvent.get(AuditEvent.action == "login.refused").chain == 0
    assert verify(app)[0] == 0
    with round_the_triggers("audit_event"):
        AuditEvent.delete().where(AuditEvent.chain == other.id).execute()
    assert verify(app)[0] == 0  # nothing outside knew of it yet


def test_a_whole_chain_that_is_gone_is_caught_by_the_anchor(app, trail, school):
    run(app, cli_evidence.anchor)
    with round_the_triggers("audit_event"):
        AuditEvent.delete().where(AuditEvent.chain == school.id).execute()
    assert f"Event 1 of chain {school.id} is missing" in verify(app)[1]


def test_writers_side_by_side_do_not_fork_the_chain(app, trail, school, mentor):
    together = threading.Barrier(8)

    def save(place):
        together.wait()
        try:
            for number in range(5):
                with database.write(of=f"{place} {number}"):
                    audit.note(mentor, "test.side")
        finally:
            database.db.close()

    threads = [threading.Thread(target=save, args=(place,)) for place in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert chain_of(school).where(AuditEvent.action == "test.side").count() == 40
    assert verify(app)[0] == 0


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


def test_a_school_is_needed_for_a_sign_in_that_failed(app, mentor, school):
    with pytest.raises(signing_in.SignInError):
        signing_in.sign_in(signing_in.Passwords(8), mentor.user.email, "wrong", Visitor("", ""))
    event = AuditEvent.get(AuditEvent.action == "login.refused")
    assert (event.school, event.user, event.subject_id) == (School.get(), None, mentor.user.id)


def test_the_grants_for_a_role_that_owns_nothing_name_every_table_that_refuses_changes(app):
    """A table that comes later is to stand in deploying.md, too."""
    page = (database.MIGRATIONS.parent / "docs" / "deploying.md").read_text()
    revoked = re.findall(r"^REVOKE UPDATE, DELETE ON (.*) FROM alongside_app;$", page, re.M)
    named = {table for line in revoked for table in line.split(", ")} - {"schema_migration"}
    assert named == set(append_only_tables())


def append_only_tables():
    """The tables that refuse any change of any column."""
    if isinstance(database.db.obj, PostgresqlDatabase):
        sql = ("SELECT tgrelid::regclass::text FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
               "WHERE proname = 'append_only' AND cardinality(tgattr::int2[]) = 0")  # fmt: skip
    else:
        sql = "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%BEFORE UPDATE ON%append-only%'"
    return [name for (name,) in database.db.execute_sql(sql)]
