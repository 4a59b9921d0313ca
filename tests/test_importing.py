"""What the import reads out of a file: encodings, cells, numbers that repeat, and bytes that make no sense."""

import csv
import io
import zipfile
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentoring import exporting
from mentoring.importing import batches, headings, lines, planning, reading
from mentoring.importing.sheets import Refused
from tests import makers
from tests.import_files import CONTACTS, HEADINGS, UPN, plan_of, reasons, sheet, workbook


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_encoding_and_delimiter(school, encoding, delimiter):
    rows = [HEADINGS.split(","), [UPN(1), "O’Brien, Jr", "Seán", "14/03/2016", "5", "Kestrel"]]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    plan = plan_of(school, text.getvalue().encode(encoding))
    assert [(one.values["surname"], one.values["forename"]) for one in plan.added] == [("O’Brien, Jr", "Seán")]


def test_letters_beyond_windows_1252(school):
    plan = plan_of(school, sheet(f"{UPN(1)},Łukasiewicz,Zażółć,14/03/2016,5,Kestrel").decode().encode("utf-16"))
    assert plan.added[0].name == "Zażółć Łukasiewicz"


def test_excels_own_separator_line_is_no_row(school):
    plan = plan_of(school, b"sep=;\r\n" + sheet(f"{UPN(1)};Xu;Ann;14/03/2016;5;K", top=HEADINGS.replace(",", ";")))
    assert [one.row for one in plan.added] == [3]


def test_formulas_are_read_as_what_they_last_showed(school):
    content = workbook(HEADINGS.split(","), (UPN(1), "=A1", "Leo", date(2016, 3, 14), 5, "K"))
    assert "There is no surname. Add it." in plan_of(school, content, "a.xlsx").bad[0].reasons


def test_a_workbook_that_tells_its_own_size_wrongly_is_read_to_its_end(school):
    told = io.BytesIO()
    honest = zipfile.ZipFile(io.BytesIO(workbook(HEADINGS.split(","), (UPN(1), "Park", "Leo"), (UPN(2), "Xu", "Ann"))))
    with zipfile.ZipFile(told, "w") as archive:
        for name in honest.namelist():
            archive.writestr(name, honest.read(name).replace(b'<dimension ref="A1:F3"', b'<dimension ref="A1:A1"'))
    assert b'ref="A1:A1"' in told.getvalue()
    assert len(plan_of(school, told.getvalue(), "a.xlsx").added) == 2


@pytest.mark.parametrize(
    "said",
    [
        "14/03/2016",
        "14-03-2016",
        "14.3.2016",
        "14 Mar 2016",
        "14-Mar-2016",
        "14 March 2016",
        "2016-03-14",
        "2016-03-14T00:00:00",
        "2016-03-14 00:00",
        "14/03/2016 00:00:00",
        "14th March 2016",
    ],
)
def test_dates_as_systems_write_them(school, said):
    assert plan_of(school, sheet(f"{UPN(1)},Park,Leo,{said},5,K")).added[0].values["born_on"] == date(2016, 3, 14)


@pytest.mark.parametrize(
    ("said", "cure"),
    [
        ("31/02/2016", "not a day in the calendar"),
        ("03/25/2016", "day first"),
        ("14/03/16", "year in four figures"),
        ("42443", "Write it as 14/03/2016"),
        ("14 Marble 2016", "Write it as"),
        ("14/03/2099", "still to come"),
        ("14/03/1916", "Correct the year"),
        ("soon", "not a date of birth"),
        ("#N/A", "spreadsheet’s error"),
    ],
)
def test_dates_that_are_none_say_the_cure(school, said, cure):
    assert cure in reasons(school, f"{UPN(1)},Park,Leo,{said},5,K")[2]


@pytest.mark.parametrize(
    ("said", "year"),
    [
        ("R", 0),
        ("Reception", 0),
        ("Nursery", -1),
        ("N2", -1),
        ("Year  5", 5),
        ("Yr 5", 5),
        ("Y5", 5),
        ("5", 5),
        ("-", None),
        ("", None),
        ("Year R", 0),
        ("13", 13),
    ],
)
def test_year_groups(school, said, year):
    assert plan_of(school, sheet(f"{UPN(1)},Park,Leo,,{said},K")).added[0].values["year_group"] == year


