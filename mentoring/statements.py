"""Statements and versions in rows of their own: the hash of each with what belongs to it, for the event that tells of
it. See chain.ROWS and docs/decisions/0010-evidence.md."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mentoring import chain
from models import (
    Base,
    EntryItem,
    NominationChoice,
    Post16Choice,
    SupervisionChoice,
    WeekFigure,
    WhatWorks,
)


@dataclass(frozen=True)
class Part:
    """A table whose rows belong to a statement, which has the id in `of`: these columns of them are hashed with it."""

    table: Any
    of: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Whole:
    """The table of what a version is a version of, which has the id in `of`: these columns of it never change, and are
    hashed with the version."""

    table: Any
    of: str
    columns: tuple[str, ...]


PARTS = {
    "entry_check": Part(EntryItem, "entry_check", ("id", "option", "position")),
    "nomination": Part(NominationChoice, "nomination", ("option",)),
    "post16": Part(Post16Choice, "post16", ("option",)),
    "supervision_note": Part(SupervisionChoice, "note", ("option",)),
}
WHOLES = {
    "figure_version": Whole(WeekFigure, "figure", ("pupil", "measure", "monday")),
    "what_works_version": Whole(WhatWorks, "what_works", ("pupil",)),
}


def digest(row: Base) -> str:
    """The hash of a row that was just written, as the database gives it."""
    return digests(type(row), [row.id])[row.id]


def digests(table: Any, ids: Iterable[int]) -> dict[int, str]:
    """The hashes of rows that were just written, by id; two queries, however many."""
    return of(list(table.select().where(table.id.in_(list(ids))).order_by(table.id)))


def of(rows: list[Any]) -> dict[int, str]:
    """The hashes of rows of one table as the database gave them, by id."""
    beside = _beside(rows) if rows else {}
    return {row.id: chain.of_row(row, *beside.get(row.id, ())) for row in rows}


def of_import(hashes: Iterable[str]) -> str:
    """The one hash of all that an import brought, for the import's event."""
    return chain.of_texts("import", sorted(hashes))


def _beside(rows: list[Any]) -> dict[int, list[Any]]:
    """What is hashed with each of the rows, by its id."""
    name = rows[0]._meta.table_name
    if name in PARTS:
        return _parts(PARTS[name], [row.id for row in rows])
    if name in WHOLES:
        return _wholes(WHOLES[name], rows)
    return {}


def _parts(part: Part, ids: list[int]) -> dict[int, list[Any]]:
    of = getattr(part.table, part.of)
    rows = part.table.select(of, *(getattr(part.table, column) for column in part.columns)).where(of.in_(ids))
    found: dict[int, list[Any]] = defaultdict(list)
    for number, *said in rows.tuples():
        found[number].append(said)
    return {number: [sorted(found[number])] for number in ids}


def _wholes(whole: Whole, rows: list[Any]) -> dict[int, list[Any]]:
    ids = {row.__data__[whole.of] for row in rows}
    table = whole.table
    wanted: Any = table.select(table.id, *(getattr(table, column) for column in whole.columns)).where(table.id.in_(ids))
    found = {number: said for number, *said in wanted.tuples()}
    return {row.id: found.get(row.__data__[whole.of], []) for row in rows}
