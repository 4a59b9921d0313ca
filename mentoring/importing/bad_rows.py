"""The rows that could not be imported, as a CSV file to put right and choose again."""

from mentoring import exporting
from mentoring.importing.headings import UNSHOWN, folded
from mentoring.importing.lines import Line

ADDED_HEADINGS = ("Row in file", "What to put right")


def as_csv(headings: list[str], lines: list[Line]) -> bytes:
    """The file's own columns, then row number and reason. Columns of narrative, and of who wrote it, are left empty."""
    rows = []
    unshown = {place for place, heading in enumerate(headings) if folded(heading) in UNSHOWN}
    for line in lines:
        missing = max(0, len(headings) - len(line.row.cells))
        cells = ["" if place in unshown else cell for place, cell in enumerate(line.row.cells)]
        rows.append([*cells, *[""] * missing, line.number, " ".join(line.reasons)])
    return exporting.as_csv([*headings, *ADDED_HEADINGS], rows)
