"""Changing a mentor's timetable, from a day on: what was on it before that day stays as it was."""

from datetime import date
from typing import Any

from database import write
from mentoring import audit
from models import Member, Slot


def add(member: Member, facts: dict[str, Any], weekdays: list[int], starts_on: date) -> list[Slot]:
    """A slot on each of the weekdays. `facts` are its columns."""
    with write():
        return [_make(member, facts | {"weekday": weekday}, starts_on, None) for weekday in weekdays]


def change(member: Member, slot: Slot, facts: dict[str, Any], starts_on: date) -> Slot:
    """The slot as it is from a day on; one that has not begun by then is changed itself."""
    with write():
        if starts_on > slot.starts_on:
            changed = _make(member, facts, starts_on, slot.ends_on)
            Slot.update(ends_on=starts_on).where(Slot.id == slot.id).execute()
        else:
            Slot.update(**facts, starts_on=starts_on).where(Slot.id == slot.id).execute()
            changed = Slot.get_by_id(slot.id)
        audit.note(member, "slot.change", slot)
    return changed


def end(member: Member, slot: Slot, ends_on: date) -> None:
    """Take a slot off the timetable from a day on; one that begins later never begins."""
    with write():
        Slot.update(ends_on=max(ends_on, slot.starts_on)).where(Slot.id == slot.id).execute()
        audit.note(member, "slot.end", slot)


def _make(member: Member, facts: dict[str, Any], starts_on: date, ends_on: date | None) -> Slot:
    slot = Slot.create(school=member.school, mentor=member.user, starts_on=starts_on, ends_on=ends_on, **facts)
    audit.note(member, "slot.add", slot)
    return slot
