"""One full school, walked once; each module has it to itself, and every request of a test is undone after it."""

import copy
import io
import logging
import os
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings

import database
from app import create_app
from mentoring import clock, entering, factors
from models import Login
from tests import full_school, import_files, makers, walking
from tests.page_forms import PageForm

CALENDAR = "\r\n".join((
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", "BEGIN:VEVENT", "UID:1@school.example",
    "DTSTAMP:20261101T000000Z", "DTSTART;VALUE=DATE:20270215", "DTEND;VALUE=DATE:20270220",
    "SUMMARY:February half-term", "END:VEVENT", "END:VCALENDAR", ""))  # fmt: skip
FILES = {
    "imports.create": lambda: (io.BytesIO(import_files.sheet("A123456789012,Okafor,Ada,2016-01-01,5,K")), "a.csv"),
    "term_date_imports.create": lambda: (io.BytesIO(CALENDAR.encode()), "a.ics"),
}
EXAMPLES = os.environ.get("EXAMPLES")


def thorough(examples: int):
    """Hypothesis's settings: the same few examples each time, or EXAMPLES random ones."""
    return settings(
        max_examples=int(EXAMPLES or examples), derandomize=not EXAMPLES, deadline=None, database=None,
        suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
    )  # fmt: skip


def new_app(url: str):
    app = create_app(DATABASE_URL=url, SECRET_KEY="only for tests", ARGON2_KIB="8", LOCK_MINUTES="600")
    app.testing = True
    return app


class House:
    """The app with its full school, walked once as somebody with every role."""

    def __init__(self, app):
        self.app, self.full = app, full_school.fill(app)
        self.asked = walking.Asked(app)
        self.browser = makers.client(app, self.full.member)
        self.token = self.browser.get_cookie("login").value
        # Seen tomorrow: no request notes that the login is in use, so that what is touched is touched by the request.
        Login.update(seen_at=clock.now() + timedelta(days=1)).where(Login.device == "test").execute()
        self.seen = walking.walk(app, self.browser, walking.starts(app))
        self.forms = [one for one in self.seen.forms.values() if one.method in walking.UNSAFE]
        self.taken: set[PageForm] = set()
        self.forms += self._behind()

    def at(self, app):
        """The same house, where another app has the same rows."""
        other = copy.copy(self)
        other.app, other.asked = app, walking.Asked(app, self.asked.names)
        other.browser = makers.client(app)
        other.browser.set_cookie("login", self.token)
        return other

    def _behind(self) -> list[PageForm]:
        """The forms that only a form's own reply shows, and the one that scripts send as somebody types."""
        note = self.form("notes.create")
        found = [replace(note, endpoint="drafts.create", path="/drafts")]
        known = {one.endpoint for one in self.forms}
        for form in self.forms:
            with self.undone():
                reply = self.send(form)
            self.taken |= {form} if reply.status_code < 400 else set()
            if reply.status_code == 200:
                new = walking.read(self.app, form.path, reply.text)[0]
                found += [one for one in new if one.method in walking.UNSAFE and one.endpoint not in known]
        return found

    def form(self, endpoint: str) -> PageForm:
        """The fullest form that leads to an endpoint, one that is taken if there is one."""
        forms = [one for one in self.forms if one.endpoint == endpoint]
        return max(forms, key=lambda one: (one in self.taken, len(one.controls)))

    @contextmanager
    def watched(self):
        """Keep what the app logs of faults, for who reads a failure."""
        self.faults = []
        handler = logging.Handler(logging.ERROR)
        handler.emit = lambda record: self.faults.append(record.getMessage())
        log = logging.getLogger("alongside")
        log.addHandler(handler)
        yield
        log.removeHandler(handler)

    @contextmanager
    def undone(self):
        """Whatever is done in here is not done afterwards; the browser is signed in again, too."""
        self.browser.set_cookie("login", self.token)
        with database.db.atomic() as transaction:
            self.written = full_school.written()
            yield
            transaction.rollback()
        self.browser._cookies.clear()
        self.browser.set_cookie("login", self.token)

    def touched(self) -> bool:
        """Whether a row may have been written since `undone` began: then it is worth looking at all of them."""
        return self.written is None or full_school.written() != self.written

    def send(self, form, body=None, browser=None, **options):
        """Send a form as its page would."""
        pairs = form.body() if body is None else body
        data: dict = {}
        for name, value in pairs:
            if value != "" or (name, "file") not in {(one.name, one.kind) for one in form.controls}:
                data.setdefault(name, []).append(value)
        if form.files:
            data.setdefault("file", FILES[form.endpoint]())
            options["content_type"] = "multipart/form-data"
        return (browser or self.browser).open(form.path, method=form.method, data=data, **options)

    def browser_of(self, member):
        """A browser of somebody else."""
        if factors.needed(member.user) and not factors.held(member.user):
            makers.code_app(member.user)
        entry = entering.start(member.user, member.school, "test", "code" if factors.held(member.user) else "")
        browser = self.app.test_client()
        browser.set_cookie("login", entry.token)
        return browser


@pytest.fixture(scope="session")
def first_house(keeper):
    """(address, house) of which every module has a copy."""
    url = keeper.migrated()
    house = House(new_app(url))
    database.db.close()
    return url, house


@pytest.fixture(scope="module")
def house(keeper, first_house):
    """The full school, for the tests of one module that each undo what they do."""
    url = keeper.copy(first_house[0])
    yield first_house[1].at(new_app(url))
    database.db.close()
    keeper.give_back(url)
