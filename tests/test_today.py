"""Today: tiles, what is promised, the caseload."""

import database
from mentoring import caseload, recording
from tests import makers


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
    seen = []
    database.db.query_hooks.append(seen.append)
    assert len(caseload.board(mentor)) == 12
    database.db.query_hooks.clear()
    assert len(seen) == 3
