"""Ratings of targets in 1:1 sessions: part of the record, and where each target of the plan stands."""

import re

import pytest

from mentoring import moving, ratings, recording, restricting, timeline
from models import Caseload, Plan, Rating, Record, Target
from tests import makers, queries


@pytest.fixture
def target(mentor, jayden):
    makers.plan(mentor, jayden)
    return Target.get()


def log(browser, school, pupil, **fields):
    return browser.post("/sessions", data=makers.session_form(school, pupil, **fields))


def amended(record, pupil, school, **fields):
    return makers.session_form(school, pupil, version=str(record.version), reason="Put right", **fields)


def test_the_form_offers_the_open_targets_of_who_is_chosen(as_mentor, mentor, school, jayden, target):
    makers.plan(mentor, jayden, {"own_words": "Met before", "state": "met"}, {"own_words": "Days", "measure": "count"})
    makers.plan(mentor, makers.pupil(school, "Leo Price", on=mentor), {"own_words": "Leo’s own"})
    page = as_mentor.get(f"/sessions/new?pupil={jayden.id}").text
    assert page.count(f'name="rating-{target.id}"') == 11 and "I want to stop shouting" in page
    for other in ("Met before", "Days", "Leo’s own"):
        assert other not in page, other
    part = as_mentor.post("/sessions/ratings", data={"pupil": str(jayden.id), f"rating-{target.id}": "4"}).text
    assert f'name="rating-{target.id}" value="4" checked' in part and "<html" not in part
    assert "rating-" not in as_mentor.get("/sessions/new").text


def test_without_scripts_a_button_shows_them(as_mentor, school, jayden, target):
    page = log(as_mentor, school, jayden, step="show", note="kept words")
    assert page.status_code == 200 and f'name="rating-{target.id}"' in page.text and "kept words" in page.text
    assert Record.select().count() == 0


def test_a_rating_stands_on_the_card_the_record_and_the_plan(as_mentor, school, jayden, target):
    log(as_mentor, school, jayden, **{f"rating-{target.id}": "6"})
    for path in (f"/pupils/{jayden.id}", f"/sessions/{Record.get().id}"):
        assert "6 of 10, 3 up since baseline" in as_mentor.get(path).text, path
    page = as_mentor.get(f"/plans/{Plan.get().id}").text
    assert f'<a href="/sessions/{Record.get().id}"><b>6 of 10</b>, 3 up since baseline</a>, Today' in page


@pytest.mark.parametrize(("value", "baseline", "said"), [
    (6, 3, "6 of 10, 3 up since baseline"), (1, 3, "1 of 10, 2 down since baseline"), (3, 3, "3 of 10, as at baseline"),
    (0, 0, "0 of 10, as at baseline"), (5, None, "5 of 10"),
])  # fmt: skip
def test_it_is_said_from_the_baseline(value, baseline, said):
    assert ratings.Rated(1, "", value, baseline).said == said


@pytest.mark.parametrize("sent", ["11", "-1", "6.5", "", "six"])
def test_only_0_to_10_is_a_rating(as_mentor, school, jayden, target, sent):
    assert log(as_mentor, school, jayden, **{f"rating-{target.id}": sent}).status_code == 303
    assert Rating.select().count() == 0


def test_only_the_pupils_own_targets_are_rated(as_mentor, mentor, school, jayden, target):
    leo = makers.pupil(school, "Leo Price", on=mentor)
    log(as_mentor, school, leo, **{f"rating-{target.id}": "6", "rating-999": "4"})
    assert Record.select().count() == 1 and Rating.select().count() == 0


def test_who_does_not_support_the_pupil_neither_sees_nor_rates_the_targets(app, school, jayden, target):
    browser = makers.client(app, makers.member(school, "Nasreen Akhtar", "mentor"))
    assert "shouting" not in browser.get(f"/sessions/new?pupil={jayden.id}").text
    assert "shouting" not in browser.post("/sessions/ratings", data={"pupil": str(jayden.id)}).text
    log(browser, school, jayden, **{f"rating-{target.id}": "6"})
    assert Record.select().count() == 1 and Rating.select().count() == 0


def test_the_author_who_no_longer_supports_the_pupil_reads_the_mark_and_not_the_target(
    as_mentor, mentor, school, jayden, target
):
    log(as_mentor, school, jayden, **{f"rating-{target.id}": "6"})
    Caseload.update(ends_on=Caseload.starts_on).execute()
    record = Record.get()
    for path in (f"/sessions/{record.id}", f"/records/{record.id}/versions/1", f"/sessions/{record.id}/edit"):
        page = as_mentor.get(path).text
        assert "A target" in page and "shouting" not in page, path
    as_mentor.post(f"/sessions/{record.id}", data=amended(record, jayden, school, **{f"rating-{target.id}": "6"}))
    assert Rating.get().value == 6


def test_who_was_not_there_has_no_rating(as_mentor, school, jayden, target):
    log(as_mentor, school, jayden, attendance="Absent", **{f"rating-{target.id}": "6"})
    assert Rating.select().count() == 0


