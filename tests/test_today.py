"""Today: tiles, the timetable, what is promised, the caseload."""

from datetime import UTC, date, datetime, timedelta

import pytest

from mentoring import caseload, clock, concerns, handling, recording
from models import TermDate
from tests import makers, queries

TUESDAY = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


@pytest.fixture
def tuesday():
    with clock.at(TUESDAY):
        yield


@pytest.fixture
def amara(tuesday, app, mentor):
    """The mentor's, on a Tuesday in term at eleven."""
    return makers.client(app, mentor)


def said(reply) -> str:
    return " ".join(reply.text.split())


def part(reply, name: str) -> str:
    """One section of the page."""
    text = said(reply)
    return text.split(f'aria-labelledby="{name}"')[1].split("</section>")[0] if f'"{name}"' in text else ""


def test_a_mentor_sees_the_tiles_the_todos_and_the_caseload(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    makers.record(mentor, pupil, finish_later=True)
    page = as_mentor.get("/").text
    assert "Amara" in page and 'href="/incidents/new"' in page and 'href="/parent-contacts/new"' in page
    assert "Finish: incident" in page and "due today" in page
    assert "Jayden O" in page and "seen today" in page and "1 pupil" in page


def test_an_empty_day_says_what_to_do_next(as_mentor):
    page = as_mentor.get("/").text
    assert "Nothing promised, nothing due." in page and "No pupils on your caseload yet" in page


def test_an_admin_gets_the_schools_tiles_and_no_pupil(as_admin, mentor, school):
    makers.record(mentor, makers.pupil(school, on=mentor), note="narrative")
    page = as_admin.get("/").text
    assert "Import pupils" in page and "Jayden" not in page and "narrative" not in page


def test_a_withdrawn_record_is_on_no_board(mentor, school):
    pupil = makers.pupil(school, on=mentor)
    recording.withdraw(mentor, makers.record(mentor, pupil), "wrong pupil")
    card = caseload.board(mentor)[0]
    assert card.seen_at is None and sum(card.weeks) == 0


def test_the_board_costs_three_queries(mentor, school):
    for number in range(12):
        makers.record(mentor, makers.pupil(school, f"Pupil{number} X", mentor))
    assert len(caseload.board(mentor)) == 12
    assert queries.count(lambda: caseload.board(mentor)) == 3


def test_concerns_that_one_raised_cost_the_same_however_many(app, midday, dsl, school):
    browser, pupil = makers.client(app, midday), makers.pupil(school)

    def cost() -> int:
        handling.handle(dsl, makers.concern(midday, pupil), "acknowledged", makers.client_id())
        return queries.count(lambda: browser.get("/"))

    cost()
    assert cost() == cost()
    assert [one.received.author for one in concerns.mine(midday)] == [dsl.user] * 3


def test_concerns_that_wait_cost_the_same_however_many(app, midday, dsl, school):
    browser, pupil = makers.client(app, dsl), makers.pupil(school)

    def cost() -> int:
        makers.concern(midday, pupil)
        browser.get("/")  # a first reading is written down
        return queries.count(lambda: browser.get("/"))

    assert cost() == cost()


def test_the_day_stands_in_the_order_of_time(amara, mentor, school):
    jayden, maisie = makers.pupil(school, on=mentor), makers.pupil(school, "Maisie Tran", mentor)
    makers.slot(mentor, "13:30", 1, "session", pupil=maisie, ends="14:00")
    makers.slot(mentor, "10:40", 1, ends="11:00", place=makers.option(school, "place", "Lower playground"))
    makers.slot(mentor, "09:15", 1, "session", pupil=jayden, ends="09:45")
    makers.slot(mentor, "08:30", 2, title="Tomorrows")
    day = part(amara.get("/"), "day")
    assert day.index("09:15") < day.index("Lower playground, to 11:00") < day.index("13:30")
    assert "Tomorrows" not in day and 'href="/weeks"' in day
    assert f"/sessions/new?pupil={jayden.id}&amp;minutes=30&amp;on=2026-11-24&amp;at=09:15" in day
    assert f'/sessions/new?pupil={maisie.id}&amp;minutes=30"' in day
    assert f'/incidents/new?place={makers.option(school, "place", "Lower playground")}"' in day


def test_what_is_recorded_is_ticked_and_leads_to_its_record(amara, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    makers.slot(mentor, "09:15", 1, "session", pupil=pupil)
    record = makers.record(mentor, pupil, kind="session", days_ago=0.07,
                           detail={"minutes": 30, "own_words": "", "next_step": ""})  # fmt: skip
    day = part(amara.get("/"), "day")
    assert "1:1 · recorded" in day and f'href="/sessions/{record.id}"' in day and "Record<" not in day
    assert "#check" in day


def test_a_group_says_how_far_it_has_come(amara, mentor, school):
    programme = makers.programme(mentor, planned=6)
    makers.slot(mentor, "11:30", 1, "group_session", programme=programme)
    for number in (1, 2):
        makers.group_session(mentor, programme, TUESDAY - timedelta(weeks=3 - number), number)
    makers.seat(programme, makers.pupil(school), makers.pupil(school, "Leo Price"))
    assert "Session 3 of 6 · 2 pupils" in part(amara.get("/"), "day")


def test_missed_ones_are_asked_about_newest_first(amara, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    for weekday in range(5):
        makers.slot(mentor, "09:15", weekday, "session", pupil=pupil, ends="09:45")
    makers.slot(mentor, "10:40", 0)
    makers.record(mentor, pupil, kind="session", days_ago=4, detail={"minutes": 30, "own_words": "", "next_step": ""})
    asked = part(amara.get("/"), "missed")
    order = [chunk.split(" 09:15")[0] for chunk in asked.split("<b>")[1:]]
    assert order == ["Monday", "Thursday", "Wednesday", "Tuesday"]
    assert "on=2026-11-23&amp;at=09:15&amp;attendance=cancelled" in asked and "Break duty" not in asked


def test_only_the_last_school_days_and_those_since_it_began_are_asked_about(amara, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    makers.slot(mentor, "09:15", 0, "session", pupil=pupil)
    makers.slot(mentor, "10:15", 3, "session", pupil=pupil, starts_on=date(2026, 11, 20))
    TermDate.create(school=school, name="INSET", is_term=False, starts_on="2026-11-23", ends_on="2026-11-23")
    asked = part(amara.get("/"), "missed")
    assert "on=2026-11-23" not in asked and "on=2026-11-16" in asked and "Thursday" not in asked
    TermDate.delete().execute()
    asked = part(amara.get("/"), "missed")
    assert "on=2026-11-23" in asked and "on=2026-11-16" not in asked


def test_many_missed_ones_are_cut_short(amara, mentor, school):
    for number in range(4):
        for weekday in (0, 4):
            pupil = makers.pupil(school, f"Pupil{number}{weekday} X", mentor)
            makers.slot(mentor, f"1{number}:15", weekday, "session", pupil=pupil)
    asked = part(amara.get("/"), "missed")
    assert asked.count("did not happen") == 5 and "3 more" in asked and "/weeks/2026-11-20" in asked


@pytest.mark.parametrize(("moment", "sentence"), [
    ("2026-11-21", "The weekend: back on Monday 23 November."),
    ("2026-10-28", "October half-term: back on Monday 2 November."),
])  # fmt: skip
def test_a_day_without_school_says_so(app, mentor, school, moment, sentence):
    TermDate.create(
        school=school, name="October half-term", is_term=False, starts_on="2026-10-26", ends_on="2026-10-30"
    )
    makers.slot(mentor, "09:15", 2, starts_on=date(2026, 9, 1))
    with clock.at(datetime.fromisoformat(f"{moment}T09:00+00:00")):
        day = part(makers.client(app, mentor).get("/"), "day")
    assert sentence in day and "Break duty" not in day


def test_without_a_timetable_the_page_says_what_to_do_next(amara, mentor):
    assert 'href="/slots/new"' in part(amara.get("/"), "day")
    makers.slot(mentor, "09:15", 4)
    day = part(amara.get("/"), "day")
    assert "Nothing in your timetable today." in day and "/slots/new" not in day


def test_the_board_counts_the_fortnight(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    for days in (0, 13, 15):
        makers.record(mentor, pupil, days_ago=days)
    assert caseload.board(mentor)[0].fortnight == 2
    assert '2<span class="sr"> records</span> this fortnight' in as_mentor.get("/").text
