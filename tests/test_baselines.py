"""Baselines: chosen for each pupil and measure, from a week or with a reason, and what was chosen before stays."""

from datetime import UTC, date, datetime

import pytest

from mentoring import clock, tracking
from mentoring.measures import MEASURES, Amount
from models import Baseline
from tests import makers

WEEK = date(2026, 11, 16)


@pytest.fixture(autouse=True)
def now():
    with clock.at(datetime(2026, 11, 24, 10, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def jayden(school, mentor):
    pupil = makers.pupil(school, on=mentor)
    tracking.save(mentor, pupil, MEASURES["attendance"], WEEK, Amount(9, 10), 0)
    return pupil


def choose(browser, pupil, measure="attendance", **fields):
    return browser.post(f"/tracking/pupils/{pupil.id}/baselines/{measure}", data=fields)


def test_a_week_is_chosen_from_those_that_have_a_figure(as_mentor, jayden):
    page = as_mentor.get(f"/tracking/pupils/{jayden.id}/baselines/attendance/edit").text
    assert "16 Nov: 90 %" in page and "Another figure" in page
    reply = choose(as_mentor, jayden, week="2026-11-16")
    assert reply.status_code == 303 and reply.location == f"/tracking/pupils/{jayden.id}"
    assert Baseline.get().monday == WEEK
    assert choose(as_mentor, jayden, week="2026-11-09").status_code == 422 and Baseline.select().count() == 1


def test_a_figure_of_another_origin_needs_its_reason(as_mentor, jayden):
    for fields, cure in (({}, "Choose a week"), ({"week": "pick"}, "Write the figure"),
                         ({"week": "pick", "figure": "190/200", "reason": "Summer"}, "out of those possible"),
                         ({"week": "pick", "figure": "9/10"}, "Say where the figure is from")):  # fmt: skip
        reply = choose(as_mentor, jayden, **fields)
        assert reply.status_code == 422 and cure in reply.text
        assert all(f'value="{value}"' in reply.text for value in fields.values())
    assert choose(as_mentor, jayden, week="pick", figure="9/10", reason="Summer").status_code == 303
    assert (Baseline.get().value, Baseline.get().possible, Baseline.get().reason) == (9, 10, "Summer")


def test_a_colleagues_choice_is_seen_before_it_is_replaced(as_mentor, as_lead, jayden):
    choose(as_lead, jayden, week="2026-11-16", seen="")
    reply = choose(as_mentor, jayden, week="pick", figure="8/10", reason="Summer", seen="")
    assert reply.status_code == 409 and "Sunita Rao chose another baseline" in reply.text and "8/10" in reply.text
    seen = str(Baseline.get().id)
    assert f'value="{seen}"' in reply.text and Baseline.select().count() == 1
    assert choose(as_mentor, jayden, week="pick", figure="8/10", reason="Summer", seen=seen).status_code == 303
    page = as_mentor.get(f"/tracking/pupils/{jayden.id}/baselines/attendance/edit").text
    assert page.index("Summer") < page.index("Week of 16 November 2026") and "in force" in page


def test_no_other_measure_and_no_strange_number(as_mentor, jayden):
    assert as_mentor.get(f"/tracking/pupils/{jayden.id}/baselines/bogus/edit").status_code == 404
    assert choose(as_mentor, jayden, "bogus", week="pick").status_code == 404
    assert choose(as_mentor, jayden, week="2026-11-16", seen="9" * 5000).status_code == 303
