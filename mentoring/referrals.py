"""Referrals: which agencies can be named, where each stands, and when it is chased."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import fn

from database import write
from mentoring import audit, calendar, clock, statements, todos
from models import (
    Agency,
    Member,
    Option,
    Participation,
    Pupil,
    Record,
    ReferralStatus,
    School,
    Signposting,
    Todo,
    User,
)
from models.pupils import in_reach
from models.ready import given, ready, ready_for_all
from models.records import WITHDRAWN

CHASE = "chase"
ENDED = ("declined", "closed")  # after these nobody chases it
AHEAD = {"week": 7, "two_weeks": 14, "month": 28}
LASTLY, MOST = 6, 300
SENT = "Sent"


@dataclass(frozen=True)
class Standing:
    """Where a referral stands: the status as the school calls it, its code, since when, and who said so."""

    name: str
    code: str
    since: date
    by: str = ""

    @property
    def is_over(self) -> bool:
        return self.code in ENDED


@dataclass(frozen=True)
class Open:
    """A referral that is not over, of one pupil: `chase` is the to-do by which it is chased, if one waits."""

    record: Record
    pupil: Pupil
    agency: str
    standing: Standing
    chase: Todo | None


def offered(school: School, keep: int | None = None) -> list[Agency]:
    """The agencies that a form offers, by name; with a closed one that a saved record names (`keep`)."""
    rows = Agency.select().where((Agency.school == school) & (Agency.closed_on.is_null() | (Agency.id == keep)))
    return list(rows.order_by(Agency.name, Agency.id).limit(MOST))


def lately(member: Member) -> list[int]:
    """The ids of the agencies that the member named in their own last records."""
    rows: Any = Signposting.select(Signposting.agency).join(Record)
    mine = (Record.author == member.user) & (Record.school == member.school) & Signposting.agency.is_null(False)
    newest = rows.where(mine).order_by(Record.id.desc()).limit(4 * LASTLY).tuples()
    return list(dict.fromkeys(agency for (agency,) in newest))[:LASTLY]


def chase_day(school: School, choice: str | None, picked: date | None, today: date) -> date | None:
    """The day on which it is to be chased: the first school day from then on; None for no need."""
    if choice == "day":
        return picked
    days = AHEAD.get(choice or "")
    return calendar.of(school).next_school_day(today + timedelta(days=days - 1)) if days else None


def chasing(record: Record) -> Todo | None:
    """The to-do by which a referral is chased, if one waits."""
    return Todo.get_or_none((Todo.record == record) & (Todo.reason == CHASE) & Todo.done_at.is_null())


def was_chased(record: Record) -> bool:
    """Whether it has had a day to be chased on, kept or not: from then on its own page says when."""
    return Todo.select().where((Todo.record == record) & (Todo.reason == CHASE)).exists()


def standings(school: School, records: Iterable[Record]) -> dict[int, Standing]:
    """Where each of the school's referrals stands, by the record's id, in one query."""
    by_id = {record.id: record for record in records}
    found = {
        number: Standing(SENT, "sent", clock.local(record.occurred_at, school.zone).date())
        for number, record in by_id.items()
    }
    for row in _newest(ids=list(by_id)):
        found[row.record_id] = Standing(row.status.name, row.status.code, row.since, row.author.name)
    return found


def history(record: Record) -> list[ReferralStatus]:
    """Every status that was said, the newest first, each with its option and author."""
    rows = ReferralStatus.select(ReferralStatus, Option, User).join(Option).switch(ReferralStatus).join(User)
    return list(rows.where(ReferralStatus.record == record).order_by(ReferralStatus.id.desc()))


def say(member: Member, record: Record, status: Option, since: date, chase_on: date | None, keep: bool) -> None:
    """Say where a referral stands since a day. One that is over is chased no more; else `chase_on` is the next day to
    chase it (None: no more), unless what was promised is to stay (`keep`)."""
    with write():
        row = ReferralStatus.create(
            school=member.school, record=record, status=status, since=since, author=member.user, at=clock.now()
        )
        audit.note(member, "referral.status", record, detail=status.name, digest=statements.digest(row))
        if keep and status.code not in ENDED:
            return
        waiting = chasing(record)
        if waiting:
            todos.close(member, waiting, status.name)
        if chase_on and status.code not in ENDED:
            _promise(member, record, chase_on, waiting.owner if waiting else member.user)


def open_ones(member: Member, pupil: Pupil | None = None) -> list[Open]:
    """The referrals that are not over, of one pupil or of all in the member's reach, those to be chased first, by the
    day; only what the member may read."""
    parts = _sent(member, bool(pupil), pupil=pupil.id if pupil else None)
    ids = [part.record_id for part in parts]
    if not ids:
        return []
    standing = standings(member.school, [part.record for part in parts])
    waiting = Todo.select().where((Todo.reason == CHASE) & Todo.done_at.is_null() & Todo.record.in_(ids))
    chase = {todo.record_id: todo for todo in waiting}
    details = Signposting.select(Signposting.record, Signposting.agency_name).where(Signposting.record.in_(ids))
    named = {row.record_id: row.agency_name for row in details}
    ones = [Open(one.record, one.pupil, named[one.record_id], standing[one.record_id], chase.get(one.record_id))
            for one in parts if not standing[one.record_id].is_over]  # fmt: skip
    return sorted(ones, key=lambda one: (one.chase is None, one.chase.due_on if one.chase else one.standing.since))


def words(agency: str, pupil: str) -> str:
    """What chasing is called on a list."""
    return f"Chase {agency or 'the referral'}: {pupil}".rstrip(": ")[:200]


@ready
def _sent(member: Member, of_one: bool):
    """The parts that pupils have in referrals, the newest first; those of one pupil, or of all."""
    sent = Signposting.select(Signposting.record).where(Signposting.referred)
    rows = Participation.select(Participation, Record, Pupil).join(Record).switch(Participation).join(Pupil)
    theirs = in_reach(Participation.pupil, member) & ((Participation.pupil == given("pupil")) if of_one else True)
    kept = Record.readable(member) & (Record.state != WITHDRAWN) & Record.id.in_(sent) & theirs
    return rows.where(kept).order_by(Record.occurred_at.desc(), Record.id.desc()).limit(MOST)


@ready_for_all
def _newest(ids: list):
    """The newest status of each record."""
    later = ReferralStatus.alias()
    newer = later.select(later.id).where((later.record == ReferralStatus.record) & (later.id > ReferralStatus.id))
    rows = ReferralStatus.select(ReferralStatus, Option, User).join(Option).switch(ReferralStatus).join(User)
    return rows.where(ReferralStatus.record.in_(ids) & ~fn.EXISTS(newer))


def _promise(member: Member, record: Record, day: date, owner: User) -> None:
    """A new to-do: a chase that was done stays among what is done."""
    detail = Signposting.get_by_id(record.id)
    pupil = Pupil.select().join(Participation).where(Participation.record == record).first()
    what = words(detail.agency_name, pupil.short_name if pupil else "")
    todo = Todo.create(
        school=member.school, owner=owner, author=member.user, record=record, pupil=pupil, reason=CHASE, what=what,
        due_on=day, created_at=clock.now(),
    )  # fmt: skip
    audit.note(member, "todo.make", todo)
