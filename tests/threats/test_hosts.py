"""Threat 19: a stranger's Host is refused; what a proxy says is believed as often as there are proxies of ours."""

import pytest

from app import create_app
from tests import makers

EVIL = "evil.example"
SPOOFED = {
    "X-Forwarded-For": "10.0.0.1", "X-Forwarded-Host": EVIL, "X-Forwarded-Proto": "https",
    "X-Forwarded-Port": "8443", "X-Forwarded-Prefix": "/evil", "Forwarded": f"for=10.0.0.1;host={EVIL};proto=https",
    "X-Original-URL": "/evil", "X-Rewrite-URL": "/evil", "X-Real-IP": "10.0.0.1",
}  # fmt: skip
HOSTS = [EVIL, "localhost.evil.example", "evil.example:80", "localhost@evil.example", "localhost:80@evil.example",
         "[::1", "localhost\\evil", "", "127.0.0.1.evil.example", "xn--n3h", "localhost, evil.example",
         "evil.example#localhost", "LOCALHOST.EVIL"]  # fmt: skip


def behind(url: str, proxies: int, **settings: str):
    """The app behind so many proxies, named alongside.school.example."""
    app = create_app(DATABASE_URL=url, SECRET_KEY="only for tests", ARGON2_KIB="8", TRUSTED_PROXIES=str(proxies),
                     TRUSTED_HOSTS="alongside.school.example", **settings)  # fmt: skip
    app.testing = True
    app.add_url_rule("/said", "said", said)
    return app


def said():
    from flask import request

    return {"host": request.host, "scheme": request.scheme, "address": request.remote_addr, "root": request.script_root}


said.allowed = frozenset({"public"})


@pytest.mark.parametrize("host", HOSTS)
def test_a_strange_host_is_refused_before_anything_is_said(app, school, nobody, host):
    for path in ("/sign-in", "/", "/static/x/y", "/nowhere"):
        reply = nobody.get(path, headers={"Host": host})
        assert reply.status_code == 400 and "evil" not in reply.text.lower(), path
        assert "evil" not in reply.headers.get("Location", "")


def test_what_a_browser_says_of_a_proxy_is_ignored_where_there_is_none(app, school, nobody, mentor):
    reply = nobody.post("/sign-in", data={"email": mentor.user.email, "password": makers.PASSWORD}, headers=SPOOFED)
    assert reply.location == "/"
    assert "Secure" not in str(reply.headers.getlist("Set-Cookie")) and "__Host-" not in str(reply.headers)
    page = nobody.get("/", headers=SPOOFED)
    assert page.status_code == 200 and EVIL not in page.text and "/evil" not in page.text
    assert "Strict-Transport-Security" not in page.headers


def test_without_a_proxy_nothing_of_the_headers_counts(url):
    reply = behind(url, 0).test_client().get("/said", headers=SPOOFED).json
    assert reply == {"host": "localhost", "scheme": "http", "address": "127.0.0.1", "root": ""}


@pytest.mark.parametrize(("proxies", "heard"), [(1, "third"), (2, "second")])
def test_exactly_so_many_proxies_are_believed(url, proxies, heard):
    """The last value is that of our own proxy; a browser can only put values in front."""
    names = {"first": "10.0.0.1", "second": "10.0.0.2", "third": "10.0.0.3"}
    headers = {
        "X-Forwarded-For": ", ".join(names.values()), "X-Forwarded-Proto": "https, https, https",
        "X-Forwarded-Host": "a.evil.example, alongside.school.example, alongside.school.example",
        "X-Forwarded-Prefix": "/evil", "X-Forwarded-Port": "1",
    }  # fmt: skip
    reply = behind(url, proxies).test_client().get("/said", headers=headers).json
    assert reply == {"host": "alongside.school.example", "scheme": "https", "address": names[heard], "root": ""}


def test_a_host_that_comes_through_the_proxy_is_checked_too(url):
    client = behind(url, 1).test_client()
    assert client.get("/said", headers={"X-Forwarded-Host": EVIL}).status_code == 400
    assert client.get("/said", headers={"X-Forwarded-Host": "alongside.school.example"}).status_code == 200


def test_over_tls_browsers_are_told_to_stay_with_it(url):
    client = behind(url, 1).test_client()
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "alongside.school.example"}
    assert client.get("/said", headers=headers).headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in client.get("/said").headers
