"""What those in a programme rate at the start and at the end, over real requests."""

import pytest
from peewee import DatabaseError

from models import AuditEvent, Programme, ProgrammeRating
from tests import makers


@pytest.fixture
def two(school, mentor):
    return makers.pupil(school, on=mentor), makers.pupil(school, "Leo Price")


@pytest.fixture
def group(mentor, two):
    return makers.programme(mentor, *two, question="How sure of myself do I feel?")


def rate(browser, group, moment, **given):
    return browser.post(f"/programmes/{group.id}/ratings/{moment}", data=given)


def table(browser, group) -> str:
    page = browser.get(f"/programmes/{group.id}").text
    return " ".join(page.split('id="ratings"')[1].split("</section>")[0].split())


def test_start_and_end_stand_with_their_difference_and_no_claim(as_mentor, group, two):
    jayden, leo = two
    rate(as_mentor, group, "start", **{f"rating-{jayden.id}": "3", f"rating-{leo.id}": "6"})
    assert rate(as_mentor, group, "end", **{f"rating-{jayden.id}": "7", f"rating-{leo.id}": "6"}).status_code == 303
    shown = table(as_mentor, group)
    assert "How sure of myself do I feel?" in shown and "It does not say why" in shown
    row = shown.split("Jayden Okafor")[1].split("</tr>")[0]
    assert [text in row for text in (">3<", ">7<", ">4 up<")] == [True] * 3
    assert ">the same<" in shown.split("Leo Price")[1]
    assert not {word for word in ("improved", "average", "effect", "worked") if word in shown}


def test_a_rating_is_added_to_and_never_overwritten(as_mentor, group, two):
    name = f"rating-{two[0].id}"
    for given in ({name: "3"}, {name: "3"}, {name: "5"}, {}):
        rate(as_mentor, group, "start", **given)
    assert [row.value for row in ProgrammeRating.select().order_by(ProgrammeRating.id)] == [3, 5, None]
    assert AuditEvent.select().where(AuditEvent.action == "programme.rate").count() == 3
    with pytest.raises(DatabaseError, match="append-only"):
        ProgrammeRating.update(value=9).execute()


@pytest.mark.parametrize("given", ["11", "-1", "five", ""])
def test_only_0_to_10_and_only_who_is_in_it(as_mentor, school, group, two, given):
    stranger = makers.pupil(school, "Ruby Lane")
    rate(as_mentor, group, "start", **{f"rating-{two[0].id}": given, f"rating-{stranger.id}": "4"})
    assert ProgrammeRating.select().count() == 0


def test_without_a_question_nothing_is_rated(as_mentor, mentor, two):
    plain = makers.programme(mentor, *two)
    assert as_mentor.get(f"/programmes/{plain.id}/ratings/start/edit").status_code == 404
    assert "Rate the start" not in as_mentor.get(f"/programmes/{plain.id}").text
    assert as_mentor.get(f"/programmes/{plain.id}/ratings/middle/edit").status_code == 404


def test_it_is_its_leaders(app, school, group, lead):
    other = makers.client(app, makers.member(school, "Priya Nair", "mentor"))
    assert other.get(f"/programmes/{group.id}/ratings/start/edit").status_code == 404
    assert rate(other, group, "start").status_code == 404
    assert makers.client(app, lead).get(f"/programmes/{group.id}/ratings/start/edit").status_code == 200


def test_somebody_close_to_a_pupil_reads_no_rating_of_theirs(app, school, group, two, lead):
    rate(makers.client(app, lead), group, "start", **{f"rating-{two[0].id}": "3"})
    aunt = makers.member(school, "Ada Price", "lead")
    makers.relate(aunt, two[0])
    browser = makers.client(app, aunt)
    assert "Jayden" not in table(browser, group)
    assert "Jayden" not in browser.get(f"/programmes/{group.id}/ratings/start/edit").text


def test_the_question_is_asked_where_a_programme_is_started(as_mentor, mentor, two, school):
    form = {"name": "Brave", "starts_on": "2026-09-01", "leader": str(mentor.user.id), "second_leader": "0",
            "pupil": [str(two[0].id)], "question": "How brave am I?"}  # fmt: skip
    assert as_mentor.post("/programmes", data=form).status_code == 303
    assert Programme.get(Programme.name == "Brave").question == "How brave am I?"


def test_aims_stand_by_session_with_what_ran(as_mentor, mentor, school, two):
    group = makers.programme(mentor, *two, aims="Know my signs\nStop and breathe\nAsk for help")
    as_mentor.post("/group-sessions", data=makers.group_form(group, *two))
    page = " ".join(as_mentor.get(f"/programmes/{group.id}").text.split())
    aims = page.split('id="aims"')[1].split("</section>")[0]
    first, second, third = aims.split("<li")[1:]
    assert "Know my signs" in first and "ran" in first
    assert "Stop and breathe" in second and "next" in second
    assert "ran" not in third and "next" not in third
    assert "Aim: Stop and breathe" in as_mentor.get(f"/group-sessions/new?programme={group.id}").text
