"""Guessing is slowed, and nobody is locked out by it: each sentence of OWASP's device cookies and of ours."""

import re
import threading
from datetime import UTC, datetime, timedelta

import pytest

from mentoring import clock, devices, hashing, throttling
from mentoring.devices import Visitor
from mentoring.hashing import STRANGERS_WAITING, Crowded, Passwords
from models import AuditEvent, KnownDevice, Mail, Throttle
from tests import makers
from tests.test_passwords import posting

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
TRIES, AT_PLACE = 10, 300


def sign_in(browser, member, password=makers.PASSWORD, place="192.0.2.1"):
    data = {"email": getattr(member, "user", member).email if hasattr(member, "user") else member, "password": password}
    return browser.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": place})


def guess(browser, member, times=TRIES + 1, **more):
    return [sign_in(browser, member, "wrong wrong wrong", **more).status_code for _ in range(times)]


@pytest.fixture(autouse=True)
def still():
    """The clock stands still: no try comes back while a test runs."""
    with clock.at(NOW):
        yield


@pytest.fixture
def own(app, mentor):
    """A browser in which the mentor signed in before, and is signed in no more."""
    browser = makers.client(app)
    assert sign_in(browser, mentor).status_code == 303
    browser.post("/sign-out")
    return browser


def test_a_guesser_is_stopped_after_ten_and_let_on_once_a_minute(app, mentor):
    browser = makers.client(app)
    assert guess(browser, mentor) == [422] * TRIES + [429]
    with clock.at(NOW + timedelta(minutes=1)):
        assert guess(browser, mentor, 2) == [422, 429]


def test_a_new_browser_or_another_place_gives_no_new_tries(app, mentor):
    for number in range(TRIES):
        assert guess(makers.client(app), mentor, 1, place=f"198.51.100.{number}") == [422]
    assert guess(makers.client(app), mentor, 1, place="203.0.113.7") == [429]


def test_the_person_comes_in_from_their_own_browser_whatever_a_guesser_does(app, mentor, own):
    guess(makers.client(app), mentor, 3 * TRIES)
    assert sign_in(own, mentor).status_code == 303


def test_even_a_guesser_at_the_same_address_of_the_school(app, mentor, own):
    for number in range(AT_PLACE + 5):
        last = sign_in(makers.client(app), f"nobody{number}@school.example", "wrong wrong wrong").status_code
    assert last == 429
    assert sign_in(own, mentor).status_code == 303


def test_a_throttled_stranger_does_not_come_in_with_the_right_password_either(app, mentor):
    browser = makers.client(app)
    guess(browser, mentor)
    assert sign_in(browser, mentor).status_code == 429


def test_one_account_is_throttled_and_no_other(app, mentor, admin):
    browser = makers.client(app)
    guess(browser, mentor)
    assert sign_in(browser, admin).status_code == 303


def test_a_known_browser_has_as_many_tries_and_no_more(app, mentor, own):
    assert guess(own, mentor) == [422] * TRIES + [429]
    assert sign_in(own, mentor).status_code == 429
    assert sign_in(makers.client(app), mentor).status_code == 303


def test_signing_in_gives_the_tries_back(app, mentor, own):
    for _ in range(3):
        guess(own, mentor, TRIES - 1)
        assert sign_in(own, mentor).status_code == 303


def test_a_browser_known_for_one_person_is_strange_for_another(app, mentor, admin, own):
    guess(makers.client(app), admin)
    assert sign_in(own, admin).status_code == 429


def test_a_shared_tablet_is_known_for_each_who_signed_in_there(app, mentor, lead, own):
    sign_in(own, lead)
    guess(makers.client(app), lead)
    guess(makers.client(app), mentor)
    own.post("/sign-out")
    assert sign_in(own, lead).status_code == 303
    own.post("/sign-out")
    assert sign_in(own, mentor).status_code == 303
    assert len({row.token_hash for row in KnownDevice.select()}) == 1


def test_no_browser_becomes_known_by_a_token_that_somebody_planted(app, mentor):
    browser = makers.client(app)
    browser.set_cookie("device", "planted")
    sign_in(browser, mentor)
    assert browser.get_cookie("device").value != "planted"
    thief = makers.client(app)
    thief.set_cookie("device", "planted")
    guess(makers.client(app), mentor)
    assert guess(thief, mentor, 1) == [429]


def test_the_token_of_a_browser_is_kept_as_a_hash_and_for_the_server_alone(app, mentor):
    reply = sign_in(makers.client(app), mentor)
    cookie = next(value for value in reply.headers.getlist("Set-Cookie") if value.startswith("device="))
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Max-Age" in cookie
    assert KnownDevice.get().token_hash not in cookie


def test_a_school_at_one_address_signs_in_at_once(app, school):
    staff = [makers.member(school, f"Person{number} Smith", "mentor") for number in range(60)]
    assert [sign_in(makers.client(app), one).status_code for one in staff] == [303] * 60


