"""The rows that could not be imported, as a CSV file to put right and choose again."""

from mentoring import exporting
from mentoring.importing.headings import WORDS, folded
from mentoring.importing.lines import Line

ADDED_HEADINGS = ("Row in file", "What to put right")


def as_csv(headings: list[str], lines: list[Line]) -> bytes:
    """The file's own columns, then row number and reason. A column of words is left empty: narrative goes nowhere."""
    rows = []
    wordy = {place for place, heading in enumerate(headings) if folded(heading) in WORDS}
    for line in lines:
        missing = max(0, len(headings) - len(line.row.cells))
        cells = ["" if place in wordy else cell for place, cell in enumerate(line.row.cells)]
        rows.append([*cells, *[""] * missing, line.number, " ".join(line.reasons)])
    return exporting.as_csv([*headings, *ADDED_HEADINGS], rows)
