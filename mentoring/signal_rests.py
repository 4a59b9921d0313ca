"""Signals that somebody has seen: what they do about it, and until when it rests."""

from datetime import date, timedelta

from database import write
from mentoring import audit, clock, signals, statements
from mentoring.signal_rules import ABOUT_RECORDS
from mentoring.signals import Signal
from models import Member, Pupil, SignalRest, User

LONGEST = timedelta(weeks=12)  # a term: nothing rests for good


class Changed(Exception):
    """What the signal is about changed since it was shown."""


def see(member: Member, pupil: Pupil, rule: str, facts: str, doing: str, until: date) -> SignalRest:
    """Let a signal rest up to a day: somebody has seen it and says what they do. Sent twice, it is kept once.

    Raises Changed where the signal is not the one of `facts` any more.
    """
    with write(of=f"signal {pupil.id} {rule}"):
        same = (SignalRest.pupil == pupil) & (SignalRest.rule == rule) & (SignalRest.facts == facts)
        mine = same & (SignalRest.author == member.user) & (SignalRest.doing == doing) & (SignalRest.until == until)
        row = SignalRest.changeable_by(member).where(mine).first()
        if row is not None:
            return row
        now = signals.one(member, pupil, rule)
        if now is None or now.facts != facts:
            raise Changed
        row = SignalRest.create(
            school=member.school, pupil=pupil, rule=rule, facts=facts, doing=doing, until=until, author=member.user,
            at=clock.now(),
        )  # fmt: skip
        audit.note(member, "signal.rest", row, digest=statements.digest(row))
    return row


def wake(member: Member, row: SignalRest) -> None:
    """Let a signal be shown again, and any that rests on the same facts."""
    same = (SignalRest.pupil == row.pupil_id) & (SignalRest.rule == row.rule) & (SignalRest.facts == row.facts)
    with write(of=f"signal {row.pupil_id} {row.rule}"):
        open_rows = same & SignalRest.ended_at.is_null() & (SignalRest.school == member.school)
        if SignalRest.update(ended_at=clock.now(), ended_by=member.user).where(open_rows).execute():
            audit.note(member, "signal.wake", row)


def before(member: Member, pupil: Pupil, now: Signal) -> list[SignalRest]:
    """What was said of the same rule and pupil so far, the newest first: of what the member may know. A rule over
    records tells others nothing but what stands on the same facts: theirs may be other records."""
    rows = SignalRest.visible_to(member).select(SignalRest, User).join(User, on=SignalRest.author)
    rows = rows.where((SignalRest.pupil == pupil) & (SignalRest.rule == now.rule.name))
    if now.rule.name in ABOUT_RECORDS:
        rows = rows.where((SignalRest.author == member.user) | (SignalRest.facts == now.facts))
    return list(rows.order_by(SignalRest.id.desc()).limit(20))
