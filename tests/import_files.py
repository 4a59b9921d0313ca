"""Files such as schools' systems export, small, and the plan that one leads to."""

import io
import json
import re
from pathlib import Path

import openpyxl
import pytest

from mentoring import clock
from mentoring.importing import headings, lines, planning, reading
from models import ImportBatch, Pupil

UPN = "A{:012d}".format
HEADINGS = "UPN,Surname,Forename,DOB,Year,Form"
CONTACTS = (
    "PupilUPN,PupilName,ContactTitle,ContactForename,ContactSurname,Relationship,ParentalResponsibility,Priority,"
    "Mobile,Email,CourtOrder"
)


def sheet(*rows: str, top: str = HEADINGS) -> bytes:
    return "\r\n".join((top, *rows)).encode()


def workbook(*rows: tuple, title: str = "Pupils") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def plan_of(school, content: bytes, name: str = "pupils.csv", *, full_export: bool = False):
    table = lines.table(reading.read(name, content), {}, {})
    assert headings.faults(table.mapping) == []
    return planning.plan(table, school, clock.today(school.zone), full_export=full_export)


def reasons(school, *rows: str, top: str = HEADINGS) -> dict[int, str]:
    """Row number → why it is a bad row."""
    return {line.number: " ".join(line.reasons) for line in plan_of(school, sheet(*rows, top=top)).bad}


DATA = Path(__file__).parents[2] / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="the sample exports are not beside this checkout")


def upload(browser, content: bytes, name: str = "pupils.csv", **fields):
    return browser.post(
        "/imports", data={"file": (io.BytesIO(content), name), **fields}, content_type="multipart/form-data"
    )


def preview(browser, content: bytes, name: str = "pupils.csv", **fields):
    """The preview's page, and its address."""
    reply = upload(browser, content, name, **fields)
    assert reply.status_code == 303, reply.text
    return browser.get(reply.location), reply.location


def agree(browser, page, where: str, **fields):
    """Press Import on a preview."""
    seen = re.search(r'name="seen" value="(\w+)"', page.text)[1]
    return browser.post(f"{where}/confirmation", data={"seen": seen, **fields})


def take_in(browser, content: bytes, name: str = "pupils.csv", leavers: dict | None = None, **fields) -> dict:
    """Choose a file, look, import; the counts."""
    page, where = preview(browser, content, name, **fields)
    assert page.status_code == 200, page.text
    reply = agree(browser, page, where, **leavers or {})
    assert reply.status_code == 303, reply.text
    assert browser.get(where).status_code == 200
    return counts(where)


def counts(where: str) -> dict:
    summary = json.loads(ImportBatch.get_by_id(int(where.rpartition("/")[2])).summary)
    return {name: number for name, number in summary.items() if number}


def only_pupil() -> Pupil:
    return Pupil.select().get()
