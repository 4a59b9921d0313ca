"""A copy of a SQLite record, made while people work, and looked at as closely as the record itself."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import apsw

import database
from mentoring import anchors, chain, clock, verifying


class NotBackedUp(Exception):
    """A backup that was not made, or is not what it should be; the message says why."""


@dataclass(frozen=True)
class Made:
    """A verified backup: what was saved before `begun_at` is in it, so many events and versions."""

    begun_at: datetime
    events: int
    versions: int


def copy_to(file: Path, anchored: Path) -> Made:
    """Copy the open record into a new file, readable by its owner only, and verify the copy against the anchors.

    Raises NotBackedUp; then there is no such file.
    """
    if file.exists():
        raise NotBackedUp(f"{file} is there already. Give a name that is not: an old backup is better than none.")
    part = file.with_name(f"{file.name}.part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
        with database.write():  # alone, so that whoever is writing has finished
            begun_at, heads, known = clock.now(), chain.heads(), anchors.read(anchored)
        _copy(part)
        made = _verified(part, begun_at, heads, known)
        _keep(part, file)
    except (OSError, apsw.Error, anchors.Unreadable) as error:
        raise NotBackedUp(f"The backup was not made: {error}.") from error
    finally:
        for tail in ("", "-wal", "-shm"):
            Path(f"{part}{tail}").unlink(missing_ok=True)
    return made


def _copy(part: Path) -> None:
    copy = apsw.Connection(str(part))
    with copy.backup("main", database.db.obj.connection(), "main") as running:
        while not running.done:
            running.step(1000)
    copy.close()


def _verified(part: Path, begun_at: datetime, heads: dict, known: list[anchors.Anchor]) -> Made:
    """What the copy holds. Raises NotBackedUp where it is not whole, or lacks what was there when it was begun."""
    with _opened(part):
        faults = [row[0] for row in database.db.execute_sql("PRAGMA integrity_check").fetchall()]
        orphans = database.db.execute_sql("PRAGMA foreign_key_check").fetchall()
        if faults != ["ok"] or orphans:
            raise NotBackedUp(
                f"The copy is damaged: {faults[0] if faults != ['ok'] else 'rows without what they need'}."
            )
        there = chain.heads()
        if any(there.get(number, (0, ""))[0] < sequence for number, (sequence, _) in heads.items()):
            raise NotBackedUp("The copy lacks events that were there when it was begun.")
        found = verifying.verify(known)
    if found.fault:
        raise NotBackedUp(f"The copy is not as it was written: {found.fault}")
    return Made(begun_at, found.events, found.versions)


@contextmanager
def _opened(part: Path) -> Iterator[None]:
    """Within the block, the copy is the database; afterwards the record is again."""
    record = database.db.obj
    try:
        database.connect(f"sqlite:///{part}")
        yield
    finally:
        if database.db.obj is not record:
            database.db.close()
        database.db.initialize(record)


def _keep(part: Path, file: Path) -> None:
    """Give the copy its name, on the disk."""
    with part.open("rb") as written:
        os.fsync(written.fileno())
    part.rename(file)
    folder = os.open(file.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
