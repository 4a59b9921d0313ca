"""The import of pupils and family contacts, over real requests and real files."""

import csv
import io
import json
import re
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

import database
from mentoring import clock
from mentoring.importing import batches, progress
from models import AuditEvent, FamilyContact, ImportBatch, ImportMapping, Pupil, School, SchoolClass
from tests import makers
from tests.import_files import CONTACTS, HEADINGS, UPN, reasons, sheet, workbook

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
    assert take_in(as_admin, (DATA / "go4schools_behaviour.csv").read_bytes()) == {"unchanged": 324}


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


@needs_data
def test_weekly_attendance_is_no_pupil_list(as_admin):
    reply = upload(as_admin, (DATA / "sims_attendance_weekly.csv").read_bytes())
    assert reply.status_code == 422 and "weekly attendance, not a list of pupils" in reply.text


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


# Matching


def test_matched_by_upn_then_admission_number_then_name_and_birth(as_admin, school):
    by_upn = makers.pupil(school, "Leo Park", upn=UPN(1))
    by_number = makers.pupil(school, "Ann Xu", admission_number="001042")
    by_name = makers.pupil(school, "Seán O'Brien", born_on=date(2016, 3, 14))
    content = sheet(
        f"{UPN(1)},,Parks,Leo,",
        f",1042,Xu,Anna,{''}",
        f"{UPN(3)},,OBrien,Sean,14/03/2016",
        top="UPN,Adno,Surname,Forename,DOB",
    )
    page, where = preview(as_admin, content)
    assert "<del>Park</del>" in page.text and "<b>Parks</b>" in page.text
    agree(as_admin, page, where)
    assert counts(where) == {"changed": 3} and Pupil.select().count() == 3
    assert Pupil.get_by_id(by_upn.id).search_name == "leo parks"
    ann = Pupil.get_by_id(by_number.id)
    assert (ann.forename, ann.known_as, ann.admission_number) == ("Anna", "Anna", "001042")
    sean = Pupil.get_by_id(by_name.id)
    assert (sean.upn, sean.name) == (UPN(3), "Sean OBrien")


def test_two_children_of_one_name_and_birthday_stay_two(as_admin, school):
    rows = [f"{UPN(1)},Ali,Mo,14/03/2016,5,K", f"{UPN(2)},Ali,Mo,14/03/2016,5,K"]
    assert take_in(as_admin, sheet(*rows)) == {"added": 2}
    assert take_in(as_admin, sheet(*reversed(rows))) == {"unchanged": 2}
    assert "Several pupils here have this name" in reasons(school, ",Ali,Mo,14/03/2016,5,K")[2]
    assert "Row 2 has this name and date of birth" in reasons(school, rows[0], ",Ali,Mo,14/03/2016,5,K")[3]


def test_a_blank_cell_never_takes_away_what_a_pupil_is_known_by(as_admin, school):
    makers.pupil(
        school, "Leo Park", upn=UPN(1), admission_number="7", born_on=date(2016, 3, 14), sen_status="SEN Support"
    )
    top = "UPN,Adno,Surname,Forename,DOB,SEN status"
    assert take_in(as_admin, sheet(",7,Park,Leo,,No SEN", top=top)) == {"changed": 1}
    leo = only_pupil()
    assert (leo.upn, leo.born_on, leo.sen_status) == (UPN(1), date(2016, 3, 14), "")


def test_a_column_that_is_not_there_changes_nothing(as_admin, school):
    makers.pupil(school, "Mohammed Ali", upn=UPN(1), known_as="Mo", eal=True, ethnicity="WBRI")
    assert take_in(as_admin, sheet(f"{UPN(1)},Ali,Mohammed", top="UPN,Surname,Forename")) == {"unchanged": 1}
    assert take_in(as_admin, sheet(f"{UPN(1)},Ali,Muhammad", top="UPN,Surname,Forename")) == {"changed": 1}
    assert (only_pupil().known_as, only_pupil().eal) == ("Mo", True)


def test_another_schools_pupils_are_neither_matched_nor_missing(as_admin, school):
    other = makers.pupil(makers.school("Elsewhere"), "Leo Park", upn=UPN(1))
    page, where = preview(as_admin, sheet(f"{UPN(1)},Parks,Leo,14/03/2016,5,kestrel"), full_export="y")
    agree(as_admin, page, where, all_leavers="y")
    assert counts(where) == {"added": 1}
    assert Pupil.get_by_id(other.id).surname == "Park" and Pupil.get_by_id(other.id).left_on is None


