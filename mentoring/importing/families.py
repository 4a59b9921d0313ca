"""Family contacts in a plan: from a file with one contact a row, or from the columns on the pupil's own row."""

from collections import defaultdict
from typing import Any

from mentoring.importing.cleaning import quoted
from mentoring.importing.headings import CONTACT_PARTS
from mentoring.importing.lines import Line
from mentoring.importing.plans import AddedContact, Change, ChangedContact, EndedContact, Plan
from mentoring.importing.roll import Roll

LAST_PRIORITY = 9
_NOT_COLUMNS = {"key", "place", "whole"}


def plan(read: list[Line], roll: Roll, kept: dict[int, list[dict[str, Any]]]) -> Plan:
    """The plan of a contacts file. `kept` is pupil id → that pupil's family contacts."""
    found = Plan(of_contacts=True)
    rows: dict[tuple[int, str], int] = {}
    listed: dict[int, set[str]] = defaultdict(set)
    untied: list[Line] = []
    for line in read:
        pupil = _pupil(line, roll)
        if pupil is None or not line.contacts:
            untied.append(line)
            continue
        key = line.contacts[0]["key"]
        listed[pupil].add(key)
        first = rows.setdefault((pupil, key), line.number)
        if first != line.number:
            line.reasons.append(
                f"Row {first:,} has this contact of {roll.name(pupil)} already. Keep one of the two rows."
            )
        if not line.reasons:
            _place(line.number, pupil, roll.name(pupil), line.contacts[0], kept.get(pupil, []), found)
    found.bad = [line for line in read if line.reasons]
    # A row that cannot be tied to a contact may be about the very one that seems to be missing.
    unsure = {pupil for line in untied for pupil in roll.loosely(line)}
    found.contacts_ended = [
        EndedContact(contact["id"], roll.name(pupil), _name(contact))
        for pupil, keys in listed.items()
        for contact in kept.get(pupil, [])
        if pupil not in unsure and contact["ended_at"] is None and contact["key"] not in keys
    ]
    return found


def plan_own_rows(
    good: list[Line], matched: dict[int, int], roll: Roll, kept: dict[int, list[dict[str, Any]]], found: Plan
) -> None:
    """Add to `found` the contacts on pupils' own rows. Such a row is no full list, so nobody's contacts end by it."""
    for line in good:
        pupil = matched.get(line.number)
        name = roll.name(pupil) if pupil else line.full_name
        for contact in line.contacts:
            _place(line.number, pupil, name, contact, kept.get(pupil, []) if pupil else [], found)


def _pupil(line: Line, roll: Roll) -> int | None:
    """The pupil whose contact a row is; None, with a reason, for a pupil who is not in the school."""
    found = roll.by_upn(line) or roll.by_admission_number(line)
    if found:
        return found[0]
    said = line.pupil.get("upn") or line.pupil.get("admission_number")
    if said:
        line.reasons.append(f"No pupil here has {quoted(said)}. Import the pupils first, or take this row out.")
    elif not line.reasons:
        line.reasons.append("There is no UPN or admission number. Add the pupil’s, to say whose contact this is.")
    return None


def _place(
    row: int, pupil: int | None, pupil_name: str, said: dict[str, Any], kept: list[dict[str, Any]], found: Plan
) -> None:
    known = next((contact for contact in kept if contact["key"] == said["key"]), None)
    if known is None:
        found.contacts_added.append(AddedContact(row, pupil, pupil_name, _name(said), _new_values(said)))
        return
    values = _changed_values(said, known)
    if not values:
        found.contacts_unchanged += 1
        return
    changes = [_change(name, known[name], new) for name, new in values.items()]
    found.contacts_changed.append(ChangedContact(row, known["id"], pupil_name, _name(known), changes, values))


def _new_values(said: dict[str, Any]) -> dict[str, Any]:
    values = {part: value for part, value in said.items() if part not in _NOT_COLUMNS}
    return values | {"priority": values.get("priority") or said["place"] or LAST_PRIORITY}


def _changed_values(said: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """The columns that change. A name that came whole is not taken apart again: only its words are known."""
    skipped = _NOT_COLUMNS | ({"forename", "surname"} if said.get("whole") else set())
    values = {part: value for part, value in said.items() if part not in skipped and value != known[part]}
    if values.get("priority", 0) is None:
        del values["priority"]
    if known["ended_at"]:
        values["ended_at"] = None
    return values


def _change(part: str, old: Any, new: Any) -> Change:
    if part == "ended_at":
        return Change("Listed", "no longer", "again")
    label = CONTACT_PARTS[part]
    return Change(label[0].upper() + label[1:], _shown(old), _shown(new))


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(value) if value not in (None, "") else "blank"


def _name(values: dict[str, Any]) -> str:
    return " ".join(filter(None, (values.get(part) for part in ("title", "forename", "surname"))))
