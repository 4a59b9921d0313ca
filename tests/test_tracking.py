"""Weekly tracking over real requests: the caseload against the weeks, cell by cell and as a plain form."""

import re
from datetime import UTC, date, datetime

import pytest

from mentoring import clock, tracking
from mentoring.measures import MEASURES, NOTHING, Amount
from models import AuditEvent, FigureVersion, WeekFigure
from tests import makers, queries

TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture(autouse=True)
def now():
    with clock.at(TUESDAY):
        yield


@pytest.fixture
def jayden(school, mentor):
    makers.term_date(school)  # closed from 26 to 30 October
    makers.term_date(school, "Christmas", "2026-12-21", "2027-01-01")
    return makers.pupil(school, on=mentor)


def cell(pupil, text="4", version=0, measure="effort", monday=MONDAY):
    name = f"{pupil.id}-{measure}-{monday}"
    return {f"figure-{name}": text, f"version-{name}": str(version)}


def put(browser, pupil, text="4", version=0, headers=PARTIAL, **more):
    return browser.post("/tracking/figures", data=cell(pupil, text, version, **more), headers=headers)


def kept(measure="effort"):
    row = WeekFigure.get(WeekFigure.measure == measure)
    return row.value, row.possible, row.version


def choose(member, pupil, measure="effort", monday=None, amount=NOTHING, reason=""):
    return tracking.choose_baseline(member, pupil, MEASURES[measure], monday, amount, reason, 0)


# What is shown


def test_the_weeks_are_the_half_terms_own(as_mentor, jayden):
    page = as_mentor.get("/tracking?measure=effort").text
    shown = re.findall(r'<th scope="col" class="in-week num ?[^"]*"[^>]*>([^<]+)</th>', page)
    assert shown == ["2 Nov", "9 Nov", "16 Nov", "23 Nov", "30 Nov", "7 Dec", "14 Dec"]
    assert page.count("to come") == 3 and page.count('name="figure-') == 4
    earlier = re.search(r'href="(/tracking\?[^"]*week=2026-10-26[^"]*)"', page)[1].replace("&amp;", "&")
    before = as_mentor.get(earlier).text
    assert "19 Oct" in before and "26 Oct" not in before and "to come" not in before and ">Effort</a>" in before


def test_one_pupil_stands_with_every_measure(as_mentor, jayden):
    page = as_mentor.get(f"/tracking/pupils/{jayden.id}").text
    assert all(f'name="figure-{jayden.id}-{name}-{MONDAY}"' in page for name in MEASURES)
    assert AuditEvent.select().where(AuditEvent.action == "pupil.view").count() == 1


def test_a_figure_is_said_as_change_from_the_baseline(as_mentor, mentor, jayden):
    put(as_mentor, jayden, "8/10", measure="attendance", monday=date(2026, 11, 2))
    put(as_mentor, jayden, "9", measure="attendance")
    assert "since baseline" not in as_mentor.get("/tracking").text
    choose(mentor, jayden, "attendance", date(2026, 11, 2))
    page = " ".join(re.sub("<[^>]+>", "", as_mentor.get("/tracking").text).split())
    assert "90 %, 10 up since baseline" in page and "80 %, no change since baseline" in page
    choose(mentor, jayden, "attendance", None, Amount(19, 20), "Last summer")
    page = " ".join(re.sub("<[^>]+>", "", as_mentor.get("/tracking").text).split())
    assert "90 %, 5 down since baseline" in page and "95 % Last summer" in page


def test_fourteen_pupils_by_seven_weeks_cost_no_more_than_one(as_mentor, mentor, school, jayden):
    weeks = [date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 16), MONDAY]

    def cost():
        return queries.count(lambda: as_mentor.get("/tracking?measure=effort"))

    put(as_mentor, jayden)
    choose(mentor, jayden, monday=MONDAY)
    cost()
    one = cost()
    for number in range(13):
        pupil = makers.pupil(school, f"Leo{number} Park", mentor)
        for monday in weeks:
            tracking.save(mentor, pupil, MEASURES["effort"], monday, Amount(3), 0)
        choose(mentor, pupil, monday=weeks[0])
    assert cost() <= one <= 13
    assert as_mentor.get("/tracking?measure=effort").text.count('name="figure-') == 14 * 4


