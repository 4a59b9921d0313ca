"""The rows under the headings as typed lines: what each says of a pupil and of family contacts, or what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from mentoring.importing import cleaning, headings
from mentoring.importing.sheets import Cell, Refused, Row, Sheet
from mentoring.naming import fold

TITLES = {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "reverend", "sir", "lady", "dame", "fr"}
EXAMPLE_ROWS = 200
# What a contacts file may say of the pupil: the rest is left to the pupil list.
TO_FIND_BY = {"upn", "admission_number", "name", "surname", "forename"}
# A file with one of these has one row an event, so that a pupil may stand in it many times.
_EVENT_HEADINGS = {"eventtype", "event", "eventdate", "behaviourtype", "points"}


@dataclass(frozen=True)
class Table:
    """A sheet with its headings understood. `repeats` are rows of an events file that say nothing further."""

    headings: list[str]
    mapping: dict[str, str]
    rows: list[Row]
    blank: int = 0
    repeats: int = 0
    title: str = ""
    others: tuple[str, ...] = ()
    is_delimited: bool = True
    of_events: bool = False

    @property
    def subject(self) -> str:
        """What a row is about: headings.PUPILS, CONTACTS, ATTENDANCE or BEHAVIOUR."""
        return headings.subject(self.mapping)

    @property
    def of_contacts(self) -> bool:
        return self.subject == headings.CONTACTS

    @property
    def left_out(self) -> list[str]:
        """Headings of the columns that are not imported."""
        return [heading for heading in self.headings if not self.mapping[heading]]

    def examples(self) -> dict[str, str]:
        """Heading → the first cell that holds something under it, short."""
        found = dict.fromkeys(self.headings, "")
        for row in self.rows[:EXAMPLE_ROWS]:
            for heading, cell in zip(self.headings, row.cells, strict=False):
                if cell and not found[heading] and headings.folded(heading) not in headings.UNSHOWN:
                    found[heading] = f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell[:40]
        return found


@dataclass
class Line:
    """`pupil` is field → value for the mapped columns that could be read; `contacts` part → value for each contact."""

    row: Row
    pupil: dict[str, Any] = field(default_factory=dict)
    contacts: list[dict[str, Any]] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.row.number

    @property
    def full_name(self) -> str:
        """Forename and surname, or the one column that holds both, as far as they are known."""
        parts = f"{self.pupil.get('forename', '')} {self.pupil.get('surname', '')}".strip()
        return parts or " ".join(reversed(self.pupil.get("name", "").split(", ", 1)))


def table(sheet: Sheet, remembered: Mapping[str, str], given: Mapping[str, str]) -> Table:
    """The sheet under its headings, mapped as `given` says, else as remembered or recognised.

    Raises Refused when there are no headings or no row under them.
    """
    if not sheet.rows:
        raise Refused("This file has no rows; export the list again and choose the new file.")
    place = headings.heading_row(sheet.rows, remembered)
    top, rows = sheet.rows[place], sheet.rows[place + 1 :]
    is_delimited = not sheet.title
    width = len(top.cells) if is_delimited else max(len(row.cells) for row in sheet.rows[place:])
    names = headings.names(top, width)
    known = {headings.folded(name) for name in names}
    if not rows:
        raise Refused("This file has no rows under its headings; export the list again and choose the new file.")
    mapping = {name: given[name] for name in names} if set(given) == set(names) else None
    found = Table(
        names, mapping or headings.recognise(names, remembered), rows, blank=sheet.blank, title=sheet.title,
        others=sheet.others, is_delimited=is_delimited, of_events=bool(known & _EVENT_HEADINGS),
    )  # fmt: skip
    return _distinct(found) if found.of_events and found.subject != headings.BEHAVIOUR else found


def _distinct(table: Table) -> Table:
    """An events file with each pupil's rows once."""
    places = [place for place, heading in enumerate(table.headings) if table.mapping[heading]]
    firsts = {tuple(row.cells[place : place + 1] for place in places): row for row in reversed(table.rows)}
    rows = sorted(firsts.values(), key=lambda row: row.number)
    return replace(table, rows=rows, repeats=len(table.rows) - len(rows))


def read(table: Table, today: date) -> list[Line]:
    """Each row as a line. `today` is the school's day."""
    columns = [(place, table.mapping[name]) for place, name in enumerate(table.headings) if table.mapping[name]]
    wanted, reader = _READERS.get(table.subject, (None, _pupil_line))
    if wanted is not None:
        columns = [(place, name) for place, name in columns if name in wanted]
    lines = []
    for row in table.rows:
        line, contacts = _values(row, columns, today)
        if table.is_delimited and len(row.cells) > len(table.headings):
            line.reasons = [
                "This row has more cells than there are headings. Put quotation marks round a cell that holds a comma."
            ]
        reader(line, contacts)
        lines.append(line)
    return lines


