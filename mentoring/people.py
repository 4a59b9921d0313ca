"""The school's people: who works there in which role, and who has left."""

from dataclasses import dataclass
from datetime import datetime

from database import write
from mentoring import assigning, audit, calendar_feeds, clock, guiding, notices, schools, signing_in
from mentoring.granting import PersonError, SelfGrant
from models import Caseload, Login, Member, Membership, Record, SecondStep, Todo, User
from models.school import ROLES


class NotOurs(PersonError):
    """Another name for somebody who works at another school too."""


# What a school is not left without, once it has it: what the one who holds it is called, and what to do first.
LAST = {
    "admin": ("admin", "Make somebody else an admin first."),
    "dsl": ("DSL", "Make somebody else a DSL first, and have a headteacher confirm it."),
    "head": ("headteacher", "Make somebody else a headteacher first, and have them confirmed; where nobody can, "
             "whoever looks after the server names one (flask give-role)."),
}  # fmt: skip


@dataclass(frozen=True)
class Person:
    """Somebody of the school. `roles` are those given now; without any, they left at `left_at`. Those `waiting` do not
    count until a headteacher confirms them."""

    user: User
    roles: tuple[str, ...]
    left_at: datetime | None
    waiting: tuple[str, ...] = ()


@dataclass(frozen=True)
class Duties:
    """What somebody would leave behind: pupils on their caseload now, and to-dos not done."""

    pupils: int
    todos: int


def at_school(member: Member):
    """A query of the people who hold or have held a role at the member's school."""
    held = Membership.select(Membership.user).where(Membership.school == member.school)
    return User.select().where(User.id.in_(held))


def at_school_now(member: Member):
    """A query of the people who hold a role at the member's school."""
    held = Membership.select(Membership.user).where(
        (Membership.school == member.school) & Membership.ended_at.is_null()
    )
    return User.select().where(User.id.in_(held) & User.ended_at.is_null())


def everybody(member: Member) -> list[Person]:
    """The school's people by name, those who have left included: one query."""
    rows = Membership.select(Membership, User).join(User, on=(Membership.user == User.id))
    rows = rows.where(Membership.school == member.school)
    held: dict[int, list[Membership]] = {}
    for row in rows.order_by(User.name, User.id, Membership.role):
        held.setdefault(row.user_id, []).append(row)
    return [_person(theirs) for theirs in held.values()]


def one(member: Member, user: User) -> Person:
    """Somebody of the school with their roles."""
    rows = Membership.select(Membership, User).join(User, on=(Membership.user == User.id))
    rows = rows.where(_theirs(member, user))
    return _person(list(rows.order_by(Membership.role)))


def duties(member: Member, user: User) -> Duties:
    """How much somebody has in hand at the school, as far as the member may know that it is there."""
    pupils = Caseload.select().where((Caseload.mentor == user) & Caseload.current(member)).count()
    mine = (Todo.school == member.school) & (Todo.owner == user) & Todo.done_at.is_null()
    known = Todo.record.is_null() | Todo.record.in_(Record.select(Record.id).where(Record.known_to(member)))
    return Duties(pupils, Todo.select().where(mine & known).count())


def change(member: Member, user: User, name: str, roles: set[str]) -> None:
    """Correct a name, give and take roles. Who is no mentor any more has no caseload from today.

    Raises PersonError when the school would be left without one of LAST, NotOurs for the name of somebody whom another
    school knows by it, SelfGrant when somebody gives themselves a role (security.md, threat 13).
    """
    with write(of=f"people {member.school.id}"):
        person = one(member, user)
        gone, new = set(person.roles) - roles, roles - set(person.roles)
        _refuse_last(member, person, gone)
        if user.id == member.user.id and new:
            raise SelfGrant
        _rename(member, person, name)
        _end_roles(member, user, gone, clock.now())
        for role in sorted(new):
            signing_in.give_role(member, member.school, user, role)
        if "mentor" in gone:
            _end_caseload(member, user)
        guiding.end_what_is_over(member, user)
        audit.note(member, "user.change", user, detail=" ".join(sorted(roles)))


