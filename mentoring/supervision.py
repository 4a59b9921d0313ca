"""Supervision: how much a mentor or LSA has in hand, and what a lead and they agreed. No pupil stands in any of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import fn

from database import write
from mentoring import (
    assigning,
    audit,
    calendar,
    caseload,
    clock,
    guiding,
    notices,
    noticing,
    overdue,
    school_weeks,
    statements,
    todos,
)
from mentoring.plan_names import ADULT
from models import KINDS, Kind, Member, Option, Record, SupervisionChoice, SupervisionNote, Todo, User
from models.records import SUPPORT, WITHDRAWN

REASON = "supervision"  # of the to-dos that it makes


@dataclass(frozen=True)
class Load:
    """What somebody has in hand: pupils on their caseload and the fewest and most that a mentor of the school has (None
    for who is no mentor); since `since`, records by kind; to-dos waiting, and those long overdue."""

    since: date
    pupils: int | None
    fewest: int
    most: int
    records: list[tuple[Kind, int]]
    waiting: int
    overdue: int


@dataclass(frozen=True)
class Action:
    """Something agreed: what, whose it is (a user's id), and by when."""

    what: str
    owner: int
    due_on: date


def supervised(member: Member):
    """A query of the people whose load a lead sees: the school's mentors and contributors now, but for themselves."""
    return guiding.can_be_guided(member, member.user)


def last_met(member: Member) -> dict[int, date]:
    """When the member last met each of those with whom they have a note that they read, or whom they guide, by id."""
    rows = SupervisionNote.visible_to(member).select(
        SupervisionNote.author, SupervisionNote.user, fn.MAX(SupervisionNote.held_on)
    ).group_by(SupervisionNote.author, SupervisionNote.user)  # fmt: skip
    said = [(user if author == member.user.id else author, day) for author, user, day in rows.tuples()]
    said += [(row.user_id, row.met_on) for row in guiding.now(member) if row.guide_id == member.user.id and row.met_on]
    found: dict[int, date] = {}
    for number, day in said:
        found[number] = max(day, found.get(number, day))
    return found


def load(member: Member, user: User) -> Load:
    """Somebody's load over the half-term, as far as every lead may know of it: nothing restricted or sealed counts."""
    days, today = calendar.of(member.school), clock.today(member.school.zone)
    since = school_weeks.half_term(days, clock.week_start(today), today).mondays[0]
    counts, mentors = assigning.counts(member), [one.id for one in caseload.mentors(member)]
    every = [counts[number] for number in mentors] or [0]
    mine = Todo.overseen_by(member).where((Todo.owner == user) & Todo.done_at.is_null())
    return Load(
        since, counts[user.id] if user.id in mentors else None, min(every), max(every), _records(member, user, since),
        mine.count(), overdue.rows(member).where(Todo.owner == user).count(),
    )  # fmt: skip


def names_in(member: Member, texts: Iterable[str]) -> list[str]:
    """Words of the texts that may well name pupils of the school; colleagues said with a title do not."""
    plain = [ADULT.sub(" ", text) for text in texts if text]
    return [one.text for one in noticing.notice(member, plain, [], {}) if one.hidden]


def keep(
    member: Member, user: User, client_id: str, held_on: date, said: str, chips: Iterable[int], actions: list[Action]
) -> SupervisionNote:
    """Write a note, make its actions into to-dos, tell the other; sent again, it is the one that was written."""
    with write(of=f"client {member.user.id} {client_id}"):
        sent = (SupervisionNote.author == member.user) & (SupervisionNote.client_id == client_id)
        there = SupervisionNote.get_or_none(sent)
        if there:
            return there
        note = SupervisionNote.create(
            school=member.school, author=member.user, user=user, client_id=client_id, held_on=held_on, said=said,
            written_at=clock.now(),
        )  # fmt: skip
        for number in chips:
            SupervisionChoice.create(school=member.school, note=note, option=number)
        path = f"/supervisions/notes/{note.id}"
        for one in actions:
            todos.give(member, one.owner, one.what, one.due_on, REASON, path)
        audit.note(member, "supervision.write", note, digest=statements.digest(note))
        notices.tell_one(member.school, user, f"{member.user.name} wrote a note of your supervision.", path)
    return note


def notes(member: Member, user: User | None = None) -> list[SupervisionNote]:
    """The notes that the member reads, of theirs with somebody if one is given, the newest first; 50 at most."""
    other = User.alias()
    rows = SupervisionNote.visible_to(member).select(SupervisionNote, User, other)
    rows = rows.join(User, on=(SupervisionNote.author == User.id)).switch(SupervisionNote)
    rows = rows.join(other, on=(SupervisionNote.user == other.id))
    if user:
        rows = rows.where((SupervisionNote.user == user) | (SupervisionNote.author == user))
    return list(rows.order_by(SupervisionNote.held_on.desc(), SupervisionNote.id.desc()).limit(50))


def chips(note: SupervisionNote) -> dict[str, list[str]]:
    """The names of a note's chips, by list."""
    rows = Option.select().join(SupervisionChoice, on=(SupervisionChoice.option == Option.id))
    found: dict[str, list[str]] = {}
    for one in rows.where(SupervisionChoice.note == note).order_by(Option.position, Option.id):
        found.setdefault(one.list, []).append(one.name)
    return found


def agreed(member: Member, note: SupervisionNote) -> list[Todo]:
    """The to-dos that came of a note and that the member sees, done ones too."""
    rows = Todo.visible_to(member).select(Todo, User).join(User, on=(Todo.owner == User.id))
    mine = (Todo.reason == REASON) & (Todo.path == f"/supervisions/notes/{note.id}")
    return list(rows.where(mine).order_by(Todo.due_on, Todo.id))


def _records(member: Member, user: User, since: date) -> list[tuple[Kind, int]]:
    wrote = (Record.author == user) & (Record.state != WITHDRAWN) & (Record.tier == SUPPORT) & Record.readable(member)
    wrote &= Record.occurred_at >= clock.day_start(since, member.school.zone)
    rows: Any = Record.select(Record.kind, fn.COUNT(Record.id)).where(wrote).group_by(Record.kind)
    found = dict(rows.tuples())
    return [(kind, found[kind.name]) for kind in KINDS.values() if kind.name in found]
