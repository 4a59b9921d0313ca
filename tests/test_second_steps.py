"""Between the right password and a login."""

from datetime import timedelta

import pytest

from mentoring import account_notices, clock, recovery_codes
from models import AccountNotice, AuditEvent, CodeApp, Login, SecondStep, User
from tests import makers


def give_password(browser, member, **more):
    return browser.post("/sign-in", data={"email": member.user.email, "password": makers.PASSWORD} | more)


@pytest.fixture
def halfway(nobody, admin):
    """A browser in which the admin gave the right password."""
    give_password(nobody, admin)
    return nobody


def test_the_password_alone_opens_nothing(nobody, admin):
    reply = give_password(nobody, admin, next="/people")
    assert (reply.status_code, reply.location) == (303, "/second-steps/new?next=/people")
    assert nobody.get_cookie("login") is None and not Login.select().exists()
    assert nobody.get("/people").location.startswith("/sign-in")
    page = nobody.get("/second-steps/new?next=/people").text
    assert "six digits" in page and "recovery code" in page and admin.user.email not in page


def test_the_code_signs_in_under_a_new_token_and_goes_on(halfway, admin):
    step = halfway.get_cookie("second-step").value
    reply = halfway.post("/second-steps", data={"code": makers.code(admin.user), "next": "/people"})
    assert (reply.status_code, reply.location) == (303, "/people")
    assert halfway.get("/people").status_code == 200
    assert halfway.get_cookie("second-step") is None and halfway.get_cookie("login").value != step
    assert (Login.get().factor, SecondStep.select().count()) == ("code", 0)


def test_a_code_is_good_once(app, halfway, admin):
    code = makers.code(admin.user)
    assert halfway.post("/second-steps", data={"code": code}).location == "/"
    other = makers.client(app)
    give_password(other, admin)
    again = other.post("/second-steps", data={"code": code})
    assert again.status_code == 422 and "each is good once" in again.text
    assert other.post("/second-steps", data={"code": makers.code(admin.user, 1)}).location == "/"
    third = makers.client(app)
    give_password(third, admin)
    assert third.post("/second-steps", data={"code": code}).status_code == 422


@pytest.mark.parametrize(("off", "right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off_and_no_more(halfway, admin, off, right):
    with clock.at(clock.now()):
        reply = halfway.post("/second-steps", data={"code": makers.code(admin.user, off)})
    assert reply.status_code == (303 if right else 422)


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "0" * 9000, "\0"])
def test_what_is_no_code_is_refused(halfway, code):
    assert halfway.post("/second-steps", data={"code": code}).status_code == 422
    assert not Login.select().exists()


def test_a_code_may_have_a_space_in_it(halfway, admin):
    code = makers.code(admin.user)
    assert halfway.post("/second-steps", data={"code": f"{code[:3]} {code[3:]}"}).status_code == 303


def test_after_five_wrong_ones_it_starts_again_and_the_person_is_told(app, halfway, admin):
    for _ in range(4):
        assert halfway.post("/second-steps", data={"code": "000000"}).status_code == 422
    assert halfway.post("/second-steps", data={"code": "000000", "next": "/people"}).location == "/sign-in?next=/people"
    assert "wrong 5 times" in halfway.get("/sign-in").text
    assert halfway.post("/second-steps", data={"code": makers.code(admin.user)}).location == "/sign-in"
    give_password(halfway, admin)
    halfway.post("/second-steps", data={"code": makers.code(admin.user)})
    assert "somebody knew your password and gave 5 wrong codes" in halfway.get("/").text
    assert AuditEvent.select().where(AuditEvent.action == "second_step.refused").count() == 5


def test_when_the_tries_are_used_up_even_the_right_code_comes_too_late(halfway, admin):
    """As when many are sent at once: each is counted before it is looked at."""
    SecondStep.update(tries=5).execute()
    assert halfway.post("/second-steps", data={"code": makers.code(admin.user)}).location == "/sign-in"
    assert not Login.select().exists()


