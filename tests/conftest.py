"""A real SQLite file and a real application for each test."""

import pytest

import database
from app import create_app
from tests import makers


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'alongside.db'}"


@pytest.fixture
def app(url):
    app = create_app(DATABASE_URL=url, SECRET_KEY="only for tests", ARGON2_KIB="8")
    app.testing = True
    database.migrate()
    yield app
    database.db.close()


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
def as_mentor(app, mentor):
    return makers.client(app, mentor)


@pytest.fixture
def as_admin(app, admin):
    return makers.client(app, admin)


@pytest.fixture
def nobody(app):
    """A browser in which nobody is signed in."""
    return makers.client(app)
