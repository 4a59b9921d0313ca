"""The lock, as the server keeps it: no page for a login that nobody uses, a PIN for its own person, five tries."""

from datetime import UTC, datetime, timedelta

import pytest

from mentoring import clock, tokens
from models import AuditEvent, Draft, Login, User
from tests import makers

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PIN = "274918"
PLAIN = {"Accept": "text/plain"}


def later(**time):
    return clock.at(NOW + timedelta(**time))


@pytest.fixture(autouse=True)
def still():
    with clock.at(NOW):
        yield


@pytest.fixture
def pinned(as_mentor, mentor):
    """The mentor's browser, with a PIN chosen."""
    reply = as_mentor.post("/lock/pin", data={"pin": PIN, "password": makers.PASSWORD})
    assert (reply.status_code, reply.location) == (303, "/more")
    return as_mentor


@pytest.fixture
def path(mentor, school):
    """A page with a pupil's name on it."""
    return f"/pupils/{makers.pupil(school, 'Canary Okafor', on=mentor).id}"


def unlock(browser, **fields):
    return browser.post("/lock/removal", data=fields or {"pin": PIN})


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


def test_who_has_no_pin_unlocks_with_the_password(as_mentor):
    as_mentor.post("/lock")
    assert 'name="pin"' not in as_mentor.get("/lock").text
    assert unlock(as_mentor, password="wrong wrong wrong").status_code == 422
    assert unlock(as_mentor, pin="").status_code == 422
    assert unlock(as_mentor, password=makers.PASSWORD).status_code == 303


def test_five_wrong_pins_end_the_sign_in(app, pinned, mentor):
    pinned.post("/lock", data={"path": "/todos"})
    for left in (4, 3, 2):
        reply = unlock(pinned, pin="999999")
        assert reply.status_code == 422 and f"{left} tries are left" in reply.text
    assert "1 try is left" in unlock(pinned, pin="999999").text
    reply = unlock(pinned, pin="999999")
    assert reply.location == "/sign-in?next=/todos"
    assert unlock(pinned).location.startswith("/sign-in")
    assert pinned.get("/").location.startswith("/sign-in")
    assert AuditEvent.select().where(AuditEvent.action == "login.unlock_refused").count() == 5
    assert AuditEvent.get(AuditEvent.action == "login.end").detail == "wrong PINs"


def test_the_tries_come_back_with_the_right_pin(pinned):
    for _ in range(2):
        for _ in range(4):
            unlock(pinned, pin="999999")
        assert unlock(pinned).status_code == 303


def test_a_colleague_does_not_guess_four_times_between_any_two_right_ones(app, pinned, mentor):
    """Ten wrong ones on whichever tablets, then one each half hour: the right one forgives none of them."""
    other = makers.client(app, mentor)
    for browser in (pinned, other, pinned, other, pinned):
        for _ in range(2):
            assert "left" in unlock(browser, pin="999999").text
        assert unlock(browser).status_code in (303, 422)
    reply = unlock(other)
    assert reply.status_code == 422 and "Too many wrong PINs of yours" in reply.text and "Hand over" in reply.text
    with later(minutes=29):
        Login.update(seen_at=clock.now()).execute()
        assert unlock(other).status_code == 422
    with later(minutes=31):
        Login.update(seen_at=clock.now()).execute()
        assert "left" in unlock(pinned, pin="999999").text
        assert unlock(other).status_code == 422


def test_right_pins_are_never_too_many(pinned):
    for _ in range(15):
        assert unlock(pinned).status_code == 303


def test_a_pin_is_asked_even_where_the_server_was_not_told_of_the_lock(pinned):
    assert unlock(pinned, pin="999999").status_code == 422
    reply = pinned.post("/lock/removal", data={"pin": PIN}, headers=PLAIN)
    assert (reply.status_code, reply.text) == (200, "/")


def test_the_page_of_one_is_not_opened_by_another(app, pinned, mentor, school):
    """The held page says whose login it is: whoever signed in meanwhile has another."""
    login = Login.get(Login.user == mentor.user)
    other = makers.client(app, makers.member(school, "Ben Shaw", "mentor"))
    other.post("/lock/pin", data={"pin": PIN, "password": makers.PASSWORD})
    reply = other.post("/lock/removal", data={"pin": PIN, "login": login.id}, headers=PLAIN)
    assert reply.status_code == 409


def test_a_pin_signs_nobody_in(app, pinned, mentor):
    stranger = makers.client(app)
    assert stranger.post("/sign-in", data={"email": mentor.user.email, "password": PIN}).status_code == 422
    assert unlock(stranger).location.startswith("/sign-in")


def test_a_pin_is_good_on_that_browsers_login_only_and_within_its_limits(pinned):
    pinned.post("/lock")
    with later(minutes=31):
        assert unlock(pinned).location.startswith("/sign-in")
    assert unlock(pinned).status_code == 303


