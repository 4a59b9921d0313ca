"""The way in and out of a browser: its login, the second step before it, the device that is known again."""

from urllib.parse import urlsplit

from flask import current_app, flash, g, redirect, request, url_for

from mentoring import devices, factors, signing_in
from mentoring.devices import Visitor
from mentoring.entering import Entry
from mentoring.security_keys import Place
from models import Member, School, User
from views.cookies import DEVICE, LOGIN, STEP, cookie, delete_cookie, set_cookie
from views.guard import safe_path

DEVICE_SECONDS = 400 * 24 * 3600  # as long as browsers keep a cookie


def let_in(entry: Entry, onward: str | None = ""):
    """Go on to a page of ours with a login, by way of the second step where one is set up. A login from before ends."""
    page = safe_path(onward)
    if entry.halfway:
        response = redirect(url_for("second_steps.new", next=page or None), 303)
        set_cookie(response, STEP, entry.token)
        return response
    if g.login and g.login.ended_at is None:
        signing_in.sign_out(Member(g.login.user, g.login.school, frozenset()), g.login)
    for sentence in entry.told:
        flash(sentence, "warn")
    response = redirect(page or url_for("today.index"), 303)
    if cookie(STEP):
        delete_cookie(response, STEP)
    set_cookie(response, LOGIN, entry.token)
    remember_device(response, entry.user, entry.school)
    return response


def link_address(token: str) -> str:
    """The whole address of a one-time link, as it is printed."""
    known = current_app.config["POST"].address
    path = url_for("one_time_links.show", token=token, _external=not known)
    return f"{known}{path}"


def visitor() -> Visitor:
    """Whoever is at the door."""
    return Visitor(request.user_agent.string, request.remote_addr or "", cookie(DEVICE))


def remember_device(response, user: User, school: School) -> None:
    """Know the browser as one of the person's, and tell them of it."""
    token = devices.remember(user, school, cookie(DEVICE), current_app.config["POST"])
    set_cookie(response, DEVICE, token, DEVICE_SECONDS)


def clear_cookie(response) -> None:
    """Take the login from the browser, and every page that it cached."""
    delete_cookie(response, LOGIN)
    response.headers["Clear-Site-Data"] = '"cache"'


def place() -> Place:
    """Where the browser is, for keys that are good at one host only."""
    parts = urlsplit(request.host_url)
    return Place(parts.scheme, parts.hostname or "", request.host_url.rstrip("/"))


def fresh(onward: str):
    """None where the login's person proved lately who they are; else the way to the page that asks them to."""
    return None if factors.is_fresh(g.login) else redirect(url_for("checks.new", next=onward), 303)
