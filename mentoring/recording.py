"""Log, amend, withdraw: one transaction each, replay-safe, versioned, audited."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from uuid import NAMESPACE_URL, UUID, uuid5

from database import write
from mentoring import audit, chain, clock, privacy, search_index, todos
from mentoring.entry import Entry, body_hash
from mentoring.naming import fold
from models import KINDS, Choice, Member, Mention, Option, Participation, Pupil, Record, RecordVersion
from models.ready import Ready, given, given_ids, insert, places
from models.records import COMPLETE, OPEN, WITHDRAWN

_sent = Ready(Record.select().where((Record.author == given("author")) & (Record.client_id == given("client_id"))))


class Changed(Exception):
    """Somebody saved a newer version while this one was being amended."""


class Withdrawn(Exception):
    """The record has been withdrawn; it can be read but not changed."""


@dataclass(frozen=True)
class Saved:
    """What came of a save. `replay`: it was saved before; `conflict`: the other record of the same client id."""

    record: Record
    replay: bool = False
    conflict: Record | None = None


def log(member: Member, entry: Entry) -> Saved:
    """Save a new record, once, however often it is sent.

    The same client id with the same body returns the record first saved; with another body both are kept and the
    second names the first. Raises database.Busy.
    """
    with write(of=entry.alone or f"client {member.user.id} {entry.client_id}"):
        first = _by_client_id(member, entry.client_id)
        if first is None:
            return Saved(_create(member, entry.settled(), entry.client_id, None))
        if first.body_hash == entry.body_hash:
            return Saved(first, replay=True)
        second_id = str(uuid5(NAMESPACE_URL, f"{entry.client_id}:{entry.body_hash}"))
        second = _by_client_id(member, second_id)
        if second is not None:
            return Saved(second, replay=True, conflict=first)
        return Saved(_create(member, entry.settled(), second_id, first), conflict=first)


def amend(member: Member, record: Record, entry: Entry, version: int, reason: str) -> Record:
    """Save a new version of a record; the earlier ones are kept.

    `version` is the one that the person saw. Raises Changed when it is no longer the newest (unless this very form
    was saved before, or says what is kept already), Withdrawn when the record has been withdrawn.
    """
    with write(of=f"record {record.id}"):
        record, entry = Record.get_by_id(record.id), entry.settled()
        state = OPEN if entry.is_later else COMPLETE
        options = _options(member, entry)
        payload = entry.payload(options, state)
        if record.state == WITHDRAWN:
            raise Withdrawn("This record has been withdrawn, so it cannot be changed. Log a new one instead.")
        sent = (RecordVersion.record == record) & (RecordVersion.client_id == entry.client_id)
        if payload == newest(record).payload or RecordVersion.select().where(sent).exists():
            return record
        if record.version != version:
            raise Changed("Somebody saved a newer version while you were writing. Look at both before you save yours.")
        words = _words(entry, options)
        Record.update(
            occurred_at=entry.occurred_at, note=entry.note, words=words, state=state, version=version + 1
        ).where(Record.id == record.id).execute()
        _clear_parts(record)
        _write_parts(member, record, entry, options)
        _index(record, entry, words)
        digest = keep_version(member, record, version + 1, payload, reason, entry.client_id)
        audit.note(member, "record.amend", record, version=version + 1, digest=digest)
        todos.follow(member, record, entry)
        return Record.get_by_id(record.id)


def withdraw(member: Member, record: Record, reason: str) -> None:
    """Take a record out of every timeline, for a reason. It is kept, with its versions; withdrawing twice is once."""
    with write(of=f"record {record.id}"):
        record = Record.get_by_id(record.id)
        if record.state == WITHDRAWN:
            return
        payload = json.loads(newest(record).payload) | {"state": WITHDRAWN}
        number = record.version + 1
        Record.update(state=WITHDRAWN, version=number).where(Record.id == record.id).execute()
        search_index.drop(record.id)
        text = json.dumps(payload, sort_keys=True, ensure_ascii=False)
        digest = keep_version(member, record, number, text, reason)
        audit.note(member, "record.withdraw", record, version=number, digest=digest)
        todos.close_all(member, record, "The record was withdrawn")


def saved_before(member: Member, client_id: str | None, body: str) -> Record | None:
    """The record that this very form is already."""
    first = _by_client_id(member, client_id) if client_id else None
    return first if first is not None and first.body_hash == body_hash(body) else None


def is_client_id(text: str) -> bool:
    """Whether `text` is a UUID in its usual form, as the tablet makes them."""
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


def _by_client_id(member: Member, client_id: str) -> Record | None:
    return next(iter(_sent(author=member.user.id, client_id=client_id)), None)


def _create(member: Member, entry: Entry, client_id: str, conflict: Record | None) -> Record:
    options = _options(member, entry)
    state = OPEN if entry.is_later else COMPLETE
    row = {
        "school": member.school, "kind": entry.kind.name, "author": member.user, "client_id": client_id,
        "body_hash": entry.body_hash, "conflicts_with": conflict, "occurred_at": entry.occurred_at,
        "recorded_at": clock.now(), "note": entry.note, "words": _words(entry, options), "state": state,
        "tier": entry.tier or entry.kind.tier, "about": entry.about,
    }  # fmt: skip
    record = Record(id=insert(Record)(**row), **row)
    _write_parts(member, record, entry, options)
    _index(record, entry, record.words)
    digest = keep_version(member, record, 1, entry.payload(options, state), "", entry.client_id)
    audit.note(member, "record.log", record, version=1, digest=digest)
    todos.follow(member, record, entry)
    return record


def _options(member: Member, entry: Entry) -> list[Option]:
    if not entry.chosen:
        return []
    filled = places(sorted(entry.chosen))
    return _chosen(len(filled))(school=member.school.id, **filled)


@cache
def _chosen(count: int) -> Ready:
    rows = Option.select().where((Option.school == given("school")) & Option.id.in_(given_ids(count)))
    return Ready(rows.order_by(Option.list, Option.position, Option.id))


def _words(entry: Entry, options: list[Option]) -> str:
    """What the record can be found by: no names of pupils, which some of its readers may not know."""
    names: list[privacy.Name] = [(text, "") for _, text in entry.mentions]
    if len(entry.pupils) > 1:
        ids = [part.pupil for part in entry.pupils]
        names += privacy.names_of(Pupil.select().where(Pupil.id.in_(ids)))
    texts = [privacy.without(text, names) for text in entry.texts()]
    return fold(" ".join([*texts, *(option.name for option in options)]))


def _write_parts(member: Member, record: Record, entry: Entry, options: list[Option]) -> None:
    for part in entry.pupils:
        seen = entry.kind.sees_pupil if part.seen is None else part.seen
        row = vars(part) | {"seen": seen}
        insert(Participation)(school=member.school, record=record, occurred_at=entry.occurred_at, **row)
    for option in options:
        insert(Choice)(record=record, option=option)
    if entry.mentions:
        rows = [{"record": record, "pupil": pupil, "text": text} for pupil, text in entry.mentions]
        Mention.insert_many(rows).execute()
    if entry.kind.detail:
        insert(entry.kind.detail)(record=record, **entry.detail)
    for table, rows in entry.parts_of.items():
        for row in rows:
            insert(table)(record=record, **row)


def _index(record: Record, entry: Entry, words: str) -> None:
    pupils = [part.pupil for part in entry.pupils]
    named = [pupil for pupil, _ in entry.mentions]
    search_index.keep(record.id, words, record.author_id, record.kind, entry.occurred_at, pupils, named)


def _clear_parts(record: Record) -> None:
    for table in (Participation, Choice, Mention, *KINDS[record.kind].tables):
        table.delete().where(table.record == record).execute()


def newest(record: Record) -> RecordVersion:
    return RecordVersion.get((RecordVersion.record == record) & (RecordVersion.number == record.version))


def keep_version(member: Member, record: Record, number: int, payload: str, reason: str, client_id: str = "") -> str:
    """Keep a version; its digest, for the event that tells of it."""
    row = {
        "record": record.id, "number": number, "author": member.user.id, "reason": reason.replace("\0", ""),
        "sha256": hashlib.sha256(payload.encode()).hexdigest(), "recorded_at": clock.now(),
    }  # fmt: skip
    insert(RecordVersion)(**row, payload=payload, client_id=client_id)
    return chain.of_version(row)
