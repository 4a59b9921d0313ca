"""What weekly tracking measures: what may be written for each, how it is read, and how it is said."""

import re
from dataclasses import dataclass

from mentoring import registers

_OF = re.compile(r"(\d{1,2}) ?(?:/|of|,| ) ?(\d{1,2})")


class BadFigure(ValueError):
    """What was typed is no figure of the measure; the message says what to write."""


@dataclass(frozen=True)
class Amount:
    """A figure. Of attendance: sessions attended, of those possible, and how many absences were authorised, if known.

    Two are the same where the first two agree: who types does not say what was authorised.
    """

    value: int | None
    possible: int | None = None
    authorised: int | None = None

    @property
    def number(self) -> int | None:
        """What is compared: the value, of attendance in whole per cent."""
        if self.value is None or not self.possible:
            return self.value
        return (200 * self.value + self.possible) // (2 * self.possible)

    def is_same(self, other: "Amount") -> bool:
        return (self.value, self.possible) == (other.value, other.possible)


NOTHING = Amount(None)


@dataclass(frozen=True)
class Measure:
    """A measure: whole numbers from `low` to `high`. `quick` are what a thumb may tap instead of typing."""

    name: str
    word: str
    low: int
    high: int
    hint: str
    quick: tuple[str, ...] = ()

    @property
    def of_sessions(self) -> bool:
        return self.name == "attendance"

    def read(self, text: str, sessions: int = 10) -> Amount:
        """What was typed; NOTHING for an empty cell. `sessions`: how many the week has. Raises BadFigure."""
        plain = " ".join(text.replace("\u00a0", " ").lower().split())
        if not plain:
            return NOTHING
        if self.of_sessions:
            return _attendance(plain, sessions)
        if not (plain.isdecimal() and plain.isascii() and len(plain) < 5 and self.low <= int(plain) <= self.high):
            raise BadFigure(f"Write a whole number from {self.low} to {self.high}, or leave it empty.")
        return Amount(int(plain))

    def typed(self, amount: Amount) -> str:
        """An amount as it stands in the cell."""
        if amount.value is None:
            return ""
        return f"{amount.value}/{amount.possible}" if self.of_sessions else str(amount.value)

    def said(self, amount: Amount) -> str:
        """An amount as it is read: 90 %, or 4."""
        return "" if amount.number is None else f"{amount.number} %" if self.of_sessions else str(amount.number)


def change(now: Amount, then: Amount) -> str:
    """Change in words, of the numbers as they are shown: 4 up. Nothing where one of them is missing."""
    if now.number is None or then.number is None:
        return ""
    by = now.number - then.number
    return f"{by} up" if by > 0 else f"{-by} down" if by < 0 else "no change"


def _attendance(text: str, sessions: int) -> Amount:
    found = _OF.fullmatch(text)
    if found or text.isdecimal():
        attended, possible = (int(found[1]), int(found[2])) if found else (int(text[:4]), sessions)
        if not 0 < possible <= registers.MOST or attended > possible:
            raise BadFigure("Write the sessions attended out of those possible, such as 9/10.")
        return Amount(attended, possible)
    try:
        counted = registers.count(text)
    except registers.BadMarks as error:
        raise BadFigure(f"{error} Or write the sessions attended out of those possible: 9/10.") from error
    if not counted.possible:
        raise BadFigure("No session of these was possible. Leave the week empty.")
    return Amount(counted.attended, counted.possible, counted.authorised)


_ALL = (
    Measure("attendance", "Attendance", 0, registers.MOST, "sessions attended as 9 or 9/10, or the register’s marks",
            ("10/10", "9/10", "8/10")),
    Measure("lates", "Lates", 0, registers.MOST, "times late", ("0", "1", "2", "3")),
    Measure("attainment", "Attainment", 0, 200, "a whole number on the scale that you always use, 0 to 200"),
    Measure("effort", "Effort", 1, 5, "1 hardly to 5 fully", ("1", "2", "3", "4", "5")),
    Measure("engagement", "Engagement", 1, 5, "1 hardly to 5 fully", ("1", "2", "3", "4", "5")),
    Measure("behaviour_points", "Behaviour points", 0, 500, "points given for behaviour", ("0", "1", "2", "3")),
    Measure("suspensions", "Suspensions", 0, 10, "suspensions that began", ("0", "1")),
)  # fmt: skip
MEASURES: dict[str, Measure] = {one.name: one for one in _ALL}
