"""What comes in from a file: the sample exports, encodings, headings, over real requests and real files."""

import csv
import io
from datetime import date

import openpyxl
import pytest

from models import FamilyContact, ImportMapping, Pupil, SchoolClass
from tests.import_files import (
    DATA,
    HEADINGS,
    UPN,
    agree,
    counts,
    needs_data,
    only_pupil,
    preview,
    sheet,
    take_in,
    upload,
    workbook,
)

# The sample exports


@needs_data
def test_sims_pupils_come_in_whole(as_admin, school):
    content = (DATA / "sims_pupils.csv").read_bytes()
    page, where = preview(as_admin, content, "sims_pupils.csv", full_export="y")
    assert page.text.count("<h1") == 1 and "320 more pupils are not listed here." in page.text
    assert Pupil.select().count() == 0 and SchoolClass.select().count() == 0
    agree(as_admin, page, where)
    assert counts(where) == {"added": 420} and SchoolClass.select().count() == 14
    jose = Pupil.get(Pupil.admission_number == "001008")
    assert (jose.name, jose.search_name, jose.upn) == ("José Jones", "jose jones", "U486780422699")
    assert (jose.born_on, jose.sex, jose.year_name, jose.school_class.name) == (
        date(2022, 6, 9),
        "Male",
        "Reception",
        "Wren",
    )
    assert (jose.pupil_premium, jose.eal, jose.looked_after, jose.ethnicity) == (True, False, True, "ABAN")
    ayey = Pupil.get(Pupil.admission_number == "001039")
    assert (ayey.forename, ayey.known_as, ayey.name, ayey.search_name) == (
        "Ayesha",
        "Ayey",
        "Ayey Adeyemi",
        "ayesha ayey adeyemi",
    )
    assert Pupil.select().where(Pupil.sen_status == "SEN Support").count() == 81
    assert Pupil.select().where(Pupil.sen_status == "Education, Health and Care Plan").count() == 12
    assert Pupil.select().where(Pupil.pupil_premium).count() == 115
    assert Pupil.select().where(Pupil.year_group == 1).count() == 60


@needs_data
@pytest.mark.parametrize("name", ["sims_pupils.csv", "arbor_students.csv", "sims_report.xlsx", "bromcom_contacts.csv"])
def test_the_same_file_twice_changes_nothing(as_admin, name):
    if name == "bromcom_contacts.csv":
        take_in(as_admin, (DATA / "sims_pupils.csv").read_bytes())
    content = (DATA / name).read_bytes()
    take_in(as_admin, content, name)
    page, where = preview(as_admin, content, name)
    assert "This file changes nothing" in page.text and 'form="confirm"' not in page.text
    agree(as_admin, page, where)
    assert set(counts(where)) <= {"unchanged", "contacts_unchanged"}


@needs_data
def test_other_systems_say_the_same_of_the_same_pupils(as_admin):
    take_in(as_admin, (DATA / "sims_pupils.csv").read_bytes())
    arbor = take_in(as_admin, (DATA / "arbor_students.csv").read_bytes())
    assert (arbor["unchanged"], arbor["changed"]) == (117, 3)
    assert arbor["contacts_added"] == 120
    assert take_in(as_admin, (DATA / "sims_report.xlsx").read_bytes(), "report.xlsx") == {"unchanged": 60}


@needs_data
def test_bromcom_contacts_belong_to_the_pupils_who_are_here(as_admin):
    take_in(as_admin, (DATA / "sims_report.xlsx").read_bytes(), "report.xlsx")
    content = (DATA / "bromcom_contacts.csv").read_bytes()
    here = {pupil.upn for pupil in Pupil.select()}
    upns = [row["PupilUPN"] for row in csv.DictReader(content.decode("cp1252").splitlines(), delimiter=";")]
    added = sum(upn in here for upn in upns)
    assert take_in(as_admin, content) == {"contacts_added": added, "bad": len(upns) - added}
    court = FamilyContact.select().where(FamilyContact.restriction == "No contact with pupil").count()
    assert court > 0
    mum = FamilyContact.get(FamilyContact.email == "c0010021@example.org")
    assert (mum.name, mum.priority, mum.parental_responsibility) == ("Ms Shane Summers", 2, True)
    assert (mum.phone, mum.pupil.name, mum.ended_at) == ("07700 900117", "Kofi Peacock", None)