@pytest.mark.parametrize(
    ("said", "kept"),
    [(one, True) for one in ("T", "Yes", "y", "1", "TRUE")]
    + [(one, False) for one in ("F", "No", "n", "0", "", "-", "False")],
)
def test_yes_and_no(school, said, kept):
    plan = plan_of(school, sheet(f"{UPN(1)},Park,Leo,{said}", top="UPN,Surname,Forename,Pupil Premium Indicator"))
    assert plan.added[0].values["pupil_premium"] is kept


@pytest.mark.parametrize(
    ("row", "cure"),
    [
        (f"{UPN(1)},,Leo,14/03/2016,5,K", "There is no surname. Add it."),
        (f"{UPN(1)},,,14/03/2016,5,K", "There is no surname and no forename."),
        (",Park,Leo,,5,K", "There is no UPN, admission number or date of birth."),
        ("B20,Park,Leo,14/03/2016,5,K", "is not a UPN"),
        ("0123456789012,Park,Leo,14/03/2016,5,K", "is not a UPN"),
        (f"{UPN(1)},Park,+Leo,14/03/2016,5,K", "The forename is a formula"),
        (f"{UPN(1)},Park,Leo,14/03/2016,99,K", "is not a year group"),
        (f"{UPN(1)},Park,Leo,14/03/2016,5,{'K' * 61}", "The class has 61 characters; at most 60 fit."),
        (f"{UPN(1)},{'x' * 121},Leo,14/03/2016,5,K", "The surname has 121 characters"),
        (f"{UPN(1)},1234,Leo,14/03/2016,5,K", "which has no letters"),
        (f"{UPN(1)},O'Brien, Jr,Leo,14/03/2016,5,K", "more cells than there are headings"),
        (f'{UPN(1)},"Park\nLeo",Leo,14/03/2016,5,K', "runs over several lines"),
    ],
)
def test_bad_rows_say_how_to_put_them_right(school, row, cure):
    assert cure in reasons(school, row)[2]


def test_one_column_with_surname_and_forename(school):
    top = "Student,UPN,Year,Form"
    plan = plan_of(school, sheet(f'"van der Berg, Arjun",{UPN(1)},R,Wren', f"Yusuf Frost,{UPN(2)},R,Wren", top=top))
    assert plan.added[0].name == "Arjun van der Berg"
    assert "Write it with one comma: Surname, Forename." in plan.bad[0].reasons[0]


def test_temporary_upns_and_leading_zeros(school):
    plan = plan_of(school, sheet("a20110002400b,Park,Leo,,5,K"))
    assert plan.added[0].values["upn"] == "A20110002400B"


def test_a_real_surname_null_is_a_name(school):
    assert plan_of(school, sheet(f"{UPN(1)},Null,Ann,,5,K")).added[0].name == "Ann Null"


def test_a_number_that_is_somebody_elses_is_a_bad_row(as_admin, school):
    makers.pupil(school, "Leo Park", upn=UPN(1), admission_number="7", born_on=date(2015, 1, 1))
    makers.pupil(school, "Ann Xu", upn=UPN(2), admission_number="8", born_on=date(2015, 1, 2))
    top = "UPN,Adno,Surname,Forename,DOB"
    found = reasons(
        school,
        f"{UPN(1)},,Nowak,Zofia,14/03/2016",
        f"{UPN(2)},7,Xu,Ann,02/01/2015",
        f"{UPN(9)},8,Roe,Jo,03/03/2016",
        top=top,
    )
    assert "This UPN is Leo Park’s here" in found[2]
    assert "The admission number “7” is Leo Park’s here" in found[3]
    assert "This admission number is Ann Xu’s here" in found[4]


def test_repeats_in_the_file_name_the_first_row(school):
    top = "UPN,Adno,Surname,Forename,DOB"
    found = reasons(
        school,
        f"{UPN(1)},1,Park,Leo,14/03/2016",
        f"{UPN(1)},2,Xu,Ann,14/03/2015",
        f"{UPN(3)},01,Roe,Jo,1/1/2015",
        top=top,
    )
    assert found == {
        3: f"Row 2 has the UPN {UPN(1)} already. Keep one of the two rows.",
        4: "Row 2 has the admission number 01 already. Keep one of the two rows.",
    }


