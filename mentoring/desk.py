"""The DSL's desk: which concerns wait, what their state is, all that was done about one, and a pupil's chronology."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from peewee import ColumnBase, fn

from mentoring import concerns, lines
from mentoring.concerns import KIND, LATE
from mentoring.lines import Line
from models import (
    Choice,
    Concern,
    ConcernAddition,
    Handling,
    Member,
    Option,
    Participation,
    Pupil,
    Record,
    Todo,
    Unsent,
    User,
)
from models.ready import ready
from models.records import SAFEGUARDING

PAGE = 25
STATES = {"open": "Open", "new": "New", "closed": "Closed"}


@dataclass(frozen=True)
class Filters:
    """A state of STATES, a category by its option's id, only those in danger, only those assigned to the reader."""

    state: str = "open"
    category: int | None = None
    danger: bool = False
    mine: bool = False


@dataclass
class Card:
    """A concern as the desk lists it."""

    line: Line
    is_new: bool = True
    is_closed: bool = False
    added: bool = False
    assigned: User | None = None

    @property
    def record(self) -> Record:
        return self.line.record

    @property
    def names(self) -> str:
        """Who it is about: pupils, or the words for one, or the adult."""
        pupils = ", ".join(other.pupil.name for other in self.line.others if other.pupil)
        return pupils or self.line.detail.who or "No pupil named"

    @property
    def late(self) -> datetime | None:
        """When it was begun, where that was long before it was sent."""
        begun = self.line.detail.begun_at
        return begun if begun and self.record.recorded_at - begun >= LATE else None


@dataclass(frozen=True)
class Step:
    """One line of a chronology: when, who, what kind of thing, what it says."""

    at: datetime
    who: str
    record: Record
    what: str
    thing: Any


@dataclass(frozen=True)
class Page:
    """Cards, the newest first, and the key of the next page (0: there is none)."""

    cards: list[Card] = field(default_factory=list)
    older: int = 0


def waits() -> ColumnBase:
    """The condition that nobody has acknowledged a concern, or what was added to it since."""
    later = ConcernAddition.select(ConcernAddition.id).where(
        (ConcernAddition.record == Handling.record) & (ConcernAddition.at > Handling.at)
    )
    seen = (Handling.record == Record.id) & (Handling.action == "acknowledged") & ~fn.EXISTS(later)
    return ~fn.EXISTS(Handling.select(Handling.id).where(seen))


def is_closed() -> ColumnBase:
    """The condition that a concern was closed and not opened again."""
    after = Handling.alias()
    again = after.select(after.id).where(
        (after.record == Handling.record) & (after.action == "reopened") & (after.id > Handling.id)
    )
    closed = (Handling.record == Record.id) & (Handling.action == "closed") & ~fn.EXISTS(again)
    return fn.EXISTS(Handling.select(Handling.id).where(closed))


def _is_assigned(member: Member) -> ColumnBase:
    after = Handling.alias()
    later = after.select(after.id).where(
        (after.record == Handling.record) & (after.action == "assigned") & (after.id > Handling.id)
    )
    to_me = (Handling.record == Record.id) & (Handling.action == "assigned") & (Handling.person == member.user)
    return fn.EXISTS(Handling.select(Handling.id).where(to_me & ~fn.EXISTS(later)))


def on_desk(member: Member):
    """A query of the concerns that are the member's to handle."""
    rows = Record.select(Record, User).join(User, on=(Record.author == User.id)).switch(Record)
    rows = rows.join(Concern, on=(Concern.record == Record.id))
    return rows.where((Record.kind == KIND) & Record.on_desk_of(member))


@ready
def _count_waiting(member: Member):
    rows: Any = Concern.select(fn.COUNT(Concern.record)).join(Record)
    return rows.where(Record.on_desk_of(member) & waits()).tuples()


def count_waiting(member: Member) -> int:
    """How many concerns wait to be acknowledged: asked for every page of a DSL or head."""
    return _count_waiting(member)[0][0]


def waiting(member: Member, limit: int) -> list[Card]:
    """The concerns that wait to be acknowledged, those in danger first, then the oldest."""
    rows = on_desk(member).where(waits()).order_by(Concern.danger.desc(), Record.id).limit(limit)
    return _cards(member, list(rows))


@ready
def notices(member: Member):
    """Concerns that were begun and not sent, as far as anybody has yet to see to it."""
    rows = Unsent.visible_to(member).select(Unsent, User).join(User, on=(Unsent.author == User.id))
    return rows.where(Unsent.put_away_at.is_null() & (Unsent.outcome != "sent")).order_by(Unsent.id)


