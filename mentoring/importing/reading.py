"""A file's bytes as rows of cells, whatever wrote them; or one sentence that says why not and what to do."""

from mentoring.importing import delimited, workbook
from mentoring.importing.sheets import MOST_BYTES, TOO_LARGE, Refused, Sheet


def read(filename: str, content: bytes) -> Sheet:
    """The rows of a CSV file (.csv, .txt, .tsv) or an Excel workbook (.xlsx).

    Raises Refused for anything else, for a file that is not what its name says, and past a limit.
    """
    ending = filename.rpartition(".")[2].lower() if "." in filename else ""
    if not content.strip():
        raise Refused("This file is empty; export it again from the school's system and choose the new file.")
    if len(content) > MOST_BYTES:
        raise Refused(TOO_LARGE)
    if ending == "xlsx":
        return workbook.read(content)
    if ending in ("csv", "txt", "tsv"):
        return delimited.read(content)
    if ending in ("xls", "xlsm", "xlsb", "ods", "numbers"):
        raise Refused(f"Alongside cannot read .{ending} files; open it, save it as .xlsx or CSV, and choose that file.")
    raise Refused("Alongside reads CSV and .xlsx files; export the list as one of those and choose it.")
