"""When pupils were last seen, and their families last reached, as far as the member may read it.

Looked for from a pupil's newest record on: it is among the first, however many there are.
"""

from datetime import datetime
from typing import Any

from peewee import fn

from models import Choice, Member, Option, Participation, Pupil, Record
from models.ready import ready
from models.records import WITHDRAWN

NOT_REACHED = ("message", "no_answer", "wrong_number", "absent", "declined")  # codes of outcomes that are no contact


def seen(member: Member, pupils: list[int]) -> dict[int, datetime]:
    """When somebody was last with each of the pupils."""
    return _moments(_seen(member, pupils=pupils))


def reached(member: Member, pupils: list[int]) -> dict[int, datetime]:
    """When somebody of each pupil's family was last reached, in a parent contact."""
    return _moments(_reached(member, pupils=pupils))


def _moments(rows: list[tuple[int, Any]]) -> dict[int, datetime]:
    return {pupil: Participation.occurred_at.python_value(last) for pupil, last in rows if last is not None}


@ready
def _seen(member: Member, pupils: list):
    return _newest(member, pupils, Participation.seen)


@ready
def _reached(member: Member, pupils: list):
    told = Choice.select(Choice.id).join(Option).where(
        (Choice.record == Participation.record) & (Option.list == "contact_outcome") & Option.code.not_in(NOT_REACHED)
    )  # fmt: skip
    return _newest(member, pupils, (Record.kind == "parent_contact") & fn.EXISTS(told))


def _newest(member: Member, pupils: list, condition: Any):
    """Pupil and moment of each pupil's newest record for which a condition holds."""
    kept = (Participation.pupil == Pupil.id) & (Record.state != WITHDRAWN) & Record.readable(member)
    rows = Participation.select(Participation.occurred_at).join(Record).where(kept & condition)
    newest = rows.order_by(Participation.occurred_at.desc()).limit(1)
    return Pupil.select(Pupil.id, newest).where(Pupil.id.in_(pupils)).tuples()
