"""Files such as schools' systems export, small, and the plan that one leads to."""

import io

import openpyxl

from mentoring import clock
from mentoring.importing import headings, lines, planning, reading

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
