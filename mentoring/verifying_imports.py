"""Whether the weekly figures that imports brought are those that the imports' events tell of (for `flask verify`)."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from database import write
from mentoring import statements
from models import AuditEvent, FigureVersion

CHUNK = 2000
EMPTY = statements.of_import([])
Import = tuple[int, int | None, str, datetime]  # school, author, file and moment of what one import brought


def strange_imports() -> Iterator[str]:
    """A sentence for each import of which the figures are not as it brought them, and for figures that none brought.

    What came before the school's first import whose event has a hash is told of by none: nothing is said of it.
    """
    if list(_faults()):
        with write():  # nobody saves: between two looks somebody may have
            again = list(_faults())
        yield from again


def _faults() -> Iterator[str]:
    brought, told, since = _brought(), _told(), _untold_until()
    for (school, _author, source, moment), digest in brought.items():
        if told[school][digest]:
            told[school][digest] -= 1
        elif school not in since or moment > since[school]:
            yield f"What the file {source} brought at {moment:%Y-%m-%d %H:%M} UTC is not what an import’s event tells."
    for school, left in told.items():
        if +left:
            yield f"What an import of school {school} brought is missing, or is not as it was."


def _brought() -> dict[Import, str]:
    """The hash of what each import brought, as it stands."""
    hashes: dict[Import, list[str]] = defaultdict(list)
    rows = FigureVersion.select().where(FigureVersion.source != "")
    last = 0
    while chunk := list(rows.where(FigureVersion.id > last).order_by(FigureVersion.id).limit(CHUNK)):
        for row, digest in zip(chunk, statements.of(chunk).values(), strict=True):
            hashes[row.school_id, row.author_id, row.source, row.saved_at].append(digest)
        last = chunk[-1].id
    return {one: statements.of_import(found) for one, found in hashes.items()}


def _told() -> dict[int, Counter[str]]:
    """The hashes that the events of each school's imports tell of; one that brought no figure is left out."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    rows: Any = AuditEvent.select(AuditEvent.school, AuditEvent.digest).where(AuditEvent.action == "import")
    for school, digest in rows.where(AuditEvent.digest.not_in(["", EMPTY])).tuples():
        found[school][digest] += 1
    return found


def _untold_until() -> dict[int, datetime]:
    """When each school last imported, or was filled as a demo, before its imports' events had hashes."""
    found: dict[int, datetime] = {}
    hashed: set[int] = set()
    rows: Any = AuditEvent.select(AuditEvent.school, AuditEvent.digest, AuditEvent.at)
    for school, digest, at in (
        rows.where(AuditEvent.action.in_(["import", "demo.fill"])).order_by(AuditEvent.id).tuples()
    ):
        if digest:
            hashed.add(school)
        elif school not in hashed:
            found[school] = max(at, found.get(school, at))
    return found