def page(member: Member, filters: Filters, before: int = 0) -> Page:
    """The newest concerns that match, numbered below `before` if it is given."""
    rows = _matching(member, filters).where(_STATE[filters.state]())
    if before:
        rows = rows.where(Record.id < before)
    found = list(rows.order_by(Record.id.desc()).limit(PAGE + 1))
    return Page(_cards(member, found[:PAGE]), found[PAGE - 1].id if len(found) > PAGE else 0)


def counts(member: Member, filters: Filters) -> dict[str, int]:
    """How many match in each state."""
    return {name: _matching(member, filters).where(test()).count() for name, test in _STATE.items()}


def card(member: Member, record: Record) -> Card:
    """One concern as the desk has it."""
    return _cards(member, [record])[0]


def history(member: Member, records: list[Record]) -> list[Handling]:
    """All that was done about concerns, the oldest first, with whom and what each names; without links to what the
    member may not read."""
    person, other = User.alias(), Record.alias()
    rows = Handling.select(Handling, User, person, Todo, other).join(User, on=(Handling.author == User.id))
    for row, key in ((person, Handling.person), (Todo, Handling.todo), (other, Handling.other)):
        rows = rows.switch(Handling).left_outer_join(row, on=(key == row.id))
    known = Handling.other.is_null() | Handling.other.in_(Record.visible_to(member).select(Record.id))
    return list(rows.where(Handling.record.in_(records) & known).order_by(Handling.id))


def others_of(member: Member, record: Record) -> list[Card]:
    """Further concerns on the member's desk about a pupil of this one, the newest first."""
    pupils = Participation.select(Participation.pupil).where(Participation.record == record)
    same = Participation.select(Participation.record).where(Participation.pupil.in_(pupils))
    rows = on_desk(member).where(Record.id.in_(same) & (Record.id != record.id))
    return _cards(member, list(rows.order_by(Record.id.desc()).limit(PAGE)))


def chronology(member: Member, pupil: Pupil) -> list[Step]:
    """Every concern about a pupil's safety, with all that was added and done, in the order of time.

    One about an adult stands in no pupil's chronology: it belongs to another file.
    """
    theirs = Participation.select(Participation.record).where(Participation.pupil == pupil)
    rows = on_desk(member).where(Record.id.in_(theirs) & (Record.tier == SAFEGUARDING)).order_by(Record.id)
    records = {record.id: record for record in rows}
    found = list(records.values())
    steps = [Step(one.record.recorded_at, one.author, one.record, "concern", one) for one in lines.dress(member, found)]
    added, done = concerns.additions(found), history(member, found)
    steps += [Step(one.at, one.author.name, records[one.record_id], "addition", one) for one in added]
    steps += [Step(one.at, one.author.name, records[one.record_id], "handling", one) for one in done]
    return sorted(steps, key=lambda step: step.at)


def _matching(member: Member, filters: Filters):
    rows = on_desk(member)
    if filters.category:
        chosen = (Choice.record == Record.id) & (Choice.option == filters.category)
        rows = rows.where(fn.EXISTS(Choice.select(Choice.id).join(Option).where(chosen)))
    if filters.danger:
        rows = rows.where(Concern.danger)
    return rows.where(_is_assigned(member)) if filters.mine else rows


_STATE = {"open": lambda: ~is_closed() | waits(), "new": waits, "closed": lambda: is_closed() & ~waits()}


def _cards(member: Member, records: list[Record]) -> list[Card]:
    cards = {record.id: Card(line) for record, line in zip(records, lines.dress(member, records), strict=True)}
    if not cards:
        return []
    seen: dict[int, datetime] = {}
    person = User.alias()
    rows = Handling.select(Handling, person).left_outer_join(person, on=(Handling.person == person.id))
    for one in rows.where(Handling.record.in_(list(cards))).order_by(Handling.id):
        card = cards[one.record_id]
        if one.action == "acknowledged":
            seen[one.record_id] = one.at
        elif one.action == "assigned":
            card.assigned = one.person
        elif one.action in ("closed", "reopened"):
            card.is_closed = one.action == "closed"
    added = ConcernAddition.select(ConcernAddition.record, fn.MAX(ConcernAddition.at).alias("last"))
    last = {
        one.record_id: one.last
        for one in added.where(ConcernAddition.record.in_(list(cards))).group_by(ConcernAddition.record)
    }
    for number, card in cards.items():
        card.added = number in seen and number in last and last[number] > seen[number]
        card.is_new = number not in seen or card.added
    return list(cards.values())
