"""After Year 11: what is asked of whom, what is drawn from what is known, when it is a signal, and its versions."""

from datetime import timedelta

import pytest

from mentoring import clock, list_keeping, post16, signals, tracking
from mentoring.measures import MEASURES, Amount
from models import AuditEvent, Option, Post16, Post16Choice, Pupil
from tests import makers, queries


@pytest.fixture
def maya(mentor, school):
    return makers.pupil(school, "Maya Ellis", on=mentor, year_group=10)


def form(school, *indicators, intended="", **fields):
    """What a browser posts: indicators and the destination by name."""
    chips = [str(makers.option(school, "neet_indicator", name)) for name in indicators]
    chosen = str(makers.option(school, "destination", intended)) if intended else ""
    return {"version": "0", "neet_indicator": chips, "intended": chosen, "status": "", "actual": ""} | fields


def save(browser, pupil, sent):
    return browser.post(f"/post-16/pupils/{pupil.id}", data=sent)


def neet(member, pupil) -> str:
    return next((one.sentence for one in signals.of(member, [pupil]).get(pupil.id, []) if one.rule.name == "neet"), "")


@pytest.mark.parametrize(("year", "asked"), [(8, False), (9, True), (11, True), (12, False), (None, False)])
def test_it_is_asked_in_years_nine_to_eleven_only(as_mentor, mentor, school, year, asked):
    pupil = makers.pupil(school, on=mentor, year_group=year)
    assert ("After Year 11" in as_mentor.get(f"/pupils/{pupil.id}").text) == asked
    status = 200 if asked else 404
    assert as_mentor.get(f"/post-16/pupils/{pupil.id}/edit").status_code == status
    assert save(as_mentor, pupil, form(school)).status_code == (303 if asked else 404)


def test_where_somebody_wants_to_go_and_what_makes_it_harder(as_mentor, mentor, school, maya):
    sent = form(school, "Young carer", intended="Apprenticeship", intended_where="Harrow Joinery", status="applied",
                status_on="2026-11-02")  # fmt: skip
    assert save(as_mentor, maya, sent).location == f"/pupils/{maya.id}#post16"
    page = as_mentor.get(f"/pupils/{maya.id}").text
    assert "Apprenticeship, Harrow Joinery: applied since 2 November 2026." in page
    assert "What makes it harder: Young carer." in page
    assert AuditEvent.select().where(AuditEvent.action == "post16.save").count() == 1


def test_two_indicators_and_nothing_applied_for_are_a_signal(as_mentor, mentor, school, maya):
    save(as_mentor, maya, form(school, "Young carer"))
    assert neet(mentor, maya) == ""
    save(as_mentor, maya, form(school, "Young carer", "Moved school often", version="1"))
    assert neet(mentor, maya) == (
        "Year 10, and known are 2 indicators: Young carer; Moved school often. No destination is noted. The line is 2."
    )
    both = form(school, "Young carer", "Moved school often", intended="Apprenticeship", status="thinking")
    save(as_mentor, maya, both | {"version": "2"})
    assert "Intended: Apprenticeship, not applied for yet." in neet(mentor, maya)
    save(as_mentor, maya, both | {"version": "3", "status": "applied"})
    assert neet(mentor, maya) == ""
    assert Post16.select().count() == 4  # each is kept


def test_some_are_drawn_from_what_is_known_and_nobody_ticks_them(as_mentor, mentor, school, maya):
    Pupil.update(looked_after=True, sen_status="EHCP").execute()
    assert "Special educational needs; Looked after" in neet(mentor, Pupil.get_by_id(maya.id))
    page = as_mentor.get(f"/post-16/pupils/{maya.id}/edit").text
    assert "Known already, so that nobody need tick it: Special educational needs; Looked after." in page
    assert f'value="{makers.option(school, "neet_indicator", "Looked after")}"' not in page
    assert save(as_mentor, maya, form(school, "Looked after")).status_code == 422


def test_low_attendance_is_drawn_from_weekly_tracking(mentor, school, maya):
    monday = clock.week_start(clock.today(school.zone))
    for back in (0, 1):
        tracking.save(mentor, maya, MEASURES["attendance"], monday - timedelta(weeks=back), Amount(6, 10), 0)
    assert signals.standing(mentor, maya).indicators == ["Low attendance"]


def test_an_indicator_that_the_school_retires_counts_no_more(as_mentor, mentor, admin, school, maya):
    save(as_mentor, maya, form(school, "Young carer", "Moved school often"))
    list_keeping.retire(admin, Option.get_by_id(makers.option(school, "neet_indicator", "Young carer")))
    assert neet(mentor, maya) == "" and Post16Choice.select().count() == 2


def test_the_second_of_two_sees_what_the_first_saved_and_nothing_is_lost(app, as_mentor, mentor, school, maya):
    lead = makers.client(app, makers.member(school, "Sunita Rao", "lead"))
    save(lead, maya, form(school, intended="Apprenticeship"))
    sent = form(school, "Young carer", intended="Sixth form college", intended_where="Northfield")
    reply = save(as_mentor, maya, sent)
    assert reply.status_code == 409 and "Sunita Rao saved it" in reply.text and "Northfield" in reply.text
    assert Post16.select().count() == 1
    assert save(as_mentor, maya, sent | {"version": "1"}).status_code == 303
    assert "Sixth form college, Northfield" in as_mentor.get(f"/pupils/{maya.id}").text
    assert "Apprenticeship" in as_mentor.get(f"/post-16/pupils/{maya.id}/edit").text


def test_a_place_without_a_destination_is_refused_with_its_words(as_mentor, school, maya):
    reply = save(as_mentor, maya, form(school, intended_where="Northfield", actual_where="Elsewhere"))
    assert reply.status_code == 422 and "Choose what they want to do" in reply.text
    assert "Choose where they went" in reply.text and "Northfield" in reply.text and Post16.select().count() == 0


def test_who_does_not_support_the_pupil_reads_and_writes_none_of_it(app, as_mentor, school, maya):
    save(as_mentor, maya, form(school, "Young carer", intended="Apprenticeship"))
    stranger = makers.client(app, makers.member(school, "Nasreen Akhtar", "mentor"))
    assert stranger.get(f"/post-16/pupils/{maya.id}/edit").status_code == 404
    assert save(stranger, maya, form(school)).status_code == 404
    for role in ("contributor", "slt", "admin"):
        browser = makers.client(app, makers.member(school, f"{role} only", role))
        assert "Apprenticeship" not in browser.get(f"/pupils/{maya.id}").text
        assert browser.get(f"/post-16/pupils/{maya.id}/edit").status_code == 403


def test_standings_cost_the_same_for_one_and_for_many(mentor, school, maya):
    def cost(pupils) -> int:
        return queries.count(lambda: post16.standings(mentor, pupils, ()))

    more = [makers.pupil(school, f"Ada{number} Lowe", on=mentor, year_group=11) for number in range(12)]
    assert cost([maya]) == cost([maya, *more]) and cost([makers.pupil(school, on=mentor)]) == 0
