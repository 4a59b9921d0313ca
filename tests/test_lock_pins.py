"""PINs: chosen by who knows the password, good for their own person's login, five tries."""

import pytest

from mentoring import clock
from models import AuditEvent, Login, User
from tests import makers
from tests.locking import PLAIN, at_nine, later, unlock, with_pin  # noqa: F401  fixtures


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
    reply = pinned.post("/lock/removal", data={"pin": makers.PIN}, headers=PLAIN)
    assert (reply.status_code, reply.text) == (200, "/")


def test_the_page_of_one_is_not_opened_by_another(app, pinned, mentor, school):
    """The held page says whose login it is: whoever signed in meanwhile has another."""
    login = Login.get(Login.user == mentor.user)
    other = makers.client(app, makers.member(school, "Ben Shaw", "mentor"))
    other.post("/lock/pin", data={"pin": makers.PIN, "password": makers.PASSWORD})
    reply = other.post("/lock/removal", data={"pin": makers.PIN, "login": login.id}, headers=PLAIN)
    assert reply.status_code == 409


def test_a_pin_signs_nobody_in(app, pinned, mentor):
    stranger = makers.client(app)
    assert stranger.post("/sign-in", data={"email": mentor.user.email, "password": makers.PIN}).status_code == 422
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
    reply = as_mentor.post("/lock/pin", data={"pin": makers.PIN, "password": makers.PASSWORD} | fields)
    assert reply.status_code == 422 and reply.text.count(sentence) == 2
    assert User.get_by_id(mentor.user.id).pin_hash == ""
