"""A mentor's timetable: its slots as they fall on school days, and what has been recorded of each."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import Case

from mentoring import clock, lines, programmes
from mentoring.calendar import Calendar
from models import (
    KINDS,
    GroupSession,
    Kind,
    Member,
    Option,
    Participation,
    Programme,
    Pupil,
    Record,
    Slot,
)
from models.ready import ready
from models.records import WITHDRAWN

Key = tuple[str, int, date]


@dataclass(frozen=True)
class Held:
    """What is recorded of a slot on a day. `ran` False: it is written down that it did not happen."""

    record: int
    minute: int
    ran: bool
    may_read: bool
    number: int | None = None


@dataclass
class Occurrence:
    """A slot on a day. `begun`: its time has come."""

    slot: Slot
    day: date
    begun: bool
    held: Held | None = None

    @property
    def kind(self) -> Kind | None:
        """The kind of record that it asks for; a duty asks for none."""
        return KINDS.get(self.slot.kind)

    @property
    def is_missed(self) -> bool:
        """Whether a day has gone by without a record of what it asks for."""
        return self.kind is not None and self.held is None

    @property
    def known(self) -> dict[str, Any]:
        """What its record's form can be told by its address; the time only once it has come."""
        slot = self.slot
        about = {"pupil": slot.pupil_id} if slot.pupil_id else {"programme": slot.programme_id}
        minutes = {"minutes": minutes_of(slot)} if slot.pupil_id else {}
        return about | minutes | ({"on": f"{self.day}", "at": slot.starts} if self.begun else {})

    @property
    def known_not_held(self) -> dict[str, Any]:
        """The same for one that did not happen."""
        return self.known | ({"attendance": "cancelled"} if self.slot.pupil_id else {"not_run": 1})


@dataclass(frozen=True)
class Run:
    """How far a programme has come: the number of its next session, and how many are in it today."""

    next_number: int = 1
    members: int = 0


def own(member: Member, on: date) -> list[Slot]:
    """The member's slots in force on a day or later, by weekday and time."""
    rows = _dressed(member).where(Slot.ends_on.is_null() | ((Slot.ends_on > on) & (Slot.ends_on > Slot.starts_on)))
    return list(rows)


def between(member: Member, days: Calendar, first: date, last: date) -> list[Occurrence]:
    """The member's slots on the school days from one day to another, in the order of time: six queries at most."""
    slots = _in_force(member, first, last)
    now = clock.local(clock.now(), member.school.zone)
    present = now.date(), f"{now:%H:%M}"
    found = [
        Occurrence(slot, day, (day, slot.starts) <= present)
        for day in days.school_days(first, last)
        for slot in slots
        if slot.weekday == day.weekday() and _falls_on(slot, day)
    ]
    _match(found, _held(member, slots, first, last))
    return found


def runs(member: Member, occurrences: list[Occurrence]) -> dict[int, Run]:
    """How far the programmes in them have come, by the programme's id: two queries."""
    led = {one.slot.programme_id: one.slot.programme for one in occurrences if one.slot.programme}
    if not led:
        return {}
    counts = programmes.counts(list(led.values()))
    return {one: Run(number, counts.get(one, 0)) for one, number in programmes.next_numbers(member, led).items()}


def minutes_of(slot: Slot) -> int:
    """How long a slot lasts."""
    return minute(slot.ends) - minute(slot.starts)


def minute(hhmm: str) -> int:
    """A clock time as minutes since midnight."""
    hours, _, minutes = hhmm.partition(":")
    return int(hours) * 60 + int(minutes)


def _dressed(member: Member):
    """The member's slots with their pupils, places, and programmes that the member still leads."""
    leads = Slot.programme.is_null() | Slot.programme.in_(Programme.visible_to(member).select(Programme.id))
    rows = Slot.visible_to(member).select(Slot, Pupil, Programme, Option).left_outer_join(Pupil).switch(Slot)
    rows = rows.left_outer_join(Programme).switch(Slot).left_outer_join(Option, on=(Slot.place == Option.id))
    return rows.where(leads).order_by(Slot.weekday, Slot.starts, Slot.id)


@ready
def _in_force(member: Member, first: date, last: date):
    return _dressed(member).where((Slot.starts_on <= last) & (Slot.ends_on.is_null() | (Slot.ends_on > first)))


def _falls_on(slot: Slot, day: date) -> bool:
    """Whether a slot is in force on a day, and its pupil at the school, its programme running."""
    if day < slot.starts_on or (slot.ends_on and day >= slot.ends_on):
        return False
    if slot.pupil and slot.pupil.left_on and day >= slot.pupil.left_on:
        return False
    one = slot.programme
    return not one or (one.starts_on <= day and not (one.ends_on and day > one.ends_on))


def _held(member: Member, slots: list[Slot], first: date, last: date) -> dict[Key, list[Held]]:
    """What is recorded of the slots' pupils and programmes on those days: by kind, whom and day, in order of time."""
    zone = member.school.zone
    start, end = clock.day_start(first, zone), clock.day_start(last + timedelta(days=1), zone)
    within = (Record.occurred_at >= start) & (Record.occurred_at < end) & (Record.state != WITHDRAWN)
    pupils = {slot.pupil_id for slot in slots if slot.pupil_id}
    led = {slot.programme_id for slot in slots if slot.programme_id}
    found: dict[Key, list[Held]] = {}
    for kind, whom, moment, held in [*_sessions(member, pupils, within), *_groups(member, led, within)]:
        at = clock.local(moment, zone)
        one = Held(minute=at.hour * 60 + at.minute, **held)
        found.setdefault((kind, whom, at.date()), []).append(one)
    return {key: sorted(many, key=lambda one: one.minute) for key, many in found.items()}


def _sessions(member: Member, pupils: set[int], within):
    if not pupils:
        return
    rows = Participation.select(Participation.pupil, Participation.seen, Record.id, Record.occurred_at).join(Record)
    mine = Participation.pupil.in_(pupils) & (Record.kind == "session") & Record.readable(member)
    for row in rows.where(mine & within):
        held = {"record": row.record.id, "ran": row.seen, "may_read": True}
        yield "session", row.pupil_id, row.record.occurred_at, held


def _groups(member: Member, led: set[int], within):
    """Whoever leads a programme knows that it ran; its record only who may read it opens."""
    if not led:
        return
    may_read = Case(None, [(Record.readable(member), 1)], 0).alias("may_read")
    rows = GroupSession.select(GroupSession.programme, GroupSession.number, Record.id, Record.occurred_at, may_read)
    found = list(rows.join(Record).where(GroupSession.programme.in_(led) & within & Record.known_to(member)))
    unknown = lines.unknown_before(member, [row.record.id for row in found])
    for row in found:
        number = row.number - unknown.get(row.record.id, 0) if row.number else None
        held = {"record": row.record.id, "ran": row.number is not None, "number": number,
                "may_read": bool(row.may_read)}  # fmt: skip
        yield "group_session", row.programme_id, row.record.occurred_at, held


def _match(occurrences: list[Occurrence], held: dict[Key, list[Held]]) -> None:
    """Give each record to the slot nearest in time that has none yet, in the order of time."""
    waiting: dict[Key, list[Occurrence]] = {}
    for one in occurrences:
        whom = one.slot.pupil_id or one.slot.programme_id
        waiting.setdefault((one.slot.kind, whom, one.day), []).append(one)
    for key, records in held.items():
        left = waiting.get(key, [])
        for record in records[: len(left)]:
            nearest = min(left, key=lambda one: abs(minute(one.slot.starts) - record.minute))
            nearest.held = record
            left.remove(nearest)
