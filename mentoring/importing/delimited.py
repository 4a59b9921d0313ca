"""CSV as schools' systems write it: in whichever encoding, and parted by commas, semicolons or tabs."""

import codecs
import csv
import io
from itertools import islice

from mentoring.importing.sheets import Gathering, Refused, Sheet

DELIMITERS = ",;\t"
SAMPLE_ROWS = 30
_NOT_TEXT = (
    "This file is called CSV but does not hold text; export it again as CSV, or give it the ending .xlsx if it is an "
    "Excel workbook."
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SPACING = set("\t\n\r\v\f\x1a\x85")


def read(content: bytes) -> Sheet:
    """The rows of a CSV file's bytes. Raises Refused when they are not text."""
    text = decode(content)
    delimiter, named = _delimiter(text)
    gathering = Gathering()
    try:
        for number, cells in enumerate(_records(text, delimiter), start=1):
            if not (named and number == 1):
                gathering.add(number, [cell.strip() for cell in cells])
    except csv.Error as error:
        raise Refused(
            "A cell in this file is far too long, as when a quotation mark is left open; close it and choose the file "
            "again."
        ) from error
    return Sheet(gathering.rows, gathering.blank + gathering.trailing)


def decode(content: bytes) -> str:
    """Text from UTF-8 with or without mark, UTF-16, or else Windows-1252. Raises Refused when it is none of them."""
    encodings = [encoding for mark, encoding in _MARKS if content.startswith(mark)] or _unmarked(content)
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeError:
            continue
        if _is_text(text):
            return text
    raise Refused(_NOT_TEXT)


def _unmarked(content: bytes) -> list[str]:
    """Encodings to try without a mark: UTF-16 shows itself by a zero in every other byte of plain letters."""
    start = content[:2000]
    if len(content) % 2 == 0 and start.count(0) * 4 > len(start):
        return ["utf-16-be" if start[::2].count(0) > start[1::2].count(0) else "utf-16-le"]
    return ["utf-8", "cp1252"]


def _is_text(text: str) -> bool:
    """Whether it holds no NUL and hardly any other control character: those are what pictures and programs hold."""
    strange = sum(text.count(chr(code)) for code in range(32) if chr(code) not in _SPACING)
    return "\0" not in text and strange * 100 <= len(text)


def _delimiter(text: str) -> tuple[str, bool]:
    """What parts the cells, and whether the first line is Excel's own `sep=` that names it."""
    first = text[:10].splitlines()[0].strip() if text[:10].splitlines() else ""
    if first.lower().startswith("sep=") and first[4:] in tuple(DELIMITERS):
        return first[4:], True
    if text[:5].lower() == "sep=\t":
        return "\t", True
    return max(DELIMITERS, key=lambda delimiter: _cuts(text, delimiter)), False


def _cuts(text: str, delimiter: str) -> int:
    """How many cells the first rows would be cut into."""
    try:
        return sum(len(cells) for cells in islice(_records(text, delimiter), SAMPLE_ROWS))
    except csv.Error:
        return 0


def _records(text: str, delimiter: str):
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
