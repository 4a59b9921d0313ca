"""Threat 15: no file that somebody chooses holds the server up or runs anywhere; what we give out is no formula."""

import csv
import io
import zipfile

import openpyxl
import pytest

from mentoring.importing.sheets import MOST_ROWS
from tests import import_files

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"http://evil.example\",\"x\")",
            "=cmd|' /C calc'!A0", "'=1", "＝1+1", " =1", "\u200b=1", "\n=1"]  # fmt: skip


def refused(browser, content: bytes, name: str = "pupils.csv") -> str:
    reply = import_files.upload(browser, content, name)
    assert reply.status_code == 422, reply.status_code
    return reply.text


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bag:
        for name, content in files.items():
            bag.writestr(name.replace("__", "/").replace("_x", ".x"), content)
    return out.getvalue()


def test_a_huge_cell_is_a_bad_row_or_a_refusal(as_admin, school):
    content = import_files.sheet(f"A123456789012,{'x' * 2_000_000},Ada,2016-01-01,5,K")
    assert import_files.upload(as_admin, content).status_code in (303, 422)


def test_many_columns_are_refused_in_words(as_admin, school):
    wide = (",".join(f"c{number}" for number in range(50_000)) + "\r\n").encode() * 3
    assert "columns" in refused(as_admin, wide)


def test_many_rows_are_refused_in_words(as_admin, school):
    assert "rows" in refused(as_admin, import_files.sheet(*["a,b,c,d,e,f"] * (MOST_ROWS + 1)))


def test_a_zip_that_swells_is_refused(as_admin, school):
    """64 MB of one letter, packed into 64 KB, as the sheet of a workbook, and as its texts."""
    swollen = b"<row>" + b"A" * (64 * 1024 * 1024)
    for name in ("xl__worksheets__sheet1_xml", "xl__sharedStrings_xml"):
        bag = packed(**{"[Content_Types]_xml": b"<Types/>", "xl__workbook_xml": b"<workbook/>", name: swollen})
        assert len(bag) < 200_000
        refused(as_admin, bag, "pupils.xlsx")


def test_a_zip_in_a_zip_is_no_workbook(as_admin, school):
    bag = packed(inner=b"x" * 100)
    for _ in range(20):
        bag = packed(inner_xlsx=bag)
    refused(as_admin, bag, "pupils.xlsx")


def test_entities_of_a_workbook_are_not_opened(as_admin, school):
    """Ten levels of ten are ten thousand million; and a file of the server is none of ours to read."""
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 11))
    laughs = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{levels}]><workbook>&l10;</workbook>'
    outside = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><workbook>&f;</workbook>'
    good = import_files.workbook(("UPN", "Surname"), ("A", "B"))
    for text in (laughs, outside):
        for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"):
            with zipfile.ZipFile(io.BytesIO(good)) as bag:
                files = {name: bag.read(name) for name in bag.namelist()} | {part: text.encode()}
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w") as bag:
                for name, content in files.items():
                    bag.writestr(name, content)
            assert "root:" not in refused(as_admin, out.getvalue(), "pupils.xlsx")


@pytest.mark.parametrize(
    "name", ["pupils.exe", "pupils.csv.exe", "../../x.csv\x00.exe", ".xls", "pupils.html", "x.xlsm"]
)
def test_no_other_kind_of_file_is_taken(as_admin, school, name):
    refused(as_admin, import_files.workbook(("UPN", "Surname"), ("A", "B")), name)


def test_a_workbook_under_a_csvs_name_is_not_run_as_either(as_admin, school):
    book = import_files.workbook(("UPN", "Surname"), ("A", "B"))
    assert import_files.upload(as_admin, book, "pupils.csv").status_code in (303, 422)
    assert import_files.upload(as_admin, b"\x00" * 4096, "pupils.csv").status_code in (303, 422)
    refused(as_admin, b"UPN,Surname\r\nA,B", "pupils.xlsx")


@pytest.mark.parametrize("formula", FORMULAS, ids=repr)
def test_the_rows_to_put_right_run_in_no_spreadsheet(as_admin, school, formula):
    """A cell, a heading and a reason: each comes back with an apostrophe before what would begin a formula."""
    text = io.StringIO()
    rows = [["UPN", "Surname", "Forename", "DOB", "Year", "Form", formula],
            [formula, formula, formula, formula, "5", "K", formula]]  # fmt: skip
    csv.writer(text).writerows(rows)
    import_files.take_in(as_admin, text.getvalue().encode())
    reply = as_admin.get("/imports/1/bad-rows.csv")
    cells = [cell for row in csv.reader(io.StringIO(reply.text.lstrip("\ufeff"), newline="")) for cell in row]
    assert [cell for cell in cells if runs(cell)] == []
    assert reply.headers["Content-Disposition"].startswith("attachment;")
    assert reply.content_type == "text/csv; charset=utf-8" and reply.headers["X-Content-Type-Options"] == "nosniff"


def runs(cell: str) -> bool:
    """Whether a spreadsheet may take a cell for a formula: by its first character once what does not show is gone
    (OWASP, CSV injection; Excel takes the full-width signs, too)."""
    return cell.lstrip(" \u200b\ufeff\n\r\t")[:1] in set("=+-@＝＋－＠")


def test_what_was_taken_in_as_a_formula_is_text(as_admin, school):
    """openpyxl reads values, not formulas: none is worked out, none is kept as one."""
    book = openpyxl.Workbook()
    book.active.append(["UPN", "Surname", "Forename", "DOB", "Year", "Form"])
    book.active.append(["A123456789012", "=1+1", '=HYPERLINK("http://evil.example")', "2016-01-01", 5, "K"])
    out = io.BytesIO()
    book.save(out)
    page, _ = import_files.preview(as_admin, out.getvalue(), "pupils.xlsx")
    assert "evil.example" not in page.text


def test_the_files_name_names_no_path_and_breaks_no_header(as_admin, school):
    content = import_files.sheet("bad,Okafor,Ada,2016-01-01,5,K")
    reply = import_files.upload(as_admin, content, '../../../etc/x"\r\nSet-Cookie: a=b;.csv')
    assert "a=b" not in str(reply.headers)
    assert reply.status_code in (303, 422)
