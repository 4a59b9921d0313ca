"""What the benchmark fills a database with is what recording would have written."""

import hashlib
import json
from random import Random

import pytest

import database
from bench import filling, forms, people
from bench.diary import Diary
from mentoring import recording, timeline, verifying
from models import KINDS, AuditEvent, Choice, Member, Participation, Pupil, Record, RecordVersion, User
from tests.servers import ON_POSTGRES

pytestmark = pytest.mark.skipif(ON_POSTGRES, reason="the benchmark fills SQLite files only")
SIZE = 60


@pytest.fixture
def filled(app):
    """A small school filled in bulk; its first mentor."""
    school = people.found(kib=8)
    filling.write_records(Random(1), SIZE)
    return Member(User.get(User.name == people.MENTORS[0]), school, frozenset({"mentor"}))


def whole(record: Record) -> dict:
    """Everything that a record's save wrote, without ids and the hour of writing."""
    rows = {"itself": Record.select().where(Record.id == record.id).dicts().get()}
    for table in (Participation, Choice, RecordVersion, KINDS[record.kind].detail):
        rows[table.__name__] = list(
            table.select().where(table.record == record).order_by(table._meta.primary_key).dicts()
        )
    noted = (AuditEvent.subject == "record") & (AuditEvent.subject_id == record.id)
    rows["audit"] = list(AuditEvent.select().where(noted).dicts())
    text = json.dumps(rows, default=str, sort_keys=True)
    drop = {"id", "record", "recorded_at", "at", "subject_id", "sequence", "previous", "mac", "digest"}
    return json.loads(text, object_hook=lambda one: {name: value for name, value in one.items() if name not in drop})


def test_rows_are_those_that_recording_writes(filled):
    users = [User.get(User.name == name) for name in people.MENTORS]
    mentors = [Member(user, filled.school, frozenset({"mentor"})) for user in users]
    entries = list(Diary(Random(5), mentors, list(Pupil.select().order_by(Pupil.id))).write(12))
    filler = filling.Filler(SIZE + 1)
    for member, entry, options in entries:
        filler.add(member, entry, options)
    with database.write():
        filler.put(database.db.cursor())
    in_bulk = [whole(Record.get_by_id(SIZE + 1 + place)) for place in range(len(entries))]
    for table in (Participation, Choice, *(table for kind in KINDS.values() for table in kind.tables)):
        table.delete().where(table.record > SIZE).execute()
    Record.update(client_id=Record.id).where(Record.id > SIZE).execute()
    one_by_one = [whole(recording.log(member, entry).record) for member, entry, _ in entries]
    assert in_bulk == one_by_one


def test_what_was_filled_stands_as_it_was_written(filled):
    found = verifying.verify([])
    assert (found.fault, found.versions) == ("", SIZE)


def test_every_row_hangs_together(filled):
    assert Record.select().count() == SIZE == AuditEvent.select().where(AuditEvent.action == "record.log").count()
    for version in RecordVersion.select():
        assert version.sha256 == hashlib.sha256(version.payload.encode()).hexdigest()
    assert database.db.execute_sql("PRAGMA foreign_key_check").fetchall() == []
    assert {kind for (kind,) in Record.select(Record.kind).tuples()} == {"incident", "parent_contact"}


def test_a_timeline_shows_them(filled):
    pupil = Pupil.visible_to(filled).order_by(Pupil.id).first()
    lines = timeline.page(filled, pupil, timeline.Filters()).lines
    assert len(lines) == timeline.PAGE and all(line.detail and line.chosen and line.record.note for line in lines)


def test_a_form_is_sent_as_a_browser_would(as_mentor, mentor):
    form = forms.Form(as_mentor.get("/incidents/new").text, "record")
    names = [name for name, _ in form.sent(incident_type="1")]
    assert {"client_id", "when", "note", "form_kind", "follow_up"} <= set(names)
    assert "pupil" not in names and names.count("incident_type") == 1
