"""A cell's text as what a field holds, or a sentence that says how to put it right. Nothing is guessed."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from mentoring.importing.headings import LABELS
from mentoring.importing.sheets import Cell

DASHES = {"-", "–", "—"}
NOTHING = {"n/a", "none", "null"}  # but in a name, where Null and None are somebody
YES = {"t", "true", "yes", "y", "1"}
NO = {"f", "false", "no", "n", "0"}
LONGEST = {
    "admission_number": 20, "surname": 120, "forename": 120, "known_as": 120, "sex": 20, "school_class": 60,
    "sen_status": 60, "sen_need": 120, "ethnicity": 60, "title": 20, "relationship": 60, "phone": 40, "email": 254,
    "restriction": 10_000, "name": 250, "marks": 60, "event_type": 80,
}  # fmt: skip
NAMES = {"surname", "forename", "known_as", "name"}
OLDEST_YEARS = 25
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
SEXES = {"f": "Female", "female": "Female", "m": "Male", "male": "Male"}
# One wording for what systems spell apart, so that a file from another system changes nothing.
SEN_STATUSES = {
    "n": "", "no sen": "", "no special educational need": "", "n - no sen": "", "no special educational needs": "",
    "k": "SEN Support", "sen support": "SEN Support", "k - sen support": "SEN Support",
} | dict.fromkeys(
    ("e", "ehcp", "e - ehc plan", "ehc plan", "education, health and care plan",
     "e - education, health and care plan"), "Education, Health and Care Plan",
)  # fmt: skip
_UPN = re.compile(r"[A-Z][0-9]{11}[0-9A-Z]")
_MIDNIGHT = r"(?:[ T]00:00(?::00(?:\.0+)?)?Z?)?"
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d+)" + _MIDNIGHT)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})" + _MIDNIGHT)
_WORDED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3,9})\.?,?[ -](\d+)")
_YEAR_GROUP = re.compile(r"(?:(?:year|yr|y) ?)?(\d{1,2})")
_SPREADSHEET_ERROR = re.compile(r"#[A-Z0-9/]+[!?A]?")


class Bad(ValueError):
    """A cell that cannot be kept; the message says how to put it right."""


def value(field: str, cell: Cell, today: date) -> Any:
    """What a cell says for a field (a key of LABELS): text, a date or None, a number or None, True or False.

    `today` is the school's day. Raises Bad.
    """
    part = re.sub(r"^contact\d?_", "", field)
    label = _named(field, part)
    if part in ("week", "event_on"):
        return cell if isinstance(cell, date) else _day(_text(part, cell, label), label)
    if part == "born_on":
        return _possible(cell, today) if isinstance(cell, date) else _born_on(_text(part, cell, label), today)
    text = _text(part, cell, label)
    if part in _READERS:
        return _READERS[part](text, label)
    return _words(part, text, label)


def _named(field: str, part: str) -> str:
    """The field as a sentence says it."""
    if field.startswith("contact"):
        return "contact’s " + {"name": "name"}.get(part, LABELS[field].partition(": ")[2])
    return {"name": "name"}.get(part) or (LABELS[field] if LABELS[field][:2].isupper() else LABELS[field].lower())


def quoted(text: str) -> str:
    """Text as a sentence quotes it: short."""
    return f"“{text[:37]}…”" if len(text) > 40 else f"“{text}”"


def _text(part: str, cell: Cell, label: str) -> str:
    """One line of printable text; nothing where the cell says that it is empty."""
    if isinstance(cell, date):
        raise Bad(f"The {label} is a date ({cell:%d/%m/%Y}) in the workbook. Format the column as text and correct it.")
    # Our own file of bad rows puts an apostrophe before what a spreadsheet would take for a formula.
    raw = cell[1:] if cell[:1] == "'" and cell[1:2] in tuple("=+-@") else cell
    if part != "restriction" and ("\n" in raw or "\r" in raw):
        raise Bad(f"The {label} runs over several lines. Close the quotation mark that was left open before it.")
    plain = " ".join("".join(map(_printable, unicodedata.normalize("NFC", raw))).split())
    if _SPREADSHEET_ERROR.fullmatch(plain):
        raise Bad(f"The {label} is {quoted(plain)}, a spreadsheet’s error. Write the {label} itself.")
    empty = plain in DASHES or (part not in NAMES and plain.casefold() in NOTHING)
    return "" if empty else plain


def _printable(mark: str) -> str:
    """The character; nothing for one without width, a space for any other that does not print."""
    return mark if mark.isprintable() else "" if unicodedata.category(mark) == "Cf" else " "


def _words(part: str, text: str, label: str) -> str:
    if text.startswith(("=", "@")) or (part in NAMES and text.startswith(("+", "-"))):
        raise Bad(f"The {label} is a formula ({quoted(text)}). Write the {label} itself.")
    if len(text) > LONGEST[part]:
        raise Bad(f"The {label} has {len(text):,} characters; at most {LONGEST[part]:,} fit. Shorten it.")
    if part in NAMES and text and not any(letter.isalpha() for letter in text):
        raise Bad(f"The {label} is {quoted(text)}, which has no letters. Write the {label} itself.")
    return text


def _upn(text: str, _label: str) -> str:
    upn = text.replace(" ", "").upper()
    if upn and not _UPN.fullmatch(upn):
        raise Bad(f"{quoted(text)} is not a UPN: a letter and 12 figures. Correct it, or leave the cell empty.")
    return upn


def _sex(text: str, label: str) -> str:
    return SEXES.get(text.casefold()) or _words("sex", text, label)


def _year_group(text: str, _label: str) -> int | None:
    plain = text.casefold().replace(".", "")
    if not plain:
        return None
    if plain in ("r", "reception", "year r", "yr r", "rec"):
        return 0
    if plain in ("n", "nursery", "n1", "n2"):
        return -1
    found = _YEAR_GROUP.fullmatch(plain)
    if not found or int(found[1]) > 14:
        raise Bad(f"{quoted(text)} is not a year group. Write Nursery, Reception or a number from 1 to 14.")
    return int(found[1])


def _sen_status(text: str, label: str) -> str:
    known = SEN_STATUSES.get(text.casefold().replace("–", "-"))
    return _words("sen_status", text, label) if known is None else known


def _yes(text: str, label: str) -> bool:
    plain = text.casefold()
    if plain in YES:
        return True
    if plain in NO or not plain:
        return False
    raise Bad(f"The {label} is {quoted(text)}. Write Yes or No.")


def _priority(text: str, label: str) -> int | None:
    if not text:
        return None
    if not (text.isdecimal() and text.isascii() and 1 <= int(text[:4]) <= 99):
        raise Bad(f"The {label} is {quoted(text)}. Write a number from 1 to 99.")
    return int(text)


def _email(text: str, label: str) -> str:
    if text and not re.fullmatch(r"[^@\s,;]+@[^@\s,;]+", text):
        raise Bad(f"The {label} is {quoted(text)}. Write one address, such as name@example.org, or leave it empty.")
    return _words("email", text, label)


def _phone(text: str, label: str) -> str:
    if text and not any(mark.isdigit() for mark in text):
        raise Bad(f"The {label} is {quoted(text)}, which has no figures. Write the number, or leave the cell empty.")
    return _words("phone", text, label)


def _born_on(text: str, today: date) -> date | None:
    return _possible(_calendar(text, "date of birth", "14/03/2016"), today) if text else None


def _day(text: str, label: str) -> date:
    if not text:
        raise Bad(f"There is no {label}. Write the day, as in 07/09/2026.")
    return _calendar(text, label, "07/09/2026")


def _count(text: str, label: str) -> int | None:
    if text and not (text.isdecimal() and text.isascii() and int(text[:4]) <= 14):
        raise Bad(f"The {label} is {quoted(text)}. Write a whole number from 0 to 14, or leave the cell empty.")
    return int(text) if text else None


def _points(text: str, label: str) -> int:
    plain = text.replace("−", "-").lstrip("+")
    if not re.fullmatch(r"-?[0-9]{1,3}", plain):
        raise Bad(f"The {label} are {quoted(text)}. Write a whole number, such as -2.")
    return int(plain)


def _calendar(text: str, label: str, example: str) -> date:
    """A date as schools' systems write it, day first. Raises Bad for one that is not, and for a year of two figures."""
    if found := _ISO.fullmatch(text):
        year, month, day = found[1], int(found[2]), found[3]
    elif found := _DAY_FIRST.fullmatch(text):
        day, month, year = found[1], int(found[2]), found[3]
    elif (found := _WORDED.fullmatch(text)) and (month := _month(found[2])):
        day, year = found[1], found[3]
    else:
        raise Bad(f"{quoted(text)} is not a {label}. Write it as {example}.")
    if len(year) != 4:
        raise Bad(f"The {label} {quoted(text)} needs its year in four figures, as in {example}.")
    try:
        return date(int(year), month, int(day))
    except ValueError as error:
        raise Bad(f"{quoted(text)} is not a day in the calendar. Correct the {label}, day first.") from error


def _month(word: str) -> int:
    """1 for Jan or January; 0 for a word that is no month."""
    plain = "sep" if word.lower() == "sept" else word.lower()
    return next((number for number, name in enumerate(MONTHS, 1) if name.startswith(plain)), 0)


def _possible(day: date, today: date) -> date:
    """The day, where a pupil can have been born on it. Raises Bad."""
    if day >= today:
        raise Bad(f"The date of birth {day:%d/%m/%Y} is still to come. Correct the year.")
    if day < today - timedelta(days=round(OLDEST_YEARS * 365.25)):
        raise Bad(f"The date of birth {day:%d/%m/%Y} is more than {OLDEST_YEARS} years ago. Correct the year.")
    return day


_READERS: dict[str, Callable[[str, str], Any]] = {
    "upn": _upn,
    "sex": _sex,
    "year_group": _year_group,
    "sen_status": _sen_status,
    "pupil_premium": _yes,
    "eal": _yes,
    "looked_after": _yes,
    "parental_responsibility": _yes,
    "priority": _priority,
    "email": _email,
    "phone": _phone,
    "possible": _count,
    "attended": _count,
    "authorised": _count,
    "unauthorised": _count,
    "lates": _count,
    "points": _points,
}
