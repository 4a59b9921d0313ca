"""Saved means saved, once; amended means a new version; nothing disappears."""

import hashlib
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import uuid4

import pytest
from peewee import DatabaseError

import database
from mentoring import clock, recording, versions
from mentoring.entry import Entry, Part
from models import KINDS, AuditEvent, Participation, Record, RecordVersion, Todo
from tests import makers
from tests.servers import ON_POSTGRES


def entry(*pupils, note="Seen at the gate", **fields):
    values = {
        "kind": KINDS["incident"], "client_id": str(uuid4()), "body": note, "occurred_at": clock.now(), "note": note,
        "pupils": tuple(Part(pupil.id, "involved") for pupil in pupils),
    } | fields  # fmt: skip
    return Entry(**values)


def test_a_record_comes_with_its_version_and_its_audit_row(mentor, school):
    saved = recording.log(mentor, entry(makers.pupil(school, on=mentor)))
    version = RecordVersion.get(RecordVersion.record == saved.record)
    assert version.sha256 == hashlib.sha256(version.payload.encode()).hexdigest()
    assert json.loads(version.payload)["note"] == "Seen at the gate"
    event = AuditEvent.get(AuditEvent.action == "record.log")
    assert (event.subject_id, event.user_id, event.version) == (saved.record.id, mentor.user.id, 1)


def test_a_replay_is_the_same_record(mentor, school):
    sent = entry(makers.pupil(school, on=mentor))
    first = recording.log(mentor, sent)
    again = recording.log(mentor, sent)
    assert again.record == first.record and again.replay
    assert Record.select().count() == 1 == AuditEvent.select().where(AuditEvent.action == "record.log").count()


def test_a_changed_replay_keeps_both_once(mentor, school):
    sent = entry(makers.pupil(school, on=mentor))
    first = recording.log(mentor, sent)
    other = replace(sent, body="other words", note="other words")
    second = recording.log(mentor, other)
    assert second.conflict == first.record != second.record
    assert recording.log(mentor, other).record == second.record
    assert sorted(row.note for row in Record.select()) == ["Seen at the gate", "other words"]


def test_fifty_at_once_make_one(mentor, school):
    sent = entry(makers.pupil(school, on=mentor))
    together = threading.Barrier(16)

    def save(place):
        if place < 16:
            together.wait()
        try:
            return recording.log(mentor, sent).record.id
        finally:
            database.db.close()

    with ThreadPoolExecutor(16) as pool:
        numbers = set(pool.map(save, range(50)))
    assert len(numbers) == 1 and Record.select().count() == 1


def test_of_two_amendments_at_once_one_is_told_of_the_other(mentor, school):
    pupil = makers.pupil(school, on=mentor)
    record = recording.log(mentor, entry(pupil)).record
    together = threading.Barrier(8)

    def amend(place):
        together.wait()
        try:
            return recording.amend(mentor, record, entry(pupil, note=f"words {place}"), 1, "").version
        except recording.Changed:
            return None
        finally:
            database.db.close()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(amend, range(8)), key=str) == [2, *[None] * 7]


def test_the_same_client_id_of_two_authors_makes_two(mentor, school):
    pupil, other = makers.pupil(school, on=mentor), makers.member(school, "Ben Shaw", "mentor")
    sent = entry(pupil)
    assert recording.log(mentor, sent).record != recording.log(other, sent).record


def test_amending_keeps_every_version(mentor, school):
    pupil = makers.pupil(school, on=mentor)
    record = recording.log(mentor, entry(pupil)).record
    amended = recording.amend(mentor, record, entry(pupil, note="Seen at the gate, 8:45"), 1, "time added")
    assert (amended.version, amended.note) == (2, "Seen at the gate, 8:45")
    rows = {row.label: row for row in versions.compare(mentor, record, versions.of(mentor, record), 2)}
    assert (rows["Note"].before, rows["Note"].text) == ("Seen at the gate", "Seen at the gate, 8:45")
    assert [one.reason for one in versions.of(mentor, record).rows] == ["time added", ""]


