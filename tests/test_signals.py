"""Signals: each rule and its sentence, who is told, what rests and when it speaks again."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest

from mentoring import clock, recording, restricting, signal_rules, signals, tracking
from mentoring.entry import Entry, Part
from mentoring.measures import MEASURES, Amount
from models import KINDS, AuditEvent, Caseload, Plan, SignalRest, Todo
from tests import makers, queries

NOW = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)  # a Friday
TODAY = date(2026, 11, 27)
MONDAYS = [date(2026, 11, 2) + timedelta(weeks=week) for week in range(4)]
_minutes = count()


@pytest.fixture(autouse=True)
def friday():
    with clock.at(NOW):
        yield


@pytest.fixture
def jayden(mentor, school):
    """Supported since 2 November, seen and his mother reached today: no rule holds."""
    makers.term_date(school, "Autumn", "2026-09-02", "2026-12-18", is_term=True)
    makers.term_date(school)
    makers.term_date(school, "Spring", "2027-01-04", "2027-03-25", is_term=True)
    pupil = makers.pupil(school)
    makers.put_on(mentor, pupil, starts_on=date(2026, 11, 2))
    return pupil


def reach(mentor, pupil, outcome: str = "Reached", day: date = TODAY):
    chosen = frozenset({makers.option(mentor.school, "contact_outcome", outcome)})
    return record(mentor, pupil, day, kind="parent_contact", chosen=chosen)


def record(mentor, pupil, day: date = TODAY, kind: str = "session", role: str = "involved", **more):
    moment = datetime(day.year, day.month, day.day, 9, next(_minutes) % 60, tzinfo=UTC)
    entry = Entry(kind=KINDS[kind], client_id=makers.client_id(), body=makers.client_id(), occurred_at=moment,
                  pupils=(Part(pupil.id, role),), **({"detail": {}} | more))  # fmt: skip
    return recording.log(mentor, entry).record


def attended(mentor, pupil, *figures: int, of: int = 10):
    for monday, value in zip(MONDAYS[-len(figures) :], figures, strict=True):
        tracking.save(mentor, pupil, MEASURES["attendance"], monday, Amount(value, of), 0)


def said(member, pupil) -> dict[str, str]:
    return {one.rule.name: one.sentence for one in signals.of(member, [pupil]).get(pupil.id, [])}


def at(day: str):
    return clock.at(datetime.fromisoformat(f"{day}T15:00:00+00:00"))


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


def seen_form(mentor, pupil, rule="incidents", **fields):
    return {"facts": signals.one(mentor, pupil, rule).facts, "doing": "Talk with Ms Whitlow", "until": "week"} | fields


@pytest.fixture
def three(mentor, jayden):
    """Three incidents, and their signal."""
    record(mentor, jayden)
    return [record(mentor, jayden, TODAY - timedelta(days=back), "incident") for back in range(3)]


def test_a_signal_that_was_seen_rests_until_its_facts_change(as_mentor, mentor, jayden, three):
    path = f"/signals/pupils/{jayden.id}/incidents/rests"
    assert as_mentor.post(path, data=seen_form(mentor, jayden)).status_code == 303
    assert as_mentor.post(path, data=seen_form(mentor, jayden)).status_code == 303  # a double tap
    row = SignalRest.get()
    assert (row.doing, row.until) == ("Talk with Ms Whitlow", date(2026, 12, 4))
    assert AuditEvent.select().where(AuditEvent.action == "signal.rest").count() == 1
    page = as_mentor.get(f"/pupils/{jayden.id}").text
    assert "Seen, and resting: 1" in page and "Talk with Ms Whitlow" in page
    record(mentor, jayden, TODAY, "incident")
    page = as_mentor.get(f"/pupils/{jayden.id}").text
    assert "Four incidents in the last 14 days" in page and "resting" not in page


def test_it_rests_until_its_day_at_the_longest(as_mentor, mentor, jayden, three):
    path = f"/signals/pupils/{jayden.id}/incidents/rests"
    for day in ("2026-11-27", "2027-02-20", ""):
        reply = as_mentor.post(path, data=seen_form(mentor, jayden, until="day", until_on=day))
        assert (
            reply.status_code == 422 and "Give a day after today" in reply.text and "Talk with Ms Whitlow" in reply.text
        )
    assert as_mentor.post(path, data=seen_form(mentor, jayden, until="day", until_on="2026-12-01")).status_code == 303
    for day, rests in (("2026-11-30", True), ("2026-12-01", False)):
        with at(day):
            assert bool(signals.one(mentor, jayden, "incidents").rest) == rests


def test_shown_again_before_its_day(as_mentor, mentor, jayden, three):
    as_mentor.post(f"/signals/pupils/{jayden.id}/incidents/rests", data=seen_form(mentor, jayden))
    assert as_mentor.post(f"/signals/rests/{SignalRest.get().id}/ending").status_code == 303
    assert signals.one(mentor, jayden, "incidents").rest is None
    assert SignalRest.get().ended_by == mentor.user  # kept
    assert "Talk with Ms Whitlow" in as_mentor.get(f"/signals/pupils/{jayden.id}/incidents/rests/new").text


def test_what_changed_while_it_was_written_is_said_and_nothing_is_lost(as_mentor, mentor, jayden, three):
    sent = seen_form(mentor, jayden)
    record(mentor, jayden, TODAY, "incident")
    reply = as_mentor.post(f"/signals/pupils/{jayden.id}/incidents/rests", data=sent)
    assert reply.status_code == 409 and "Talk with Ms Whitlow" in reply.text and "Four incidents" in reply.text
    assert SignalRest.select().count() == 0


def test_what_somebody_says_of_records_that_one_may_not_read_is_not_told(app, mentor, dsl, jayden, three):
    """The DSL's four incidents are not the mentor's three: what is said of the four tells that there is a fourth."""
    hidden = record(mentor, jayden, TODAY, "incident")
    restricting.restrict(dsl, hidden, {dsl.user.id})
    browser = makers.client(app, dsl)
    path = f"/signals/pupils/{jayden.id}/incidents/rests"
    assert browser.post(path, data=seen_form(dsl, jayden, doing="Strategy meeting")).status_code == 303
    theirs = makers.client(app, mentor)
    for page in (f"/pupils/{jayden.id}", "/signals", f"{path}/new"):
        text = theirs.get(page).text
        assert "Strategy" not in text and "Three incidents" in text and "Seen by" not in text
    assert "Strategy meeting" in browser.get(f"/pupils/{jayden.id}").text


def test_the_list_is_by_name_of_ones_own_caseload_and_leads_to_the_records(as_mentor, mentor, school, jayden, three):
    for name in ("Zoe Adams", "Ada Lowe"):
        makers.put_on(mentor, makers.pupil(school, name), starts_on=date(2026, 11, 2))
    stranger = makers.member(school, "Nasreen Akhtar", "mentor")
    makers.put_on(stranger, makers.pupil(school, "Bea Quill"), starts_on=date(2026, 11, 2))
    page = as_mentor.get("/signals").text
    assert page.index("Ada Lowe") < page.index("Jayden Okafor") < page.index("Zoe Adams")
    assert "Bea Quill" not in page and "Nasreen" not in page
    assert all(f'href="/incidents/{one.id}"' in page for one in three)


def test_a_lead_sees_every_caseload_or_one(app, mentor, school, jayden, three):
    stranger = makers.member(school, "Nasreen Akhtar", "mentor")
    makers.put_on(stranger, makers.pupil(school, "Bea Quill"), starts_on=date(2026, 11, 2))
    lead = makers.client(app, makers.member(school, "Sunita Rao", "lead"))
    assert "Bea Quill" in lead.get("/signals").text and "Jayden" in lead.get("/signals").text
    one = lead.get(f"/signals?mentor={stranger.user.id}").text
    assert "Bea Quill" in one and "Jayden" not in one


def test_who_does_not_support_the_pupil_is_told_nothing(app, mentor, school, jayden, three):
    stranger = makers.client(app, makers.member(school, "Nasreen Akhtar", "mentor"))
    assert "Three incidents" not in stranger.get(f"/pupils/{jayden.id}").text
    assert stranger.get(f"/signals/pupils/{jayden.id}/incidents/rests/new").status_code == 404
    assert stranger.post(f"/signals/pupils/{jayden.id}/incidents/rests", data={}).status_code == 404
    for role in ("contributor", "slt", "admin"):
        other = makers.client(app, makers.member(school, f"{role} only", role))
        assert "Three incidents" not in other.get(f"/pupils/{jayden.id}").text
        assert other.get("/signals").status_code == 403


def test_a_signal_that_does_not_stand_any_more_goes_back_to_the_pupil(as_mentor, mentor, jayden):
    record(mentor, jayden)
    reply = as_mentor.get(f"/signals/pupils/{jayden.id}/incidents/rests/new", follow_redirects=True)
    assert "does not stand any more" in reply.text
    assert as_mentor.get(f"/signals/pupils/{jayden.id}/nonsense/rests/new").status_code == 404


def test_the_list_costs_the_same_for_fourteen_pupils_and_for_forty(app, mentor, school, jayden):
    browser, counted = makers.client(app, mentor), []
    browser.get("/signals")
    for number in range(40):
        pupil = makers.pupil(school, f"Ada{number} Lowe")
        makers.put_on(mentor, pupil, starts_on=date(2026, 11, 2))
        attended(mentor, pupil, 5, 5)
        makers.plan(mentor, pupil, review_on=date(2026, 11, 20))
        if number in (13, 39):
            counted.append(queries.count(lambda: browser.get("/signals")))
    assert counted[0] == counted[1]
