"""Signals: each rule and its sentence, of what the reader may know."""

from datetime import date

import pytest

from mentoring import recording, restricting, signal_rules, signals, tracking
from mentoring.measures import MEASURES, Amount
from models import Caseload, Plan, Todo
from tests import makers
from tests.signalling import (
    MONDAYS,
    NOW,
    TODAY,
    at,
    attended,
    reach,
    record,
    said,
    supported,  # noqa: F401  fixture
)

pytestmark = pytest.mark.usefixtures("still")


def test_attendance_is_said_with_its_sessions_and_its_line(mentor, jayden):
    attended(mentor, jayden, 8, 9, 8, 9)
    assert said(mentor, jayden)["attendance"] == (
        "Attendance 85 % over the last four tracked weeks: 34 of 40 sessions. The line is 90 %."
    )


@pytest.mark.parametrize(
    ("figures", "holds"), [((9, 9, 9, 9), False), ((9, 9, 9, 8), True), ((5,), False), ((5, 10), True)]
)
def test_attendance_is_compared_exactly_and_one_week_is_too_few(mentor, jayden, figures, holds):
    attended(mentor, jayden, *figures)
    assert ("attendance" in said(mentor, jayden)) == holds


def test_attendance_that_rounds_up_to_the_line_is_said_with_its_decimal(mentor, jayden):
    attended(mentor, jayden, 9, 8, 9, 9)
    attended(mentor, jayden, 10, of=11)
    tracking.save(mentor, jayden, MEASURES["attendance"], MONDAYS[1], Amount(9, 10), 1)
    assert "attendance" not in said(mentor, jayden)
    tracking.save(mentor, jayden, MEASURES["attendance"], MONDAYS[3], Amount(17, 19), 1)  # 44 of 49
    assert "Attendance 89.7 % over" in said(mentor, jayden)["attendance"]


def test_weeks_long_gone_say_nothing_of_now(mentor, jayden):
    attended(mentor, jayden, 5, 5, 5, 5)
    with at("2027-03-01"):
        assert not {"attendance", "fall"} & said(mentor, jayden).keys()


def test_a_fall_is_from_the_pupils_own_baseline(mentor, jayden):
    attended(mentor, jayden, 9, 9, 10, 9)
    measure = MEASURES["attendance"]
    tracking.choose_baseline(mentor, jayden, measure, None, Amount(96, 100), "Last summer", 0)
    assert "fall" not in said(mentor, jayden)  # 93 % of 97: four points
    row = tracking.baselines(mentor, jayden, measure)[0]
    tracking.choose_baseline(mentor, jayden, measure, None, Amount(98, 100), "Last summer", row.id)
    assert said(mentor, jayden)["fall"] == (
        "Attendance 93 % over the last four tracked weeks, 5 points below the baseline of 98 %. The line is 5 points."
    )


def test_three_incidents_in_fourteen_days_but_not_those_one_only_saw(mentor, jayden):
    for day in (date(2026, 11, 13), date(2026, 11, 14), TODAY):
        record(mentor, jayden, day, "incident")
    record(mentor, jayden, TODAY, "incident", role="saw")
    assert said(mentor, jayden) == {}
    record(mentor, jayden, date(2026, 11, 20), "incident")
    assert said(mentor, jayden) == {
        "incidents": "Three incidents in the last 14 days: 14, 20 and 27 November. The line is 3 in 14 days."
    }


def test_what_may_not_be_read_or_was_withdrawn_makes_no_signal(mentor, dsl, jayden):
    rows = [record(mentor, jayden, TODAY, "incident") for _ in range(4)]
    restricting.restrict(dsl, rows[0], {dsl.user.id})
    assert len(signals.one(mentor, jayden, "incidents").records) == 3
    assert len(signals.one(dsl, jayden, "incidents").records) == 4
    recording.withdraw(mentor, rows[1], "Wrong")
    assert signals.one(mentor, jayden, "incidents") is None
    assert len(signals.one(dsl, jayden, "incidents").records) == 3


def test_a_contact_that_is_restricted_is_none_for_who_may_not_read_it(mentor, dsl, jayden):
    row = reach(mentor, jayden)
    with at("2026-12-14"):
        record(mentor, jayden, date(2026, 12, 14))
        assert "contact" not in said(mentor, jayden)
        restricting.restrict(dsl, row, {dsl.user.id})
        assert "since support began on 2 November: 6 school weeks ago" in said(mentor, jayden)["contact"]
        assert "contact" not in said(dsl, jayden)


def test_four_school_weeks_without_reaching_the_family_and_holidays_are_none(mentor, jayden):
    reach(mentor, jayden)
    reach(mentor, jayden, "No answer", date(2026, 11, 27))
    for day, holds in (("2026-12-18", False), ("2027-01-07", False), ("2027-01-08", True)):
        with at(day):
            record(mentor, jayden, date.fromisoformat(day))
            assert ("contact" in said(mentor, jayden)) == holds, day
    with at("2027-01-08"):
        assert said(mentor, jayden)["contact"] == (
            "The family was last reached on 27 November 2026: 4 school weeks ago. The line is 4 school weeks."
        )
        reach(mentor, jayden, "No answer", date(2027, 1, 8))
        assert "contact" in said(mentor, jayden)
        reach(mentor, jayden, day=date(2027, 1, 8))
        assert "contact" not in said(mentor, jayden)


def test_not_seen_for_ten_school_days_and_not_over_the_holidays(mentor, jayden):
    record(mentor, jayden, date(2026, 12, 11))
    for day, holds in (("2027-01-08", False), ("2027-01-11", True)):
        with at(day):
            reach(mentor, jayden, day=date.fromisoformat(day))
            assert ("seen" in said(mentor, jayden)) == holds, day
    with at("2027-01-11"):
        assert said(mentor, jayden) == {
            "seen": "Last seen on 11 December 2026: 10 school days ago. The line is 10 school days."
        }


def test_a_pupil_handed_over_does_not_begin_anew_and_whom_nobody_supports_has_no_such_line(mentor, school, jayden):
    other = makers.member(school, "Nasreen Akhtar", "mentor")

    Caseload.update(ends_on=date(2026, 11, 23)).execute()
    makers.put_on(other, jayden, starts_on=date(2026, 11, 23))
    assert said(other, jayden)["seen"] == (
        "Not seen since support began on 2 November: 18 school days ago. The line is 10 school days."
    )
    lead = makers.member(school, "Sunita Rao", "lead")
    Caseload.update(ends_on=date(2026, 11, 26)).where(Caseload.ends_on.is_null()).execute()
    assert said(lead, jayden) == {}


def test_a_review_that_is_overdue_until_it_is_done(mentor, jayden):
    record(mentor, jayden)
    makers.plan(mentor, jayden, review_on=TODAY)
    assert said(mentor, jayden) == {}
    Plan.update(review_on=date(2026, 11, 20)).execute()
    assert said(mentor, jayden) == {"review": "The review is overdue: Mentor plan, since 20 November."}
    Todo.update(done_at=NOW).where(Todo.reason == "review").execute()
    assert said(mentor, jayden) == {}


def test_each_rule_is_switched_off_by_itself(mentor, school, jayden):
    attended(mentor, jayden, 5, 5, 5, 5)
    lead = makers.member(school, "Sunita Rao", "lead")
    now = signal_rules.settings(school)
    off = [signal_rules.Setting(one.rule, name != "attendance", one.line, one.span) for name, one in now.items()]
    assert signal_rules.change(lead, off, {name: one.said for name, one in now.items()}) == 1
    assert "attendance" not in said(mentor, jayden) and "seen" in said(mentor, jayden)