def test_amending_an_old_version_is_refused_and_nothing_changes(mentor, school):
    pupil = makers.pupil(school, on=mentor)
    record = recording.log(mentor, entry(pupil)).record
    recording.amend(mentor, record, entry(pupil, note="second"), 1, "a")
    with pytest.raises(recording.Changed):
        recording.amend(mentor, record, entry(pupil, note="third"), 1, "b")
    assert Record.get_by_id(record.id).note == "second"


def test_amending_twice_with_one_form_is_once(mentor, school):
    pupil = makers.pupil(school, on=mentor)
    record = recording.log(mentor, entry(pupil)).record
    change = entry(pupil, note="second")
    recording.amend(mentor, record, change, 1, "a")
    assert recording.amend(mentor, record, change, 1, "a").version == 2


def test_amending_can_take_a_pupil_out_and_put_another_in(mentor, school):
    one, two = makers.pupil(school, on=mentor), makers.pupil(school, "Maisie Turner", mentor)
    record = recording.log(mentor, entry(one)).record
    recording.amend(mentor, record, entry(two), 1, "wrong pupil")
    assert [row.pupil_id for row in Participation.select()] == [two.id]


def test_withdrawing_keeps_it_and_closes_its_todos(mentor, school):
    record = recording.log(mentor, entry(makers.pupil(school, on=mentor), finish_later=True)).record
    recording.withdraw(mentor, record, "wrong pupil")
    recording.withdraw(mentor, record, "wrong pupil")
    assert Record.get_by_id(record.id).state == "withdrawn"
    assert AuditEvent.select().where(AuditEvent.action == "record.withdraw").count() == 1
    assert [one.reason for one in versions.of(mentor, record).rows] == ["wrong pupil", ""]
    assert Todo.select().where(Todo.done_at.is_null()).count() == 0
    with pytest.raises(recording.Withdrawn):
        recording.amend(mentor, record, entry(note="again"), 2, "x")


@pytest.mark.parametrize("table", ["record_version", "audit_event"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id", "DELETE FROM {}", *(["TRUNCATE {}"] if ON_POSTGRES else [])])
def test_the_database_itself_refuses_changes(mentor, school, table, sql):
    recording.log(mentor, entry(makers.pupil(school, on=mentor)))
    with pytest.raises(DatabaseError, match="append-only"):
        database.db.execute_sql(sql.format(table))


def test_replace_does_not_walk_round_the_refusal(mentor, school):
    recording.log(mentor, entry(makers.pupil(school, on=mentor)))
    columns = "id, record_id, number, author_id, client_id, reason, payload, sha256, recorded_at"
    forged = columns.replace("reason", "'forged'")
    verb, conflict = "INSERT OR REPLACE", ""
    if ON_POSTGRES:
        verb, conflict = "INSERT", "ON CONFLICT (id) DO UPDATE SET reason = excluded.reason"
    with pytest.raises(DatabaseError, match="append-only"):
        database.db.execute_sql(
            f"{verb} INTO record_version ({columns}) SELECT {forged} FROM record_version WHERE true {conflict}"
        )


def test_a_fault_half_way_leaves_nothing(mentor, school):
    broken = entry(makers.pupil(school, on=mentor), detail={"day_part": None})
    with pytest.raises(DatabaseError):
        recording.log(mentor, broken)
    assert Record.select().count() == 0 == Participation.select().count() == RecordVersion.select().count()


def test_words_hold_what_all_may_find_and_no_private_line(mentor, school):
    pupil = makers.pupil(school, on=mentor)
    parts = (Part(pupil.id, "involved", "privately upset"),)
    record = recording.log(mentor, entry(note="Über Café", pupils=parts)).record
    assert "uber cafe" in record.words and "upset" not in record.words