def leave(member: Member, user: User) -> None:
    """End somebody's roles, logins and caseload here, and their account if they work nowhere else; twice is once.

    Raises PersonError when the school would be left without one of LAST.
    """
    with write(of=f"people {member.school.id}"):
        person = one(member, user)
        if not person.roles:
            return
        _refuse_last(member, person, set(person.roles))
        moment = clock.now()
        _end_roles(member, user, set(person.roles), moment)
        _end_caseload(member, user)
        guiding.end_what_is_over(member, user)
        _end_logins(user, moment, Login.school == member.school)
        calendar_feeds.end_all(member.school, user)
        if not schools.works_elsewhere(member.school, user):
            User.update(ended_at=moment).where(User.id == user.id).execute()
        audit.note(member, "user.leave", user, detail=" ".join(person.roles))


def come_back(member: Member, user: User) -> tuple[str, ...]:
    """Give somebody who left the roles that they left with; which ones. Their caseload stays ended."""
    with write():
        person = one(member, user)
        if person.roles:
            return person.roles
        last = Membership.select().where(_theirs(member, user) & (Membership.ended_at == person.left_at))
        roles = tuple(sorted({row.role for row in last}))
        for role in roles:
            signing_in.give_role(member, member.school, user, role)
        User.update(ended_at=None).where(User.id == user.id).execute()
        audit.note(member, "user.return", user, detail=" ".join(roles))
    return roles


def _theirs(member: Member, user: User):
    return (Membership.school == member.school) & (Membership.user == user)


def _person(rows: list[Membership]) -> Person:
    now = tuple(dict.fromkeys(row.role for row in rows if row.ended_at is None))
    ends = [row.ended_at for row in rows if row.ended_at is not None]
    waiting = tuple(row.role for row in rows if row.ended_at is None and row.confirmed_at is None)
    return Person(rows[0].user, now, None if now else max(ends), waiting)


def _refuse_last(member: Member, person: Person, gone: set[str]) -> None:
    """Raise PersonError where one of the roles that end counts, and nobody else at the school holds it."""
    for role in sorted((gone & LAST.keys()) - set(person.waiting)):
        if not User.holding(member.school, role).where(User.id != person.user.id).exists():
            word, cure = LAST[role]
            raise PersonError(f"{person.user.name} is the school's only {word}. {cure}")


def _rename(member: Member, person: Person, name: str) -> None:
    """Correct a name; both stand in the event, so that nobody is taken for somebody else afterwards."""
    if name == person.user.name:
        return
    if schools.works_elsewhere(member.school, person.user):
        raise NotOurs(
            "They also work at another school, which knows them by this name, so it is not changed here. Whoever looks "
            "after the server changes it (flask rename-person)."
        )
    User.update(name=name).where(User.id == person.user.id).execute()
    audit.note(member, "user.rename", person.user, detail=f"{person.user.name} → {name}")


def _end_roles(member: Member, user: User, roles: set[str], moment: datetime) -> None:
    held = _theirs(member, user) & Membership.role.in_(roles) & Membership.ended_at.is_null()
    Membership.update(ended_at=moment).where(held).execute()
    for role in sorted(roles):
        audit.note(member, "role.end", user, detail=role)
    if told := sorted(roles & {"dsl", "head"}):  # a concern must not lose its readers unseen
        words = f"{user.name} is no longer {' and '.join(ROLES[role] for role in told)}."
        notices.tell(member.school, ("dsl", "head"), words, "/people" if member.has("head") else "", but=member.user)


def _end_caseload(member: Member, user: User) -> None:
    """End today what is in force; what was to begin later never does."""
    today = clock.today(member.school.zone)
    for row in assigning.rows_of(member, user):
        if row.ends_on is None or row.ends_on > max(today, row.starts_on):
            assigning.take_off(member, row, max(today, row.starts_on))


def _end_logins(user: User, moment: datetime, which) -> None:
    Login.update(ended_at=moment).where((Login.user == user) & Login.ended_at.is_null() & which).execute()
    Login.update(revoked_at=moment).where((Login.user == user) & Login.revoked_at.is_null() & which).execute()
    SecondStep.delete().where(SecondStep.user == user).execute()
