"""A real database and a real application for each test: SQLite's, or PostgreSQL's with TEST_POSTGRES."""

import os
from itertools import count

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from xdist.scheduler import LoadFileScheduling

import database
import settings
from app import configure, create_app
from mentoring import chain, clock
from tests import makers, servers
from tests.demo_schools import joined, made, until, usual  # noqa: F401  fixtures for every test_demo_*.py
from tests.names import colleague, pupils  # noqa: F401  fixtures for test_noticing, test_privacy

AUDIT_KEY = "only for tests"
Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache()}  # a template is compiled once for the whole run
chain.use(AUDIT_KEY)
database.usual_schools = database.EVERY_SCHOOL  # the tests themselves look over every wall; the app's requests do not

# Whose files read the same schools; at length, with EXAMPLES, those of the threats are worth a worker each.
TOGETHER = ("tests/test_demo",) if "EXAMPLES" in os.environ else ("tests/test_demo", "tests/threats/")
LONGEST = ("tests/threats/", "tests/test_faults.py", "tests/webkit/", "tests/browser/")  # so that none idles at the end


class ByFile(LoadFileScheduling):
    """A file to a worker; all that read the same schools go to one, which makes them once."""

    def _split_scope(self, nodeid: str) -> str:
        return next((one for one in TOGETHER if nodeid.startswith(one)), super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return ByFile(config, log)


def pytest_collection_modifyitems(items):
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda one: min((place for name, place in places.items() if one.nodeid.startswith(name)), default=9))


@pytest.fixture(scope="session")
def keeper(tmp_path_factory):
    """What makes databases for this run."""
    keeper = servers.Server() if servers.ON_POSTGRES else servers.Files(tmp_path_factory.mktemp("databases"))
    yield keeper
    keeper.stop()


@pytest.fixture
def url(keeper):
    """The address of a database of the test's own, with the schema or about to get it."""
    url = keeper.migrated()
    yield url
    keeper.give_back(url)


@pytest.fixture
def empty_url(keeper):
    """The address of a database in which nothing is."""
    url = keeper.new()
    yield url
    keeper.give_back(url)


@pytest.fixture(scope="session")
def outbox_key(tmp_path_factory):
    """The file of the key that tablets seal to, made by the first app of the run."""
    return tmp_path_factory.mktemp("keys") / "outbox-key.pem"


@pytest.fixture(scope="session")
def anchors(tmp_path_factory):
    """Folders for anchors, none of which is there yet."""
    folder = tmp_path_factory.mktemp("anchors")
    return (str(folder / f"{number}") for number in count(1))


@pytest.fixture(autouse=True)
def outside(monkeypatch, outbox_key, anchors):
    """What is kept outside the database, in places of the test's own."""
    monkeypatch.setenv("AUDIT_KEY", AUDIT_KEY)
    monkeypatch.setenv("OUTBOX_KEY_FILE", str(outbox_key))
    monkeypatch.setenv("ANCHORS_DIR", next(anchors))


@pytest.fixture(scope="session")
def built(keeper):
    """The app with its routes, which take longer than a test; every test sets it anew."""
    app = create_app(DATABASE_URL=keeper.new(), SECRET_KEY="only for tests", AUDIT_KEY=AUDIT_KEY)
    app.testing = True
    return app


def opened(app: Flask, url: str) -> Flask:
    """The app on another database."""
    configure(app, settings.load(DATABASE_URL=url, SECRET_KEY="only for tests", AUDIT_KEY=AUDIT_KEY, ARGON2_KIB="8"))
    return app


@pytest.fixture
def app(url, built):
    yield opened(built, url)
    database.db.close()


@pytest.fixture
def planted(app):
    """Plants an index called so, for the database to refuse what our own rules let through; it goes with the test."""
    yield database.db.execute_sql
    database.db.execute_sql("DROP INDEX planted")


@pytest.fixture
def school(app):
    return makers.school()


@pytest.fixture
def mentor(school):
    """A mentor of the school, as a Member."""
    return makers.member(school, "Amara Bello", "mentor")


@pytest.fixture
def admin(school):
    return makers.member(school, "Olu Admin", "admin")


@pytest.fixture
def lead(school):
    return makers.member(school, "Sunita Rao", "lead")


@pytest.fixture
def dsl(school):
    return makers.member(school, "Grace Adeyemi", "dsl")


@pytest.fixture
def head(school):
    return makers.member(school, "Helen Marsh", "head")


@pytest.fixture
def midday(school):
    """A midday supervisor: a contributor."""
    return makers.member(school, "Denise Whitlow", "contributor")


@pytest.fixture
def pupil(school):
    """A pupil on nobody's caseload. A file whose pupils have more to them makes its own."""
    return makers.pupil(school, "Florence Nuttall")


@pytest.fixture
def jayden(school, mentor):
    """A pupil on the mentor's caseload. A file in which more is known of him makes its own."""
    return makers.pupil(school, on=mentor)


@pytest.fixture
def today(school):
    return clock.today(school.zone)


@pytest.fixture
def still(request):
    """The clock stands at the NOW of the test's file. With `pytest.mark.usefixtures` it does so for the whole file."""
    with clock.at(request.module.NOW):
        yield


@pytest.fixture
def as_mentor(app, mentor):
    return makers.client(app, mentor)


@pytest.fixture
def as_admin(app, admin):
    return makers.client(app, admin)


@pytest.fixture
def as_lead(app, lead):
    return makers.client(app, lead)


@pytest.fixture
def as_dsl(app, dsl):
    return makers.client(app, dsl)


@pytest.fixture
def as_head(app, head):
    return makers.client(app, head)


@pytest.fixture
def nobody(app):
    """A browser in which nobody is signed in."""
    return makers.client(app)
