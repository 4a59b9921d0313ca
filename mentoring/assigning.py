"""Who is put on whose caseload, for the admin who arranges it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import fn

from database import write
from mentoring import audit, clock
from models import Caseload, Member, Membership, Pupil, SchoolClass, User


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


def counts(member: Member) -> Counter:
    """How many pupils are on each mentor's caseload today, by the mentor's id."""
    rows: Any = Caseload.select(Caseload.mentor, Caseload.pupil).where(Caseload.current(member)).distinct()
    return Counter(mentor for mentor, _ in rows.tuples())


def rows_of(member: Member, mentor: User) -> list[Caseload]:
    """Every caseload row of a mentor, present ones first, then the newest ended."""
    rows = Caseload.select(Caseload, Pupil, SchoolClass).join(Pupil).left_outer_join(SchoolClass)
    mine = rows.where((Caseload.school == member.school) & (Caseload.mentor == mentor))
    return list(mine.order_by(Caseload.ends_on.is_null(False), Caseload.ends_on.desc(), Pupil.known_as, Pupil.surname))


def rows(member: Member, mentor: User) -> Rows:
    """Every caseload row of a mentor, by where today stands in it."""
    today = clock.today(member.school.zone)
    found = Rows([], [], [])
    for row in rows_of(member, mentor):
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
    """Put pupils on a mentor's caseload; those already there stay as they are. How many were added.

    Raises AssignError when the day is before the end of a row that one of them has on the same caseload already.
    """
    mine = (Caseload.school == member.school) & (Caseload.mentor == mentor)
    mine &= Caseload.pupil.in_([pupil.id for pupil in chosen])
    # A row called off before it began is in force on no day.
    in_force = Caseload.ends_on.is_null() | (Caseload.ends_on > Caseload.starts_on)
    with write():
        over = Caseload.select(fn.MAX(Caseload.ends_on)).where(mine & in_force & (Caseload.ends_on > starts_on))
        if last := over.scalar():
            said = f"{last:%-d %B %Y}"
            raise AssignError(f"One of them has been put on this caseload before, until {said}. Start then or later.")
        open_rows: Any = Caseload.select(Caseload.pupil).where(mine & Caseload.ends_on.is_null())
        already = {pupil for (pupil,) in open_rows.tuples()}
        new = [pupil for pupil in chosen if pupil.id not in already]
        for pupil in new:
            row = Caseload.create(school=member.school, mentor=mentor, pupil=pupil, starts_on=starts_on)
            audit.note(member, "caseload.start", row)
    return len(new)


def move(member: Member, rows: list[Caseload], mentor: User, day: date) -> None:
    """Take pupils off the caseload of the rows and put them on a mentor's from the same day, all or none of them.

    Raises AssignError where that day is before a row began, or before an earlier time on the new caseload ended.
    """
    with write():
        for row in rows:
            take_off(member, row, day)
        put_on(member, mentor, [row.pupil for row in rows], day)


def take_off(member: Member, row: Caseload, ends_on: date) -> None:
    """End a caseload row: from `ends_on` the mentor no longer reads the pupil's records by it.

    One that is over stays as it is. Raises AssignError for a day before it began.
    """
    with write():
        if is_over(Caseload.get_by_id(row.id), clock.today(member.school.zone)):
            return
        if ends_on < row.starts_on:
            raise AssignError(f"That is before it began, on {row.starts_on:%-d %B %Y}. Choose that day or a later one.")
        Caseload.update(ends_on=ends_on).where(Caseload.id == row.id).execute()
        audit.note(member, "caseload.end", row)
