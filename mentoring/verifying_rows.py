"""Whether the rows that screens show are those that the versions and the events tell of (for `flask verify`)."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from database import write
from mentoring import chain
from models import (
    KINDS,
    AuditEvent,
    Base,
    Choice,
    ConcernAddition,
    Handling,
    Move,
    Participation,
    Record,
    RecordVersion,
)
from models.records import SEALED

CHUNK = 2000
MARKS = ("role", "private_line", "feeling_in", "feeling_out", "engagement")


def strange_records(payloads: dict[int, str]) -> Iterator[int]:
    """Ids of the records, of those whose newest versions are given, whose rows do not say the same."""
    rows = {row.id: row for row in Record.select().where(Record.id.in_(list(payloads)))}
    beside = _Beside(list(rows.values()))
    for number, text in payloads.items():
        if not _same(rows[number], json.loads(text), beside) and not _is_same_now(number):
            yield number


def unversioned() -> Iterator[int]:
    """Ids of records of which there is no version that they could be compared with."""
    newest = (RecordVersion.record == Record.id) & (RecordVersion.number == Record.version)
    rows = Record.select(Record.id).left_outer_join(RecordVersion, on=newest)
    yield from (row.id for row in rows.where(RecordVersion.id.is_null()).order_by(Record.id))


def strange_handlings() -> Iterator[int]:
    """Ids of the concerns of which what was added or done is not what the events tell of."""
    sealed, last = Record.select(Record.id).where(Record.tier.in_(SEALED)).order_by(Record.id), 0
    while found := [row.id for row in sealed.where(Record.id > last).limit(CHUNK)]:
        for number in _strange(found):
            with write(of=f"record {number}"):
                again = _strange([number])
            yield from again
        last = found[-1]


def strange_moves() -> Iterator[str]:
    """A sentence for each record of which the moves are not those that the events tell of. (Its versions are.)"""
    if _told_moves() != _kept_moves():
        with write():  # nobody saves: between two looks somebody may have
            told, kept = _told_moves(), _kept_moves()
        for record in sorted({one[0] for one in ((told - kept) + (kept - told))}):
            yield f"The moves of record {record} are not what the events tell of."


def _is_same_now(number: int) -> bool:
    """The same asked while nobody saves: between two looks somebody may have."""
    with write(of=f"record {number}"):
        record = Record.get_by_id(number)
        newest = (RecordVersion.record == record) & (RecordVersion.number == record.version)
        return _same(record, json.loads(RecordVersion.get(newest).payload), _Beside([record]))


def _strange(concerns: list[int]) -> list[int]:
    """Those of the concerns that are strange. An event from before it told of a row by its hash stands for any one."""
    told, kept = _told(concerns), _kept(concerns)
    return [
        number
        for number in concerns
        if set(filter(None, told[number])) - kept[number]
        or len(kept[number] - set(told[number])) > told[number].count("")
    ]


class _Beside:
    """The rows that hang on records, fetched together: each table's by the record's id."""

    def __init__(self, records: list[Record]):
        self.records = records
        self._rows: dict[type[Base], dict[int, list[Base]]] = {}

    def of(self, table: Any, record: Record) -> list[Base]:
        if table not in self._rows:
            found = self._rows[table] = defaultdict(list)
            mine = [one.id for one in self.records]
            rows: Iterable[Any] = table.select().where(table.record.in_(mine)).order_by(table._meta.primary_key)
            for row in rows:
                found[row.record_id].append(row)
        return self._rows[table].get(record.id, [])


def _same(record: Record, whole: dict[str, Any], beside: _Beside) -> bool:
    """Whether a record and all that hangs on it say what its newest version says."""
    kind = KINDS[record.kind]
    chips = {one["id"] for rows in whole["choices"].values() for one in rows}
    pupils = [(one["pupil"], *(one.get(mark) or "" for mark in MARKS)) for one in whole["pupils"]]
    inside = [(row.pupil_id, *(getattr(row, mark) or "" for mark in MARKS)) for row in beside.of(Participation, record)]
    return (
        _is(record.note, whole["note"])
        and record.state == whole["state"]
        and _is(record.occurred_at, whole["occurred_at"])
        and (record.tier, record.about_id) == (whole.get("tier", record.tier), whole.get("about", record.about_id))
        and sorted(pupils, key=str) == sorted(inside, key=str)
        and chips == {row.option_id for row in beside.of(Choice, record)}
        and all(
            _rows_say(beside.of(table, record), [whole["detail"]] if table is kind.detail else _part(whole, table))
            for table in kind.tables
        )
    )


def _part(whole: dict[str, Any], table: type[Base]) -> list[dict[str, Any]]:
    return whole.get("parts", {}).get(table._meta.table_name, [])


def _rows_say(rows: list[Base], told: list[dict[str, Any]]) -> bool:
    return len(rows) == len(told) and all(_row_says(*pair) for pair in zip(rows, told, strict=True))


def _row_says(row: Base, told: dict[str, Any]) -> bool:
    """Whether a row has the values that a version has, and the usual ones where it has none."""
    fields = [one for one in row._meta.sorted_fields if one.name not in ("id", "record")]
    return all(_is(row.__data__[one.name], told.get(one.name, one.default)) for one in fields)


def _is(kept: Any, told: Any) -> bool:
    """Whether a column's value is what a version says of it, which is JSON: without what no column holds."""
    if isinstance(kept, datetime) and isinstance(told, str):
        return kept == datetime.fromisoformat(told)
    return json.loads(json.dumps(kept, default=str)) == (told.replace("\0", "") if isinstance(told, str) else told)


def _told(records: list[int]) -> dict[int, list[str]]:
    """The hash that each event tells of what was added to concerns or done about them."""
    found = defaultdict(list)
    events: Any = AuditEvent.select(AuditEvent.subject_id, AuditEvent.digest).where(
        (AuditEvent.subject == "record") & AuditEvent.subject_id.in_(records) & AuditEvent.action.startswith("concern.")
    )
    for number, digest in events.tuples():
        found[number].append(digest)
    return found


def _kept(records: list[int]) -> dict[int, set[str]]:
    """The hashes of what was added to concerns and done about them, as it stands."""
    found = defaultdict(set)
    for table in (ConcernAddition, Handling):
        rows: Iterable[Any] = table.select().where(table.record.in_(records))
        for row in rows:
            found[row.record_id].add(chain.of_row(row))
    return found


def _told_moves() -> Counter[tuple[int, str, int]]:
    """Record, from which pupil to which, and who, as the events say it."""
    rows: Any = AuditEvent.select(AuditEvent.subject_id, AuditEvent.detail, AuditEvent.user)
    return Counter(rows.where(AuditEvent.action == "record.move").tuples())


def _kept_moves() -> Counter[tuple[int, str, int]]:
    rows: Any = Move.select(Move.record, Move.from_pupil, Move.to_pupil, Move.author).tuples()
    return Counter((record, f"{wrong} → {right}", author) for record, wrong, right, author in rows)
