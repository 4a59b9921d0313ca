"""Somebody lost everything they sign in with: who may take their second steps away, so that they can begin again."""

from database import every_school, write
from mentoring import factors, schools
from mentoring.factors import NEEDED
from models import Member, Membership, User


class ResetRefused(ValueError):
    """A reset that this person may not make; the message says who can."""


def reset(member: Member, user: User) -> None:
    """Take the person's second steps and recovery codes away and end their logins; they are told. Raises ResetRefused.

    An admin alone does so for nobody whose role needs a second step: with a new password as well they would be that
    person. A head does; for a head, another head.
    """
    with write():
        refuse(member, user)
        factors.clear(member, user, by=member.user.name)


def refuse(member: Member, user: User) -> None:
    """Raise ResetRefused with the reason where the member may not reset the person's second steps."""
    if member.user.id == user.id:
        raise ResetRefused(
            "Your own second steps are under More, Signing in. If you have lost them, ask somebody else."
        )
    if schools.works_elsewhere(member.school, user):
        raise ResetRefused(
            "They also work at another school, whose records the same account opens. Ask whoever looks after the "
            "server: flask reset-factors."
        )
    with every_school():
        roles = {row.role for row in _held(user)}
    if not roles.isdisjoint(NEEDED) and not member.has("head"):
        raise ResetRefused("For a head, a DSL or an admin only a head can do this, or whoever looks after the server.")


def _held(user: User):
    return Membership.select().where((Membership.user == user) & Membership.ended_at.is_null())
