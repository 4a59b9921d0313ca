"""A school: its start, its name, its day, whom it rings."""

import re
from dataclasses import dataclass

from database import every_school, write
from mentoring import audit, clock, lists
from models import BellTime, Login, Member, Membership, School, User
from models.ready import given, ready_for_all

NUMBER = re.compile(r"\+?\d[\d\s()-]{1,18}\d")
USUAL_DAY = (
    ("Before school", "08:30", "08:50"),
    ("Early morning", "08:50", "10:30"),
    ("Morning break", "10:30", "10:50"),
    ("Late morning", "10:50", "12:10"),
    ("Lunch", "12:10", "13:10"),
    ("Afternoon", "13:10", "15:15"),
    ("Home time", "15:15", "15:45"),
)


def start(name: str, zone: str, bells: list[tuple[str, str, str]]) -> School:
    """A new school with its bell times (name, HH:MM, HH:MM) and the lists that every school starts with."""
    with write():
        school = School.create(name=name, zone=zone, created_at=clock.now())
        set_bells(school, bells)
        lists.seed(school)
    return school


CONTACTS = ("dsl_phones", "chair_contact", "lado_contact", "out_of_hours")


@dataclass(frozen=True)
class Phone:
    """Somebody to ring: the whole line as the school wrote it, and the number in it, for a link; empty without one."""

    line: str
    number: str


def phones(text: str) -> list[Phone]:
    """The lines of one of CONTACTS, each with its number."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [Phone(line, re.sub(r"[^\d+]", "", found[0]) if (found := NUMBER.search(line)) else "") for line in lines]


def change(member: Member, name: str, bells: list[tuple[str, str, str]], **contacts: str) -> None:
    """Give the school its name, its bell times (name, HH:MM, HH:MM) and those of CONTACTS that are named."""
    with write():
        School.update(name=name, **contacts).where(School.id == member.school.id).execute()
        set_bells(member.school, bells)
        audit.note(member, "school.change", member.school)


def of_user(user: User, *roles: str) -> list[School]:
    """The schools at which somebody holds a role now, or one of `roles` if any are given; by name."""
    held = Membership.select(Membership.school).where((Membership.user == user) & Membership.in_force())
    held = held.where(Membership.role.in_(roles)) if roles else held
    with every_school():
        return list(School.select().where(School.id.in_(held)).order_by(School.name, School.id))


def works_elsewhere(school: School, user: User) -> bool:
    """Whether somebody works at another school too, a role that waits for a head included."""
    held = (Membership.user == user) & (Membership.school != school) & Membership.ended_at.is_null()
    with every_school():
        return Membership.select().where(held).exists()


def in_sight(member: Member) -> list[int]:
    """Ids of the schools whose rows a member's requests may touch: their own, and those that they view for a trust."""
    if not member.has("trust"):
        return [member.school.id]
    return sorted({member.school.id, *(one.id for one in of_user(member.user, "trust"))})


def choose(member: Member, login: Login, school: School) -> None:
    """Go on in another of one's schools with the same sign-in."""
    with write(), every_school():  # two schools' rows: the login leaves the one and the event is the other's
        Login.update(school=school).where(Login.id == login.id).execute()
        audit.note(Member(member.user, school, frozenset()), "login.school", login)


def set_bells(school: School, bells: list[tuple[str, str, str]]) -> None:
    """Replace the school's bell times. Saved incidents keep the part of the day they were given."""
    with write():
        BellTime.delete().where(BellTime.school == school).execute()
        for name, starts, ends in sorted(bells, key=lambda bell: bell[1]):
            BellTime.create(school=school, name=name, starts=starts, ends=ends)


def bells(school: School) -> list[BellTime]:
    """The school's bell times in the order of the day."""
    return _bells(school=school.id)


@ready_for_all
def _bells():
    return BellTime.select().where(BellTime.school == given("school")).order_by(BellTime.starts)


def day_part(member: Member, moment) -> str:
    """The part of the school's day that an instant falls in; outside the bells, words for it."""
    at = clock.local(moment, member.school.zone)
    if at.weekday() > 4:
        return "Weekend"
    hhmm = f"{at:%H:%M}"
    for bell in bells(member.school):
        if bell.starts <= hhmm < bell.ends:
            return bell.name
    return "Outside school hours"
