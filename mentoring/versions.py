"""A record's versions as a person reads and compares them."""

import json
from dataclasses import dataclass
from datetime import datetime

from mentoring import clock, lines, privacy, ratings, reviews, viewing
from mentoring.lines import reads_whole, unknown_before
from mentoring.lists import LISTS
from mentoring.marks import FEELINGS, NAMES
from models import (
    KINDS,
    FamilyContact,
    Kind,
    Member,
    Plan,
    Programme,
    Pupil,
    Rating,
    Record,
    RecordVersion,
    ReviewScore,
    User,
)
from models.pupils import in_reach

STATE_WORDS = {"open": "to be finished later", "complete": "complete", "withdrawn": "withdrawn"}

# What a version says of the pupil's own screen.
VOICE = {
    "voice_by": lambda member, number: User.get_by_id(number).name,
    "voice_at": lambda member, text: _moment(member, text),
    "voice_feeling": lambda member, number: dict(FEELINGS)[number],
}
SAID = {Rating: ratings.said, ReviewScore: reviews.said}  # parts that name targets


@dataclass(frozen=True)
class Row:
    """One line of a version: what it is called, what it says, what it said in the version before."""

    label: str
    text: str
    before: str

    @property
    def changed(self) -> bool:
        return self.text != self.before


@dataclass(frozen=True)
class Versions:
    """A record's versions as far as the member may read them, newest first: one's own records whole, of others those
    in which a pupil of one's caseload is. `names` are hidden in every text: a name taken out later stays hidden."""

    rows: list[RecordVersion]
    names: frozenset[privacy.Name]

    def numbered(self, number: int) -> RecordVersion | None:
        return next((row for row in self.rows if row.number == number), None)

    def reason(self, row: RecordVersion) -> str:
        """Why a version was made."""
        return privacy.mask(row.reason, self.names)


def of(member: Member, record: Record) -> Versions:
    """The versions of a record with their authors. Raises viewing.NotNoted."""
    viewing.records(member, [record])
    rows = RecordVersion.select(RecordVersion, User).join(User).where(RecordVersion.record == record)
    found = list(rows.order_by(RecordVersion.number.desc()))
    if reads_whole(member, record):
        return Versions(found, frozenset())
    whole = {row.number: json.loads(row.payload) for row in found}
    inside = {number: {part["pupil"] for part in one["pupils"]} for number, one in whole.items()}
    seen = {row.id for row in Pupil.visible_to(member).where(Pupil.id.in_(list(set().union(*inside.values()))))}
    others = Pupil.select().where(Pupil.id.in_(list(set().union(*inside.values()) - seen)))
    names = set(privacy.names_of(others)) | set(lines.one(member, record).hidden)
    mentions = [one for row in whole.values() for one in row.get("mentions", [])]
    known = {row.id for row in Pupil.visible_to(member).where(Pupil.id.in_([one["pupil"] for one in mentions]))}
    names |= {(one["text"], "") for one in mentions if one["pupil"] not in known}
    return Versions([row for row in found if inside[row.number] & seen], frozenset(names))


def compare(member: Member, record: Record, versions: Versions, number: int) -> list[Row]:
    """A version beside the one before it; pupils whom the member may not see are "another pupil".

    Raises LookupError for a number that the record has not, or the member may not read.
    """
    this, last = versions.numbered(number), versions.numbered(number - 1)
    if this is None:
        raise LookupError(f"The record has no version {number} that may be read.")
    here, before = _lines(member, record, this), _lines(member, record, last) if last else {}
    labels = list(dict.fromkeys([*here, *before]))
    masked = [
        Row(label, *(privacy.mask(one.get(label, ""), versions.names) for one in (here, before))) for label in labels
    ]
    return [row for row in masked if row.text or row.before]


def _lines(member: Member, record: Record, version: RecordVersion) -> dict[str, str]:
    whole = json.loads(version.payload)
    kind = KINDS[whole["kind"]]
    lines = {
        "When": _moment(member, whole["occurred_at"]),
        "State": STATE_WORDS[whole["state"]],
        **_pupil_lines(member, record, kind, whole["pupils"]),
        **{LISTS[name].question: ", ".join(one["name"] for one in rows) for name, rows in whole["choices"].items()},
        "Note": whole["note"],
        **(_columns(member, record, kind.detail, whole["detail"], "") if kind.detail else {}),
    }
    for table in kind.parts:
        rows = whole["parts"].get(table._meta.table_name, [])
        if table in SAID:
            lines |= SAID[table](member, rows)
            continue
        for place, row in enumerate(whole["parts"].get(table._meta.table_name, []), 1):
            lines |= _columns(member, record, table, row, f"{_title(table._meta.table_name)} {place}: ")
    return lines


def _moment(member: Member, text: str) -> str:
    return f"{clock.local(datetime.fromisoformat(text), member.school.zone):%-d %B %Y, %H:%M}"


def _pupil_lines(member: Member, record: Record, kind: Kind, parts: list[dict]) -> dict[str, str]:
    seen = Pupil.findable_by(member) if reads_whole(member, record) else Pupil.visible_to(member)
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


def _columns(member: Member, record: Record, table, values: dict, before: str) -> dict[str, str]:
    lines = {}
    for name, value in values.items():
        label = before + (table._meta.fields[name].verbose_name or _title(name))
        if name == "family_contact" and value:
            people = FamilyContact.select().where(FamilyContact.school == member.school)
            if not reads_whole(member, record):
                people = people.where(in_reach(FamilyContact.pupil, member))
            person = people.where(FamilyContact.id == value).first()
            lines[label] = person.name if person else "somebody of another family"
        elif name == "plan" and value:
            lines[label] = Plan.get_by_id(value).name
        elif name == "programme" and value:
            lines[label] = Programme.get_by_id(value).name
        elif name == "number" and value:
            lines[label] = str(value - unknown_before(member, [record.id]).get(record.id, 0))
        elif name in VOICE and value:
            lines[label] = VOICE[name](member, value)
        elif isinstance(value, bool):
            lines[label] = "yes" if value else ""
        else:
            lines[label] = "" if value is None else str(value)
    return lines


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()
