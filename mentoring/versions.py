"""A record's versions as a person reads and compares them."""

import json
from dataclasses import dataclass
from datetime import datetime

from mentoring import clock, lines, privacy
from mentoring.lists import LISTS
from mentoring.marks import NAMES
from models import KINDS, FamilyContact, Kind, Member, Pupil, Record, RecordVersion, User

STATE_WORDS = {"open": "to be finished later", "complete": "complete", "withdrawn": "withdrawn"}


@dataclass(frozen=True)
class Row:
    """One line of a version: what it is called, what it says, what it said in the version before."""

    label: str
    text: str
    before: str

    @property
    def changed(self) -> bool:
        return self.text != self.before


def of(record: Record) -> list[RecordVersion]:
    """Every version of a record with its author, newest first."""
    rows = RecordVersion.select(RecordVersion, User).join(User)
    return list(rows.where(RecordVersion.record == record).order_by(RecordVersion.number.desc()))


def compare(member: Member, record: Record, number: int) -> list[Row]:
    """A version beside the one before it; pupils whom the member may not see are "another pupil".

    Raises RecordVersion.DoesNotExist for a number that the record has not.
    """
    here = _lines(member, record, number)
    before = _lines(member, record, number - 1) if number > 1 else {}
    labels = list(dict.fromkeys([*here, *before]))
    names = lines.one(member, record).hidden
    rows = [Row(label, *(privacy.mask(one.get(label, ""), names) for one in (here, before))) for label in labels]
    return [row for row in rows if row.text or row.before]


def _lines(member: Member, record: Record, number: int) -> dict[str, str]:
    version = RecordVersion.get((RecordVersion.record == record) & (RecordVersion.number == number))
    whole = json.loads(version.payload)
    kind = KINDS[whole["kind"]]
    lines = {
        "When": f"{clock.local(datetime.fromisoformat(whole['occurred_at']), member.school.zone):%-d %B %Y, %H:%M}",
        "State": STATE_WORDS[whole["state"]],
        **_pupil_lines(member, record, kind, whole["pupils"]),
        **{LISTS[name].question: ", ".join(one["name"] for one in rows) for name, rows in whole["choices"].items()},
        "Note": whole["note"],
        **(_columns(member, kind.detail, whole["detail"], "") if kind.detail else {}),
    }
    for table in kind.parts:
        for place, row in enumerate(whole["parts"].get(table._meta.table_name, []), 1):
            lines |= _columns(member, table, row, f"{_title(table._meta.table_name)} {place}: ")
    return lines


def _pupil_lines(member: Member, record: Record, kind: Kind, parts: list[dict]) -> dict[str, str]:
    own = record.author_id == member.user.id
    seen = Pupil.findable_by(member) if own else Pupil.visible_to(member)
    names = {pupil.id: pupil.name for pupil in seen.where(Pupil.id.in_([part["pupil"] for part in parts]))}
    hidden = 0
    lines = {}
    for part in parts:
        hidden += part["pupil"] not in names
        name = names.get(part["pupil"], f"Another pupil {hidden}")
        own_part = [f"{label} {part[mark]} of 5" for mark, label in NAMES.items() if mark in part]
        own_part += [part["private_line"]] if part["private_line"] else []
        said = dict(kind.roles).get(part["role"], "In it")
        lines[name] = ": ".join([said, *([", ".join(own_part)] if own_part and part["pupil"] in names else [])])
    return lines


def _columns(member: Member, table, values: dict, before: str) -> dict[str, str]:
    lines = {}
    for name, value in values.items():
        label = before + (table._meta.fields[name].verbose_name or _title(name))
        if name == "family_contact" and value:
            person = FamilyContact.get_or_none((FamilyContact.id == value) & (FamilyContact.school == member.school))
            lines[label] = person.name if person else ""
        elif isinstance(value, bool):
            lines[label] = "yes" if value else ""
        else:
            lines[label] = "" if value is None else str(value)
    return lines


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()