def test_unknown_addresses_are_answered_and_throttled_like_known_ones(app, mentor):
    browser = makers.client(app)
    unknown = "nobody@school.example"
    assert guess(browser, mentor) == guess(browser, unknown)
    pages = [sign_in(browser, one, "wrong wrong wrong").text for one in (mentor, unknown)]
    assert pages[0].replace(mentor.user.email, "X") == pages[1].replace(unknown, "X")


def test_unknown_addresses_cost_the_same_hash_and_as_many_writes(app, mentor, monkeypatch):
    """What a stopwatch could tell: argon2 once each, and the same number of commits."""
    import database

    cost, verify = {}, hashing.PasswordHasher.verify
    commit = database.db.obj.commit
    for one in ("warms up the hash that nobody has", mentor, "nobody@school.example"):
        seen = []
        monkeypatch.setattr(
            hashing.PasswordHasher, "verify", lambda *given, seen=seen: (seen.append("hash"), verify(*given))[1]
        )
        database.db.obj.commit = lambda seen=seen: (seen.append("commit"), commit())[1]
        sign_in(makers.client(app), one, "wrong wrong wrong")
        cost[one if isinstance(one, str) else "known"] = seen
    database.db.obj.commit = commit
    assert cost["known"] == cost["nobody@school.example"]
    assert cost["known"].count("hash") == 1


def test_an_account_without_a_password_takes_none_and_costs_the_same(app, school, mentor):
    type(mentor.user).update(password_hash="").execute()
    assert sign_in(makers.client(app), mentor, "").status_code == 422
    assert sign_in(makers.client(app), mentor, "wrong wrong wrong").status_code == 422
    assert AuditEvent.get(AuditEvent.action == "login.refused").subject_id == mentor.user.id


def test_an_ipv6_house_is_one_place(app):
    assert throttling.place("2001:db8:1:2::7") == throttling.place("2001:db8:1:2:ffff::1")
    assert throttling.place("2001:db8:1:3::7") != throttling.place("2001:db8:1:2::7")
    assert throttling.place("192.0.2.1") == "192.0.2.1" and throttling.place("") == ""


class Hold:
    """Stands in for argon2 at work: says that it began, and goes on when told."""

    def __init__(self):
        self.began, self.go_on = threading.Semaphore(0), threading.Event()

    def verify(self, *_given):
        self.began.release()
        self.go_on.wait(20)
        return True


def test_a_flood_of_strangers_leaves_room_for_who_is_known(monkeypatch):
    """At most two hashes at once, one of them a stranger's; more strangers than may wait are sent away at once."""
    passwords, hold = Passwords(8), Hold()
    monkeypatch.setattr(Passwords, "_hasher", hold)
    flood = [threading.Thread(target=passwords.match, args=("x", "y", True)) for _ in range(STRANGERS_WAITING)]
    for one in flood:
        one.start()
    assert hold.began.acquire(timeout=20)
    while hashing._room.acquire(blocking=False):
        hashing._room.release()
    with pytest.raises(Crowded):
        passwords.match("x", "y", stranger=True)
    known = threading.Thread(target=passwords.match, args=("x", "y"))
    known.start()
    assert hold.began.acquire(timeout=20)
    assert not hold.began.acquire(blocking=False)
    hold.go_on.set()
    for one in (*flood, known):
        one.join(20)
    assert hashing._room.acquire(blocking=False)
    hashing._room.release()


def test_who_is_sent_away_from_the_crowd_reads_what_to_do(app, mentor, monkeypatch):
    def crowded(*_given, **_more):
        raise Crowded

    monkeypatch.setattr(Passwords, "match", crowded)
    reply = sign_in(makers.client(app), mentor)
    assert reply.status_code == 429 and "Wait a few seconds" in reply.text and mentor.user.email in reply.text


def test_made_up_addresses_do_not_stay_in_the_database(app, mentor):
    for number in range(5):
        sign_in(makers.client(app), f"nobody{number}@school.example", "wrong wrong wrong")
    with clock.at(NOW + timedelta(days=3)):
        sign_in(makers.client(app), mentor)
    assert not [row.key for row in Throttle.select() if not row.key.startswith("place")]
    assert not Throttle.select().where(Throttle.key.contains("@")).exists()


def test_a_first_sign_in_is_told_to_nobody_a_new_browser_by_e_mail_a_known_one_not(url, app, mentor):
    post = posting(url)
    first, second = makers.client(post), makers.client(post)
    sign_in(first, mentor)
    assert Mail.select().count() == 0
    sign_in(second, mentor)
    (row,) = Mail.select()
    assert (row.recipient, row.reason) == (mentor.user.email, "new device")
    assert not re.search(r"Amara|192\.|Werkzeug|test", row.body)
    for browser in (first, second):
        browser.post("/sign-out")
        sign_in(browser, mentor)
    assert Mail.select().count() == 1


def test_a_browser_not_used_for_long_is_strange_again(app, mentor, own):
    token = own.get_cookie("device").value
    with clock.at(NOW + timedelta(days=401)):
        sign_in(makers.client(app), mentor)
    assert not devices.is_known(mentor.user, token)
    assert Visitor("a", "b").token == ""
