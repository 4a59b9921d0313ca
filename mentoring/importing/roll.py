"""The school's pupils as they stand, found by UPN, by admission number, or by name with date of birth."""

from collections import defaultdict
from datetime import date
from typing import Any

from mentoring.importing.lines import Line
from mentoring.naming import fold
from models import FamilyContact, Pupil, School, SchoolClass

FIELDS = (
    Pupil.id, Pupil.upn, Pupil.admission_number, Pupil.forename, Pupil.surname, Pupil.known_as, Pupil.born_on,
    Pupil.sex, Pupil.year_group, Pupil.sen_status, Pupil.sen_need, Pupil.pupil_premium, Pupil.eal, Pupil.looked_after,
    Pupil.ethnicity, Pupil.left_on,
)  # fmt: skip


def admission_key(number: str) -> str:
    """An admission number without the leading zeros that Excel takes away."""
    return number.casefold().lstrip("0") or number


class Roll:
    """One read of the database. `pupils` is id → column → value, with the class by its name."""

    def __init__(self, school: School) -> None:
        names: Any = SchoolClass.select(SchoolClass.name).where(SchoolClass.school == school).tuples()
        self.classes: dict[str, str] = {name.casefold(): name for (name,) in names}
        rows: Any = Pupil.select(*FIELDS, SchoolClass.name.alias("school_class")).left_outer_join(SchoolClass)
        # Pupils of today before leavers, so that each index offers them first.
        ordered = rows.where(Pupil.school == school).order_by(Pupil.left_on.is_null(False), Pupil.id)
        self.pupils: dict[int, dict[str, Any]] = {row["id"]: row for row in ordered.dicts()}
        self._upns: dict[str, list[int]] = defaultdict(list)
        self._numbers: dict[str, list[int]] = defaultdict(list)
        self._names: dict[str, list[int]] = defaultdict(list)
        for number, pupil in self.pupils.items():
            self._index(number, pupil)

    def _index(self, number: int, pupil: dict[str, Any]) -> None:
        pupil["school_class"] = pupil["school_class"] or ""
        if pupil["upn"]:
            self._upns[pupil["upn"]].append(number)
        if pupil["admission_number"]:
            self._numbers[admission_key(pupil["admission_number"])].append(number)
        forenames = dict.fromkeys((pupil["forename"], pupil["known_as"]))
        for name in dict.fromkeys(fold(f"{forename} {pupil['surname']}") for forename in forenames):
            self._names[name].append(number)

    def by_upn(self, line: Line) -> list[int]:
        """Ids of the pupils with the line's UPN."""
        return self._upns.get(line.pupil.get("upn", ""), [])

    def by_admission_number(self, line: Line) -> list[int]:
        """Ids of the pupils with the line's admission number, leading zeros aside."""
        number = line.pupil.get("admission_number", "")
        return self._numbers.get(admission_key(number), []) if number else []

    def by_name(self, line: Line) -> list[int]:
        """Ids of the pupils with the line's name, whatever their date of birth."""
        return self._names.get(fold(line.full_name), [])

    def by_name_and_birth(self, line: Line) -> list[int]:
        """Ids of the pupils with the line's name and date of birth."""
        born_on: date | None = line.pupil.get("born_on")
        return [one for one in self.by_name(line) if born_on and self.pupils[one]["born_on"] == born_on]

    def loosely(self, line: Line) -> set[int]:
        """Ids of every pupil that the line could be about: for rows too bad to say."""
        return {*self.by_upn(line), *self.by_admission_number(line), *self.by_name(line)}

    def name(self, number: int) -> str:
        """How sentences name a pupil."""
        return f"{self.pupils[number]['known_as']} {self.pupils[number]['surname']}"


def contacts_of(school: School) -> dict[int, list[dict[str, Any]]]:
    """Pupil id → the family contacts kept for that pupil, current ones first."""
    rows: Any = FamilyContact.select().where(FamilyContact.school == school)
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.order_by(FamilyContact.ended_at.is_null(False), FamilyContact.id).dicts():
        found[row["pupil"]].append(row | {"key": fold(f"{row['forename']} {row['surname']}")})
    return found
