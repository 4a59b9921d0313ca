"""Is it helping: what is counted, over which weeks, what is said of it, and who is told."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest

from mentoring import assigning, progress, progress_words, recording, restricting
from models import Caseload, Participation, Plan
from tests import makers

NOW = datetime(2027, 1, 29, 15, 0, tzinfo=UTC)  # a Friday
pytestmark = pytest.mark.usefixtures("still")
BEGAN = date(2026, 12, 14)
MONDAY = date(2026, 11, 2)  # of the first of the six weeks before
_minutes = count()


@pytest.fixture
def jayden(mentor, school):
    """A pupil supported since the last week of autumn; the school has its calendar, and a record of every week."""
    makers.two_terms(school)
    other = makers.pupil(school, "Ada Lowe", on=mentor)
    for week in range(13):
        happened(mentor, other, MONDAY + timedelta(weeks=week))
    pupil = makers.pupil(school, "Jayden Okafor")
    makers.put_on(mentor, pupil, starts_on=BEGAN)
    return pupil


def happened(mentor, pupil, *days: date, **more):
    """A record of each day, a minute apart so that none is another's double."""
    return [makers.record(mentor, pupil, days_ago=(NOW.date() - day).days + next(_minutes) / 1440, **more)
            for day in days]  # fmt: skip


def said(member, pupil) -> str:
    return progress_words.sentence(progress.of(member, pupil))


def weekdays(monday: date, *places: int) -> list[date]:
    return [monday + timedelta(days=place) for place in places]


def test_seven_before_two_since_are_few_enough_to_be_chance(mentor, jayden):
    happened(mentor, jayden, *weekdays(MONDAY, 0, 1, 3, 8, 15, 22, 36), *weekdays(date(2027, 1, 4), 1, 9))
    assert said(mentor, jayden) == (
        "7 incidents in the six school weeks before the support, 2 in the five since; few enough to be chance."
    )
    found = progress.of(mentor, jayden)
    assert (found.then.days, found.now.days) == (30, 25)


def test_fourteen_before_two_since_are_not_and_the_interval_says_how_sure(mentor, jayden):
    """Of 16 events 2 came in 25 of 55 days: 0.0155 to 0.3835 of them; times 30 ÷ 25: 2 % to 75 % of the rate before."""
    happened(mentor, jayden, *weekdays(MONDAY, *range(5), *range(7, 12), *range(14, 18)))
    happened(mentor, jayden, *weekdays(date(2027, 1, 4), 1, 9))
    assert said(mentor, jayden).endswith(
        "2 in the five since. That is a larger fall than chance alone would make: "
        "between 2 % and 75 % of the rate before, with 95 % confidence."
    )


def test_more_since_is_said_as_plainly(mentor, jayden):
    happened(mentor, jayden, *weekdays(date(2027, 1, 4), *range(5), 7, 8))
    assert said(mentor, jayden).startswith(
        "No incidents in the six school weeks before the support, 7 in the five since."
    )
    assert "a larger rise than chance alone would make: at least 1." in said(mentor, jayden)


def test_holidays_are_no_weeks_without_incidents(mentor, jayden):
    mondays = [week.monday for week in progress.of(mentor, jayden).weeks]
    assert date(2026, 12, 14) in mondays and date(2026, 12, 21) not in mondays and date(2026, 12, 28) not in mondays


def test_the_week_in_which_support_began_is_the_first_of_it(mentor, jayden):
    phases = {week.monday: week.phase for week in progress.of(mentor, jayden).weeks}
    assert [phases[MONDAY], phases[date(2026, 12, 7)], phases[BEGAN]] == ["before", "before", "during"]
    assert min(phases) == MONDAY


def test_after_the_support_ended_that_is_what_is_compared(mentor, jayden):
    happened(mentor, jayden, *weekdays(MONDAY, 0, 1), date(2027, 1, 6), date(2027, 1, 20))
    lead = makers.member(mentor.school, "Sunita Rao", "lead")
    assigning.take_off(lead, Caseload.get(Caseload.pupil == jayden), date(2027, 1, 11))
    found = progress.of(lead, jayden)
    assert {week.phase for week in found.weeks} == {"before", "during", "after"}
    assert said(lead, jayden).startswith(
        "2 incidents in the six school weeks before the support, 1 in the three since it ended;"
    )


def test_weeks_in_which_nobody_recorded_anything_are_not_weeks_without_incidents(mentor, school):
    """Alongside came to the school in the middle of the support: the first weeks on record stand in."""
    other, pupil = makers.pupil(school, "Ada Lowe", on=mentor), makers.pupil(school, "Jayden Okafor")
    makers.put_on(mentor, pupil, starts_on=date(2026, 9, 7))
    for week in range(9):
        happened(mentor, other, date(2026, 11, 30) + timedelta(weeks=week))
    happened(mentor, pupil, *weekdays(date(2026, 11, 30), 0, 8, 15))
    assert said(mentor, pupil) == (
        "3 incidents in the first six school weeks on record, none in the three since; few enough to be chance."
    )
    assert min(week.monday for week in progress.of(mentor, pupil).weeks) == date(2026, 11, 30)


def test_too_soon_is_said(mentor, school):
    pupil = makers.pupil(school, on=mentor)
    happened(mentor, pupil, date(2027, 1, 20))
    assert said(mentor, pupil).startswith("Too soon to compare")