def test_a_class_is_spelt_as_the_school_has_it(as_admin, school):
    makers.pupil(school, "Leo Park", upn=UPN(1), class_name="Kestrel")
    take_in(
        as_admin, sheet(f"{UPN(1)},Park,Leo,,5,KESTREL", f"{UPN(2)},Xu,Ann,,5,Merlin", f"{UPN(3)},Roe,Jo,,5,merlin")
    )
    assert {row.name for row in SchoolClass.select()} == {"Kestrel", "Merlin"}


# Leavers


def test_a_missing_pupil_is_offered_as_a_leaver_and_comes_back(as_admin, school):
    leo, ann, jo = (makers.pupil(school, name, upn=UPN(at)) for at, name in enumerate(["Leo Park", "Ann Xu", "Jo Roe"]))
    here = f"{UPN(0)},Park,Leo,,5,Kestrel"
    assert "Missing from the file" not in preview(as_admin, sheet(here))[0].text
    page, where = preview(as_admin, sheet(here), full_export="y")
    assert "Missing from the file" in page.text and "Ann Xu" in page.text and "Jo Roe" in page.text
    agree(as_admin, page, where, leavers=[str(ann.id), str(leo.id), "999999"])
    assert counts(where) == {"unchanged": 1, "left": 1}
    assert Pupil.get_by_id(ann.id).left_on == clock.today(school.zone)
    assert Pupil.get_by_id(leo.id).left_on is None and Pupil.get_by_id(jo.id).left_on is None
    page, where = preview(as_admin, sheet(here, f"{UPN(1)},Xu,Ann,,5,Kestrel"), full_export="y")
    assert "Left on: <del>" in page.text
    agree(as_admin, page, where, all_leavers="y")
    assert Pupil.get_by_id(ann.id).left_on is None and Pupil.get_by_id(jo.id).left_on is not None
    assert Pupil.select().count() == 3


def test_many_leavers_are_one_tick(as_admin, school):
    for number in range(103):
        makers.pupil(school, f"Leo P{number:03d}", upn=UPN(number))
    page, where = preview(as_admin, sheet(f"{UPN(500)},Xu,Ann,,5,K"), full_export="y")
    assert page.text.count('name="leavers"') == 100 and "3 more pupils missing." in page.text
    agree(as_admin, page, where, all_leavers="y")
    assert counts(where) == {"added": 1, "left": 103}


# Family contacts


def test_a_contacts_file_adds_changes_and_ends(as_admin, school):
    leo, ann = makers.pupil(school, "Leo Park", upn=UPN(1)), makers.pupil(school, "Ann Xu", upn=UPN(2))
    old = makers.family(leo, "Chioma Park", phone="07700 900001")
    gone, others = makers.family(leo, "Former Carer"), makers.family(ann, "Li Xu")
    content = sheet(
        f'{UPN(1)},"Park, Leo",Mrs,CHÍOMA,Park,Mother,Yes,1,+44 7700 900002,c@example.org,"No contact\nafter 6 pm"',
        f'{UPN(1)},"Park, Leo",Mr,Ade,Park,Father,No,2,,,',
        f'{UPN(9)},"Nobody, Here",Mr,Ed,Roe,Father,Yes,1,,,',
        f'{UPN(1)},"Park, Leo",Mr,Áde,Park,Father,No,3,,,',
        top=CONTACTS,
    )
    page, where = preview(as_admin, content)
    assert "one family contact a row" in page.text and "Former Carer" in page.text
    assert f"No pupil here has “{UPN(9)}”" in page.text and "Row 3 has this contact of Leo Park already" in page.text
    assert FamilyContact.select().count() == 3
    agree(as_admin, page, where)
    assert counts(where) == {"contacts_added": 1, "contacts_changed": 1, "contacts_ended": 1, "bad": 2}
    old = FamilyContact.get_by_id(old.id)
    assert (old.title, old.forename, old.phone, old.restriction) == (
        "Mrs",
        "CHÍOMA",
        "+44 7700 900002",
        "No contact after 6 pm",
    )
    assert FamilyContact.get_by_id(gone.id).ended_at is not None
    assert FamilyContact.get_by_id(others.id).ended_at is None
    ade = FamilyContact.get(FamilyContact.forename == "Ade")
    assert (ade.pupil, ade.priority, ade.parental_responsibility, ade.school) == (leo, 2, False, school)
    back = sheet(f'{UPN(1)},"Park, Leo",,Former,Carer,Mother,Yes,1,07700 900123,,', top=CONTACTS)
    take_in(as_admin, back)
    assert FamilyContact.get_by_id(gone.id).ended_at is None and FamilyContact.select().count() == 4


