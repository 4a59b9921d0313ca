"""The rows that could not be imported, as a CSV file to put right and choose again."""

import csv
import io
from datetime import date

from mentoring.importing.lines import Line
from mentoring.importing.sheets import Cell

ADDED_HEADINGS = ("Row in file", "What to put right")
# What a spreadsheet takes for a formula, the full-width signs among it (OWASP, CSV injection).
_STARTS_FORMULA = set("=+-@＝＋－＠")


def as_csv(headings: list[str], lines: list[Line]) -> bytes:
    """The file's own columns, then row number and reason; UTF-8 with the mark by which Excel knows it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*map(neutral, headings), *ADDED_HEADINGS])
    for line in lines:
        missing = max(0, len(headings) - len(line.row.cells))
        cells = [neutral(cell) for cell in line.row.cells] + [""] * missing
        writer.writerow([*cells, line.number, neutral(" ".join(line.reasons))])
    return text.getvalue().encode("utf-8-sig")


def neutral(cell: Cell) -> str:
    """A cell that no spreadsheet runs: an apostrophe before whatever would begin a formula once what does not show,
    which some programs drop, is gone."""
    text = f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell
    first = next((mark for mark in text if mark.isprintable() and not mark.isspace()), "")
    return f"'{text}" if first in _STARTS_FORMULA else text
