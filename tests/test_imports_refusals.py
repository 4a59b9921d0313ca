"""Between preview and import, who may, what is refused, and the command at the server."""

import csv
import io
import zipfile
from datetime import UTC, datetime

import pytest
from peewee import IntegrityError

import database
from mentoring.importing import batches, progress
from models import AuditEvent, ImportBatch, Pupil, School, SchoolClass
from tests import makers
from tests.import_files import (
    HEADINGS,
    UPN,
    agree,
    counts,
    only_pupil,
    preview,
    sheet,
    upload,
    workbook,
)

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
    database.db.execute_sql(
        "CREATE UNIQUE INDEX only_one ON audit_event (school_id) WHERE action >= 'import' AND action < 'importz'"
    )
    with pytest.raises(IntegrityError):
        batches.confirm(admin, batch, plan.fingerprint(), set())
    database.db.execute_sql("DROP INDEX only_one")
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
