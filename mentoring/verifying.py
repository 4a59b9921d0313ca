"""Whether the audit trail and the versions are as they were written (`flask verify`): in chunks, however many."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain as together
from typing import Any

from mentoring import chain
from mentoring.anchors import Anchor
from mentoring.verifying_imports import strange_imports
from mentoring.verifying_rows import strange_handlings, strange_moves, strange_records, unversioned
from mentoring.verifying_shown import strange_shown
from mentoring.verifying_support import strange_support
from models import AuditEvent, Record, RecordVersion

CHUNK = 2000
SIGN_OFF = "review.sign_off"


@dataclass
class Found:
    """What was looked at, and the first fault: a sentence that names the event or version; empty where all is well."""

    events: int = 0
    versions: int = 0
    anchors: int = 0
    fault: str = ""
    heads: dict[int, int] = field(default_factory=dict)


class _Bad(Exception):
    """The first fault."""


def verify(anchors: list[Anchor], hashes: Iterable[str] = ()) -> Found:
    """Walk every chain, compare it with the anchors kept outside the database, then walk every version, and the rows
    that screens show. Each of the `hashes`, which somebody was sent once, must be some event's."""
    found = Found(anchors=len(anchors))
    try:
        _refuse_unknown(hashes)
        known = _anchored(anchors)
        chains = {row.chain for row in AuditEvent.select(AuditEvent.chain).distinct()}
        for number in sorted(chains | {chain for chain, _ in known}):
            _walk_chain(number, {at: mac for (one, at), mac in known.items() if one == number}, found)
        _walk_versions(found)
        for record in unversioned():
            raise _Bad(f"Record {record} has no version.")
        for record in strange_handlings():
            raise _Bad(f"What was done about record {record}, a concern, is not what the events tell of.")
        for sentence in together(strange_support(), strange_imports(), strange_shown(), strange_moves()):
            raise _Bad(sentence)
    except _Bad as bad:
        found.fault = str(bad)
    return found


def _refuse_unknown(hashes: Iterable[str]) -> None:
    for one in hashes:
        if not AuditEvent.select().where(AuditEvent.mac == one.strip().lower()).exists():
            raise _Bad(f"No event has the hash {one}: what it was the newest of was cut off or changed since.")


def _anchored(anchors: list[Anchor]) -> dict[tuple[int, int], tuple[str, str]]:
    """Chain and sequence: the hash that an anchor knows there, and the day of the anchor."""
    known = {}
    for anchor in anchors:
        if not anchor.is_ours():
            raise _Bad(f"The anchor of {anchor.day} is not as it was written.")
        for number, (sequence, mac) in anchor.heads.items():
            known[number, sequence] = (mac, anchor.day)
    return known


def _walk_chain(number: int, known: dict[int, tuple[str, str]], found: Found) -> None:
    previous, sequence, sealed = "", 0, False
    for row in _events(number):
        name = f"Event {row['sequence']} of chain {number} (row {row['id']}, {row['action']})"
        if row["sequence"] != sequence + 1:
            raise _Bad(f"{name} should be number {sequence + 1}: what stood between is missing.")
        text = chain.said(row)
        if row["mac"] == chain.seal(text):
            sealed = True
        elif sealed or row["mac"] != chain.unsealed(text):
            raise _Bad(f"{name} is not as it was written.")
        if row["previous"] != previous:
            raise _Bad(f"{name} does not follow the one before it.")
        if row["sequence"] in known and known[row["sequence"]][0] != row["mac"]:
            raise _Bad(f"{name} is not the one that the anchor of {known[row['sequence']][1]} knows.")
        _check_version_told(row, name)
        previous, sequence = row["mac"], row["sequence"]
        found.events += 1
    for at in sorted(known):
        if at > sequence:
            raise _Bad(f"Event {sequence + 1} of chain {number} is missing: the anchor of {known[at][1]} knows {at}.")
    if sequence and not sealed:
        raise _Bad(f"Event {sequence} of chain {number} is the last, and none has the key's seal.")
    found.heads[number] = sequence


def _check_version_told(row: dict[str, Any], name: str) -> None:
    """The version that an event of a record tells of is there, and is the very same."""
    if row["subject"] != "record" or row["version"] is None:
        return
    if row["told"] is None:
        raise _Bad(f"{name}: version {row['version']} of record {row['subject_id']} is missing.")
    kept = {
        "record": row["subject_id"], "number": row["version"], "author": row["told_by"], "reason": row["told_why"],
        "recorded_at": row["told_at"], "sha256": row["told"],
    }  # fmt: skip
    told = row["digest"] if row["action"] != SIGN_OFF else ""  # whose hash is that of the sign-off
    if told and told != chain.of_version(kept):
        raise _Bad(f"Version {row['version']} of record {row['subject_id']} is not the one that {name} tells of.")


def _events(number: int) -> Iterator[dict[str, Any]]:
    version = (
        (AuditEvent.subject == "record") & (RecordVersion.record == AuditEvent.subject_id)
        & (RecordVersion.number == AuditEvent.version)
    )  # fmt: skip
    rows: Any = AuditEvent.select(
        AuditEvent, RecordVersion.sha256.alias("told"), RecordVersion.reason.alias("told_why"),
        RecordVersion.author.alias("told_by"), RecordVersion.recorded_at.alias("told_at"),
    ).left_outer_join(RecordVersion, on=version).where(AuditEvent.chain == number)  # fmt: skip
    last = -1
    while chunk := list(rows.where(AuditEvent.sequence > last).order_by(AuditEvent.sequence).limit(CHUNK).dicts()):
        yield from chunk
        last = chunk[-1]["sequence"]


def _walk_versions(found: Found) -> None:
    told = AuditEvent.select(AuditEvent.id).where(
        (AuditEvent.subject == "record") & (AuditEvent.subject_id == RecordVersion.record)
        & (AuditEvent.version == RecordVersion.number)
    ).limit(1)  # fmt: skip
    rows: Any = RecordVersion.select(
        RecordVersion.id, RecordVersion.record, RecordVersion.number, RecordVersion.payload, RecordVersion.sha256,
        Record.version.alias("newest"), told.alias("event"),
    ).join(Record)  # fmt: skip
    last = 0
    while chunk := list(rows.where(RecordVersion.id > last).order_by(RecordVersion.id).limit(CHUNK).dicts()):
        for row in chunk:
            _check_version(row)
        newest = {row["record"]: row["payload"] for row in chunk if row["number"] == row["newest"]}
        for number in strange_records(newest):
            raise _Bad(f"Record {number} does not say what its newest version says.")
        found.versions += len(chunk)
        last = chunk[-1]["id"]


def _check_version(row: dict[str, Any]) -> None:
    name = f"Version {row['number']} of record {row['record']}"
    if hashlib.sha256(row["payload"].encode()).hexdigest() != row["sha256"]:
        raise _Bad(f"{name} is not as it was written.")
    if row["event"] is None:
        raise _Bad(f"{name} has no event that tells of it.")
    if row["number"] > row["newest"]:
        raise _Bad(f"Record {row['record']} hides its newest version, {row['number']}.")