def test_contacts_on_the_pupils_own_row(as_admin, school):
    top = "UPN,Surname,Forename,Guardian 1,Guardian 1 relationship,Guardian 1 phone,Guardian 2,Guardian 3 name,"
    top += "Guardian 3 email"
    row = f'{UPN(1)},Park,Leo,Mrs Chioma van Park,Mother,07700 900001,"Park, Ade",-,'
    assert take_in(as_admin, sheet(row, top=top)) == {"added": 1, "contacts_added": 2}
    mum, dad = FamilyContact.select().order_by(FamilyContact.priority)
    assert (mum.title, mum.forename, mum.surname, mum.priority, mum.phone) == (
        "Mrs",
        "Chioma",
        "van Park",
        1,
        "07700 900001",
    )
    assert (dad.name, dad.priority, dad.pupil) == ("Ade Park", 2, only_pupil())
    fewer = row.replace('"Park, Ade"', "").replace("900001", "900009")
    assert take_in(as_admin, sheet(fewer, top=top)) == {"unchanged": 1, "contacts_changed": 1}
    assert FamilyContact.select().where(FamilyContact.ended_at.is_null()).count() == 2
    assert "There is no name for the contact" in reasons(school, f"{UPN(2)},Xu,Ann,,Mother,,,,", top=top)[2]


# Between preview and import


def test_nothing_is_written_before_import_and_then_once(as_admin, admin):
    page, where = preview(as_admin, sheet(f"{UPN(1)},Park,Leo,14/03/2016,5,Kestrel"))
    assert Pupil.select().count() == 0
    assert agree(as_admin, page, where).status_code == 303
    assert agree(as_admin, page, where).status_code == 303
    assert Pupil.select().count() == 1
    events = list(AuditEvent.select().where(AuditEvent.action == "import"))
    assert [(event.user, event.detail) for event in events] == [(admin.user, "added 1")]
    assert not ImportBatch.get().content


def test_a_preview_that_no_longer_fits_is_shown_anew(as_admin, school):
    page, where = preview(as_admin, sheet(f"{UPN(1)},Park,Leo,14/03/2016,5,Kestrel"))
    makers.pupil(school, "Leo Parks", upn=UPN(1))
    reply = agree(as_admin, page, where)
    assert reply.status_code == 409 and "changed after you looked" in reply.text and "<del>Parks</del>" in reply.text
    assert only_pupil().surname == "Parks"
    assert agree(as_admin, reply, where).status_code == 303
    assert only_pupil().surname == "Park"
    assert as_admin.post(f"{where}/confirmation", data={}).status_code == 303


def test_an_import_that_fails_midway_leaves_nothing(admin, school):
    batch = batches.store(admin, "a.csv", sheet(f"{UPN(1)},Park,Leo,14/03/2016,5,Kestrel"), full_export=False)
    plan = batches.preview(batch).plan
    # The file's own reading is sound; the database is what gives way, at the last step of the transaction.
    database.db.execute_sql("CREATE TRIGGER full BEFORE INSERT ON audit_event BEGIN SELECT RAISE(ABORT, 'disk'); END")
    with pytest.raises(Exception, match="disk"):
        batches.confirm(admin, batch, plan.fingerprint(), set())
    assert Pupil.select().count() == 0 and SchoolClass.select().count() == 0
    assert ImportBatch.get().imported_at is None and progress.of(batch.id) is None


def test_bad_rows_can_be_downloaded_put_right_and_chosen_again(as_admin):
    content = sheet(f"{UPN(1)},Park,Leo,31/02/2016,5,Kestrel", f"{UPN(2)},Xu,@Ann,14/03/2016,5,=Merlin")
    page, where = preview(as_admin, content)
    reply = as_admin.get(f"{where}/bad-rows.csv")
    assert reply.mimetype == "text/csv" and "attachment" in reply.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(reply.data.decode("utf-8-sig"))))
    assert rows[0] == [*HEADINGS.split(","), "Row in file", "What to put right"]
    assert rows[1][:6] == [UPN(1), "Park", "Leo", "31/02/2016", "5", "Kestrel"]
    assert rows[1][6] == "2" and "not a day in the calendar" in rows[1][7]
    assert rows[2][2] == "'@Ann" and rows[2][5] == "'=Merlin"
    agree(as_admin, page, where)
    assert as_admin.get(f"{where}/bad-rows.csv").data == reply.data
    mended = reply.data.decode("utf-8-sig").replace("31/02", "14/03").encode()
    again, _ = preview(as_admin, mended)
    assert "Leo Park" in again.text and "The forename is a formula (“@Ann”)" in again.text


