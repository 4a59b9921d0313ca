"""Giving roles, one person to another; and a headteacher's yes to those that wait for it."""

from database import write
from mentoring import audit, clock, signing_in
from models import Member, Membership, School, User


class PersonError(ValueError):
    """A change to a person that cannot be made; the message says what to do instead."""


class SelfGrant(PersonError):
    """Somebody who gives themselves a role, or confirms one of their own."""

    def __init__(self, sentence: str = ""):
        super().__init__(
            sentence
            or "Nobody gives themselves a role. Another admin or a headteacher gives it to you, or whoever looks after "
            "the server (flask give-role)."
        )


def give(member: Member, user: User, role: str) -> None:
    """Give somebody one role more; twice is once. Raises SelfGrant for oneself."""
    if user.id == member.user.id:
        raise SelfGrant
    with write(of=f"people {member.school.id}"):
        if not _given(member.school, user, role):
            signing_in.give_role(member, member.school, user, role)


def give_at_server(school: School, user: User, role: str) -> None:
    """Give somebody a role that counts at once; one that waits for a head waits no longer."""
    with write(of=f"people {school.id}"):
        rows = _given(school, user, role)
        if not rows:
            signing_in.give_role(None, school, user, role)
        for row in rows:
            if row.confirmed_at is None:
                Membership.update(confirmed_at=clock.now()).where(Membership.id == row.id).execute()
                audit.note(None, "user.confirm", user, detail=role, school=school)


def waiting_rows(member: Member):
    """A query of the roles that wait for a headteacher of the school, with their people."""
    rows = Membership.select(Membership, User).join(User, on=(Membership.user == User.id))
    return rows.where(
        (Membership.school == member.school) & Membership.confirmed_at.is_null() & Membership.ended_at.is_null()
    )


def waiting(member: Member) -> list[Membership]:
    """The roles that wait for a headteacher, the oldest first."""
    return list(waiting_rows(member).order_by(Membership.created_at, Membership.id))


def confirm(member: Member, membership: Membership) -> None:
    """Let a role count that waited. Twice is once. Raises SelfGrant for one's own."""
    if membership.user_id == member.user.id:
        raise SelfGrant(
            "Nobody confirms a role of their own. Ask another headteacher, or whoever looks after the server "
            "(flask give-role)."
        )
    with write():
        row = {"confirmed_at": clock.now(), "confirmed_by": member.user}
        if Membership.update(row).where((Membership.id == membership.id) & Membership.confirmed_at.is_null()).execute():
            audit.note(member, "user.confirm", membership.user, detail=membership.role)


def refuse(member: Member, membership: Membership) -> None:
    """End a role that waited: the head did not confirm it."""
    with write():
        still = (Membership.id == membership.id) & Membership.confirmed_at.is_null() & Membership.ended_at.is_null()
        if Membership.update(ended_at=clock.now()).where(still).execute():
            audit.note(member, "user.refuse", membership.user, detail=membership.role)


def _given(school: School, user: User, role: str) -> list[Membership]:
    """The rows of a role that somebody holds at a school, whether it counts already or waits."""
    held = (Membership.school == school) & (Membership.user == user) & (Membership.role == role)
    return list(Membership.select().where(held & Membership.ended_at.is_null()))
