"""The audit trail stands as evidence: one byte changed, or an event gone, and `flask verify` names the first."""

import re
import threading

import pytest

import database
from mentoring import audit, chain, signing_in
from mentoring.devices import Visitor
from models import AuditEvent, RecordVersion, School
from tests import makers
from tests.verifying import (
    a_trail,  # noqa: F401  fixture
    chain_of,
    round_the_triggers,
    verify,
)


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


def test_a_school_is_needed_for_a_sign_in_that_failed(app, mentor, school):
    with pytest.raises(signing_in.SignInError):
        signing_in.sign_in(signing_in.Passwords(8), mentor.user.email, "wrong", Visitor("", ""))
    event = AuditEvent.get(AuditEvent.action == "login.refused")
    assert (event.school, event.user, event.subject_id) == (School.get(), None, mentor.user.id)