def _values(row: Row, columns: list[tuple[int, str]], today: date) -> tuple[Line, dict[str, dict[str, Any]]]:
    """The line with its pupil's values, and the contacts' values by their number ("" for the row's only one)."""
    line, contacts = Line(row), dict[str, dict[str, Any]]()
    for place, name in columns:
        cell: Cell = row.cells[place] if place < len(row.cells) else ""
        try:
            value = cleaning.value(name, cell, today)
        except cleaning.Bad as error:
            line.reasons.append(str(error))
            continue
        prefix, _, part = name.partition("_") if name.startswith("contact") else ("", "", name)
        target = contacts.setdefault(prefix.removeprefix("contact"), {}) if prefix else line.pupil
        target[part] = value
    return line, contacts


def _pupil_line(line: Line, contacts: dict[str, dict[str, Any]]) -> None:
    """Complete a row that stands for a pupil: the name in its parts, something to know the pupil by, the contacts."""
    was_read = not line.reasons
    _split(line)
    if was_read:
        missing = [
            label for name, label in (("surname", "surname"), ("forename", "forename")) if not line.pupil.get(name)
        ]
        if missing and not line.reasons:
            line.reasons.append(f"There is no {' and no '.join(missing)}. Add it.")
        if not any(line.pupil.get(name) for name in ("upn", "admission_number", "born_on")):
            line.reasons.append("There is no UPN, admission number or date of birth. Add one, to know the pupil by.")
    for number, parts in sorted(contacts.items()):
        _add_contact(line, parts, int(number))


def _figure_line(line: Line, _contacts: dict[str, dict[str, Any]]) -> None:
    """Complete a row that stands for a pupil's week or an event. What it says of the pupil is to find them by."""
    if not (line.reasons or line.pupil.get("upn") or line.pupil.get("admission_number")):
        line.reasons.append("There is no UPN or admission number. Add one, to know the pupil by.")


def _split(line: Line) -> None:
    """`Surname, Forename` in one column, where the two have no columns of their own."""
    name = line.pupil.pop("name", "")
    if not name or (line.pupil.get("surname") and line.pupil.get("forename")):
        return
    surname, _, forename = (part.strip() for part in name.partition(","))
    if surname and forename and "," not in forename and len(surname) <= 120 and len(forename) <= 120:
        line.pupil |= {"surname": surname, "forename": forename}
        return
    line.pupil["name"] = name
    line.reasons.append(f"The name is {cleaning.quoted(name)}. Write it with one comma: Surname, Forename.")


def _contact_line(line: Line, contacts: dict[str, dict[str, Any]]) -> None:
    """Complete a row that stands for a family contact. What it says of the pupil is only to find the pupil by."""
    _add_contact(line, contacts.get("", {}), 0)


def _add_contact(line: Line, parts: dict[str, Any], number: int) -> None:
    """Keep a contact with its name in parts; `number` is its place on the pupil's row, 0 when it is the row itself."""
    if number and not any(value for value in parts.values()):
        return
    _split_contact(parts)
    name = fold(f"{parts.get('forename', '')} {parts.get('surname', '')}")
    if not name:
        if not line.reasons:
            line.reasons.append("There is no name for the contact. Add it, or empty the contact’s other cells.")
    elif len(parts.get("forename", "")) > 120 or len(parts.get("surname", "")) > 120:
        line.reasons.append("The contact’s name has more than 120 characters. Shorten it.")
    elif any(name == other["key"] for other in line.contacts):
        line.reasons.append("Two contacts in this row have the same name. Keep one of them.")
    else:
        line.contacts.append(parts | {"key": name, "place": number})


def _split_contact(parts: dict[str, Any]) -> None:
    """`Mrs Georgina Frost` or `Frost, Georgina` as title, forename and surname."""
    name = parts.pop("name", "")
    if not name or parts.get("forename") or parts.get("surname"):
        return
    surname, comma, forename = (part.strip() for part in name.partition(","))
    if not comma:
        words = name.split()
        if len(words) > 1 and fold(words[0]) in TITLES:
            parts.setdefault("title", words.pop(0))
            forename, surname = ("", words[0]) if len(words) == 1 else (words[0], " ".join(words[1:]))
        else:
            forename, surname = words[0], " ".join(words[1:])
    parts |= {"forename": forename, "surname": surname, "whole": True}


# What a row that is about something else may say of the pupil, and the fields of its own; and how it is completed.
_READERS = {
    headings.CONTACTS: (TO_FIND_BY | {name for name in headings.LABELS if name.startswith("contact_")}, _contact_line),
    headings.ATTENDANCE: (TO_FIND_BY | set(headings.ATTENDANCE_FIELDS), _figure_line),
    headings.BEHAVIOUR: (TO_FIND_BY | set(headings.EVENT_FIELDS), _figure_line),
}