def test_it_is_amended_versioned_and_withdrawn_with_the_record(as_mentor, mentor, school, jayden, target):
    log(as_mentor, school, jayden, **{f"rating-{target.id}": "6"})
    record = Record.get()
    page = as_mentor.get(f"/sessions/{record.id}/edit").text
    assert f'name="rating-{target.id}" value="6" checked' in page
    as_mentor.post(f"/sessions/{record.id}", data=amended(record, jayden, school, **{f"rating-{target.id}": "4"}))
    assert "<b>4 of 10</b>, 1 up since baseline" in as_mentor.get(f"/plans/{Plan.get().id}").text
    version = as_mentor.get(f"/records/{record.id}/versions/2").text
    assert "1. I want to stop shouting" in version and "<del><p>6 of 10</p></del>" in version
    recording.withdraw(mentor, record, "Mistake")
    assert ratings.points(mentor, [target.id]) == {}
    assert "4 of 10" not in as_mentor.get(f"/plans/{Plan.get().id}").text


def test_a_restricted_record_tells_nothing_of_its_ratings(as_mentor, mentor, dsl, lead, school, jayden, target):
    record = makers.record(mentor, jayden, kind="session", days_ago=1,
                           parts_of={Rating: [{"target": target.id, "value": 2}]})  # fmt: skip
    makers.record(mentor, jayden, kind="session", days_ago=3, parts_of={Rating: [{"target": target.id, "value": 5}]})
    assert ratings.points(lead, [target.id])[target.id][-1].value == 2
    restricting.restrict(dsl, record, set())
    assert [one.value for one in ratings.points(lead, [target.id])[target.id]] == [5]


def test_a_target_rated_before_stays_when_it_is_met_since(as_mentor, school, jayden, target):
    log(as_mentor, school, jayden, **{f"rating-{target.id}": "6"})
    Target.update(state="met").execute()
    record = Record.get()
    assert f'name="rating-{target.id}" value="6" checked' in as_mentor.get(f"/sessions/{record.id}/edit").text
    sent = amended(record, jayden, school, note="More", **{f"rating-{target.id}": "6"})
    as_mentor.post(f"/sessions/{record.id}", data=sent)
    assert Rating.get().value == 6 and Record.get().note == "More"


def test_a_session_moved_to_another_pupil_leaves_the_ratings_behind(mentor, school, jayden, target):
    record = makers.record(mentor, jayden, kind="session", parts_of={Rating: [{"target": target.id, "value": 2}]})
    leo = makers.pupil(school, "Leo Price", on=mentor)
    moving.move(mentor, record, jayden, leo, 1, "Wrong pupil")
    assert Rating.select().count() == 0
    assert recording.newest(Record.get()).payload.count("rating") == 0


def test_they_can_be_added_later(as_mentor, school, jayden, target):
    log(as_mentor, school, jayden)
    record = Record.get()
    link = f"/sessions/{record.id}/edit?add=ratings"
    assert f'href="{link}#ratings"' in as_mentor.get(f"/sessions/{record.id}").text
    assert 'value="Ratings added"' in as_mentor.get(link).text
    as_mentor.post(f"/sessions/{record.id}", data=amended(record, jayden, school, **{f"rating-{target.id}": "7"}))
    assert Rating.get().value == 7
    assert link not in as_mentor.get(f"/sessions/{record.id}").text


def test_two_at_one_session_choose_between_their_ratings(as_mentor, as_lead, school, jayden, target):
    log(as_mentor, school, jayden, **{f"rating-{target.id}": "6"})
    record = Record.get()
    as_lead.post(f"/sessions/{record.id}", data=amended(record, jayden, school, **{f"rating-{target.id}": "8"}))
    sent = amended(record, jayden, school, **{f"rating-{target.id}": "2"})
    page = as_mentor.post(f"/sessions/{record.id}", data=sent)
    assert page.status_code == 409
    assert "I want to stop shouting: 2 of 10" in page.text and "I want to stop shouting: 8 of 10" in page.text
    again = sent | {"version": "2", "take-ratings": "saved"}
    as_mentor.post(f"/sessions/{record.id}", data=again)
    assert Rating.get().value == 8


def test_a_refused_form_gives_the_ratings_back(as_mentor, school, jayden, target):
    sent = makers.session_form(school, jayden) | {f"rating-{target.id}": "6", "attendance": ""}
    reply = as_mentor.post("/sessions", data=sent)
    assert reply.status_code == 422 and f'name="rating-{target.id}" value="6" checked' in reply.text


def test_the_form_on_the_tablet_knows_no_target_and_says_so(as_mentor, school, jayden, target):
    page = as_mentor.get("/shells/sessions").text
    assert "No target of theirs is on this tablet" in page
    assert "shouting" not in page and set(re.findall(r'name="rating-(\w+)', page)) == {"NUMBER"}


def test_the_timeline_costs_the_same_however_many_are_rated(mentor, jayden, target):
    def cost():
        return queries.count(lambda: timeline.page(mentor, jayden, timeline.Filters()))

    makers.record(mentor, jayden, kind="session", parts_of={Rating: [{"target": target.id, "value": 2}]})
    one = cost()
    for _ in range(5):
        makers.record(mentor, jayden, kind="session", parts_of={Rating: [{"target": target.id, "value": 3}]})
    assert cost() == one
