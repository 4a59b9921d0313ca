"""Programmes: start one, change it, who is in it, and how the run has gone so far."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from peewee import Case, fn

from database import write
from mentoring import audit, clock, lines
from models import (
    AuditEvent,
    FamilyContact,
    GroupSession,
    Member,
    Participation,
    Programme,
    ProgrammeMember,
    Pupil,
    Record,
    SchoolClass,
    User,
)
from models.records import WITHDRAWN


class Changed(Exception):
    """Somebody else saved the programme while it was being changed."""


@dataclass
class Seat:
    """Somebody's place in a programme: `came` of the `ran` sessions since they joined. `marks` are by record id."""

    pupil: Pupil
    family: FamilyContact | None
    came: int = 0
    ran: int = 0
    marks: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Held:
    """A session of a programme as its leaders see it, whoever recorded it; `number` None: it did not run."""

    record: int
    when: datetime
    number: int | None
    next_time: str
    said: str


def mine(member: Member) -> list[Programme]:
    """Programmes that the member leads, those still running first, by name."""
    rows = Programme.visible_to(member).order_by(Programme.name, Programme.id)
    return sorted(rows, key=lambda one: one.over)


def running(member: Member, also: int | None = None) -> list[Programme]:
    """Those that are not over, and the one with the id `also`."""
    return [one for one in mine(member) if not one.over or one.id == also]


def members(programme: Programme, day: date) -> list[ProgrammeMember]:
    """Who is in the programme on a day, by known-as name, each with pupil, class and family contact."""
    rows = (
        ProgrammeMember.select(ProgrammeMember, Pupil, SchoolClass, FamilyContact)
        .join(Pupil)
        .left_outer_join(SchoolClass)
        .switch(ProgrammeMember)
        .left_outer_join(FamilyContact, on=(ProgrammeMember.family_contact == FamilyContact.id))
    )
    return list(
        rows.where((ProgrammeMember.programme == programme) & ProgrammeMember.there_on(day)).order_by(
            Pupil.known_as, Pupil.surname
        )
    )


def counts(programmes: list[Programme]) -> dict[int, int]:
    """How many are in each programme today, by its id."""
    if not programmes:
        return {}
    day = clock.today(programmes[0].school.zone)
    rows: Any = ProgrammeMember.select(ProgrammeMember.programme, fn.COUNT(ProgrammeMember.id))
    wanted = rows.where(ProgrammeMember.programme.in_(programmes) & ProgrammeMember.there_on(day)).group_by(
        ProgrammeMember.programme
    )
    return dict(wanted.tuples())


def held(member: Member, programme: Programme) -> list[Held]:
    """The sessions so far, oldest first; `said` is what came of each: the aim met, or why it did not run."""
    rows = (
        Record.select(Record, User)
        .join(User, on=(Record.author == User.id))
        .switch(Record)
        .join(GroupSession, on=(GroupSession.record == Record.id))
    )
    kept = (GroupSession.programme == programme) & (Record.state != WITHDRAWN) & Record.known_to(member)
    found = list(rows.where(kept).order_by(Record.occurred_at, Record.id))
    return [
        Held(line.record.id, line.record.occurred_at, line.detail.number, line.detail.next_time,
             _came_of(line.chosen))
        for line in lines.dress(member, found)
    ]  # fmt: skip


def _came_of(chosen: dict[str, list[str]]) -> str:
    met = [f"aim met: {name.lower()}" for name in chosen.get("aim_met", [])]
    return ", ".join([*met, *chosen.get("not_run", [])])


def next_number(programme: Programme) -> int:
    """The number under which the next session is saved, from 1, whoever may know of those before."""
    rows = GroupSession.select(fn.MAX(GroupSession.number)).join(Record)
    return (rows.where((GroupSession.programme == programme) & (Record.state != WITHDRAWN)).scalar() or 0) + 1


def next_numbers(member: Member, ids: Iterable[int]) -> dict[int, int]:
    """The number of the session that runs next in each programme, as the member counts them, by the programme's id."""
    known = Case(None, [(Record.known_to(member), 1)], 0)
    rows: Any = GroupSession.select(GroupSession.programme, GroupSession.number, known).join(Record)
    ran = GroupSession.programme.in_(list(ids)) & GroupSession.number.is_null(False) & (Record.state != WITHDRAWN)
    held: dict[int, dict[int, list[int]]] = {one: {0: [], 1: []} for one in ids}
    for one, number, is_known in rows.where(ran).tuples():
        held[one][is_known].append(number)
    last = {one: max(found[1], default=0) for one, found in held.items()}
    return {one: last[one] - sum(number < last[one] for number in held[one][0]) + 1 for one in held}


