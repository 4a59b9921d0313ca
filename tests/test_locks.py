"""The lock, as the server keeps it: no page for a login that nobody uses, and back to where one was."""

import pytest

from models import Draft, Login
from tests import makers
from tests.locking import PLAIN, at_nine, later, pupils_page, unlock, with_pin  # noqa: F401  fixtures


@pytest.mark.parametrize(("unused", "locked"), [({"seconds": 120}, False), ({"seconds": 121}, True),
                                                ({"minutes": 29}, True)])  # fmt: skip
def test_a_login_that_nobody_used_for_two_minutes_answers_with_the_lock(pinned, path, unused, locked):
    with later(**unused):
        reply = pinned.get(path, follow_redirects=True)
    assert ("<title>Locked" in reply.text) is locked
    assert ("Canary" in reply.text) is not locked


@pytest.mark.parametrize("locked", [True, False])
def test_a_login_that_ran_out_while_it_was_locked_leads_to_sign_in(pinned, path, locked):
    with later(seconds=121):
        assert not locked or pinned.get(path).location == "/lock"
    with later(minutes=31):
        reply = pinned.get(path, follow_redirects=True)
    assert (reply.status_code, reply.request.path) == (200, "/sign-in")


def test_what_the_tablet_fetches_by_itself_is_no_page_to_come_back_to(pinned, path):
    pinned.post("/lock", data={"path": path})
    assert pinned.get("/shells/concerns").location == "/lock"
    assert unlock(pinned).location == path


def test_use_begins_the_two_minutes_again_and_no_lock_undoes_itself(pinned, path):
    for seconds in (100, 200, 300):
        with later(seconds=seconds):
            assert pinned.get(path).status_code == 200
    with later(seconds=421):
        assert pinned.get(path).location == "/lock"
    with later(seconds=422):
        assert pinned.get(path).location == "/lock"


def test_a_draft_and_a_touch_are_use(pinned, mentor, school, path):
    form = makers.incident_form(school, form_path="/incidents/new", note="half")
    with later(seconds=100):
        assert pinned.post("/drafts", data=form).status_code == 204
    with later(seconds=200):
        assert pinned.post("/lock/uses", headers=PLAIN).status_code == 204
    with later(seconds=300):
        assert pinned.get(path).status_code == 200


def test_what_a_page_asks_by_itself_is_not(app, admin, school):
    browser = makers.client(app, admin)
    for seconds in (60, 110, 119):
        with later(seconds=seconds):
            browser.get("/imports/1/progress")
    with later(seconds=121):
        assert browser.get("/people").location == "/lock"


def test_a_locked_login_gets_no_page_of_any_room(app, pinned, path):
    pinned.post("/lock")
    for one in ("/", path, "/pupils", "/todos", "/more", "/incidents/new", "/records/1/versions", "/sign-in"):
        for headers in ({}, {"HX-Request": "true", "HX-Request-Type": "partial"}, PLAIN):
            reply = pinned.get(one, headers=headers)
            assert reply.status_code in (303, 423), one
            assert "Amara" not in reply.text and "Canary" not in reply.text
    assert pinned.get(path, headers={"HX-Request": "true"}).headers["HX-Trigger"] == "lock"


def test_the_lock_page_names_nobody_and_is_not_kept(pinned):
    pinned.post("/lock")
    reply = pinned.get("/lock")
    assert "Amara" not in reply.text and "Bello" not in reply.text and "school.example" not in reply.text
    assert reply.headers["Cache-Control"] == "no-store"


def test_the_pin_leads_back_to_where_one_was(pinned, path):
    pinned.post("/lock", data={"path": f"{path}?kind=incident"})
    reply = unlock(pinned)
    assert (reply.status_code, reply.location) == (303, f"{path}?kind=incident")
    assert pinned.get(path).status_code == 200


def test_without_scripts_the_page_is_the_one_that_was_left(pinned, path):
    pinned.post("/lock", headers={"Referer": f"http://localhost{path}"})
    assert unlock(pinned).location == path
    pinned.post("/lock", headers={"Referer": "https://evil.example/x"})
    assert unlock(pinned).location == "/"
    pinned.post("/lock", data={"path": "//evil.example"})
    assert unlock(pinned).location == "/"


def test_locked_by_the_clock_it_leads_to_the_page_asked_for(pinned, path):
    with later(minutes=5):
        pinned.get(path)
        assert unlock(pinned).location == path


def test_what_was_being_sent_when_the_clock_locked_comes_back(pinned, mentor, school):
    form = makers.incident_form(school, makers.pupil(school, on=mentor), note="not to be lost",
                                form_path="/incidents/new", form_title="Incident")  # fmt: skip
    with later(minutes=5):
        assert pinned.post("/incidents", data=form).location == "/lock"
        back = unlock(pinned).location
        assert back == f"/incidents/new?draft={form['client_id']}"
        assert "not to be lost" in pinned.get(back).text


def test_the_last_words_are_taken_from_a_page_that_has_locked(pinned, mentor, school):
    form = makers.incident_form(school, note="last words", form_path="/incidents/new")
    pinned.post("/lock")
    assert pinned.post("/drafts", data=form).status_code == 204
    assert Draft.get().author == mentor.user


def test_words_do_not_become_somebody_elses(as_mentor, admin, mentor, school):
    form = makers.incident_form(school, note="last words", form_path="/incidents/new")
    assert as_mentor.post("/drafts?login=999", data=form).status_code == 409
    own = Login.get(Login.user == mentor.user).id
    assert as_mentor.post(f"/drafts?login={own}", data=form).status_code == 204


def test_the_minutes_are_a_setting(url, app, mentor, path):
    from app import create_app

    browser = makers.client(create_app(DATABASE_URL=url, SECRET_KEY="x", LOCK_MINUTES="10"), mentor)
    assert 'data-seconds="600"' in browser.get(path).text
    with later(minutes=9):
        assert browser.get(path).status_code == 200
    with later(minutes=20):
        assert browser.get(path).location == "/lock"
