"""The demo's term dates and its mentors' weeks."""

from collections import Counter
from datetime import date

from mentoring import calendar, caseload, clock, timetable
from mentoring.demo import days
from models import School
from tests.demo_schools import mentors


def test_its_calendar_is_the_one_that_its_records_keep_to(until):
    school = School.get()
    entered = calendar.of(school)
    year = clock.school_year(until.date())
    first, last = date(year - 1, 9, 1), date(year + 1, 7, 31)
    assert entered.school_days(first, last) == days.school_days(first, last)
    assert {one.name for one in entered.terms} == {"Autumn term", "Spring term", "Summer term"}
    assert "October half-term" in {one.name for one in entered.closures}


def test_every_mentor_has_a_week(until):
    with clock.at(until):
        for member in mentors(School.get()):
            slots = timetable.own(member, until.date())
            pupils = Counter(slot.pupil_id for slot in slots if slot.kind == "session")
            assert pupils == Counter(pupil.id for pupil in caseload.pupils(member))
            duties = {(slot.title, slot.weekday, slot.place.name) for slot in slots if slot.kind == "duty"}
            assert "Lunch duty" in {title for title, _, _ in duties} and all(place for _, _, place in duties)


def test_no_two_slots_of_a_mentor_begin_at_once(until):
    with clock.at(until):
        for member in mentors(School.get()):
            begins = Counter((slot.weekday, slot.starts) for slot in timetable.own(member, until.date()))
            assert max(begins.values()) == 1, begins.most_common(2)


def test_most_of_the_last_week_is_recorded(until):
    """The slots are those at which the sessions were: what the timetable asks about is little."""
    with clock.at(until):
        for member in mentors(School.get()):
            school_days = calendar.of(member.school)
            first = clock.week_start(until.date())
            week = timetable.between(member, school_days, first, until.date())
            due = [one for one in week if one.kind and one.begun and one.day < until.date()]
            assert sum(one.held is not None for one in due) >= 0.6 * len(due)
