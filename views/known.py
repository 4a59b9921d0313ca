"""What the address tells a new record's form: from a slot of the timetable, or from a record to make another like."""

from datetime import date, datetime, time

from flask import g, request

from forms.fields import Part, Picked
from mentoring import clock
from models import Choice, Option, Record


def facts() -> dict:
    """What the address says of a new record: its day, time, place and length, or those of the record `like`."""
    zone, args = g.member.school.zone, request.args
    like = args.get("like", "")
    row = Record.amendable_by(g.member).where(Record.id == like).first() if is_number(like) else None
    known = {name: int(args[name]) for name in ("place", "minutes") if is_number(args.get(name, ""))}
    moment = row.occurred_at if row else _moment(args.get("on", ""), args.get("at", ""), zone)
    if row:
        places = Choice.select(Choice.option).join(Option).where((Choice.record == row) & (Option.list == "place"))
        known["place"] = places.scalar()
    if moment and moment <= clock.now():
        at = clock.local(moment, zone)
        known |= {"when": "pick", "on": at.date(), "at": at.time()}
    return known


def asked_for() -> Picked | None:
    """The pupils that the form was opened for."""
    numbers = dict.fromkeys(int(number) for number in request.args.getlist("pupil") if is_number(number))
    return Picked([Part(number) for number in numbers]) if numbers else None


def _moment(on: str, at: str, zone: str) -> datetime | None:
    try:
        return clock.instant(date.fromisoformat(on), time.fromisoformat(at), zone)
    except ValueError:
        return None


def is_number(text: str) -> bool:
    """Whether an address names a row by it."""
    return text.isdecimal() and len(text) < 10
