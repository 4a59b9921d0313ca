"""A file as rows of cells, the limits it must keep, and the refusal of one that does not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 50_000
MOST_CHARACTERS = 10_000
MOST_COLUMNS = 200
LAST_ROW = 1_048_576  # of an Excel sheet
TOO_LARGE = "This file is larger than 20 MB; leave out columns or split it, and choose the smaller file."

Cell = str | date


class Refused(ValueError):
    """A file that cannot be imported; the message says in one sentence how to put it right."""


@dataclass(frozen=True)
class Row:
    """`number` is the row's number as a spreadsheet counts; an empty cell is an empty string, and the last is full."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Sheet:
    """What was read: `rows` that hold something, `blank` rows that held nothing, `others` sheets left unread."""

    rows: list[Row]
    blank: int = 0
    title: str = ""
    others: tuple[str, ...] = ()


class Gathering:
    """Collects rows one by one and refuses as soon as a limit is passed. `trailing` blank rows end the file."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.blank = 0
        self.trailing = 0

    def add(self, number: int, cells: Sequence[Cell]) -> None:
        """Keep a row, or count it as blank. Raises Refused past a limit."""
        if number > LAST_ROW:
            raise Refused("This file goes on for over a million rows; copy the list into a new file and choose that.")
        if not any(cells):
            self.trailing += 1
            return
        self.blank += self.trailing
        self.trailing = 0
        row = Row(number, _trimmed(cells))
        _refuse_wide(row)
        self.rows.append(row)
        if len(self.rows) > MOST_ROWS + 1:  # one for the headings
            raise Refused(f"This file has more than {MOST_ROWS:,} rows; split it into smaller files and choose each.")


def _trimmed(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Cells up to the last that holds something."""
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return tuple(cells[:end])


def _refuse_wide(row: Row) -> None:
    if len(row.cells) > MOST_COLUMNS:
        raise Refused(
            f"Row {row.number:,} has more than {MOST_COLUMNS} cells; export fewer columns and choose the new file."
        )
    for cell in row.cells:
        if isinstance(cell, str) and len(cell) > MOST_CHARACTERS:
            raise Refused(
                f"A cell in row {row.number:,} has more than {MOST_CHARACTERS:,} characters; shorten it, or close the "
                "quotation mark that was left open, and choose the file again."
            )