def seats(member: Member, programme: Programme, day: date) -> list[Seat]:
    """Who is in the programme on a day, with their attendance over the run as far as the member may know of it."""
    rows = Participation.select(Participation.record, Participation.pupil, Participation.role).join(Record)
    rows = rows.join(GroupSession, on=(GroupSession.record == Record.id))
    ran = (GroupSession.programme == programme) & GroupSession.number.is_null(False) & (Record.state != WITHDRAWN)
    ran &= Record.known_to(member)
    marks: dict[int, dict[int, str]] = {}
    for row in rows.where(ran):
        marks.setdefault(row.pupil_id, {})[row.record_id] = row.role
    found = []
    for seat in members(programme, day):
        own = marks.get(seat.pupil_id, {})
        came = sum(role != "absent" for role in own.values())
        found.append(Seat(seat.pupil, seat.family_contact, came, len(own), own))
    return found


def day_of(programme: Programme, today: date) -> date:
    """The day on which its members are looked at: today, or the first or last day of one to come or over."""
    day = max(today, programme.starts_on)
    return min(day, programme.ends_on) if programme.ends_on else day


def aims_by_session(programme: Programme) -> list[str]:
    """The aim of each session by its place; none where one aim stands for all of them."""
    lines = [line.strip() for line in programme.aims.split("\n") if line.strip()]
    return lines if len(lines) > 1 else []


def aim(programme: Programme, number: int) -> str:
    """What a session is for: its own line of the aims, or all of them where there is one line."""
    each = aims_by_session(programme)
    if each:
        return each[number - 1] if number <= len(each) else ""
    return programme.aims.strip()


def start(member: Member, facts: dict[str, Any], pupils: list[int]) -> Programme:
    """Start a programme with its first members. `facts` are its columns."""
    with write():
        programme = Programme.create(school=member.school, created_at=clock.now(), **facts)
        _seat(member, programme, pupils)
        audit.note(member, "programme.start", programme)
    return programme


def change(member: Member, programme: Programme, facts: dict[str, Any], pupils: list[int], version: int) -> None:
    """Change a programme's facts, and from today who is in it; what was recorded before stays as it was.

    `version` is the one that the person saw. Raises Changed when another leader saved since.
    """
    with write():
        if Programme.get_by_id(programme.id).version != version:
            raise Changed("Another leader changed it while you were choosing. Look at both before you save yours.")
        Programme.update(**facts, version=version + 1).where(Programme.id == programme.id).execute()
        _seat(member, Programme.get_by_id(programme.id), pupils)
        audit.note(member, "programme.change", programme)


def last_change(programme: Programme) -> tuple[str, datetime]:
    """Who changed a programme last, and when."""
    events = AuditEvent.select(AuditEvent, User).left_outer_join(User).where(
        (AuditEvent.subject == "programme") & (AuditEvent.subject_id == programme.id)
    )  # fmt: skip
    last = events.order_by(AuditEvent.id.desc()).first()
    return (last.user.name if last.user else "Somebody", last.at) if last else ("Somebody", programme.created_at)


def choose_family(programme: Programme, chosen: dict[int, int | None]) -> None:
    """Who comes for each pupil of a programme for families: family contacts' ids by pupil."""
    with write():
        for pupil, person in chosen.items():
            now = (ProgrammeMember.programme == programme) & (ProgrammeMember.pupil == pupil)
            ProgrammeMember.update(family_contact=person).where(now & ProgrammeMember.ends_on.is_null()).execute()


def _seat(member: Member, programme: Programme, pupils: list[int]) -> None:
    day = clock.today(member.school.zone)
    there = ProgrammeMember.select().where(
        (ProgrammeMember.programme == programme) & (ProgrammeMember.ends_on.is_null() | (ProgrammeMember.ends_on > day))
    )
    now = {row.pupil_id: row for row in there}
    for pupil in set(now) - set(pupils):
        ProgrammeMember.update(ends_on=day).where(ProgrammeMember.id == now[pupil].id).execute()
    begun = ProgrammeMember.select().where(ProgrammeMember.programme == programme).exists()
    since = max(programme.starts_on, day) if begun else programme.starts_on
    for pupil in pupils:
        again = (ProgrammeMember.programme == programme) & (ProgrammeMember.pupil == pupil)
        if pupil not in now and not _reopen(again & (ProgrammeMember.ends_on == day)):
            person = _likeliest(member, pupil) if programme.for_families else None
            ProgrammeMember.create(programme=programme, pupil=pupil, family_contact=person, starts_on=since)


def _reopen(rows) -> bool:
    """Put back whoever was taken out today."""
    return bool(ProgrammeMember.update(ends_on=None).where(rows).execute())


def _likeliest(member: Member, pupil: int) -> FamilyContact | None:
    rows = FamilyContact.visible_to(member).where((FamilyContact.pupil == pupil) & (FamilyContact.restriction == ""))
    return rows.order_by(FamilyContact.priority, FamilyContact.id).first()
