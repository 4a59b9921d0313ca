"""Somebody new, and one-time links: how one is come by, and used in a browser of its own."""

import re

from mentoring import clock
from models import LinkRequest, Membership
from tests import makers
from tests.test_passwords import FINE

BEN = {"name": "Ben Carter", "email": "ben@school.example", "roles": ["mentor"]}


def printed(reply) -> str:
    """The path of the link on a printed page."""
    assert reply.status_code == 201, reply.text
    return re.search(r"<code>https?://[^/]+(/one-time-links/[\w-]{43})</code>", reply.text).group(1)


def ask(app, asking, person) -> str:
    """The path of a link by hand for who has come in before: one asks, a second says yes and prints it."""
    second = makers.client(app, makers.member(person.school, "Sol Second", "dsl"))
    assert asking.post(f"/people/{person.user.id}/links", data={"by": "hand"}).location == "/people"
    waiting = LinkRequest.get(LinkRequest.user == person.user, LinkRequest.answered_at.is_null())
    return printed(second.post(f"/link-requests/{waiting.id}/confirmation"))


def use(app, path, password=FINE):
    """Open a link in a browser of its own and choose a password."""
    browser = makers.client(app)
    assert browser.get(path).status_code == 303
    return browser.post("/one-time-links", data={"password": password})


def signs_in(app, email, password=FINE) -> bool:
    return makers.client(app).post("/sign-in", data={"email": email, "password": password}).status_code == 303


def works_at(school, user, role="mentor"):
    Membership.create(school=school, user=user, role=role, created_at=clock.now(), confirmed_at=clock.now())
