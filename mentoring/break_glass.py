"""Break-glass: a headteacher opens one pupil's records in an emergency, for a reason and for an hour."""

from datetime import timedelta

from database import write
from mentoring import audit, clock, notices, statements
from models import BreakGlass, Member, Pupil, User

MINUTES = 60  # security.md, object rule 11


def open_pupil(member: Member, pupil: Pupil, reason: str, by_mail: bool = False) -> BreakGlass:
    """Let the member read a pupil's records for MINUTES; opening what is open goes on from now. The DSLs are told, by
    e-mail too if `by_mail`."""
    with write(of=f"break-glass {member.user.id}"):
        moment = clock.now()
        row = BreakGlass.create(
            school=member.school, user=member.user, pupil=pupil, reason=reason, started_at=moment,
            ends_at=moment + timedelta(minutes=MINUTES),
        )  # fmt: skip
        audit.note(member, "pupil.open", pupil, digest=statements.digest(row))
        words = f"{member.user.name} opened a pupil's records in an emergency."
        notices.tell(member.school, ("dsl",), words, "/break-glass", but=member.user, by_mail=by_mail)
    return row


def close_pupil(member: Member, pupil: Pupil) -> None:
    """End at once what the member has open of a pupil."""
    with write(of=f"break-glass {member.user.id}"):
        mine = (BreakGlass.user == member.user) & (BreakGlass.pupil == pupil) & (BreakGlass.ends_at > clock.now())
        if BreakGlass.update(ends_at=clock.now()).where(mine).execute():
            audit.note(member, "pupil.close", pupil)


def opened(member: Member, limit: int = 100) -> list[BreakGlass]:
    """What was opened as far as the member may know of it, with person and pupil, the newest first."""
    rows = BreakGlass.visible_to(member).select(BreakGlass, User, Pupil).join(User).switch(BreakGlass).join(Pupil)
    if member.related:
        rows = rows.where(BreakGlass.pupil.not_in(sorted(member.related)))
    return list(rows.order_by(BreakGlass.id.desc()).limit(limit))


def ends_at(member: Member, pupil: Pupil):
    """When the member's hour with a pupil is over; None where it is not open."""
    if pupil.id not in member.opened:
        return None
    mine = (BreakGlass.user == member.user) & (BreakGlass.pupil == pupil)
    return BreakGlass.select().where(mine).order_by(BreakGlass.ends_at.desc()).get().ends_at