def test_a_pin_is_kept_as_argon2(pinned, mentor):
    assert User.get_by_id(mentor.user.id).pin_hash.startswith("$argon2id$")


@pytest.mark.parametrize(("fields", "sentence"), [
    ({"pin": "123456"}, "one of the first"), ({"pin": "12"}, "Use 6 digits"), ({"pin": "010190"}, "like a date"),
    ({"password": "wrong wrong wrong"}, "That is not your password."), ({"password": ""}, "Write your password"),
])  # fmt: skip
def test_a_pin_is_chosen_by_who_knows_the_password(as_mentor, mentor, fields, sentence):
    reply = as_mentor.post("/lock/pin", data={"pin": PIN, "password": makers.PASSWORD} | fields)
    assert reply.status_code == 422 and reply.text.count(sentence) == 2
    assert User.get_by_id(mentor.user.id).pin_hash == ""


def test_hand_over_ends_the_login_keeps_the_drafts_and_names_nobody(app, pinned, mentor, school):
    form = makers.incident_form(school, note="mine", form_path="/incidents/new", form_title="Incident")
    pinned.post("/drafts", data=form)
    token = pinned.get_cookie("login").value
    pinned.post("/lock")
    reply = pinned.post("/lock/hand-overs")
    assert (reply.status_code, reply.location) == (303, "/sign-in")
    assert reply.headers["Clear-Site-Data"] == '"cache"'
    assert "Amara" not in pinned.get("/sign-in").text
    assert Login.get(Login.token_hash == tokens.token_hash(token)).ended_at
    ben = makers.member(school, "Ben Shaw", "mentor")
    pinned.post("/sign-in", data={"email": ben.user.email, "password": makers.PASSWORD})
    assert "Not saved yet" not in pinned.get("/").text
    assert "Not saved yet" in makers.client(app, mentor).get("/").text


def test_signing_in_on_top_of_a_login_ends_it(app, as_mentor, mentor, lead):
    token = as_mentor.get_cookie("login").value
    as_mentor.post("/sign-in", data={"email": lead.user.email, "password": makers.PASSWORD})
    assert Login.get(Login.token_hash == tokens.token_hash(token)).ended_at


@pytest.mark.parametrize(("minutes", "over"), [(30, False), (30 + 1 / 60, True)])
def test_a_login_runs_out_after_half_an_hour_unused_to_the_second(pinned, minutes, over):
    with later(minutes=minutes):
        assert pinned.get("/").location.startswith("/sign-in" if over else "/lock")


@pytest.mark.parametrize(("seconds", "over"), [(0, False), (1, True)])
def test_a_login_runs_out_after_twelve_hours_used_or_not(pinned, seconds, over):
    with later(hours=12, seconds=seconds):
        Login.update(seen_at=clock.now()).execute()
        assert pinned.get("/todos").status_code == (303 if over else 200)


def test_to_unlock_is_use_and_does_not_lengthen_the_twelve_hours(pinned):
    with later(minutes=29):
        pinned.get("/")
        unlock(pinned)
    with later(minutes=30):
        assert pinned.get("/").status_code == 200
    with later(hours=12, seconds=1):
        Login.update(seen_at=clock.now()).execute()
        assert unlock(pinned).location.startswith("/sign-in")


def test_changed_roles_and_leaving_count_at_the_next_request_even_while_locked(app, pinned, mentor, admin):
    as_admin = makers.client(app, admin)
    as_admin.post(f"/people/{mentor.user.id}", data={"name": "Amara Bello", "roles": ["contributor"]})
    assert pinned.get("/notes/new").status_code == 403 and pinned.get("/incidents/new").status_code == 200
    pinned.post("/lock")
    as_admin.post(f"/people/{mentor.user.id}/leaving")
    assert unlock(pinned).location.startswith("/sign-in")


def test_the_minutes_are_a_setting(url, app, mentor, path):
    from app import create_app

    browser = makers.client(create_app(DATABASE_URL=url, SECRET_KEY="x", LOCK_MINUTES="10"), mentor)
    assert 'data-seconds="600"' in browser.get(path).text
    with later(minutes=9):
        assert browser.get(path).status_code == 200
    with later(minutes=20):
        assert browser.get(path).location == "/lock"


def test_all_other_sign_ins_end_at_once(app, as_mentor, mentor, admin):
    others = [makers.client(app, mentor) for _ in range(3)]
    colleague = makers.client(app, admin)
    assert "End all of these" in as_mentor.get("/more/sign-ins").text
    as_mentor.post("/more/sign-ins/others/ending")
    assert as_mentor.get("/").status_code == colleague.get("/").status_code == 200
    assert [browser.get("/").status_code for browser in others] == [303] * 3
