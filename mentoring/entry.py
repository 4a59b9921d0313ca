"""What a form hands over to be recorded, and its one canonical text."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from models import Base, Kind, Option


def body_hash(body: str) -> str:
    """The SHA-256 of a form as it was sent."""
    return hashlib.sha256(body.encode()).hexdigest()


@dataclass(frozen=True)
class Part:
    """One pupil's part: id, role, a private line, and marks from 1 to 5. `seen` None: as usual for the kind."""

    pupil: int
    role: str = ""
    private_line: str = ""
    seen: bool | None = None
    feeling_in: int | None = None
    feeling_out: int | None = None
    engagement: int | None = None

    def said(self) -> dict[str, Any]:
        """What it holds, without what it does not."""
        return {name: value for name, value in vars(self).items() if value is not None}


@dataclass(frozen=True)
class Promise:
    """A to-do that the record makes. `reason` tells it from the record's other to-dos; `owner` None is the author."""

    reason: str
    what: str
    due_on: date
    owner: int | None = None


@dataclass(frozen=True)
class Entry:
    """A record as a form hands it over. `chosen` are option ids; `parts_of` are rows of the kind's further tables;
    `mentions` are (pupil, the words that name them) in the texts. What `settle` gives is added to the detail as it is
    saved, when nobody else saves what is `alone` (a name, as for `database.write`). `tier` says who reads it, the
    kind's own where it is empty; `about` is the id of an adult whom it concerns. Both are decided here, never sent.

    `body` is the form as it was sent: a replay is told from a changed one by it, for "just now" moves on.
    """

    kind: Kind
    client_id: str
    body: str
    occurred_at: datetime
    note: str = ""
    pupils: tuple[Part, ...] = ()
    chosen: frozenset[int] = frozenset()
    detail: dict[str, Any] = field(default_factory=dict)
    parts_of: dict[type[Base], list[dict[str, Any]]] = field(default_factory=dict)
    finish_later: bool = False
    promises: tuple[Promise, ...] = ()
    mentions: tuple[tuple[int, str], ...] = ()
    tier: str = ""
    about: int | None = None
    alone: str = ""
    settle: Callable[[], dict[str, Any]] | None = None

    def settled(self) -> "Entry":
        """The entry with what only its own transaction can know, such as the next number of a run."""
        return replace(self, detail=self.detail | self.settle(), settle=None) if self.settle else self

    @property
    def is_later(self) -> bool:
        """Whether it is to be finished later, which nothing sealed can be."""
        return self.finish_later and not self.kind.sealed

    @property
    def body_hash(self) -> str:
        return body_hash(self.body)

    def texts(self) -> list[str]:
        """Every text in the record that all its pupils share; private lines are not among them."""
        rows = [self.detail, *(row for rows in self.parts_of.values() for row in rows)]
        return [self.note, *(value for row in rows for value in row.values() if isinstance(value, str))]

    def payload(self, options: list[Option], state: str) -> str:
        """The record whole, as canonical JSON: what a version keeps and its hash is of."""
        choices: dict[str, list[dict[str, Any]]] = {}
        for option in options:
            choices.setdefault(option.list, []).append({"id": option.id, "name": option.name})
        whole = {
            "kind": self.kind.name,
            "occurred_at": self.occurred_at,
            "note": self.note,
            "state": state,
            "pupils": [part.said() for part in self.pupils],
            "choices": choices,
            "detail": {name: _plain(value) for name, value in self.detail.items()},
            "parts": {
                table._meta.table_name: [{name: _plain(value) for name, value in row.items()} for row in rows]
                for table, rows in self.parts_of.items()
            },
        }
        if self.kind.sealed:
            whole |= {"tier": self.tier or self.kind.tier, "about": self.about}
        if self.mentions:
            whole["mentions"] = [{"pupil": pupil, "text": text} for pupil, text in sorted(self.mentions)]
        return json.dumps(whole, sort_keys=True, ensure_ascii=False, default=str)


def _plain(value):
    return value.get_id() if isinstance(value, Base) else value
