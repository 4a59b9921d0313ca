"""The school's weeks: half-terms by the school's own holidays, and by sevens where it has entered none."""

from datetime import date

from mentoring import calendar, school_weeks
from tests import makers


def mondays(school, day, today=date(2026, 11, 24)):
    return school_weeks.half_term(calendar.of(school), day, today)


def test_a_half_term_lies_between_two_holidays(school):
    makers.term_date(school)
    makers.term_date(school, "Christmas", "2026-12-21", "2027-01-01")
    half = mondays(school, date(2026, 11, 23))
    assert (half.mondays[0], half.mondays[-1], len(half.mondays)) == (date(2026, 11, 2), date(2026, 12, 14), 7)
    assert half.after is None
    before = mondays(school, half.before)
    assert (before.mondays[0], before.mondays[-1]) == (date(2026, 8, 31), date(2026, 10, 19))
    assert before.after == date(2026, 11, 2)


def test_terms_alone_part_the_year_too(school):
    makers.term_date(school, "Autumn", "2026-09-03", "2026-10-23", is_term=True)
    makers.term_date(school, "Autumn 2", "2026-11-02", "2026-12-18", is_term=True)
    assert mondays(school, date(2026, 10, 28)).mondays[0] == date(2026, 8, 31)
    assert mondays(school, date(2026, 11, 9)).mondays == mondays(school, date(2026, 12, 25)).mondays


def test_a_school_without_term_dates_sees_seven_weeks_at_a_time(school):
    seen, day = set(), date(2026, 11, 23)
    for _ in range(8):
        half = mondays(school, day)
        assert len(half.mondays) in (3, 7) and not seen & set(half.mondays)
        seen |= set(half.mondays)
        day = half.before
    assert max(seen) - min(seen) == (len(seen) - 1) * school_weeks.WEEK


def test_a_week_with_a_closed_day_has_fewer_sessions(school):
    makers.term_date(school, "Bank holiday", "2027-05-03", "2027-05-03")
    days = calendar.of(school)
    assert (school_weeks.sessions(days, date(2027, 5, 3)), school_weeks.sessions(days, date(2027, 5, 10))) == (8, 10)


def test_the_newest_week_in_a_holiday_is_the_last_before_it(school):
    makers.term_date(school)
    days = calendar.of(school)
    assert school_weeks.newest(days, date(2026, 10, 30)) == date(2026, 10, 19)
    assert "closed" in school_weeks.fault(days, date(2026, 10, 26), date(2026, 11, 2))