def test_without_bad_rows_there_is_nothing_to_download(as_admin):
    _, where = preview(as_admin, sheet(f"{UPN(1)},Park,Leo,14/03/2016,5,Kestrel"))
    assert as_admin.get(f"{where}/bad-rows.csv").status_code == 404


def test_progress_is_reported_while_an_import_runs(as_admin):
    _, where = preview(as_admin, sheet(f"{UPN(1)},Park,Leo,14/03/2016,5,Kestrel"))
    number = int(where.rpartition("/")[2])
    part = {"HX-Request": "true", "HX-Request-Type": "partial"}
    with progress.running(number, 2000) as step:
        step(400)
        fragment = as_admin.get(f"{where}/progress", headers=part).text
        assert "400 of 2,000 rows written" in fragment and "<h1" not in fragment and "load delay" in fragment
        assert as_admin.get(f"{where}/progress").text.count("<h1") == 1
    assert "Reading the file" in as_admin.get(f"{where}/progress", headers=part).text
    assert "load delay" not in as_admin.get(f"{where}/progress?waited=240", headers=part).text


def test_files_wait_a_week_then_are_emptied(as_admin, admin):
    _, where = preview(as_admin, sheet(f"{UPN(1)},Park,Leo,14/03/2016,5,Kestrel"))
    ImportBatch.update(created_at=datetime(2026, 1, 1, tzinfo=UTC)).execute()
    preview(as_admin, sheet(f"{UPN(2)},Xu,Ann,14/03/2016,5,Kestrel"))
    page = as_admin.get(where)
    assert page.status_code == 200 and "kept no longer" in page.text
    assert as_admin.post(f"{where}/confirmation", data={"seen": "x"}).status_code == 409
    assert as_admin.get(f"{where}/edit").status_code == 409
    assert "not imported" in as_admin.get("/imports").text


# Who may, and what is refused


def test_another_schools_import_is_not_there(app, as_admin):
    _, where = preview(as_admin, sheet(f"{UPN(1)},Park,Leo,14/03/2016,5,Kestrel"))
    stranger = makers.client(app, makers.member(makers.school("Elsewhere"), "Eve Other", "admin"))
    for path in ("", "/edit", "/progress", "/bad-rows.csv"):
        assert stranger.get(where + path).status_code == 404
    for path in ("", "/confirmation"):
        assert stranger.post(where + path, data={"seen": "x"}).status_code == 404


def test_imports_are_the_admins(as_mentor, as_admin):
    _, where = preview(as_admin, sheet(f"{UPN(1)},Park,Leo,14/03/2016,5,Kestrel"))
    for path in ("/imports", "/imports/new", where, f"{where}/edit", f"{where}/progress", f"{where}/bad-rows.csv"):
        assert as_mentor.get(path).status_code == 403
        assert as_admin.get(path).status_code in (200, 404)
    assert upload(as_mentor, b"x").status_code == 403
    assert as_mentor.post(f"{where}/confirmation").status_code == 403


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"{number}.xml", b"0" * (80 * 1024 * 1024))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "cure"),
    [
        ("a.csv", lambda: b"", "is empty"),
        ("a.csv", lambda: b" \r\n\r\n", "is empty"),
        ("a.csv", lambda: b",,\r\n,,", "has no rows"),
        ("a.csv", lambda: HEADINGS.encode(), "no rows under its headings"),
        ("a.csv", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "does not hold text"),
        ("a.csv", lambda: workbook(("a", "b")), "does not hold text"),
        ("a.csv", lambda: b"MZ\x01\x02,\x03\x04\n" * 50, "does not hold text"),
        ("a.xlsx", lambda: sheet("x"), "not an Excel workbook"),
        ("a.xlsx", lambda: workbook(("a", "b"))[:900], "not an Excel workbook"),
        ("a.xlsx", lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600, "has a password"),
        ("a.xlsx", lambda: workbook(), "no rows"),
        ("a.xlsx", bomb, "unpacks to more than 200 MB"),
        ("a.xls", lambda: b"anything", "save it as .xlsx or CSV"),
        ("a.pdf", lambda: b"%PDF-1.7", "reads CSV and .xlsx"),
        ("pupils", lambda: sheet("x"), "reads CSV and .xlsx"),
        ("a.csv", lambda: b"UPN,Surname\n" + b"x,y\n" * 50_001, "more than 50,000 rows"),
        ("a.csv", lambda: sheet("x" * 10_001), "more than 10,000 characters"),
        ("a.csv", lambda: sheet('"' + "x,y\n" * 50_000), "far too long"),
        ("a.csv", lambda: sheet("," * 5000 + "x"), "more than 200 cells"),
        ("a.csv", lambda: b"x" * (20 * 1024 * 1024 + 1), "larger than 20 MB"),
        ("a.csv", lambda: b"x" * (22 * 1024 * 1024), "larger than 20 MB"),
    ],
)
def test_a_file_that_will_not_do_is_refused_in_one_sentence(as_admin, name, content, cure):
    reply = upload(as_admin, content(), name)
    assert reply.status_code == 422 and cure in reply.text
    assert reply.text.count("<h1") == 1 and ImportBatch.select().count() == 0


