"""A mentor's tablet without signal: an incident is written on it at NOW, and comes later."""

from datetime import UTC, datetime, timedelta

import pytest

from mentoring import clock
from tests import makers
from tests.sealing import Tablet

NOW = datetime(2026, 11, 24, 10, 32, tzinfo=UTC)
LATER = NOW + timedelta(hours=3, minutes=33)


@pytest.fixture(name="pupil")
def jayden_okafor(school, mentor):
    """In place of conftest's: one of the mentor's own."""
    return makers.pupil(school, "Jayden Okafor", mentor)


@pytest.fixture(name="tablet")
def mentors_tablet(app, mentor):
    with clock.at(NOW):
        return Tablet(app, mentor)


@pytest.fixture(name="form")
def incident_form(school, pupil):
    return makers.incident_form(school, pupil, note="By the gate")


def arrive(tablet, form, kind="incident", after=LATER - NOW, **other):
    """A form written at NOW that comes later; the answer."""
    with clock.at(NOW):
        envelope = tablet.envelope(form, kind, **other)
    with clock.at(NOW + after):
        return tablet.send(envelope)


def page(app, member, path="/") -> str:
    with clock.at(LATER):
        return makers.client(app, member).get(path).text
