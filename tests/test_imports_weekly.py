"""Weekly figures from the school's system: what a file would add, change and leave, and that it does just that."""

import csv
from datetime import UTC, date, datetime

import pytest

from mentoring import clock, tracking
from mentoring.measures import MEASURES, Amount
from models import AuditEvent, FigureVersion, Pupil, WeekFigure
from tests import makers
from tests.import_files import DATA, UPN, agree, needs_data, plan_of, preview, sheet, take_in, upload, workbook

TOP = "Adno,UPN,Name,Week beginning,Possible,Present,Authorised absences,Unauthorised absences,Lates"
MONDAY = date(2026, 11, 16)


@pytest.fixture(autouse=True)
def now():
    with clock.at(datetime(2026, 11, 24, 10, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def jayden(school):
    return makers.pupil(school, upn=UPN(1), admission_number="001042")


def week(*rows, top=TOP):
    return sheet(*rows, top=top)


def figures():
    return {(row.measure, row.monday, row.value, row.possible, row.authorised) for row in WeekFigure.select()}


def bad(school, *rows, top=TOP):
    return {line.number: " ".join(line.reasons) for line in plan_of(school, week(*rows, top=top)).bad}


def test_a_week_comes_in_with_both_numbers(as_admin, admin, jayden):
    content = week(f"001042,{UPN(1)},Jayden Okafor,16/11/2026,10,8,1,1,2")
    page, where = preview(as_admin, content, "attendance.csv")
    assert "Read as weekly attendance" in page.text and "8/10, 1 missed with leave" in page.text
    assert "Weekly figures to add" in page.text and "Pupils to add" not in page.text and not WeekFigure.select().count()
    agree(as_admin, page, where)
    assert figures() == {("attendance", MONDAY, 8, 10, 1), ("lates", MONDAY, 2, None, None)}
    version = FigureVersion.get()
    assert (version.author, version.source, version.number) == (admin.user, "attendance.csv", 1)
    assert AuditEvent.get(AuditEvent.action == "import").detail == "figures added 2"


def test_the_same_file_again_changes_nothing(as_admin, jayden):
    content = week(f"001042,{UPN(1)},Jayden Okafor,16/11/2026,10,8,1,1,2")
    take_in(as_admin, content)
    page, _ = preview(as_admin, content)
    assert "This file changes nothing" in page.text and 'form="confirm"' not in page.text
    assert take_in(as_admin, content) == {"figures_unchanged": 2} and FigureVersion.select().count() == 2


def test_what_somebody_typed_is_said_before_it_changes(as_admin, school, jayden):
    mentor = makers.member(school, "Amara Bello", "mentor")
    makers.put_on(mentor, jayden)
    tracking.save(mentor, jayden, MEASURES["attendance"], MONDAY, Amount(9, 10), 0)
    content = week(f",{UPN(1)},,16/11/2026,10,8,2,0,0")
    page, _ = preview(as_admin, content)
    assert "<del>9/10</del>" in page.text and "<b>8/10, 2 missed with leave</b>" in page.text
    assert take_in(as_admin, content) == {"figures_added": 1, "figures_changed": 1}
    assert [row.value for row in tracking.versions(mentor, jayden, MEASURES["attendance"], MONDAY)] == [8, 9]


def test_a_preview_that_fits_no_longer_is_shown_anew(as_admin, school, jayden):
    mentor = makers.member(school, "Amara Bello", "mentor")
    makers.put_on(mentor, jayden)
    page, where = preview(as_admin, week(f",{UPN(1)},,16/11/2026,10,8,2,0,0"))
    tracking.save(mentor, jayden, MEASURES["attendance"], MONDAY, Amount(9, 10), 0)
    assert agree(as_admin, page, where).status_code == 409 and WeekFigure.get().value == 9


def test_pupils_are_known_by_upn_then_admission_number(school, jayden):
    rows = (f",{UPN(1)},,09/11/2026,10,8,2,0,0", "1042,,Jayden,16/11/2026,10,9,1,0,0")
    plan = plan_of(school, week(*rows))
    assert not plan.bad and {one.pupil for one in plan.figures_added} == {jayden.id}
    found = bad(school, f",{UPN(9)},,16/11/2026,10,8,2,0,0", ",,Jayden Okafor,16/11/2026,10,8,2,0,0",
                f",{UPN(1)},Ann Xu,16/11/2026,10,8,2,0,0")  # fmt: skip
    assert "No pupil here" in found[2] and "no UPN or admission number" in found[3] and "another name" in found[4]


def test_rows_that_cannot_be_say_why(school, jayden):
    makers.term_date(school)
    start = f",{UPN(1)},,"
    found = bad(
        school, f"{start}16/11/2026,10,8,1,0,0", f"{start}16/11/2026,10,11,0,0,0", f"{start}26/10/2026,10,10,0,0,0",
        f"{start}30/11/2026,10,10,0,0,0", f"{start},10,10,0,0,0", f"{start}31/02/2026,10,10,0,0,0",
        f"{start}09/11/2026,10,10,0,0,0", f"{start}09/11/2026,10,9,1,0,0", f"{start}02/11/2026,10,,0,0,0",
        f"{start}02/11/2026,ten,10,0,0,0",
    )  # fmt: skip
    cures = ["do not make the 10 possible", "do not make the 10 possible", "closed in this week", "still to come",
             "There is no week beginning", "not a day in the calendar", None, "Row 8 has this pupil’s week already",
             "no sessions attended", "whole number from 0 to 14"]  # fmt: skip
    assert {row: cure for row, cure in enumerate(cures, 2) if cure and cure not in found.get(row, "")} == {}
    assert 8 not in found


def test_weeks_without_a_possible_session_are_gaps(as_admin, jayden):
    assert take_in(as_admin, week(f",{UPN(1)},,16/11/2026,0,0,0,0,0")) == {} and not WeekFigure.select().count()


def test_a_registers_marks_are_counted(as_admin, jayden):
    take_in(as_admin, week(f"{UPN(1)},16/11/2026,/\\L\\IIU\\XX", top="UPN,Week commencing,Marks"))
    assert figures() == {("attendance", MONDAY, 5, 8, 2), ("lates", MONDAY, 2, None, None)}


def test_a_workbook_with_real_dates_and_a_sunday(as_admin, jayden):
    rows = (("UPN", "Week Beginning", "Possible", "Present"), (UPN(1), date(2026, 11, 15), 10, 9.0))
    take_in(as_admin, workbook(*rows), "weeks.xlsx")
    assert figures() == {("attendance", MONDAY, 9, 10, None)}


def test_a_pupil_list_with_marks_and_lates_is_still_a_pupil_list(as_admin, jayden):
    top = "UPN,Surname,Forename,DOB,Lates,Marks,Present"
    assert take_in(as_admin, sheet(f"{UPN(1)},Okafor,Jayden,14/03/2016,2,/,x", top=top)) == {"changed": 1}


def test_columns_of_weeks_can_be_mapped_by_hand(as_admin, jayden):
    content = sheet(f"{UPN(1)},16/11/2026,10,9", top="UPN,Week commencing,Soll,Ist")
    where = upload(as_admin, content).location
    assert "Say which columns hold the sessions possible" in as_admin.get(where, follow_redirects=True).text
    mapped = {"column_0": "upn", "column_1": "week", "column_2": "possible", "column_3": "attended"}
    assert as_admin.post(where, data=mapped).status_code == 303
    assert take_in(as_admin, content) == {"figures_added": 1}


def test_another_schools_pupil_is_nobody_here(as_admin, school):
    makers.pupil(makers.school("Elsewhere"), upn=UPN(1))
    assert take_in(as_admin, week(f",{UPN(1)},,16/11/2026,10,8,2,0,0")) == {"bad": 1}


@needs_data
def test_the_sample_of_sims_comes_in_whole_and_agrees_with_itself(as_admin):
    take_in(as_admin, (DATA / "sims_pupils.csv").read_bytes())
    content = (DATA / "sims_attendance_weekly.csv").read_bytes()
    assert take_in(as_admin, content) == {"figures_added": 2 * 3780}
    rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
    yusuf = Pupil.get(Pupil.upn == rows[0]["UPN"])
    said = {(row["Week beginning"], int(row["Present"]), int(row["Possible"]), int(row["Authorised absences"]))
            for row in rows if row["UPN"] == yusuf.upn}  # fmt: skip
    mine = WeekFigure.select().where((WeekFigure.pupil == yusuf) & (WeekFigure.measure == "attendance"))
    assert {(f"{one.monday:%d/%m/%Y}", one.value, one.possible, one.authorised) for one in mine} == said
    assert take_in(as_admin, content) == {"figures_unchanged": 2 * 3780}


# Behaviour events

JAYDEN = UPN(1)
EVENTS = "Student,UPN,Year,Form,Date,Event type,Event,Points,Teacher,Comment"


def event(day="2026-11-17", kind="Behaviour", points="-2", upn=JAYDEN, words=""):
    return f'"Okafor, Jayden",{upn},5,Kestrel,{day},{kind},Defiance,{points},Morgan,{words}'


def events(*rows):
    return sheet(*rows, top=EVENTS)


def points():
    return {row.monday: row.value for row in WeekFigure.select().where(WeekFigure.measure == "behaviour_points")}


def test_events_become_points_a_week_and_praise_takes_none_away(as_admin, jayden):
    content = events(
        event(), event("2026-11-22"), event("2026-11-18", "Achievement", "3"), event("2026-11-23", points="1")
    )
    page, where = preview(as_admin, content)
    assert "Read as behaviour events" in page.text and "Pupils to add" not in page.text
    agree(as_admin, page, where)
    assert points() == {MONDAY: 4, date(2026, 11, 23): 1} and Pupil.select().count() == 1
    assert take_in(as_admin, content) == {"figures_unchanged": 2}


def test_no_word_of_an_event_nor_who_wrote_it_is_kept_or_shown(as_admin, jayden):
    content = events(event(words="canary words"), event(upn=UPN(9), words="canary words"))
    page, where = preview(as_admin, content)
    shown = [page.text, *(as_admin.get(f"{where}/{path}").text for path in ("edit", "bad-rows.csv"))]
    agree(as_admin, page, where)
    rest = as_admin.get(f"{where}/bad-rows.csv").text
    assert "No pupil here" in rest
    assert all("canary" not in text and "Morgan" not in text for text in (*shown, rest))


def test_a_week_without_an_event_is_a_gap_unless_the_file_has_all(as_admin, school, jayden):
    makers.term_date(school)
    leo = makers.pupil(school, "Leo Park", upn=UPN(2))
    makers.pupil(school, "Ann Xu", upn=UPN(3), left_on=date(2026, 7, 1))
    content = events(event("2026-10-20"), event("2026-11-10"))
    take_in(as_admin, content)
    assert points() == {date(2026, 10, 19): 2, date(2026, 11, 9): 2}
    page, _ = preview(as_admin, content, full_export="y")
    assert "0 points for every pupil of the school" in page.text
    assert take_in(as_admin, content, full_export="y") == {"figures_added": 4, "figures_unchanged": 2}
    kept = {(row.pupil_id, f"{row.monday:%d/%m}"): row.value for row in WeekFigure.select()}
    assert kept == {(jayden.id, "19/10"): 2, (jayden.id, "02/11"): 0, (jayden.id, "09/11"): 2,
                    (leo.id, "19/10"): 0, (leo.id, "02/11"): 0, (leo.id, "09/11"): 0}  # fmt: skip


@pytest.mark.parametrize(("rows", "sum_of"), [
    ((("", "-2"), ("", "3")), 2), ((("", "2"), ("", "3")), 5), ((("Negative", "2"), ("Positive", "3")), 2),
    ((("Reward", "-1"), ("Behaviour", "-1")), 1),
])  # fmt: skip
def test_what_counts_as_behaviour(as_admin, jayden, rows, sum_of):
    take_in(as_admin, events(*(event(kind=kind, points=number) for kind, number in rows)))
    assert points() == {MONDAY: sum_of}


def test_events_that_cannot_be_say_why(school, jayden):
    makers.term_date(school)
    found = bad(school, event(points="two"), event("2026-10-28"), event("17/13/2026"), event("2026-12-01"), top=EVENTS)
    cures = ["whole number, such as -2", "closed in this week", "not a day in the calendar", "still to come"]
    assert [row for row, cure in enumerate(cures, 2) if cure not in found.get(row, "")] == []


@needs_data
def test_the_sample_of_go4schools_adds_up(as_admin):
    take_in(as_admin, (DATA / "sims_pupils.csv").read_bytes())
    content = (DATA / "go4schools_behaviour.csv").read_bytes()
    wanted = {}
    for row in csv.DictReader(content.decode("utf-8-sig").splitlines()):
        if row["Event type"] == "Behaviour":
            key = row["UPN"], clock.week_start(date.fromisoformat(row["Date"]))
            wanted[key] = wanted.get(key, 0) - int(row["Points"])
    assert take_in(as_admin, content) == {"figures_added": len(wanted)}
    upns = {pupil.id: pupil.upn for pupil in Pupil.select()}
    assert {(upns[row.pupil_id], row.monday): row.value for row in WeekFigure.select()} == wanted
    assert take_in(as_admin, content) == {"figures_unchanged": len(wanted)}
