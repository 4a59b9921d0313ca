"""Excel workbooks (.xlsx), read row by row and never unpacked further than a school's list can need."""

import io
import zipfile
from datetime import date, datetime, time

from mentoring.importing.sheets import MOST_COLUMNS, Cell, Gathering, Refused, Sheet

MOST_UNPACKED_BYTES = 200 * 1024 * 1024
_OLD_OR_LOCKED = bytes.fromhex("d0cf11e0a1b11ae1")
_NOT_A_WORKBOOK = (
    "This file is called .xlsx but is not an Excel workbook that can be opened; open it in Excel, save it as .xlsx or "
    "CSV, and choose that file."
)


def read(content: bytes) -> Sheet:
    """The rows of the first visible sheet that holds any. Raises Refused when the bytes are no workbook or a bomb."""
    _refuse_bomb(content)
    try:
        return _read(content)
    except Refused:
        raise
    except Exception as error:  # openpyxl raises whatever a broken part leads it to
        raise Refused(_NOT_A_WORKBOOK) from error


def _refuse_bomb(content: bytes) -> None:
    """Refuse by the sizes in the archive's own list, to which `zipfile` holds every part as it unpacks."""
    if content.startswith(_OLD_OR_LOCKED):
        raise Refused(
            "This workbook has a password or is in the old .xls format; in Excel save it as .xlsx without a password "
            "and choose that file."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except Exception as error:  # zipfile raises several kinds for a broken list
        raise Refused(_NOT_A_WORKBOOK) from error
    if unpacked > MOST_UNPACKED_BYTES:
        raise Refused(
            "This workbook unpacks to more than 200 MB; copy only the list into a new one, save it and choose that."
        )


def _read(content: bytes) -> Sheet:
    import openpyxl  # 5 MB that a server needs only where a workbook is read

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        for position, sheet in enumerate(visible):
            gathering = _gather(sheet)
            if gathering.rows:
                others = tuple(other.title for other in visible[position + 1 :])
                # Blank rows below the list are the sheet's own formatting, not the school's rows.
                return Sheet(gathering.rows, gathering.blank, sheet.title, others)
    finally:
        book.close()
    raise Refused("This workbook has no rows; export the list again and choose the new file.")


def _gather(sheet) -> Gathering:
    # Exporters write a sheet's size wrongly, and openpyxl would stop there.
    sheet.reset_dimensions()
    gathering = Gathering()
    rows = sheet.iter_rows(min_row=1, min_col=1, max_col=MOST_COLUMNS + 1, values_only=True)
    for number, values in enumerate(rows, start=1):
        is_blank = values.count(None) == len(values)
        gathering.add(number, () if is_blank else [_cell(value) for value in values])
    return gathering


def _cell(value) -> Cell:
    """A cell as its text, a whole number without its `.0`, or a date."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date() if value.time() == time.min else value.isoformat(" ")
    if isinstance(value, date):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
