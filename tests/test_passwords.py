"""Passwords and PINs: what is taken, how one's own is changed, what is said to who has forgotten it."""

import unicodedata
from datetime import timedelta

import pytest

from app import create_app
from mentoring import clock
from mentoring.passwords import MOST_PASSWORD, password_fault, pin_fault, prepared
from models import AuditEvent, Login, Mail, OneTimeLink, User
from tests import makers

FINE = "harbour violet teapot"


def posting(url, **given):
    """The app with a mail server set, on the same database."""
    app = create_app(DATABASE_URL=url, SECRET_KEY="only for tests", ARGON2_KIB="8", SMTP_HOST="localhost",
                     MAIL_FROM="a@school.example", PUBLIC_URL="https://alongside.school.example", **given)  # fmt: skip
    app.testing = True
    return app


def own(**changes) -> dict:
    return {"old": makers.PASSWORD, "password": FINE} | changes


@pytest.mark.parametrize(("password", "fine"), [
    ("orchard lantern ferry", True), ("short", False), ("x" * 129, False), ("aaaaaaaaaaaaaa", False),
    ("123456789012345", False), ("qwertyuiopasd", False), ("Amara Bello 1", False), ("alongside1234", False),
    ("passwordpassword", False), ("iloveyou1234", False), ("Manchester2024!", False), ("letmeinletmein", False),
    ("kestrelpark2026", False), ("kestrel violet teapot", True), ("💚🐸🍎🚗🎲📚🌧🕰🪑🎻🦆🍋", True),
    ("кошка собака дерево", True),
    ("all lower case and nothing else", True), (" leading and trailing ", True), ("👩‍🏫 chalk and 🦆 pond", True),
])  # fmt: skip
def test_passwords_follow_the_ncsc(password, fine):
    assert (password_fault(password, "Amara Bello", "amara@school.example", "Kestrel Park") == "") is fine


@pytest.mark.parametrize(("length", "fine"), [(11, False), (12, True), (128, True), (129, False)])
def test_the_length_counts_characters_as_people_do(length, fine):
    words = "é quiet Ÿ harbour ñ teapot ü violet ferry lantern maple comet orchid saddle copper meadow pebble " * 2
    for form in ("NFC", "NFD"):
        assert (password_fault(unicodedata.normalize(form, words[:length])) == "") is fine


def test_the_same_password_from_another_keyboard_is_the_same(nobody, app, school):
    passwords = app.config["PASSWORDS"]
    stored = passwords.hash("Zoë\u00a0likes harbours")
    assert passwords.match(stored, unicodedata.normalize("NFD", "Zoë likes harbours"))
    assert not passwords.match(passwords.hash("x² harbours and more"), "x2 harbours and more")
    assert prepared("ﬁne") == "ﬁne"


def test_nothing_is_cut_off_a_password(app, as_mentor, mentor):
    passwords, words = app.config["PASSWORDS"], "harbour violet teapot " * 5 + "1234567890abcdefgh"
    stored = passwords.hash(words)
    assert len(words) == MOST_PASSWORD
    assert passwords.match(stored, words) and not passwords.match(stored, words[:-1])
    assert not passwords.match(stored, words + "x")
    User.update(password_hash=stored).where(User.id == mentor.user.id).execute()
    for said, status in ((words + "x", 422), (words, 303)):
        assert as_mentor.post("/checks", data={"password": said}).status_code == status


@pytest.mark.parametrize(("pin", "fine"), [
    ("274918", True), ("860357", True), ("123456", False), ("654321", False), ("111111", False), ("121212", False),
    ("123123", False), ("112211", False), ("112233", False), ("010190", False), ("240683", False), ("198704", False),
    ("871224", False), ("12345", False), ("1234567", False), ("12a456", False), ("", False), ("١٢٣٤٥٦", False),
    ("246802", False), ("123321", False),
])  # fmt: skip
def test_a_pin_is_none_of_those_tried_first(pin, fine):
    assert (pin_fault(pin) == "") is fine