def test_a_row_too_bad_to_say_makes_nobody_a_leaver(school):
    makers.pupil(school, "Leo Park", upn=UPN(1))
    makers.pupil(school, "Ann Xu", upn=UPN(2), admission_number="0042")
    makers.pupil(school, "Jo Roe", upn=UPN(3))
    makers.pupil(school, "Mo Ali", upn=UPN(4))
    rows = sheet(f"{UPN(1)},,,Park,31/02/2016", ",42,Xuu,Ann,soon", "B20,,Roe,Jo,", top="UPN,Adno,Surname,Forename,DOB")
    assert [one.name for one in plan_of(school, rows, full_export=True).leavers] == ["Mo Ali"]


@pytest.mark.parametrize(
    "row", [f"{UPN(1)},,,Chioma,Park,Mother,perhaps,1,,,", '??,"Park, Leo",,Chioma,Park,Mother,Yes,1,,,']
)
def test_a_contact_row_too_bad_to_read_ends_nobody(school, row):
    makers.family(makers.pupil(school, "Leo Park", upn=UPN(1)), "Chioma Park")
    plan = plan_of(school, sheet(row, f"{UPN(1)},,,Ade,Park,Father,Yes,2,,,", top=CONTACTS))
    assert len(plan.bad) == 1 and plan.contacts_ended == []


def test_a_pupils_own_email_makes_no_contacts_file(school):
    plan = plan_of(school, sheet(f"{UPN(1)},Park,Leo,leo@example.org,1", top="UPN,Surname,Forename,Email,Priority"))
    assert not plan.of_contacts and len(plan.added) == 1


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_ours_is_a_formula(school, start):
    assert exporting.neutral(start + "1") == "'" + start + "1"


def test_fifty_thousand_rows_are_read():
    assert len(reading.read("a.csv", b"UPN,Surname\n" + b"x,y\n" * 50_000).rows) == 50_001


def read_or_refuse(school, name: str, content: bytes) -> None:
    try:
        table = lines.table(reading.read(name, content), {}, {})
    except Refused as refusal:
        assert str(refusal).endswith(".")
        return
    if not headings.faults(table.mapping):
        planning.plan(table, school, date(2026, 11, 22), full_export=True).fingerprint()


whole_app = settings(
    derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@whole_app
@given(name=st.sampled_from(["a.csv", "a.xlsx"]), content=st.binary(max_size=2000))
def test_no_bytes_raise_anything_but_a_refusal(school, name, content):
    read_or_refuse(school, name, content)
    read_or_refuse(school, name, sheet() + b"\r\n" + content)


@whole_app
@given(place=st.integers(0, 10_000), byte=st.integers(0, 255))
def test_no_broken_workbook_raises_anything_but_a_refusal(school, place, byte):
    content = bytearray(workbook(HEADINGS.split(","), (UPN(1), "Park", "Leo", date(2016, 3, 14), 5, "K")))
    content[place % len(content)] = byte
    read_or_refuse(school, "a.xlsx", bytes(content))


cells = st.text(max_size=30) | st.sampled_from(
    ["14/03/2016", UPN(1), "Park", "=1", "-", "T", "R", "#REF!", "Mr X", "7"]
)


@whole_app
@given(st.lists(st.lists(cells, max_size=8), max_size=6), st.permutations(list(headings.LABELS)))
def test_no_cells_raise_anything(school, rows, fields):
    text = io.StringIO()
    csv.writer(text).writerows([[f"h{at}" for at in range(8)], *rows])
    try:
        sheet_read = reading.read("a.csv", text.getvalue().encode())
        table = lines.table(sheet_read, {f"h{at}": fields[at] for at in range(8)}, {})
    except Refused:
        return
    planning.plan(table, school, date(2026, 11, 22), full_export=True)


@whole_app
@given(
    st.lists(
        st.tuples(
            st.integers(1, 6),
            st.sampled_from(["Park", "O'Brien", "Łoś"]),
            st.sampled_from(["Leo", "Seán", "Ann"]),
            st.sampled_from(["14/03/2016", "2015-01-02", ""]),
            st.sampled_from(["R", "5", ""]),
            st.sampled_from(["K", "m", ""]),
        ),
        max_size=8,
    )
)
def test_whatever_is_imported_twice_changes_nothing_the_second_time(admin, school, rows):
    content = sheet(*(f"{UPN(upn)},{','.join(rest)}" for upn, *rest in rows), ",Zed,Zoe,1/2/2016,,")
    for again in (False, True):
        batch = batches.store(admin, "a.csv", content, full_export=True)
        plan = batches.preview(batch).plan
        assert not (again and (plan.writes or plan.leavers))
        batches.confirm(admin, batch, plan.fingerprint(), None)
