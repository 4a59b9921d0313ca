"""The log of one's own training: for oneself, to show whom one likes."""

from datetime import date
from typing import Any

from database import write
from mentoring import audit, clock, exporting, statements
from models import Member, Training

MOST = 500


def log(member: Member) -> list[Training]:
    """The member's own, the newest first; MOST at most."""
    rows = Training.visible_to(member).order_by(Training.held_on.desc(), Training.id.desc())
    return list(rows.limit(MOST))


def minutes_this_year(member: Member, entries: list[Training]) -> int:
    """How long the entries of this school year were in all."""
    first = date(clock.school_year(clock.today(member.school.zone)), 9, 1)
    return sum(one.minutes for one in entries if one.held_on >= first)


def add(member: Member, client_id: str, facts: dict[str, Any]) -> Training:
    """Write one down; sent again, it is the one that is there. `facts` are its columns."""
    with write(of=f"client {member.user.id} {client_id}"):
        there = Training.get_or_none((Training.user == member.user) & (Training.client_id == client_id))
        if there:
            return there
        row = Training.create(
            school=member.school, user=member.user, client_id=client_id, written_at=clock.now(), **facts
        )
        audit.note(member, "training.add", row, digest=statements.digest(row))
    return row


def change(member: Member, row: Training, facts: dict[str, Any]) -> None:
    """Write one of one's own anew."""
    with write():
        Training.update(**facts).where(Training.id == row.id).execute()
        audit.note(member, "training.change", row, digest=statements.digest(row))


def remove(member: Member, row: Training) -> None:
    """Take one of one's own off the log."""
    with write():
        Training.update(removed_at=clock.now()).where(Training.id == row.id).execute()
        audit.note(member, "training.remove", row, digest=statements.digest(row))


def file(member: Member) -> bytes:
    """The log as CSV, the oldest first; that it was downloaded is written down."""
    rows = [(one.held_on, one.title, one.hours, one.taken) for one in reversed(log(member))]
    content = exporting.as_csv(("Day", "Title", "Hours", "What I take from it"), rows)
    with write(of=f"export {member.user.id}"):
        audit.note(member, "training.export", detail=f"{len(rows)} lines", digest=exporting.digest(content))
    return content
