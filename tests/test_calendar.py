"""Which days are school days, by the terms and holidays that the school has entered."""

from datetime import date

import pytest

from mentoring import calendar, clock
from models import Todo
from tests import makers


@pytest.fixture
def autumn(school):
    """A school year with two terms, a half-term and an INSET day."""
    makers.term_date(school, "Autumn term", "2026-09-02", "2026-12-18", is_term=True)
    makers.term_date(school, "Spring term", "2027-01-05", "2027-03-25", is_term=True)
    makers.term_date(school, "October half-term", "2026-10-26", "2026-10-30")
    makers.term_date(school, "INSET day", "2026-11-27", "2026-11-27")
    return calendar.of(school)


@pytest.mark.parametrize(("day", "is_open"), [
    ("2026-09-01", False), ("2026-09-02", True), ("2026-09-05", False), ("2026-10-23", True), ("2026-10-26", False),
    ("2026-10-30", False), ("2026-11-02", True), ("2026-11-27", False), ("2026-12-18", True), ("2026-12-21", False),
    ("2027-01-04", False), ("2027-01-05", True), ("2026-08-31", True), ("2027-09-01", True),
])  # fmt: skip
def test_school_days(autumn, day, is_open):
    assert autumn.is_school_day(date.fromisoformat(day)) is is_open


def test_without_anything_entered_every_weekday_is_one(school):
    days = calendar.of(school)
    assert days.next_school_day(date(2026, 11, 20)) == date(2026, 11, 23) == days.next_school_day(date(2026, 11, 21))
    assert days.next_holiday(date(2026, 11, 20)) is None


@pytest.mark.parametrize(("day", "following"), [
    ("2026-11-19", "2026-11-20"), ("2026-11-20", "2026-11-23"), ("2026-11-26", "2026-11-30"),
    ("2026-10-23", "2026-11-02"), ("2026-12-18", "2027-01-05"),
])  # fmt: skip
def test_the_next_school_day(autumn, day, following):
    assert autumn.next_school_day(date.fromisoformat(day)) == date.fromisoformat(following)


def test_the_last_five_leave_out_what_was_closed(autumn):
    days = autumn.last_school_days(date(2026, 12, 1), 5)
    assert [f"{day:%-d %b}" for day in days] == ["23 Nov", "24 Nov", "25 Nov", "26 Nov", "30 Nov"]


@pytest.mark.parametrize(("day", "last", "name"), [
    ("2026-09-10", "2026-10-23", "October half-term"), ("2026-10-23", "2026-10-23", "October half-term"),
    ("2026-10-24", "2026-12-18", "The holidays"), ("2026-11-23", "2026-12-18", "The holidays"),
])  # fmt: skip
def test_the_next_holiday_is_one_of_a_week_or_more(autumn, day, last, name):
    assert autumn.next_holiday(date.fromisoformat(day)) == (date.fromisoformat(last), name)


@pytest.mark.parametrize(("day", "name"), [
    ("2026-11-21", "The weekend"), ("2026-10-24", "October half-term"), ("2026-10-28", "October half-term"),
    ("2026-11-27", "INSET day"), ("2026-12-22", "The holidays"),
])  # fmt: skip
def test_why_there_is_no_school(autumn, day, name):
    assert autumn.why_closed(date.fromisoformat(day)) == name


def on(moment: str):
    return clock.at(clock.datetime.fromisoformat(moment + "+00:00"))


def test_tomorrow_is_the_next_school_day_by_its_name(app, mentor, school, autumn):
    browser = makers.client(app, mentor)
    for moment, said in (("2026-11-25T10:00", "Tomorrow"), ("2026-11-26T10:00", "Monday"),
                         ("2026-10-23T10:00", "Mon 2 Nov")):  # fmt: skip
        with on(moment):
            browser = makers.client(app, mentor)
            page = " ".join(browser.get("/incidents/new").text.split())
            assert f"{said} </label>" in page, moment


def test_a_follow_up_by_half_term_is_due_on_its_last_school_day(app, mentor, school, autumn):
    with on("2026-10-14T10:00"):
        browser = makers.client(app, mentor)
        assert "By half-term" in browser.get("/incidents/new").text
        pupil = makers.pupil(school, on=mentor)
        browser.post("/incidents", data=makers.incident_form(school, pupil, follow_up="half_term"))
        browser.post("/incidents", data=makers.incident_form(school, pupil, follow_up="tomorrow"))
    with on("2026-10-23T10:00"):
        browser = makers.client(app, mentor)
        assert "By the holidays" in browser.get("/incidents/new").text
        browser.post("/incidents", data=makers.incident_form(school, pupil, follow_up="tomorrow"))
    assert [todo.due_on for todo in Todo.select().order_by(Todo.id)] == [
        date(2026, 10, 23), date(2026, 10, 15), date(2026, 11, 2)]  # fmt: skip


def test_the_holidays_are_offered_only_when_they_are_known(as_mentor):
    page = as_mentor.get("/incidents/new").text
    assert "By half-term" not in page and "By the holidays" not in page


def test_another_schools_holidays_are_not_ours(school):
    makers.term_date(makers.school("Elsewhere"), "Snow", "2026-11-23", "2026-11-23")
    assert calendar.of(school).is_school_day(date(2026, 11, 23))


@pytest.mark.parametrize(("since", "today", "gone"), [
    ("2026-10-21", "2026-10-21", 0), ("2026-10-21", "2026-11-03", 0), ("2026-10-21", "2026-11-04", 1),
    ("2026-11-19", "2026-11-27", 1), ("2026-12-16", "2027-01-05", 0), ("2026-12-16", "2027-01-06", 1),
])  # fmt: skip
def test_school_weeks_that_have_gone_by(autumn, since, today, gone):
    """Half-term and Christmas count as none; a week ends on the same weekday, or on the next day that is open."""
    assert autumn.school_weeks_gone(date.fromisoformat(since), date.fromisoformat(today)) == gone


def test_every_week_of_years_counts(school):
    assert calendar.of(school).school_weeks_gone(date(2024, 9, 2), date(2026, 9, 7)) == 105
