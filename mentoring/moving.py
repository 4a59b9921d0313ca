"""A record about the wrong pupil: it moves to the right one, and a line stays on the first one's timeline."""

import json
from typing import Any

from database import write
from mentoring import audit, clock, privacy, recording, search_index, todos
from mentoring.naming import fold
from models import KINDS, Member, Mention, Move, Participation, Pupil, Rating, Record, User
from models.ready import given, ready
from models.records import WITHDRAWN


class MoveError(ValueError):
    """A move that cannot be made; the message says what to do instead."""


def move(member: Member, record: Record, wrong: Pupil, right: Pupil, version: int, reason: str) -> None:
    """Make a record that says `wrong` say `right`, as a new version. Its words stay; nothing is copied.

    The search index, the to-dos and the names hidden in its texts follow. `version` is the one that the person saw:
    raises recording.Changed for an older one, recording.Withdrawn, MoveError; moving twice is once.
    """
    with write(of=f"record {record.id}"):
        record = Record.get_by_id(record.id)
        parts = {row.pupil_id: row for row in Participation.select().where(Participation.record == record)}
        done = Move.select().where((Move.record == record) & (Move.from_pupil == wrong) & (Move.to_pupil == right))
        if wrong.id not in parts and right.id in parts and done.exists():
            return
        if record.state == WITHDRAWN:
            raise recording.Withdrawn("This record has been withdrawn, so it stays where it is.")
        if record.version != version or wrong.id not in parts:
            raise recording.Changed("Somebody changed the record while you were choosing. Look at it again.")
        if record.kind == "review":
            raise MoveError("A review belongs to a plan of this pupil. Withdraw it, and review the other pupil’s plan.")
        if right.id in parts:
            raise MoveError(f"{right.short_name} is in this record already. Amend it to take {wrong.short_name} out.")
        payload = _exchanged(json.loads(recording.newest(record).payload), wrong, right)
        _write(member, record, payload, wrong, right, reason)


def away_from(member: Member, pupil: Pupil) -> list[Move]:
    """The moves of records that stood under a pupil by mistake, the newest first, each with who made it; none of a
    record that the member may not know of."""
    return _away(member, pupil=pupil.id)


@ready
def _away(member: Member):
    rows = Move.select(Move, User).join(User).switch(Move).join(Record)
    return rows.where((Move.from_pupil == given("pupil")) & Record.known_to(member)).order_by(Move.id.desc())


def here(pupil: Pupil, records: list[int]) -> dict[int, Move]:
    """The newest move to a pupil of each of the records that were moved to them, by the record's id."""
    rows = Move.select(Move, User).join(User).where((Move.to_pupil == pupil) & Move.record.in_(records))
    return {row.record_id: row for row in rows.order_by(Move.id)}


def _exchanged(whole: dict[str, Any], wrong: Pupil, right: Pupil) -> dict[str, Any]:
    for part in whole["pupils"]:
        if part["pupil"] == wrong.id:
            part["pupil"] = right.id
    mentions = {(one["pupil"], one["text"]) for one in whole.get("mentions", []) if one["pupil"] != right.id}
    # The texts go on saying the wrong name: whoever may not see that pupil reads "another pupil".
    said = " ".join(_texts(whole))
    for name in {wrong.known_as, wrong.forename, wrong.surname}:
        if name and privacy.mask(said, [(name, "")]) != said:
            mentions.add((wrong.id, name))
    if mentions or "mentions" in whole:
        whole["mentions"] = [{"pupil": pupil, "text": text} for pupil, text in sorted(mentions)]
    if "family_contact" in whole["detail"]:
        whole["detail"]["family_contact"] = None  # they are the wrong pupil's family
    whole["parts"].pop("rating", None)  # of the wrong pupil's targets
    return whole


def _texts(whole: dict[str, Any]) -> list[str]:
    rows = [whole["detail"], *(row for rows in whole["parts"].values() for row in rows)]
    return [whole["note"], *(value for row in rows for value in row.values() if isinstance(value, str))]


def _write(member: Member, record: Record, whole: dict[str, Any], wrong: Pupil, right: Pupil, reason: str) -> None:
    words, mentions = _words(whole), whole.get("mentions", [])
    number = record.version + 1
    Record.update(words=words, version=number).where(Record.id == record.id).execute()
    theirs = (Participation.record == record) & (Participation.pupil == wrong)
    Participation.update(pupil=right).where(theirs).execute()
    Mention.delete().where(Mention.record == record).execute()
    for one in mentions:
        Mention.create(record=record, **one)
    detail = KINDS[record.kind].detail
    if detail and "family_contact" in detail._meta.fields:
        detail.update(family_contact=None).where(detail.record == record).execute()
    Rating.delete().where(Rating.record == record).execute()
    pupils, named = [part["pupil"] for part in whole["pupils"]], [one["pupil"] for one in mentions]
    search_index.keep(record.id, words, record.author_id, record.kind, record.occurred_at, pupils, named)
    text = json.dumps(whole, sort_keys=True, ensure_ascii=False)
    digest = recording.keep_version(member, record, number, text, reason)
    Move.create(
        school=record.school_id, record=record, from_pupil=wrong, to_pupil=right, author=member.user, at=clock.now()
    )
    audit.note(member, "record.move", record, version=number, digest=digest, detail=f"{wrong.id} → {right.id}")
    todos.follow_move(record, wrong, right)


def _words(whole: dict[str, Any]) -> str:
    """What the record can be found by, as recording has it: its texts without pupils' names, and its chips."""
    names: list[privacy.Name] = [(one["text"], "") for one in whole.get("mentions", [])]
    if len(whole["pupils"]) > 1:
        names += privacy.names_of(Pupil.select().where(Pupil.id.in_([part["pupil"] for part in whole["pupils"]])))
    chips = [one["name"] for rows in whole["choices"].values() for one in rows]
    return fold(" ".join([*(privacy.without(text, names) for text in _texts(whole)), *chips]))
