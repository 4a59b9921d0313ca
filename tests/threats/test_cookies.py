"""The cookies: for the server alone, new at every sign-in, and not to be planted by a stranger or a neighbour."""

from http.cookies import SimpleCookie

import pytest

from mentoring import signing_in
from models import Login
from tests import makers

TLS = "https://localhost"


def enter(browser, member, base: str = "http://localhost", **more):
    sent = {"email": member.user.email, "password": makers.PASSWORD} | more
    return browser.post("/sign-in", data=sent, base_url=base)


def cookies(reply) -> dict:
    """The cookies that a reply sets, by name."""
    return {name: one for value in reply.headers.getlist("Set-Cookie") for name, one in SimpleCookie(value).items()}


@pytest.mark.parametrize(("base", "prefix"), [("http://localhost", ""), (TLS, "__Host-")])
def test_every_cookie_is_for_the_server_this_host_and_this_site(nobody, mentor, base, prefix):
    found = cookies(enter(nobody, mentor, base))
    form = {"name": "A name", "aims": "", "starts_on": "2026-09-01", "leader": mentor.user.id}
    reply = nobody.post("/programmes", data=form, base_url=base)
    assert reply.status_code == 303, reply.text
    found |= cookies(reply)
    assert set(found) == {f"{prefix}login", f"{prefix}notice", f"{prefix}device"}
    for name, one in found.items():
        assert one["httponly"] and one["samesite"] == "Lax" and one["path"] == "/" and not one["domain"]
        assert bool(one["secure"]) is (base == TLS)
        if not name.endswith("device"):  # which is to be known again
            assert not one["expires"] and not one["max-age"]  # gone with the browser


def test_signing_in_never_takes_on_a_cookie_that_was_there_before(app, nobody, mentor):
    """Session fixation: neither one that a stranger made up nor one that was good once is good after."""
    for planted in ("made-up-by-a-stranger", "x" * 43):
        nobody.set_cookie("login", planted)
        enter(nobody, mentor)
        assert nobody.get_cookie("login").value != planted
        victim = makers.client(app)
        victim.set_cookie("login", planted)
        assert victim.get("/").status_code == 303
    assert not Login.select().where(Login.token_hash == signing_in.token_hash("made-up-by-a-stranger")).exists()


def test_two_sign_ins_have_two_tokens_that_nobody_guesses(app, mentor):
    tokens = []
    for _ in range(2):
        browser = makers.client(app)
        enter(browser, mentor)
        tokens.append(browser.get_cookie("login").value)
    assert tokens[0] != tokens[1] and all(len(token) >= 43 for token in tokens)  # 256 bits


def test_a_cookie_that_a_neighbour_plants_does_not_count_over_tls(nobody, mentor, lead, app):
    """Cookie tossing: another name of the domain can set `login`, but none can set `__Host-login`."""
    enter(nobody, mentor)
    theirs = nobody.get_cookie("login").value
    victim = makers.client(app)
    victim.set_cookie("login", theirs)
    assert victim.get("/", base_url=TLS).status_code == 303
    enter(victim, lead, TLS)
    page = victim.get("/more/sign-ins", base_url=TLS)
    assert page.status_code == 200 and lead.user.name.split()[0] in victim.get("/", base_url=TLS).text


def test_of_two_cookies_of_a_name_a_planted_one_signs_in_nobody_else(app, mentor, admin):
    """The browser sends the more specific path first; whichever is taken, it is somebody's own token or none."""
    browser = app.test_client()
    enter(makers.client(app), mentor)
    reply = browser.get("/", headers={"Cookie": "login=planted; login=planted-too"})
    assert reply.status_code == 303


def test_a_notice_that_we_did_not_sign_is_not_shown(as_mentor):
    for value in ("eyJfZmxhc2hlcyI6W3siIHQiOlsibWVzc2FnZSIsIkVWSUwiXX1dfQ.x.y", "a" * 4000, ".eJx.x.x"):
        as_mentor.set_cookie("notice", value)
        page = as_mentor.get("/")
        assert page.status_code == 200 and "EVIL" not in page.text


@pytest.mark.parametrize("base", ["http://localhost", TLS])
def test_signing_out_takes_the_cookie_and_ends_it_at_the_server(nobody, mentor, base):
    enter(nobody, mentor, base)
    token = Login.get().token_hash
    reply = nobody.post("/sign-out", base_url=base)
    found = cookies(reply)
    assert all(found[name].value == "" for name in ("login", "__Host-login"))
    assert Login.get(Login.token_hash == token).ended_at is not None
    assert reply.headers["Clear-Site-Data"] == '"cache"'  # never storage: the outbox lives there
