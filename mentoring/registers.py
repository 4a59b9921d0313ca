"""A register's codes, counted as the Department for Education counts them.

Source: DfE, Working together to improve school attendance (statutory guidance for England, August 2024), chapter 8,
after the School Attendance (Pupil Registration) (England) Regulations 2024. A pupil's attendance is the sessions
attended out of those that were possible; a session in which the pupil was not required, could not attend for a cause
that nobody could avoid, or was registered at another school too and was to be there, was not possible.
Written from our own knowledge of it: to be compared with the current guidance (docs/decisions/0017).
"""

import re
from dataclasses import dataclass

PRESENT, AUTHORISED, UNAUTHORISED, NOT_POSSIBLE = "present", "authorised", "unauthorised", "not possible"
_CODES = {
    # In school, late before the register closed, or at education elsewhere that is supervised.
    PRESENT: ("/", "\\", "L", "K", "V", "P", "W", "B"),
    # Leave (performance, part-time timetable, other), medical, interview, study leave, travelling, religion, illness,
    # suspended or excluded.
    AUTHORISED: ("C", "C1", "C2", "M", "J1", "S", "T", "R", "I", "E"),
    # Holiday not agreed, no reason yet, other, came after the register closed.
    UNAUTHORISED: ("G", "N", "O", "U"),
    # Registered at two schools, not of compulsory age, no access arrangement, unavoidable causes, not yet on the
    # roll, school closed.
    NOT_POSSIBLE: ("D", "X", "Q", "Y1", "Y2", "Y3", "Y4", "Y5", "Y6", "Y7", "Z", "#"),
}
MEANINGS = {code: meaning for meaning, codes in _CODES.items() for code in codes}
LATE = frozenset({"L", "U"})  # came late, before the register closed or after
MOST = 14  # sessions of a week in which the school is open every day
_TOKEN = re.compile(r"[CJY]\d|[A-Z]|[/\\#]")


class BadMarks(ValueError):
    """Marks that are no register's; the message says how to put it right."""


@dataclass(frozen=True)
class Sessions:
    """A week's sessions, counted. The absences that are not `authorised` are unauthorised."""

    possible: int
    attended: int
    authorised: int
    lates: int


def count(marks: str) -> Sessions:
    """A week's marks, such as `/\\/\\L\\I I //`, counted. Raises BadMarks for a code that DfE does not know."""
    text = re.sub(r"[\s,;|-]", "", marks.upper())
    codes = _TOKEN.findall(text)
    strange = next((code for code in codes if code not in MEANINGS), "")
    if strange or "".join(codes) != text:
        raise BadMarks(
            f"“{strange or marks[:20]}” is not a code of the register. Write one code a session, such as /\\."
        )
    if len(codes) > MOST:
        raise BadMarks(f"These are {len(codes)} sessions, and a week has at most {MOST}. Write one week’s marks.")
    kinds = [MEANINGS[code] for code in codes]
    return Sessions(
        len(kinds) - kinds.count(NOT_POSSIBLE), kinds.count(PRESENT), kinds.count(AUTHORISED),
        sum(code in LATE for code in codes),
    )  # fmt: skip
