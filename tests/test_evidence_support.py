"""`flask verify` looks at plans, weekly figures and baselines, too: at each version, and at what screens show."""

from datetime import timedelta

import pytest

import database
from mentoring import clock, tracking
from mentoring.measures import MEASURES, NOTHING, Amount
from models import Baseline, FigureVersion, Option, Plan, PlanVersion
from tests import makers
from tests.makers import CALM
from tests.makers import plan_form as form
from tests.verifying import round_the_triggers, verify


@pytest.fixture
def supported(as_mentor, mentor, school):
    """A pupil with a plan of two versions, a figure of two, and a baseline; the pupil."""
    pupil = makers.pupil(school, on=mentor)
    as_mentor.post("/plans", data=form(school, pupil, CALM, strengths="Loves maths"))
    target = {"targets-0-id": "1"}
    as_mentor.post("/plans/1", data=form(school, pupil, CALM, version="1", strengths="Loves maths, and art") | target)
    monday = clock.week_start(clock.today(school.zone)) - timedelta(days=7)
    for value, seen in ((3, 0), (4, 1)):
        tracking.save(mentor, pupil, MEASURES["effort"], monday, Amount(value), seen)
    tracking.choose_baseline(mentor, pupil, MEASURES["effort"], monday, NOTHING, "", 0)
    assert (PlanVersion.select().count(), FigureVersion.select().count(), Baseline.select().count()) == (2, 2, 1)
    return pupil


@pytest.mark.parametrize(("table", "sql", "said"), [
    ("plan_version", "UPDATE plan_version SET payload = replace(payload, 'maths', 'chess') WHERE number = 1",
     "Version 1 of plan 1 is not as it was written"),
    ("plan_version", "UPDATE plan_version SET payload = replace(payload, 'art', 'PE') WHERE number = 2",
     "Version 2 of plan 1 is not as it was written"),
    ("plan_version", "DELETE FROM plan_version WHERE number = 1", "Version 1 of plan 1 is missing"),
    ("plan_version", "DELETE FROM plan_version WHERE number = 2", "Version 2 of plan 1 is missing"),
    ("plan_version", "INSERT INTO plan_version (school_id, plan_id, number, author_id, payload, at) "
     "SELECT school_id, plan_id, 3, author_id, payload, at FROM plan_version WHERE number = 2",
     "Version 3 of plan 1 has no event"),
    ("figure_version", "UPDATE figure_version SET value = 5 WHERE number = 1",
     "Version 1 of figure 1 is not as it was written"),
    ("figure_version", "DELETE FROM figure_version WHERE number = 1", "Version 1 of figure 1 is missing"),
    ("baseline", "UPDATE baseline SET reason = 'because'", "Baseline 1 is not as it was written"),
    ("baseline", "DELETE FROM baseline", "Baseline 1 is missing"),
])  # fmt: skip
def test_a_changed_version_is_named(app, supported, table, sql, said):
    assert verify(app)[0] == 0
    with round_the_triggers(table):
        database.db.execute_sql(sql)
    code, told = verify(app)
    assert code == 1 and said in told


@pytest.mark.parametrize(("sql", "said"), [
    ("UPDATE plan SET strengths = 'None'", "Plan 1 does not say"), ("UPDATE plan SET version = 1", "Plan 1 does not"),
    ("UPDATE target SET aim = 9", "Plan 1 does not say"), ("UPDATE target SET state = 'met'", "Plan 1 does not say"),
    ("UPDATE week_figure SET value = 5", "Figure 1 is not what"),
    ("UPDATE week_figure SET value = NULL", "Figure 1 is not what"),
])  # fmt: skip
def test_what_no_longer_says_what_its_newest_version_says_is_named(app, supported, sql, said):
    database.db.execute_sql(sql)
    assert said in verify(app)[1]


def test_a_word_of_a_list_may_be_called_otherwise_later(app, supported, school):
    Option.update(name="Another name").where(Option.id == Plan.get().plan_type).execute()
    assert verify(app)[0] == 0