def test_a_file_of_almost_twenty_megabytes_is_taken(as_admin):
    content = sheet(*(f"{UPN(at)},Park,Leo,,5,K,{'x' * 9_900}" for at in range(2_000)), top=f"{HEADINGS},Notes")
    assert 19_000_000 < len(content) < 20 * 1024 * 1024
    assert upload(as_admin, content).status_code == 303


def test_no_file_chosen(as_admin):
    reply = as_admin.post("/imports", data={}, content_type="multipart/form-data")
    assert reply.status_code == 422 and "Choose a file first." in reply.text
    assert as_admin.post("/imports", data={"file": "words"}).status_code == 422


def test_names_from_a_file_are_never_markup(as_admin):
    content = sheet(f"{UPN(1)},<script>alert(1)</script>,Leo,14/03/2016,5,<b>K</b>", f"B20,<i>x</i>,{'y' * 130},,,")
    page, where = preview(as_admin, content, "<img src=x>.csv")
    for text in (page.text, as_admin.get(f"{where}/edit").text, as_admin.get("/imports").text):
        assert "<script>alert" not in text and "<b>K" not in text and "<i>x" not in text and "<img src=x" not in text


def test_pages_stay_small(as_admin):
    rows = [f"{UPN(at)},Surname{chr(97 + at % 26)},Forename,14/03/2016,5,K{at % 40}" for at in range(2000)]
    page, where = preview(as_admin, sheet(*rows))
    assert len(page.data) < 40_000 and "1,900 more pupils" in page.text
    agree(as_admin, page, where)
    assert counts(where) == {"added": 2000}


# At the server


def test_the_command_imports_and_says_what(app, school, tmp_path):
    path = tmp_path / "pupils.csv"
    path.write_bytes(sheet(f"{UPN(1)},Park,Leo,14/03/2016,5,Kestrel", "B20,Xu,Ann,,,"))
    run = app.test_cli_runner().invoke
    looked = run(args=["import-pupils", str(path), "--preview"])
    assert looked.exit_code == 0 and "Row 3: “B20” is not a UPN" in looked.output and Pupil.select().count() == 0
    rest = tmp_path / "rest.csv"
    done = run(args=["import-pupils", str(path), "--bad-rows", str(rest)])
    assert done.exit_code == 0 and "Imported: added 1, bad 1." in done.output and "B20" in rest.read_text("utf-8-sig")
    event = AuditEvent.get(AuditEvent.action == "import")
    assert (event.school, event.user) == (school, None)
    path.write_bytes(sheet(f"{UPN(2)},Xu,Ann,14/03/2016,5,Kestrel"))
    whole = run(args=["import-pupils", str(path), "--whole-school", "--mark-leavers"])
    assert "Not in the file: Leo Park (Year 5, Kestrel)" in whole.output
    assert Pupil.get(Pupil.upn == UPN(1)).left_on is not None


def test_the_command_refuses_in_plain_words(app, school, tmp_path):
    run = app.test_cli_runner().invoke
    for name, content, cure in (
        ("a.xls", b"x", "save it as .xlsx"),
        ("b.csv", b"a,b\n1,2\n", "Import it on screen once"),
    ):
        (tmp_path / name).write_bytes(content)
        refused = run(args=["import-pupils", str(tmp_path / name)])
        assert refused.exit_code == 1 and cure in refused.output
    makers.school("Elsewhere")
    (tmp_path / "c.csv").write_bytes(sheet(f"{UPN(1)},Park,Leo,,5,K"))
    assert "Say which school" in run(args=["import-pupils", str(tmp_path / "c.csv")]).output
    assert run(args=["import-pupils", str(tmp_path / "c.csv"), "--school", "Elsewhere"]).exit_code == 0
    assert only_pupil().school.name == "Elsewhere"


def test_no_real_pupils_come_into_a_demo_school(as_admin, school):
    School.update(demo=True).execute()
    reply = upload(as_admin, b"Surname,Forename,DOB\nOkafor,Jayden,12/03/2016\n")
    assert reply.status_code == 422 and "This is the demo school" in reply.text
    assert ImportBatch.select().count() == 0 == Pupil.select().count()