# Saving


def test_a_cell_is_saved_by_itself_and_says_so(as_mentor, mentor, jayden):
    reply = put(as_mentor, jayden, "9 of 10", measure="attendance")
    assert reply.status_code == 200 and "Saved" in reply.text and "90 %" in reply.text and "<html" not in reply.text
    assert 'data-kept="9/10"' in reply.text and kept("attendance") == (9, 10, 1)
    event = AuditEvent.get(AuditEvent.action == "figure.save")
    assert (event.user, event.subject, event.version, event.detail) == (mentor.user, "week_figure", 1, "")


@pytest.mark.parametrize(("measure", "text", "cure"), [
    ("effort", "6", "a whole number from 1 to 5"), ("effort", "good", "a whole number from 1 to 5"),
    ("effort", "²", "a whole number"), ("attendance", "11/10", "out of those possible"),
    ("attendance", "0/0", "out of those possible"), ("attendance", "/?", "is not a code of the register"),
    ("attendance", "XXXX", "Leave the week empty"), ("lates", "-1", "from 0 to 14"),
])  # fmt: skip
def test_what_is_no_figure_is_refused_with_its_cure_and_stays(as_mentor, jayden, measure, text, cure):
    reply = put(as_mentor, jayden, text, measure=measure)
    assert reply.status_code == 422 and "Not saved" in reply.text and cure in reply.text
    assert WeekFigure.select().count() == 0
    page = as_mentor.post(f"/tracking/figures?measure={measure}", data=cell(jayden, text, measure=measure))
    assert page.status_code == 422 and f'value="{text}"' in page.text and cure in page.text


@pytest.mark.parametrize("monday", [date(2026, 11, 30), date(2026, 10, 26), date(2026, 11, 24)])
def test_no_figure_of_a_week_that_is_none_of_the_schools(as_mentor, jayden, monday):
    assert put(as_mentor, jayden, monday=monday).status_code == 422 and WeekFigure.select().count() == 0


def test_the_registers_marks_are_counted(as_mentor, jayden):
    reply = put(as_mentor, jayden, "/\\ L\\ II UB Y3X", measure="attendance")
    row = WeekFigure.get()
    assert reply.status_code == 200 and (row.value, row.possible, row.authorised) == (5, 8, 2)


def test_attendance_alone_is_out_of_the_weeks_own_sessions(as_mentor, jayden, school):
    makers.term_date(school, "Staff training", "2026-11-23", "2026-11-23")
    put(as_mentor, jayden, "8", measure="attendance")
    assert kept("attendance") == (8, 8, 1)


def test_an_emptied_cell_is_a_gap_and_its_history_stays(as_mentor, mentor, jayden):
    put(as_mentor, jayden, "4")
    assert put(as_mentor, jayden, "", 1).status_code == 200 and kept() == (None, None, 2)
    page = as_mentor.get(f"/tracking/pupils/{jayden.id}/weeks/{MONDAY}/effort").text
    assert page.index("Taken out") < page.index('num">4</b>') and page.count("Amara Bello, ") == 0
    assert page.count("Amara Bello") >= 2


def test_the_same_again_is_no_new_version(as_mentor, jayden):
    for _ in range(3):
        assert "Saved" in put(as_mentor, jayden, "4").text
    assert kept() == (4, None, 1) and FigureVersion.select().count() == 1


def test_without_scripts_the_whole_page_is_one_form(as_mentor, school, mentor, jayden):
    leo = makers.pupil(school, "Leo Park", mentor)
    put(as_mentor, leo, "2")
    page = as_mentor.get("/tracking?measure=effort").text
    action = re.search(r'<form id="grid" hidden method="post" action="([^"]+)"', page)[1].replace("&amp;", "&")
    names = re.findall(r'form="grid" name="(figure-[^"]+)"[^>]*value="([^"]*)"', page)
    hidden = re.findall(r'form="grid" name="(version-[^"]+)" value="([^"]*)"', page)
    assert len(names) == len(hidden) == 8
    sent = dict(names) | dict(hidden) | {f"figure-{jayden.id}-effort-{MONDAY}": "5"}
    reply = as_mentor.post(action, data=sent)
    assert reply.status_code == 303 and "measure=effort" in reply.location
    assert {(row.pupil, row.value, row.version) for row in WeekFigure.select()} == {(jayden, 5, 1), (leo, 2, 1)}


