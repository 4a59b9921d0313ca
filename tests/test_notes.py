"""Notes over real requests."""

from mentoring import caseload
from models import Record
from tests import makers


def form(school, *pupils, **fields):
    return makers.incident_form(school, *pupils) | fields


def test_a_note_stands_on_each_timeline(as_mentor, mentor, school):
    one, two = makers.pupil(school, on=mentor), makers.pupil(school, "Leo Price", on=mentor)
    assert as_mentor.post("/notes", data=form(school, one, two, note="Glasses on order")).status_code == 303
    for pupil in (one, two):
        assert "Glasses on order" in as_mentor.get(f"/pupils/{pupil.id}").text
    assert caseload.board(mentor)[0].seen_at is None, "writing a note is not seeing the pupil"


def test_the_words_may_block(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    reply = as_mentor.post("/notes", data=form(school, pupil, note=" "))
    assert reply.status_code == 422 and "Write what should be remembered" in reply.text
    assert as_mentor.post("/notes", data=form(school, pupil, note="", finish_later="1")).status_code == 303


def test_amending(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    as_mentor.post("/notes", data=form(school, pupil, note="First"))
    number = Record.get().id
    assert "First" in as_mentor.get(f"/notes/{number}/edit").text
    again = form(school, pupil, note="Second", version="1", reason="More is known")
    assert as_mentor.post(f"/notes/{number}", data=again).status_code == 303
    page = as_mentor.get(f"/records/{number}/versions/2").text
    assert "First" in page and "Second" in page and "More is known" in page
