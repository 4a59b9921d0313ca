"""From lines and the database to a plan: what would be added, changed and left, and who is missing."""

from datetime import date
from typing import Any

from mentoring.importing import families, headings, lines, matching, weekly
from mentoring.importing.headings import PUPIL_FIELDS
from mentoring.importing.lines import Line, Table
from mentoring.importing.plans import AddedPupil, Change, ChangedPupil, Leaver, Plan
from mentoring.importing.roll import Roll, admission_key, contacts_of
from mentoring.naming import search_name
from models import School

# What a blank cell never takes away: it is what the pupil is known by.
IDENTIFIERS = {"upn", "admission_number", "born_on"}
BLANK = "blank"


def plan(table: Table, school: School, today: date, *, full_export: bool) -> Plan:
    """What importing `table` into `school` would do. `full_export`: pupils who are not in it are offered as leavers."""
    read = lines.read(table, today)
    if table.subject == headings.ATTENDANCE:
        return weekly.plan_attendance(read, Roll(school), school, today)
    if table.subject == headings.BEHAVIOUR:
        return weekly.plan_behaviour(read, Roll(school), school, today, whole=full_export)
    if table.of_contacts:
        return families.plan(read, Roll(school), contacts_of(school))
    roll = Roll(school)
    matching.refuse_repeats(read)
    matched = matching.match(read, roll)
    found = Plan(bad=[line for line in read if line.reasons])
    good = [line for line in read if not line.reasons]
    _settle_classes(good, roll, found)
    for line in good:
        _place(line, matched.get(line.number), roll, found, returns=not table.of_events)
    if any(line.contacts for line in good):
        families.plan_own_rows(good, matched, roll, contacts_of(school), found)
    if full_export and not table.of_events:
        found.leavers = _leavers(roll, set(matched.values()), found.bad)
    return found


def _settle_classes(good: list[Line], roll: Roll, found: Plan) -> None:
    """Spell each class as the school has it, and note those that it has not."""
    known = dict(roll.classes)
    for line in good:
        if name := line.pupil.get("school_class"):
            line.pupil["school_class"] = known.setdefault(name.casefold(), name)
    found.new_classes = sorted(set(known.values()) - set(roll.classes.values()))


def _place(line: Line, pupil: int | None, roll: Roll, found: Plan, *, returns: bool) -> None:
    if pupil is None:
        found.added.append(_added(line))
        return
    known = roll.pupils[pupil]
    values = _changed_values(line.pupil, known)
    if returns and known["left_on"]:
        values["left_on"] = None
    if not values:
        found.unchanged += 1
        return
    changes = [Change(_label(name), shown(name, known[name]), shown(name, new)) for name, new in values.items()]
    if values.keys() & {"forename", "surname", "known_as"}:
        values["search_name"] = _search_name(known | values)
    found.changed.append(ChangedPupil(line.number, pupil, roll.name(pupil), changes, values))


def _added(line: Line) -> AddedPupil:
    values = dict(line.pupil)
    values["known_as"] = values.get("known_as") or values["forename"]
    values["search_name"] = _search_name(values)
    return AddedPupil(line.number, f"{values['known_as']} {values['surname']}", group(values), values)


def _search_name(values: dict[str, Any]) -> str:
    return search_name(values["forename"], values["known_as"], values["surname"])


def _changed_values(said: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """The columns that the line would change, with their new values."""
    wanted = {name: value for name, value in said.items() if name not in IDENTIFIERS or value}
    wanted["known_as"] = _known_as(said, known)
    if admission_key(wanted.get("admission_number", "")) == admission_key(known["admission_number"]):
        wanted.pop("admission_number", None)
    return {name: value for name, value in wanted.items() if value != known[name]}


def _known_as(said: dict[str, Any], known: dict[str, Any]) -> str:
    """The preferred forename; without a column for it, what is kept, unless that was only the forename."""
    if "known_as" in said:
        return said["known_as"] or said["forename"]
    return said["forename"] if known["known_as"] == known["forename"] else known["known_as"]


def _leavers(roll: Roll, matched: set[int], bad: list[Line]) -> list[Leaver]:
    """Pupils of today whom no row is about, nor any row too bad to say."""
    there = matched.union(*(roll.loosely(line) for line in bad))
    gone = [pupil for pupil in roll.pupils.values() if pupil["left_on"] is None and pupil["id"] not in there]
    gone.sort(
        key=lambda one: (-(one["year_group"] or -2), one["school_class"], one["surname"], one["forename"], one["id"])
    )
    return [Leaver(one["id"], roll.name(one["id"]), group(one)) for one in gone]


def group(values: dict[str, Any]) -> str:
    """Year and class, as beside a name: Year 5, Kestrel."""
    return ", ".join(filter(None, (year_name(values.get("year_group")), values.get("school_class") or "")))


def year_name(number: int | None) -> str:
    """Nursery for −1, Reception for 0, Year 5 for 5, nothing for None."""
    return "" if number is None else {-1: "Nursery", 0: "Reception"}.get(number, f"Year {number}")


def shown(name: str, value: Any) -> str:
    """A column's value as the preview says it."""
    if name == "year_group":
        return year_name(value) or BLANK
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    return str(value) if value not in (None, "") else BLANK


def _label(name: str) -> str:
    return {"left_on": "Left on", "known_as": "Known as"}.get(name) or PUPIL_FIELDS[name]
