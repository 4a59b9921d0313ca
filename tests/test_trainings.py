"""The log of one's own training: for oneself alone."""

import csv
from datetime import timedelta

import pytest

from mentoring import clock
from models import AuditEvent, Training
from tests import makers


def form(**changes):
    return {"client_id": makers.client_id(), "title": "Emotion coaching", "held_on": "2025-10-02", "hours": "1.5",
            "taken": "Name it first"} | changes  # fmt: skip


def test_written_changed_and_taken_off(as_mentor):
    assert "A course, a webinar" in as_mentor.get("/trainings").text
    assert as_mentor.post("/trainings", data=form()).location == "/trainings"
    page = as_mentor.get("/trainings").text
    assert "Emotion coaching" in page and "1.5 h" in page and "Name it first" in page
    assert 'value="1.5"' in as_mentor.get("/trainings/1/edit").text
    assert as_mentor.post("/trainings/1", data=form(hours="2")).status_code == 303
    assert Training.get().minutes == 120
    assert as_mentor.post("/trainings/1/removal").status_code == 303
    assert "Emotion coaching" not in as_mentor.get("/trainings").text
    assert as_mentor.get("/trainings/1/edit").status_code == 404


def test_sent_twice_it_is_one(as_mentor):
    sent = form()
    for _ in range(2):
        assert as_mentor.post("/trainings", data=sent).status_code == 303
    assert Training.select().count() == 1


@pytest.mark.parametrize("role", ["mentor", "lead", "dsl", "head", "slt"])
def test_nobody_else_reads_it(app, as_mentor, school, role):
    as_mentor.post("/trainings", data=form())
    browser = makers.client(app, makers.member(school, "Cleo Ray", role))
    assert "Emotion" not in browser.get("/trainings").text and "Emotion" not in browser.get("/trainings/file").text
    for method, path in (("GET", "/edit"), ("POST", ""), ("POST", "/removal")):
        assert browser.open(f"/trainings/1{path}", method=method, data=form()).status_code == 404


def test_the_file_runs_nowhere(as_mentor):
    as_mentor.post("/trainings", data=form(title="=SUM(A1)", taken="@x"))
    as_mentor.post("/trainings", data=form(held_on="2025-09-02"))
    reply = as_mentor.get("/trainings/file")
    assert reply.content_type == "text/csv; charset=utf-8" and "attachment" in reply.headers["Content-Disposition"]
    rows = list(csv.reader(reply.data.decode("utf-8-sig").splitlines()))
    assert rows == [
        ["Day", "Title", "Hours", "What I take from it"], ["02/09/2025", "Emotion coaching", "1.5", "Name it first"],
        ["02/10/2025", "'=SUM(A1)", "1.5", "'@x"],
    ]  # fmt: skip
    assert AuditEvent.get(AuditEvent.action == "training.export").digest


@pytest.mark.parametrize(("changes", "said"), [
    ({"title": ""}, "Say what it was"), ({"held_on": ""}, "Write the day"), ({"hours": ""}, "Write the hours"),
    ({"hours": "0"}, "Write the hours"), ({"hours": "NaN"}, "Write the hours"), ({"hours": "1e9"}, "Write the hours"),
    ({"hours": "x"}, "Write the hours"), ({"hours": "Infinity"[:6]}, "Write the hours"),
    ({"held_on": "2199-01-01"}, "Choose today or a day before"),
])  # fmt: skip
def test_what_is_missing_is_said_and_the_words_stay(as_mentor, changes, said):
    reply = as_mentor.post("/trainings", data=form(**changes))
    assert reply.status_code == 422 and said in reply.text and "Name it first" in reply.text
    assert Training.select().count() == 0


def test_a_pupil_s_name_is_to_be_taken_out(as_mentor, pupil):
    sent = form(taken="Try it with Florence")
    reply = as_mentor.post("/trainings", data=sent)
    assert reply.status_code == 422 and "Take “Florence” out" in reply.text and Training.select().count() == 0
    assert as_mentor.post("/trainings", data=sent | {"no_pupil": "y"}).status_code == 303


def test_the_hours_of_this_school_year(as_mentor, school):
    today = clock.today(school.zone)
    for day in (today, today - timedelta(days=366)):
        as_mentor.post("/trainings", data=form(held_on=day.isoformat(), hours="1,25"))
    assert "1.25 h this school year" in as_mentor.get("/trainings").text
