"""Attendance on a pupil's page: a dot a week, gaps as gaps, the same figures in a table, each with its history."""

import re
from datetime import UTC, date, datetime

import pytest

from mentoring import attendance, clock, tracking
from mentoring.measures import MEASURES, NOTHING, Amount
from tests import makers, queries

ATTENDANCE = MEASURES["attendance"]


@pytest.fixture(autouse=True)
def now():
    with clock.at(datetime(2026, 11, 24, 10, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def jayden(school, mentor):
    pupil = makers.pupil(school, on=mentor)
    for monday, attended in ((date(2026, 11, 2), 8), (date(2026, 11, 9), 9), (date(2026, 11, 23), 10)):
        tracking.save(mentor, pupil, ATTENDANCE, monday, Amount(attended, 10), 0)
    return pupil


def card(browser, pupil):
    found = re.search(
        r'<div class="card measure attendance">.*?</table>', browser.get(f"/pupils/{pupil.id}").text, re.S
    )
    return found[0] if found else ""


def test_the_chart_and_its_table_say_the_same_and_leave_gaps(as_mentor, mentor, jayden):
    drawn = attendance.of(mentor, jayden)
    assert [week.amount.number for week in drawn.weeks] == [None] * 8 + [80, 90, None, 100]
    assert [len(points.split()) for points in drawn.segments] == [2, 1]
    page = card(as_mentor, jayden)
    assert "90 %" in page and "27 of 30 sessions" in page and page.count("<polyline") == 2
    assert "no figure, 80, 90, no figure, 100" in page
    rows = [re.sub("<[^>]+>", " ", row).split() for row in re.findall(r"<tr><th scope=\"row\">.*?</tr>", page)]
    assert rows[-4:] == [["2", "Nov", "8", "of", "10,", "80", "%", "–"], ["9", "Nov", "9", "of", "10,", "90", "%", "–"],
                         ["16", "Nov", "no", "figure"], ["23", "Nov", "10", "of", "10,", "100", "%", "–"]]  # fmt: skip


def test_every_dot_leads_to_its_figure_and_is_said_from_the_baseline(as_mentor, mentor, jayden):
    tracking.choose_baseline(mentor, jayden, ATTENDANCE, date(2026, 11, 2), NOTHING, "", 0)
    page = card(as_mentor, jayden)
    links = re.findall(r'<a href="([^"]+)" aria-label="([^"]+)"', page)
    assert len(links) == 3 and all(as_mentor.get(link).status_code == 200 for link, _ in links)
    assert "10 up since baseline" in links[1][1] and "90 %</b>" in page and "10 up since baseline</span>" in page


def test_a_baseline_of_long_ago_still_counts(mentor, jayden):
    tracking.save(mentor, jayden, ATTENDANCE, date(2026, 6, 1), Amount(6, 10), 0)
    tracking.choose_baseline(mentor, jayden, ATTENDANCE, date(2026, 6, 1), NOTHING, "", 0)
    drawn = attendance.of(mentor, jayden)
    assert (drawn.change, drawn.baseline.number, drawn.low) == ("30 up", 60, 50)


def test_the_axis_makes_room_for_the_lowest_week(mentor, jayden):
    tracking.save(mentor, jayden, ATTENDANCE, date(2026, 11, 16), Amount(0, 10), 0)
    drawn = attendance.of(mentor, jayden)
    assert drawn.low == 0 and all(6 <= week.y <= 54 for week in drawn.weeks if week.amount.number is not None)


def test_without_a_figure_there_is_no_chart_and_who_may_not_read_sees_none(app, school, mentor, as_mentor, jayden):
    other = makers.pupil(school, "Leo Park", mentor)
    assert card(as_mentor, other) == "" and "no figure" not in as_mentor.get(f"/pupils/{other.id}").text
    stranger = makers.member(school, "Tom Hargreaves", "mentor")
    assert attendance.of(stranger, jayden) is None and card(makers.client(app, stranger), jayden) == ""
    assert "27 of 30" in card(makers.client(app, makers.member(school, "Grace Adeyemi", "dsl")), jayden)


def test_it_costs_two_queries(mentor, jayden):
    assert queries.count(lambda: attendance.of(mentor, jayden)) == 2
