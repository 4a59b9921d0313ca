"""Whose caseload a pupil is on, and what the caseload board shows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from mentoring import clock, latest
from models import Caseload, Member, Participation, Pupil, Record, SchoolClass, User
from models.pupils import on_caseload
from models.ready import given, ready
from models.records import WITHDRAWN
from models.school import SUPPORT_STAFF

SPARK_WEEKS = 8
FORTNIGHT = 14


@dataclass(frozen=True)
class Card:
    """A pupil on the board: when last seen by anybody, records in the last FORTNIGHT days, and records a week over
    SPARK_WEEKS weeks, oldest first."""

    pupil: Pupil
    seen_at: datetime | None
    fortnight: int
    weeks: list[int]


def mentors(member: Member):
    """A query of the school's mentors now, by name."""
    return User.holding(member.school, "mentor")


@ready
def support_staff(member: Member):
    """The people to whom a promise can be given: mentors, leads and DSLs, by name."""
    return User.holding(member.school, *SUPPORT_STAFF)


@ready
def pupils(member: Member):
    """The member's own caseload today, by known-as name, with classes."""
    rows = Pupil.visible_to(member).where(on_caseload(Pupil.id, member))
    rows = rows.select(Pupil, SchoolClass).left_outer_join(SchoolClass)
    return rows.order_by(Pupil.known_as, Pupil.surname)


def mentors_of(member: Member, pupil: Pupil) -> list[Caseload]:
    """The caseload rows in force today for a pupil, with their mentors."""
    return _rows_of(member, pupil=pupil.id)


@ready
def _rows_of(member: Member):
    rows = Caseload.select(Caseload, User).join(User)
    return rows.where((Caseload.pupil == given("pupil")) & Caseload.current(member)).order_by(Caseload.starts_on)


def board(member: Member) -> list[Card]:
    """The member's caseload as cards: three queries, however many pupils and records."""
    mine = pupils(member)
    ids = [pupil.id for pupil in mine]
    today = clock.today(member.school.zone)
    first = clock.week_start(today) - timedelta(weeks=SPARK_WEEKS - 1)
    weeks, lately = {pupil: [0] * SPARK_WEEKS for pupil in ids}, dict.fromkeys(ids, 0)
    for row in _recent(member, clock.day_start(first, member.school.zone), pupils=ids):
        day = clock.local(row.occurred_at, member.school.zone).date()
        weeks[row.pupil_id][min((day - first).days // 7, SPARK_WEEKS - 1)] += 1
        lately[row.pupil_id] += (today - day).days < FORTNIGHT
    seen = latest.seen(member, ids)
    return [Card(pupil, seen.get(pupil.id), lately[pupil.id], weeks[pupil.id]) for pupil in mine]


@ready
def _recent(member: Member, start: datetime, pupils: list):
    rows = Participation.select(Participation.pupil, Participation.occurred_at).join(Record)
    kept = Participation.pupil.in_(pupils) & Record.readable(member) & (Record.state != WITHDRAWN)
    return rows.where(kept & (Participation.occurred_at >= start))
