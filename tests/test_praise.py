"""Praise over real requests."""

from mentoring import clock
from models import Participation, Record, Todo
from tests import makers


def form(school, *pupils, reason="Kindness", **fields):
    """What a browser posts for praise that needs nothing more."""
    number = str(makers.option(school, "praise_reason", reason))
    return makers.incident_form(school, *pupils) | {"praise_reason": number, "tell_home": "no"} | fields


def test_praise_for_several_pupils_stands_on_each_timeline(as_mentor, mentor, school):
    one, two = makers.pupil(school, on=mentor), makers.pupil(school, "Leo Price", on=mentor)
    assert as_mentor.post("/praise", data=form(school, one, two, note="Shared the ball")).status_code == 303
    for pupil in (one, two):
        page = as_mentor.get(f"/pupils/{pupil.id}").text
        assert "Praise: kindness" in page and "Shared the ball" in page
    assert {row.seen for row in Participation.select()} == {True} and Todo.select().count() == 0


def test_what_for_may_block(as_mentor, mentor, school):
    sent = form(school, makers.pupil(school, on=mentor), note="keep me") | {"praise_reason": ""}
    reply = as_mentor.post("/praise", data=sent)
    assert reply.status_code == 422 and "Choose what it is for" in reply.text and "keep me" in reply.text
    assert as_mentor.post("/praise", data=sent | {"finish_later": "1"}).status_code == 303


def test_telling_home_now_starts_a_good_news_contact(as_mentor, mentor, school):
    one, two, far = makers.pupil(school, on=mentor), makers.pupil(school, "Leo Price", on=mentor), makers.pupil(school)
    makers.family(one)
    reply = as_mentor.post("/praise", data=form(school, one, two, far, tell_home="now"))
    assert reply.location == f"/parent-contacts/new?pupil={one.id}&pupil={two.id}&good_news=1"
    page = as_mentor.get(reply.location).text
    number = makers.option(school, "purpose", "Good news")
    assert "checked" in page.split(f'name="purpose" value="{number}"')[1].split(">")[0]
    assert "Jayden O" in page and "Leo P" in page and "Chioma" in page
    reply = as_mentor.post("/praise", data=form(school, far, tell_home="now"), follow_redirects=True)
    assert "ask the class teacher to tell home" in reply.text


def test_telling_home_later_is_a_promise(as_mentor, mentor, school):
    as_mentor.post("/praise", data=form(school, makers.pupil(school, on=mentor), tell_home="later"))
    todo = Todo.get()
    assert (todo.reason, todo.what, todo.due_on) == ("tell_home", "Good news home: Jayden O", clock.today(school.zone))


def test_amending(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    as_mentor.post("/praise", data=form(school, pupil))
    page = as_mentor.get(f"/praise/{Record.get().id}/edit").text
    number = makers.option(school, "praise_reason", "Kindness")
    assert "checked" in page.split(f'name="praise_reason" value="{number}"')[1].split(">")[0]
    again = form(school, pupil, reason="Had a go", version="1", reason_="x") | {"reason": "Wrong chip"}
    assert as_mentor.post(f"/praise/{Record.get().id}", data=again).status_code == 303
    assert "Praise: had a go" in as_mentor.get(f"/pupils/{pupil.id}").text
    assert "Kindness" in as_mentor.get(f"/records/{Record.get().id}/versions/2").text


def test_create_another_keeps_place_time_and_kind(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    place = makers.option(school, "place", "Trim trail")
    sent = makers.incident_form(school, pupil, place=str(place), when="pick", on="2026-01-07", at="10:45")
    page = as_mentor.post("/incidents", data=sent, follow_redirects=True).text
    link = f"/incidents/new?like={Record.get().id}"
    assert link in page and "Create another" in page
    again = " ".join(as_mentor.get(link).text.split())
    assert 'value="2026-01-07"' in again and 'value="10:45' in again and 'value="pick" checked' in again
    assert "checked" in again.split(f'name="place" value="{place}"')[1].split(">")[0]
    assert f'name="pupil" value="{pupil.id}" checked' not in again
    colleague = makers.client(as_mentor.application, makers.member(school, "Nasreen Akhtar", "mentor"))
    assert "2026-01-07" not in colleague.get(link).text