# Two at once


def test_the_second_in_a_cell_sees_both_and_nothing_is_lost(app, as_mentor, as_lead, lead, jayden):
    put(as_mentor, jayden, "3")
    put(as_lead, jayden, "5", 1)
    reply = put(as_mentor, jayden, "2", 1)
    assert reply.status_code == 409 and kept() == (5, None, 2)
    assert "Sunita Rao saved 5" in reply.text and "You wrote 2" in reply.text
    assert 'data-take="2"' in reply.text and 'data-take="5"' in reply.text
    whole = as_mentor.post("/tracking/figures?measure=effort", data=cell(jayden, "2", 1))
    assert whole.status_code == 409 and "Sunita Rao saved 5" in whole.text and 'value="2"' in whole.text
    version = re.search(r'name="version-[^"]+" value="(\d+)"', reply.text)[1]
    assert put(as_mentor, jayden, "2", version).status_code == 200 and kept() == (2, None, 3)
    assert [row.value for row in FigureVersion.select().order_by(FigureVersion.number)] == [3, 5, 2]


def test_what_one_saved_oneself_a_moment_ago_is_no_clash(as_mentor, jayden):
    put(as_mentor, jayden, "3")
    assert put(as_mentor, jayden, "4", 0).status_code == 200 and kept() == (4, None, 2)


def test_agreeing_with_a_colleague_is_no_clash(as_mentor, as_lead, jayden):
    put(as_lead, jayden, "4")
    assert put(as_mentor, jayden, "4", 0).status_code == 200 and kept() == (4, None, 1)


# Who sees what


def test_a_lead_sees_every_caseload_and_a_mentor_their_own(app, school, as_mentor, as_lead, mentor, jayden):
    tom = makers.member(school, "Tom Hargreaves", "mentor")
    leo = makers.pupil(school, "Leo Park", tom)
    assert "Leo Park" not in as_mentor.get(f"/tracking?mentor={tom.user.id}").text
    assert "Leo Park" in as_lead.get(f"/tracking?mentor={tom.user.id}").text
    assert "Jayden Okafor" in as_lead.get(f"/tracking?mentor={mentor.user.id}").text
    assert put(as_mentor, leo).status_code == 404 and WeekFigure.select().count() == 0
    for path in (f"/tracking/pupils/{leo.id}", f"/tracking/pupils/{leo.id}/weeks/{MONDAY}/effort",
                 f"/tracking/pupils/{leo.id}/baselines/effort/edit"):  # fmt: skip
        assert as_mentor.get(path).status_code == 404 and as_lead.get(path).status_code == 200
    assert as_mentor.post(f"/tracking/pupils/{leo.id}/baselines/effort", data={"week": "pick"}).status_code == 404


def test_nobody_else_comes_in_and_a_relative_does_not_either(app, school, lead, jayden):
    for role in ("contributor", "dsl", "slt", "head", "admin"):
        assert makers.client(app, makers.member(school, "Some Body", role)).get("/tracking").status_code == 403
    makers.relate(lead, jayden)
    browser = makers.client(app, lead)
    assert put(browser, jayden).status_code == 404
    assert browser.get(f"/tracking/pupils/{jayden.id}").status_code == 404


def test_strange_cells_are_no_fault(as_mentor, jayden):
    for name in ("x", f"{'9' * 40}-effort-{MONDAY}", f"{jayden.id}-effort-2026-02-30", f"²-effort-{MONDAY}"):
        assert as_mentor.post("/tracking/figures", data={f"figure-{name}": "4"}).status_code == 303
    assert put(as_mentor, jayden, measure="bogus").status_code == 404
    assert as_mentor.get("/tracking?week=9999-12-31&mentor=²&measure=bogus").status_code == 200
    assert as_mentor.get(f"/tracking/pupils/{jayden.id}/weeks/0001-01-01/effort").status_code == 404
    assert put(as_mentor, jayden, "4", "9" * 5000).status_code == 200
