"""What is good to have in sight while a record is written: the pupil's last records, and the step agreed last time."""

from dataclasses import dataclass

from mentoring import lines
from mentoring.lines import Line
from models import Member, Participation, Pupil, Record, Session
from models.records import SEALED, WITHDRAWN

LAST = 3
MOST_PUPILS = 3


@dataclass(frozen=True)
class Beside:
    """A pupil's last records, newest first; `step` is the line of the 1:1 session that has the newest next step."""

    pupil: Pupil
    lines: list[Line]
    step: Line | None


def of(member: Member, pupils: list[Pupil], but: Record | None = None) -> list[Beside]:
    """What stands beside a form about the pupils, as far as the member may read it; `but` is the record amended."""
    return [_of(member, pupil, but) for pupil in pupils[:MOST_PUPILS]]


def _of(member: Member, pupil: Pupil, but: Record | None) -> Beside:
    rows = Record.visible_to(member).join(Participation).where(Participation.pupil == pupil)
    rows = rows.where(Participation.told_to(member))
    rows = rows.where(Record.tier.not_in(SEALED))  # a concern is read on its own page, not beside another form
    rows = rows.where((Record.state != WITHDRAWN) & (Record.id != (but.id if but else 0)))
    newest = Participation.occurred_at.desc(), Participation.record.desc()
    last = lines.dress(member, list(rows.order_by(*newest).limit(LAST)), pupil)
    stepped = rows.join(Session, on=(Session.record == Record.id)).where(Session.next_step != "")
    step = lines.dress(member, list(stepped.order_by(*newest).limit(1)), pupil)
    return Beside(pupil, last, step[0] if step else None)