@needs_data
def test_awkward_rows_are_named_with_their_number_and_cure(as_admin):
    page, where = preview(as_admin, (DATA / "awkward_pupils.csv").read_bytes())
    for sentence in (
        "“31/02/2016” is not a day in the calendar.",
        "“B20” is not a UPN",
        "Row 2 has the UPN A201100024001 already.",
        "The surname is a formula",
        "The forename has 400 characters; at most 120 fit. Shorten it.",
        "Blank rows passed over",
    ):
        assert sentence in page.text
    agree(as_admin, page, where)
    assert counts(where) == {"added": 1, "bad": 5}
    zofia = only_pupil()
    assert (zofia.name, zofia.upn, zofia.year_group, zofia.school_class.name) == ("Zofia Nowak", "", 5, "Kestrel")


# Encodings, delimiters, headings


def test_title_rows_blank_rows_and_real_dates_in_a_workbook(as_admin):
    content = workbook(
        ("Kestrel Park",),
        ("Run on", date(2026, 11, 20)),
        (),
        ("Name", "UPN", "Date of Birth", "Admission No", "Year"),
        ("Park, Leo", UPN(1), date(2016, 3, 14), 1042, 5.0),
        (),
        ("Xu, Ann", UPN(2), "14 Mar 2016", 1043.0, "Nursery"),
    )
    page, where = preview(as_admin, content, "list.XLSX")
    agree(as_admin, page, where)
    leo, ann = Pupil.select().order_by(Pupil.upn)
    assert (leo.name, leo.born_on, leo.admission_number, leo.year_group) == ("Leo Park", date(2016, 3, 14), "1042", 5)
    assert (ann.born_on, ann.admission_number, ann.year_group) == (date(2016, 3, 14), "1043", -1)


def test_the_first_sheet_with_rows_is_read_and_named(as_admin):
    book = openpyxl.Workbook()
    for title, rows in (
        ("Hidden", [("Secret",)]),
        ("Pupils", [HEADINGS.split(","), (UPN(1), "Xu", "Ann")]),
        ("More", []),
    ):
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    book["Hidden"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    page, _ = preview(as_admin, out.getvalue(), "a.xlsx")
    assert "sheet “Pupils” only" in page.text and "Ann Xu" in page.text and "Secret" not in page.text


def test_unknown_headings_are_mapped_by_hand_and_remembered(as_admin, school):
    content = sheet("X1,Park,Leo,14/03/2016,yes", top="Ref,Nachname,Vorname,Geboren,Frei")
    reply = upload(as_admin, content)
    shown = as_admin.get(reply.location, follow_redirects=True)
    assert "What does each column hold?" in shown.text and "Say which columns hold the surname" in shown.text
    assert "such as Park" in shown.text and shown.text.count("<h1") == 1
    twice = {"column_1": "surname", "column_2": "surname", "column_3": "born_on"}
    refused = as_admin.post(reply.location, data=twice)
    assert refused.status_code == 422 and "Two columns are said to hold “Surname”" in refused.text
    assert as_admin.post(reply.location, data={"column_1": "bogus"}).status_code == 422
    mapped = as_admin.post(reply.location, data=twice | {"column_2": "forename", "column_0": "admission_number"})
    assert mapped.status_code == 303 and "Columns left out" in as_admin.get(mapped.location).text
    assert {row.heading for row in ImportMapping.select()} == {"Ref", "Nachname", "Vorname", "Geboren"}
    assert take_in(as_admin, content) == {"added": 1}
    assert (only_pupil().name, only_pupil().admission_number) == ("Leo Park", "X1")


def test_a_known_heading_can_be_left_out_for_good(as_admin):
    content = sheet(f"{UPN(1)},Park,Leo,14/03/2016,5,Kestrel")
    _, where = preview(as_admin, content)
    chosen = {f"column_{at}": field for at, field in enumerate(["upn", "surname", "forename", "born_on", "year_group"])}
    as_admin.post(where, data=chosen)
    take_in(as_admin, content)
    assert only_pupil().school_class is None and ImportMapping.get().field == ""
