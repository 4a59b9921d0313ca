"""What leaves as a file: CSV that no spreadsheet runs."""

import csv
import hashlib
import io
from collections.abc import Iterable
from datetime import date

# What a spreadsheet takes for a formula, the full-width signs among it (OWASP, CSV injection).
_STARTS_FORMULA = set("=+-@＝＋－＠")


def neutral(cell: object) -> str:
    """A cell that no spreadsheet runs: an apostrophe before whatever would begin a formula once what does not show,
    which some programs drop, is gone; and before a tab or line end, which some take for the cell's."""
    text = f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)
    first = next((mark for mark in text if mark.isprintable() and not mark.isspace()), "")
    return f"'{text}" if first in _STARTS_FORMULA or text.startswith(("\t", "\r")) else text


def as_csv(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Rows under their headings, each cell neutral; UTF-8 with the mark by which Excel knows it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([neutral(one) for one in headings])
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def digest(content: bytes) -> str:
    """The SHA-256 of an exported file, which its event carries."""
    return hashlib.sha256(content).hexdigest()
