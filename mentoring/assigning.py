"""Who is put on whose caseload, for the admin who arranges it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import fn

from database import write
from mentoring import caseload, clock
from models import Caseload, Member, Membership, Pupil, User


class AssignError(ValueError):
    """A change to a caseload that cannot be made; the message says how to put it right."""


@dataclass(frozen=True)
class Rows:
    """A mentor's caseload rows: in force today, to begin later, over."""

    now: list[Caseload]
    later: list[Caseload]
    ended: list[Caseload]


def mentors_ever(member: Member):
    """A query of those who are mentors of the school, or were."""
    held = (Membership.school == member.school) & (Membership.role == "mentor")
    return User.select().where(User.id.in_(Membership.select(Membership.user).where(held)))


def mentors_now(member: Member):
    """A query of the school's mentors now."""
    held = (Membership.school == member.school) & (Membership.role == "mentor") & Membership.ended_at.is_null()
    mentors = Membership.select(Membership.user).where(held)
    return User.select().where(User.id.in_(mentors) & User.ended_at.is_null())


def counts(member: Member) -> Counter:
    """How many pupils are on each mentor's caseload today, by the mentor's id."""
    rows: Any = Caseload.select(Caseload.mentor, Caseload.pupil).where(Caseload.current(member)).distinct()
    return Counter(mentor for mentor, _ in rows.tuples())


def rows(member: Member, mentor: User) -> Rows:
    """Every caseload row of a mentor, by where today stands in it."""
    today = clock.today(member.school.zone)
    found = Rows([], [], [])
    for row in caseload.rows_of(member, mentor):
        if is_over(row, today):
            found.ended.append(row)
        else:
            (found.now if row.starts_on <= today else found.later).append(row)
    return found


def is_over(row: Caseload, today: date) -> bool:
    """Whether a row is in force neither today nor on any later day."""
    return row.ends_on is not None and row.ends_on <= max(today, row.starts_on)


def holders(member: Member, pupils: list[Pupil]) -> dict[int, list[User]]:
    """The mentors whose caseload each of the pupils is on today or will be, by the pupil's id."""
    today = clock.today(member.school.zone)
    rows = Caseload.select(Caseload, User).join(User).where(
        (Caseload.school == member.school) & Caseload.pupil.in_([pupil.id for pupil in pupils])
        & (Caseload.ends_on.is_null() | (Caseload.ends_on > today))
    )  # fmt: skip
    found: dict[int, list[User]] = {}
    for row in rows.order_by(User.name):
        if not is_over(row, today):
            found.setdefault(row.pupil_id, []).append(row.mentor)
    return found


def put_on(member: Member, mentor: User, chosen: list[Pupil], starts_on: date) -> int:
    """Put pupils on a caseload; how many were not on it before.

    Raises AssignError when the day is before the end of a row that one of them has on the same caseload already.
    """
    with write():
        earlier = Caseload.select().where(
            (Caseload.school == member.school) & (Caseload.mentor == mentor) & (Caseload.ends_on > starts_on)
            & Caseload.pupil.in_([pupil.id for pupil in chosen])
        )  # fmt: skip
        if last := earlier.select(fn.MAX(Caseload.ends_on)).scalar():
            said = f"{last:%-d %B %Y}"
            raise AssignError(f"One of them has been put on this caseload before, until {said}. Start then or later.")
        return caseload.put_on(member, mentor, chosen, starts_on)


def take_off(member: Member, row: Caseload, ends_on: date) -> None:
    """End a caseload row; one that is over stays as it is. Raises AssignError for a day before it began."""
    with write():
        if is_over(Caseload.get_by_id(row.id), clock.today(member.school.zone)):
            return
        if ends_on < row.starts_on:
            raise AssignError(f"That is before it began, on {row.starts_on:%-d %B %Y}. Choose that day or a later one.")
        caseload.take_off(member, row, ends_on)