def test_ones_own_password_changes_for_who_knows_it(app, as_mentor, mentor):
    elsewhere = makers.client(app, mentor)
    reply = as_mentor.post("/passwords/own", data=own())
    assert (reply.status_code, reply.location) == (303, "/more")
    assert as_mentor.get("/").status_code == 200 and elsewhere.get("/").status_code == 303
    assert AuditEvent.select().where(AuditEvent.action == "user.password").count() == 1
    sent = makers.client(app).post("/sign-in", data={"email": mentor.user.email, "password": FINE})
    assert sent.status_code == 303


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"old": "wrong wrong wrong"}, "That is not your password now."), ({"old": ""}, "Write your password, so that"),
    ({"password": "short"}, "Use at least 12 characters"), ({"password": "amara bello 1"}, "easy to guess"),
    ({"password": "kestrel park 12"}, "easy to guess"),
])  # fmt: skip
def test_a_fault_changes_nothing_and_shows_no_password(as_mentor, mentor, changes, sentence):
    stored = mentor.user.password_hash
    reply = as_mentor.post("/passwords/own", data=own(**changes))
    assert reply.status_code == 422 and reply.text.count(sentence) == 2
    assert FINE not in reply.text and type(mentor.user).get_by_id(mentor.user.id).password_hash == stored


def test_who_sits_at_an_open_tablet_cannot_try_passwords_for_long(as_mentor):
    for _ in range(10):
        assert as_mentor.post("/passwords/own", data=own(old="wrong wrong wrong")).status_code == 422
    assert as_mentor.post("/passwords/own", data=own()).status_code == 429


def test_who_forgot_is_answered_the_same_known_or_not(url, app, school, mentor):
    post = posting(url)
    known = makers.client(post).post("/passwords", data={"email": mentor.user.email})
    unknown = makers.client(post).post("/passwords", data={"email": "nobody@school.example"})
    assert known.status_code == unknown.status_code == 200
    assert known.text.replace(mentor.user.email, "X") == unknown.text.replace("nobody@school.example", "X")
    assert [row.recipient for row in Mail.select()] == [mentor.user.email]
    asked = AuditEvent.select().where(AuditEvent.action == "password.forgotten").order_by(AuditEvent.id)
    assert [row.subject_id for row in asked] == [mentor.user.id, None]


def test_it_costs_as_many_transactions_known_or_not(url, app, school, mentor):
    """Each commit waits for the disk, which a guesser could measure; a row more in one could not be."""
    import database

    post, counted = posting(url), {}
    commit = database.db.obj.commit
    for email in (mentor.user.email, "nobody@school.example"):
        waits = []
        database.db.obj.commit = lambda waits=waits: (waits.append(1), commit())[1]
        makers.client(post).post("/passwords", data={"email": email})
        counted[email] = len(waits)
    database.db.obj.commit = commit
    assert len(set(counted.values())) == 1 and min(counted.values()) > 0


def test_nobody_is_flooded_with_e_mails(url, app, school, mentor):
    post = posting(url)
    for _ in range(6):
        assert makers.client(post).post("/passwords", data={"email": mentor.user.email}).status_code == 200
    assert Mail.select().count() == 3


def test_without_a_mail_server_it_says_whom_to_ask(nobody, mentor):
    assert "Ask your school's admin" in nobody.get("/passwords/new").text
    assert nobody.post("/passwords", data={"email": mentor.user.email}).status_code == 200
    assert Mail.select().count() == 0 == OneTimeLink.select().count()


def test_an_address_that_is_none_gets_a_cure(url, app, school):
    reply = makers.client(posting(url)).post("/passwords", data={"email": "amara"})
    assert reply.status_code == 422 and "Write the whole address" in reply.text


def test_the_link_lasts_an_hour_and_the_old_password_till_it_is_used(url, app, school, mentor, nobody):
    makers.client(posting(url)).post("/passwords", data={"email": mentor.user.email})
    link = OneTimeLink.get()
    assert link.expires_at - link.created_at == timedelta(hours=1)
    assert nobody.post("/sign-in", data={"email": mentor.user.email, "password": makers.PASSWORD}).status_code == 303


def test_who_has_left_gets_no_link(url, app, school, mentor):
    makers.ended(mentor.user)
    makers.client(posting(url)).post("/passwords", data={"email": mentor.user.email})
    assert Mail.select().count() == 0 == OneTimeLink.select().count()


def test_a_changed_password_is_told_by_e_mail_without_detail(url, app, school, mentor):
    post = posting(url)
    makers.client(post, mentor).post("/passwords/own", data=own())
    row = Mail.get()
    assert row.recipient == mentor.user.email and row.subject == "Your password was changed"
    assert "Amara" not in row.body and FINE not in row.body


def test_a_password_may_be_kept_for_ever(nobody, mentor, school):
    with clock.at(clock.now() + timedelta(days=4000)):
        reply = nobody.post("/sign-in", data={"email": mentor.user.email, "password": makers.PASSWORD})
        assert reply.status_code == 303 and Login.select().count() == 1
