"""Reading what not all may read is written down before it is shown; very many pupils in a row are told of."""

import re
from datetime import timedelta

import pytest

import database
from mentoring import clock, viewing
from models import AuditEvent, Login, Notice, Record
from tests import makers
from tests.servers import held


@pytest.fixture
def restricted(mentor, school):
    record = makers.record(mentor, makers.pupil(school, on=mentor), kind="note", note="Restricted words")
    Record.update(tier="restricted").where(Record.id == record.id).execute()
    return record


def in_use():
    """Somebody is at the tablet, so that it does not lock."""
    Login.update(seen_at=clock.now()).execute()


def views(action="record.view"):
    return AuditEvent.select().where(AuditEvent.action == action).count()


@pytest.mark.parametrize("path", ["/notes/1", "/notes/1/edit", "/records/1/versions", "/records/1/versions/1",
                                  "/pupils/1", "/records/1/withdrawal/new", "/records/1/readers"])  # fmt: skip
def test_a_restricted_record_is_read_once_in_ten_minutes_as_the_trail_has_it(as_dsl, dsl, restricted, path):
    started = clock.now()
    for minutes, count in ((0, 1), (9, 1), (11, 2)):
        with clock.at(started + timedelta(minutes=minutes)):
            in_use()
            assert as_dsl.get(path).status_code == 200
        if path != "/records/1/readers":
            assert views() == count
    event = AuditEvent.select().where(AuditEvent.action.in_(("record.view", "pupil.view"))).first()
    if event:
        assert (event.user, event.school, event.login) == (dsl.user, dsl.school, 1)


def test_what_all_may_read_leaves_no_view(as_mentor, mentor, school):
    makers.record(mentor, makers.pupil(school, on=mentor), kind="note")
    as_mentor.get("/notes/1")
    assert views() == 0


def test_a_restricted_record_is_not_shown_while_its_reading_cannot_be_written(as_dsl, restricted, monkeypatch):
    monkeypatch.setattr(database, "WRITE_WAIT_SECONDS", 0.05)
    with held():
        for path in ("/notes/1", "/records/1/versions/1"):
            reply = as_dsl.get(path)
            assert (
                reply.status_code == 503 and "Restricted words" not in reply.text and "written down first" in reply.text
            )
    assert as_dsl.get("/notes/1").status_code == 200 and views() == 1


def test_a_pupil_s_page_is_shown_all_the_same(as_mentor, mentor, school, monkeypatch):
    monkeypatch.setattr(viewing, "PUPIL_WAIT_SECONDS", 0.05)
    makers.pupil(school, on=mentor)
    with held():
        assert as_mentor.get("/pupils/1").status_code == 200
    assert views("pupil.view") == 0
    as_mentor.get("/pupils/1")
    assert views("pupil.view") == 1


def test_thirty_pupils_in_five_minutes_are_one_notice_for_the_dsls(as_mentor, as_dsl, mentor, dsl, school):
    second = makers.member(school, "Dee Puty", "dsl")
    pupils = [makers.pupil(school, f"Leo {chr(65 + number)}x") for number in range(35)]
    started = clock.now()
    for place, pupil in enumerate(pupils[:29]):
        with clock.at(started + timedelta(seconds=place)):
            as_mentor.get(f"/pupils/{pupil.id}")
    assert Notice.select().count() == 0
    for place, pupil in enumerate(pupils[29:], 29):
        with clock.at(started + timedelta(seconds=place)):
            as_mentor.get(f"/pupils/{pupil.id}")
    assert sorted(row.user_id for row in Notice.select()) == [dsl.user.id, second.user.id]
    assert views("alert.many_pupils") == 1
    page = as_dsl.get("/").text
    assert "Amara Bello opened 30 pupils" in page and "To know" in page
    assert not re.search(r"Leo [A-Z]x", page)


def test_thirty_pupils_in_an_hour_are_a_day_s_work(as_mentor, school):
    started = clock.now()
    for place in range(32):
        pupil = makers.pupil(school, f"Leo P{place}")
        with clock.at(started + timedelta(minutes=2 * place)):
            in_use()
            as_mentor.get(f"/pupils/{pupil.id}")
    assert Notice.select().count() == 0
