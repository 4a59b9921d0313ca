"""Which pupil of the school each line is about: by UPN, then admission number, then name with date of birth."""

from collections.abc import Iterable
from typing import Any

from mentoring.importing.cleaning import quoted
from mentoring.importing.lines import Line
from mentoring.importing.roll import Roll, admission_key
from mentoring.naming import fold


def refuse_repeats(lines: Iterable[Line]) -> None:
    """Give a reason to every line whose pupil a line above it has already."""
    upns: dict[str, int] = {}
    numbers: dict[str, int] = {}
    named: dict[tuple, tuple[int, bool]] = {}
    for line in lines:
        upn, number = line.pupil.get("upn", ""), line.pupil.get("admission_number", "")
        first = upns.setdefault(upn, line.number) if upn else line.number
        if first != line.number:
            line.reasons.append(f"Row {first:,} has the UPN {upn} already. Keep one of the two rows.")
            continue
        first = numbers.setdefault(admission_key(number), line.number) if number else line.number
        if first != line.number:
            line.reasons.append(f"Row {first:,} has the admission number {number} already. Keep one of the two rows.")
            continue
        born_on, has_own = line.pupil.get("born_on"), bool(upn or number)
        if born_on and line.full_name:
            first, other_has_own = named.setdefault((fold(line.full_name), born_on), (line.number, has_own))
            # Two children may share name and birthday; two numbers of their own tell them apart.
            if first != line.number and not (has_own and other_has_own):
                line.reasons.append(f"Row {first:,} has this name and date of birth already. Keep one of the two rows.")


def match(lines: list[Line], roll: Roll) -> dict[int, int]:
    """Row number → id of the pupil it is about, for the good lines about pupils of the school.

    Lines that cannot be told apart, or whose numbers contradict what the school knows, get a reason.
    """
    matched: dict[int, int] = {}
    claimed: dict[int, int] = {}
    for find, says in ((roll.by_upn, "UPN"), (roll.by_admission_number, "admission number")):
        for line in _open(lines, matched):
            if found := find(line):
                _claim(line, found[0], says, roll, matched, claimed)
    for line in _open(lines, matched):
        _claim_by_name(line, roll, matched, claimed)
    _refuse_taken_numbers(lines, roll, matched)
    return matched


def _open(lines: list[Line], matched: dict[int, int]) -> list[Line]:
    return [line for line in lines if not line.reasons and line.number not in matched]


def _claim(line: Line, pupil: int, says: str, roll: Roll, matched: dict[int, int], claimed: dict[int, int]) -> None:
    if not same_person(line.pupil, roll.pupils[pupil]):
        line.reasons.append(
            f"This {says} is {roll.name(pupil)}’s here, with another name and date of birth. Correct the {says}."
        )
    elif pupil in claimed:
        line.reasons.append(f"Row {claimed[pupil]:,} is about the same pupil. Keep one of the two rows.")
    else:
        matched[line.number] = pupil
        claimed[pupil] = line.number


def _claim_by_name(line: Line, roll: Roll, matched: dict[int, int], claimed: dict[int, int]) -> None:
    found = roll.by_name_and_birth(line)
    free = [pupil for pupil in found if pupil not in claimed]
    current = [pupil for pupil in free if roll.pupils[pupil]["left_on"] is None] or free
    has_own = bool(line.pupil.get("upn") or line.pupil.get("admission_number"))
    if len(current) == 1:
        _claim(line, current[0], "name", roll, matched, claimed)
    elif current:
        line.reasons.append(
            "Several pupils here have this name and date of birth. Add the UPN, to tell which is meant."
        )
    elif found and not has_own:
        line.reasons.append(f"Row {claimed[found[0]]:,} is about the same pupil. Keep one of the two rows.")


def _refuse_taken_numbers(lines: list[Line], roll: Roll, matched: dict[int, int]) -> None:
    """A pupil known by UPN cannot take an admission number that is another pupil's here."""
    for line in lines:
        owners = roll.by_admission_number(line)
        if not line.reasons and owners and matched.get(line.number) not in owners:
            number = quoted(line.pupil["admission_number"])
            line.reasons.append(f"The admission number {number} is {roll.name(owners[0])}’s here. Correct it.")
            matched.pop(line.number, None)


def same_person(said: dict[str, Any], known: dict[str, Any]) -> bool:
    """Whether a line can be about a pupil found by a number: the date of birth or a name must agree."""
    if said.get("born_on") and said["born_on"] == known["born_on"]:
        return True
    forenames = {fold(known["forename"]), fold(known["known_as"])}
    return fold(said.get("surname", "")) == fold(known["surname"]) or fold(said.get("forename", "")) in forenames
