"""A mentor's browser with a PIN, at nine o'clock; and what is asked of it later."""

from datetime import UTC, datetime, timedelta

import pytest

from mentoring import clock
from tests import makers

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PLAIN = {"Accept": "text/plain"}


def later(**time):
    return clock.at(NOW + timedelta(**time))


@pytest.fixture(name="still", autouse=True)
def at_nine():
    with clock.at(NOW):
        yield


@pytest.fixture(name="pinned")
def with_pin(as_mentor, mentor):
    """The mentor's browser, with a PIN chosen."""
    reply = as_mentor.post("/lock/pin", data={"pin": makers.PIN, "password": makers.PASSWORD})
    assert (reply.status_code, reply.location) == (303, "/more")
    return as_mentor


@pytest.fixture(name="path")
def pupils_page(mentor, school):
    """A page with a pupil's name on it."""
    return f"/pupils/{makers.pupil(school, 'Canary Okafor', on=mentor).id}"


def unlock(browser, **fields):
    return browser.post("/lock/removal", data=fields or {"pin": makers.PIN})