def test_whom_nobody_supports_has_no_such_question(mentor, school):
    assert progress.of(mentor, makers.pupil(school)) is None


def test_what_one_only_saw_what_was_withdrawn_and_what_may_not_be_read_is_not_counted(mentor, dsl, jayden):
    one, two, three = happened(mentor, jayden, *weekdays(date(2027, 1, 4), 0, 1, 2))
    happened(mentor, jayden, date(2027, 1, 7), roles=("saw",))
    recording.withdraw(mentor, one, "Wrong")
    restricting.restrict(dsl, two, {dsl.user.id})
    assert [week.incidents for week in progress.of(mentor, jayden).weeks if week.incidents] == [[three.id]]
    assert [week.incidents for week in progress.of(dsl, jayden).weeks if week.incidents] == [[two.id, three.id]]


def test_sessions_are_dots_but_not_those_the_pupil_missed(mentor, jayden):
    came, missed = happened(mentor, jayden, *weekdays(date(2027, 1, 4), 0, 1), kind="session")
    Participation.update(seen=False).where(Participation.record == missed).execute()
    assert [week.sessions for week in progress.of(mentor, jayden).weeks if week.sessions] == [[came.id]]


def test_the_page_says_it_and_every_point_opens_its_record(as_mentor, mentor, jayden):
    (one,) = happened(mentor, jayden, date(2027, 1, 5))
    both = happened(mentor, jayden, date(2027, 1, 11), date(2027, 1, 12))
    page = as_mentor.get(f"/pupils/{jayden.id}").text
    section = page.split('aria-labelledby="progress"')[1].split("</section>")[0].replace("&amp;", "&")
    assert "3 in the five since" in section and "It does not say why." in section
    assert f'href="/incidents/{one.id}"' in section
    week = as_mentor.get(f"/pupils/{jayden.id}?kind=incident&week=2027-01-11").text
    assert f'href="/pupils/{jayden.id}?kind=incident&week=2027-01-11"' in section and len(both) == 2
    assert all(f"/incidents/{record.id}" in week for record in both)


def test_who_may_not_read_the_pupil_is_told_nothing(app, school, jayden):
    stranger = makers.client(app, makers.member(school, "Nasreen Akhtar", "mentor"))
    assert "Is it helping?" not in stranger.get(f"/pupils/{jayden.id}").text


def ended(plan, day: date) -> None:
    Plan.update(ended_on=day).where(Plan.id == plan.id).execute()


def test_where_there_is_a_plan_its_first_day_parts_before_from_during(mentor, jayden):
    happened(mentor, jayden, *weekdays(MONDAY, 0, 1, 8), date(2026, 12, 16), date(2027, 1, 20))
    makers.plan(mentor, jayden, starts_on=date(2027, 1, 6), review_on=date(2027, 2, 12))
    found = progress.of(mentor, jayden)
    phases = {week.monday: week.phase for week in found.weeks}
    assert [phases[BEGAN], phases[date(2027, 1, 4)]] == ["before", "during"]
    assert (found.then.days, found.now.days, found.now.incidents) == (30, 20, 1)
    assert said(mentor, jayden).startswith("2 incidents in the six school weeks before the plan, 1 in the four since;")


def test_after_the_plan_ended_that_is_what_is_compared(mentor, jayden):
    plan = makers.plan(mentor, jayden, starts_on=BEGAN, review_on=date(2027, 1, 8))
    ended(plan, date(2027, 1, 8))
    happened(mentor, jayden, *weekdays(MONDAY, 0, 1), date(2027, 1, 6), date(2027, 1, 20))
    assert {week.monday: week.phase for week in progress.of(mentor, jayden).weeks}[date(2027, 1, 11)] == "after"
    assert said(mentor, jayden).startswith(
        "2 incidents in the six school weeks before the plan, 1 in the three since it ended;"
    )


def test_plans_without_a_gap_are_one_and_their_cycles_are_marked(as_mentor, mentor, jayden):
    first = makers.plan(mentor, jayden, starts_on=BEGAN, review_on=date(2027, 1, 8))
    ended(first, date(2027, 1, 8))
    second = makers.plan(mentor, jayden, starts_on=date(2027, 1, 9), review_on=date(2027, 2, 12))
    Plan.update(cycle=2, cycle_on=date(2027, 1, 25)).where(Plan.id == second.id).execute()
    found = progress.of(mentor, jayden)
    assert found.period.began == BEGAN and found.period.ended is None
    assert found.turns == {date(2027, 1, 4): "Next plan", date(2027, 1, 25): "Cycle 2"}
    section = as_mentor.get(f"/pupils/{jayden.id}").text.split('aria-labelledby="progress"')[1].split("</section>")[0]
    assert "Cycle 2" in section and "Plan: next plan" in section and "The phases are those of the plans" in section


def test_a_plan_after_a_gap_begins_anew(mentor, jayden):
    ended(makers.plan(mentor, jayden, starts_on=date(2026, 11, 9), review_on=date(2026, 11, 20)), date(2026, 11, 20))
    makers.plan(mentor, jayden, starts_on=BEGAN, review_on=date(2027, 2, 12))
    assert progress.of(mentor, jayden).period.began == BEGAN
