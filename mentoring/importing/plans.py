"""What an import would do: the preview's own words, and what `applying` writes."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from mentoring.importing.lines import Line
from mentoring.measures import Amount


@dataclass(frozen=True)
class Change:
    """One field of a row that exists, as people read it."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class AddedPupil:
    """A pupil to add. `values` by column, the class by its name."""

    row: int
    name: str
    group: str
    values: dict[str, Any]


@dataclass(frozen=True)
class ChangedPupil:
    """A pupil to change. `values` are the columns that change."""

    row: int
    pupil: int
    name: str
    changes: list[Change]
    values: dict[str, Any]


@dataclass(frozen=True)
class Leaver:
    """A pupil of the school who is not in a file of the whole school."""

    pupil: int
    name: str
    group: str


@dataclass(frozen=True)
class AddedContact:
    """A family contact to add: to the pupil of that id, or where it is None to the pupil whom row `row` adds."""

    row: int
    pupil: int | None
    pupil_name: str
    name: str
    values: dict[str, Any]


@dataclass(frozen=True)
class ChangedContact:
    """A family contact to change."""

    row: int
    contact: int
    pupil_name: str
    name: str
    changes: list[Change]
    values: dict[str, Any]


@dataclass(frozen=True)
class EndedContact:
    """A family contact whom the school's system lists no longer."""

    contact: int
    pupil_name: str
    name: str


@dataclass(frozen=True)
class PlannedFigure:
    """A figure of weekly tracking to add, or to change from what is said in `old`. `row` is the first that it is of."""

    row: int
    pupil: int
    name: str
    measure: str
    monday: date
    amount: Amount
    old: str
    new: str


@dataclass
class Plan:
    """Everything that an import would do, and every row that it could not read. Writes nothing.

    `events` of behaviour were added up; `events_left` are others, such as praise.
    """

    of_contacts: bool = False
    added: list[AddedPupil] = field(default_factory=list)
    changed: list[ChangedPupil] = field(default_factory=list)
    unchanged: int = 0
    leavers: list[Leaver] = field(default_factory=list)
    new_classes: list[str] = field(default_factory=list)
    contacts_added: list[AddedContact] = field(default_factory=list)
    contacts_changed: list[ChangedContact] = field(default_factory=list)
    contacts_unchanged: int = 0
    contacts_ended: list[EndedContact] = field(default_factory=list)
    of_figures: bool = False
    figures_added: list[PlannedFigure] = field(default_factory=list)
    figures_changed: list[PlannedFigure] = field(default_factory=list)
    figures_unchanged: int = 0
    events: int = 0
    events_left: int = 0
    bad: list[Line] = field(default_factory=list)

    @property
    def writes(self) -> int:
        """How many rows an import would write, leavers aside."""
        pupils = len(self.added) + len(self.changed)
        pupils += len(self.figures_added) + len(self.figures_changed)
        return pupils + len(self.contacts_added) + len(self.contacts_changed) + len(self.contacts_ended)

    def fingerprint(self) -> str:
        """The SHA-256 of all that the plan would write: it differs when a preview no longer fits the database."""
        written: list[Any] = [
            *self.added, *self.changed, *self.leavers, *self.contacts_added, *self.contacts_changed,
            *self.contacts_ended, *self.figures_added, *self.figures_changed,
        ]  # fmt: skip
        whole = [[type(one).__name__, asdict(one)] for one in written]
        text = json.dumps([whole, [line.number for line in self.bad]], default=str, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def counts(self) -> dict[str, int]:
        """The size of each part, for the result page and the audit trail."""
        return {
            "added": len(self.added),
            "changed": len(self.changed),
            "unchanged": self.unchanged,
            "contacts_added": len(self.contacts_added),
            "contacts_changed": len(self.contacts_changed),
            "contacts_unchanged": self.contacts_unchanged,
            "contacts_ended": len(self.contacts_ended),
            "figures_added": len(self.figures_added),
            "figures_changed": len(self.figures_changed),
            "figures_unchanged": self.figures_unchanged,
            "bad": len(self.bad),
        }