def test_guessing_from_one_place_is_slowed_and_does_not_keep_the_person_out_elsewhere(app, admin):
    thief = makers.client(app)
    for _ in range(2):
        give_password(thief, admin)
        for _ in range(5):
            thief.post("/second-steps", data={"code": "000000"})
    give_password(thief, admin)
    slowed = thief.post("/second-steps", data={"code": makers.code(admin.user)})
    assert slowed.status_code == 429 and "Too many wrong codes" in slowed.text
    person = makers.client(app)
    give_password(person, admin)
    right = person.post(
        "/second-steps", data={"code": makers.code(admin.user)}, environ_base={"REMOTE_ADDR": "10.0.0.7"}
    )
    assert right.location == "/"


def test_a_recovery_code_is_not_slowed_by_wrong_digits(app, admin):
    code, browser = recovery_codes.renew(admin.user)[0], makers.client(app)
    for _ in range(2):
        give_password(browser, admin)
        for _ in range(5):
            browser.post("/second-steps", data={"code": "000000"})
    give_password(browser, admin)
    assert browser.post("/second-steps", data={"recovery": code}).location == "/factors"


def test_it_lasts_five_minutes_in_one_browser(app, halfway, admin):
    elsewhere = makers.client(app)
    assert elsewhere.post("/second-steps", data={"code": makers.code(admin.user)}).location == "/sign-in"
    with clock.at(clock.now() + timedelta(minutes=5, seconds=5)):
        assert halfway.post("/second-steps", data={"code": makers.code(admin.user)}).location == "/sign-in"
        assert halfway.get("/second-steps/new").location == "/sign-in"
    assert not Login.select().exists()


def test_a_recovery_code_comes_in_once_ends_other_logins_and_is_told(app, halfway, admin):
    code = recovery_codes.renew(admin.user)[0]
    lost = makers.client(app, admin)
    assert halfway.post("/second-steps", data={"recovery": code.upper()}).location == "/factors"
    page = halfway.get("/factors").text
    assert "You came in with a recovery code" in page and "9 of 10" in page
    assert lost.get("/").location.startswith("/sign-in")
    used = AuditEvent.get(AuditEvent.action == "recovery_codes.use")
    assert (used.user, used.detail) == (admin.user, "9 left")
    thief = makers.client(app)
    give_password(thief, admin)
    assert thief.post("/second-steps", data={"recovery": code}).status_code == 422
    thief.post("/second-steps", data={"code": makers.code(admin.user)})
    assert "a recovery code was used to sign in as you" in thief.get("/").text
    assert AccountNotice.select().where(AccountNotice.told_at.is_null()).count() == 0


def test_who_left_meanwhile_does_not_come_in(halfway, admin):
    User.update(ended_at=clock.now()).execute()
    assert halfway.post("/second-steps", data={"code": makers.code(admin.user)}).location == "/sign-in"


def test_a_secret_sealed_with_another_key_is_refused_and_no_fault(halfway, admin):
    code = makers.code(admin.user)
    CodeApp.update(secret="gAAAA" + "x" * 90).execute()
    assert halfway.post("/second-steps", data={"code": code}).status_code == 422


@pytest.mark.parametrize("answer", ["x", "[]", '{"id": "AA"}', "[" * 20_000])
def test_no_answer_of_a_key_is_a_fault(halfway, answer):
    assert halfway.post("/second-steps", data={"credential": answer}).status_code == 422


def test_who_has_no_second_step_and_needs_none_is_not_asked(nobody, mentor):
    assert give_password(nobody, mentor).location == "/"
    assert Login.get().factor == ""


def test_it_never_leads_to_another_site(halfway, admin):
    reply = halfway.post("/second-steps", data={"code": makers.code(admin.user), "next": "https://evil.example/"})
    assert reply.location == "/"


def test_over_tls_the_cookie_is_bound_to_the_host(nobody, admin):
    data = {"email": admin.user.email, "password": makers.PASSWORD}
    reply = nobody.post("/sign-in", base_url="https://localhost", data=data)
    cookie = next(value for name, value in reply.headers if name == "Set-Cookie" and "second-step=" in value)
    assert cookie.startswith("__Host-second-step=") and "Secure" in cookie and "HttpOnly" in cookie


def test_every_notice_is_a_sentence():
    for what in account_notices.SENTENCES:
        assert account_notices.Told(clock.now(), what, "Phone").sentence("Europe/London").startswith("On ")
