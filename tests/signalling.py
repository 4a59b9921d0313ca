"""A pupil of whom nothing is to be said on the Friday NOW, and what makes each signal speak."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest

from mentoring import clock, recording, signals, tracking
from mentoring.entry import Entry, Part
from mentoring.measures import MEASURES, Amount
from models import KINDS
from tests import makers

NOW = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)  # a Friday
TODAY = date(2026, 11, 27)
MONDAYS = [date(2026, 11, 2) + timedelta(weeks=week) for week in range(4)]
_minutes = count()


@pytest.fixture(name="jayden")
def supported(mentor, school):
    """Supported since 2 November, seen and his mother reached today: no rule holds."""
    makers.two_terms(school)
    makers.term_date(school)
    pupil = makers.pupil(school)
    makers.put_on(mentor, pupil, starts_on=date(2026, 11, 2))
    return pupil


def reach(mentor, pupil, outcome: str = "Reached", day: date = TODAY):
    chosen = frozenset({makers.option(mentor.school, "contact_outcome", outcome)})
    return record(mentor, pupil, day, kind="parent_contact", chosen=chosen)


def record(mentor, pupil, day: date = TODAY, kind: str = "session", role: str = "involved", **more):
    moment = datetime(day.year, day.month, day.day, 9, next(_minutes) % 60, tzinfo=UTC)
    entry = Entry(kind=KINDS[kind], client_id=makers.client_id(), body=makers.client_id(), occurred_at=moment,
                  pupils=(Part(pupil.id, role),), **({"detail": {}} | more))  # fmt: skip
    return recording.log(mentor, entry).record


def attended(mentor, pupil, *figures: int, of: int = 10):
    for monday, value in zip(MONDAYS[-len(figures) :], figures, strict=True):
        tracking.save(mentor, pupil, MEASURES["attendance"], monday, Amount(value, of), 0)


def said(member, pupil) -> dict[str, str]:
    return {one.rule.name: one.sentence for one in signals.of(member, [pupil]).get(pupil.id, [])}


def at(day: str):
    return clock.at(datetime.fromisoformat(f"{day}T15:00:00+00:00"))
