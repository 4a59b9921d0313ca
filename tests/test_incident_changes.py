"""Incidents after they were saved: amended and withdrawn by their author, nothing lost, each version kept."""

from models import Record
from tests import makers


def test_words_written_while_it_was_withdrawn_elsewhere_are_still_there(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    number = makers.record(mentor, pupil).id
    as_mentor.post(f"/records/{number}/withdrawal", data={"reason": "wrong pupil"})
    form = makers.incident_form(school, pupil, version="1", reason="a", note="typed meanwhile")
    reply = as_mentor.post(f"/incidents/{number}", data=form)
    assert reply.status_code == 409 and "typed meanwhile" in reply.text and "has been withdrawn" in reply.text


def test_two_amending_at_once_lose_nothing(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    as_mentor.post("/incidents", data=makers.incident_form(school, pupil))
    number = Record.get().id
    first = makers.incident_form(school, pupil, version="1", reason="a", note="first")
    second = makers.incident_form(school, pupil, version="1", reason="b", note="second")
    assert as_mentor.post(f"/incidents/{number}", data=first).status_code == 303
    reply = as_mentor.post(f"/incidents/{number}", data=second)
    assert reply.status_code == 409 and "second" in reply.text and 'name="version" value="2"' in reply.text
    assert as_mentor.post(f"/incidents/{number}", data=second | {"version": "2"}).status_code == 303
    assert [row.version for row in Record.select()] == [3]


def test_only_the_author_amends_or_withdraws(app, as_mentor, mentor, school):
    ben = makers.member(school, "Ben Shaw", "mentor")
    pupil = makers.pupil(school, on=mentor)
    number = makers.record(ben, pupil).id
    assert as_mentor.get(f"/incidents/{number}").status_code == 200
    assert as_mentor.get(f"/incidents/{number}/edit").status_code == 404
    assert as_mentor.post(f"/incidents/{number}", data=makers.incident_form(school, pupil)).status_code == 404
    assert as_mentor.post(f"/records/{number}/withdrawal", data={"reason": "x"}).status_code == 404


def test_withdrawing_needs_a_reason_and_leaves_the_timeline(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    number = makers.record(mentor, pupil, note="unique words").id
    assert as_mentor.post(f"/records/{number}/withdrawal", data={"reason": " "}).status_code == 422
    assert as_mentor.post(f"/records/{number}/withdrawal", data={"reason": "wrong pupil"}).status_code == 303
    assert "unique words" not in as_mentor.get(f"/pupils/{pupil.id}").text
    assert "Withdrawn" in as_mentor.get(f"/incidents/{number}").text
    assert as_mentor.get(f"/incidents/{number}/edit").status_code == 404


def test_versions_hide_pupils_whom_the_reader_may_not_see(as_mentor, mentor, school):
    ben = makers.member(school, "Ben Shaw", "mentor")
    jayden, leo = makers.pupil(school, on=mentor), makers.pupil(school, "Leo Park", ben)
    number = makers.record(ben, jayden, leo).id
    page = as_mentor.get(f"/records/{number}/versions/1").text
    assert "Jayden Okafor" in page and "Leo" not in page and "Another pupil" in page
    assert "Leo" not in as_mentor.get(f"/incidents/{number}").text
    assert as_mentor.get(f"/records/{number}/versions/2").status_code == 404
