"""The day of a plan's review: six school weeks on by the school's own days, and never before the plan begins."""

from datetime import date, timedelta

import pytest

from mentoring import clock, plans
from mentoring.calendar import Calendar
from models import TermDate
from tests import makers


def test_a_review_before_its_plan_begins_is_warned_of(as_mentor, mentor, school, jayden):
    early = clock.today(school.zone) - timedelta(days=31)
    plan = makers.plan(mentor, jayden, review_on=early)
    assert "Mentor plan: its review on" in as_mentor.get(f"/plans/{plan.id}").text
    makers.other_plan(mentor, jayden, "PEP", review_on=date(2020, 1, 1))
    assert "PEP: its review on 1 January 2020 falls before" in as_mentor.get(f"/pupils/{jayden.id}").text


def term(name, first, last, is_term=False):
    return TermDate(name=name, is_term=is_term, starts_on=date.fromisoformat(first), ends_on=date.fromisoformat(last))


@pytest.mark.parametrize(("day", "wanted"), [
    ("2026-09-09", "2026-10-21"),  # Wednesday: six weeks of school, the sixth before half-term
    ("2026-09-16", "2026-11-04"),  # half-term is no school week
    ("2026-09-19", "2026-11-06"),  # a Saturday counts on to a school day of that week: its last
    ("2026-09-18", "2026-11-06"),
    ("2026-11-25", "2027-01-20"),  # two weeks of Christmas
    ("2026-09-22", "2026-11-10"),  # that week's Monday is closed, its Tuesday is not
    ("2026-09-21", "2026-11-10"),  # a closed Monday: the next school day
])  # fmt: skip
def test_six_school_weeks_are_counted_by_the_schools_own_days(day, wanted):
    year = Calendar(
        (term("Autumn", "2026-09-02", "2026-12-18", True), term("Spring", "2027-01-04", "2027-03-25", True)),
        (term("Half-term", "2026-10-26", "2026-10-30"), term("Training", "2026-11-09", "2026-11-09")),
    )
    assert year.school_weeks_on(date.fromisoformat(day), plans.REVIEW_WEEKS).isoformat() == wanted


def test_the_review_day_is_proposed_so(as_lead, school, jayden):
    with clock.at(clock.day_start(date(2026, 9, 16), school.zone)):
        makers.term_date(school)
        assert 'value="2026-11-04"' in as_lead.get(f"/plans/new?pupil={jayden.id}").text
