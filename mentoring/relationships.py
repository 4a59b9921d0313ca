"""Members of staff who are family or close to a pupil: declared, and so refused that pupil."""

from typing import Any

from database import write
from mentoring import audit, clock, notices, statements
from models import Member, Pupil, Relationship, School, User

WHATS = ("Parent or carer", "Other family", "Friend of the family", "Other")


def in_force(member: Member) -> list[Relationship]:
    """Those that the member may see, with person and pupil, by person."""
    rows = Relationship.visible_to(member).select(Relationship, User, Pupil)
    rows = rows.join(User, on=(Relationship.user == User.id)).switch(Relationship).join(Pupil)
    return list(rows.where(Relationship.ended_at.is_null()).order_by(User.name, Pupil.known_as))


def declare(member: Member, user: User, pupil: Pupil, what: str) -> Relationship:
    """Refuse a pupil to somebody from now on; declared twice is once."""
    with write(of=f"relationship {user.id}"):
        there = Relationship.get_or_none(
            (Relationship.user == user) & (Relationship.pupil == pupil) & Relationship.ended_at.is_null()
        )
        if there:
            return there
        row = Relationship.create(
            school=member.school, user=user, pupil=pupil, what=what, declared_by=member.user, declared_at=clock.now()
        )
        audit.note(member, "relationship.declare", row, digest=statements.digest(row))
        if user.id != member.user.id:
            words = f"{member.user.name} declared that {user.name} is close to a pupil."
            notices.tell(member.school, ("dsl", "head"), words, "/relationships", but=member.user)
    return row


def close_to(school: School) -> dict[int, set[int]]:
    """Ids of the people who are close to a pupil of the school now, by the pupil's id."""
    found: dict[int, set[int]] = {}
    rows: Any = Relationship.select(Relationship.pupil, Relationship.user).where(
        (Relationship.school == school) & Relationship.ended_at.is_null()
    )
    for pupil, user in rows.tuples():
        found.setdefault(pupil, set()).add(user)
    return found


def end(member: Member, row: Relationship) -> None:
    """Let a relationship bind no longer. Call only for who may: nobody ends their own."""
    with write():
        still = (Relationship.id == row.id) & Relationship.ended_at.is_null()
        if Relationship.update(ended_at=clock.now(), ended_by=member.user).where(still).execute():
            audit.note(member, "relationship.end", row)
