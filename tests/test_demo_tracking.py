"""The demo's weekly tracking: a term of it, as the stories have it."""

from statistics import mean

from mentoring import attendance, caseload, clock, tracking
from mentoring.measures import MEASURES
from models import Baseline, FigureVersion, WeekFigure
from tests.demo_schools import FRIDAY, mentors


def figures(name):
    rows = WeekFigure.select().where(WeekFigure.measure == name).order_by(WeekFigure.monday)
    found = {}
    for row in rows:
        found.setdefault(row.pupil_id, []).append(row)
    return found


def test_every_pupil_on_a_caseload_has_a_term_of_weeks(usual, made):
    told = {story.pupil.id for story in made.told["usual"]}
    for name, least in (("attendance", 10), ("lates", 10), ("effort", 5)):
        found = figures(name)
        assert set(found) == told and min(len(rows) for rows in found.values()) >= least
    assert all(row.monday.weekday() == 0 and row.monday < FRIDAY.date() for row in WeekFigure.select())
    assert FigureVersion.select().where(FigureVersion.saved_at > FRIDAY).count() == 0


def test_who_was_away_missed_those_sessions(usual, made):
    where = made.where["usual"]
    for story in made.told["usual"]:
        for row in figures("attendance")[story.pupil.id][:4]:
            days = [day for day in where.days if clock.week_start(day) == row.monday]
            away = sum(where.is_away(story.pupil, day) for day in days)
            assert row.possible == 2 * len(days) and row.value in (row.possible - 2 * away, row.possible - 2 * away - 1)


def test_effort_goes_as_the_story_goes(usual, made):
    found = figures("effort")
    for shape, better in (("improving", True), ("worse", False)):
        rows = [found[story.pupil.id] for story in made.told["usual"] if story.shape == shape]
        early, late = mean(r.value for one in rows for r in one[:3]), mean(r.value for one in rows for r in one[-3:])
        assert (late - early > 0.8) if better else (early - late > 0.8)


def test_a_mentors_grid_is_said_from_baselines(usual):
    for member in mentors(usual):
        pupils = caseload.pupils(member)
        grid = tracking.grid(member, [one.id for one in pupils], list(MEASURES), [])
        chosen = {(pupil, name) for pupil, name in grid.since if grid.since[pupil, name].amount.value is not None}
        assert len({pupil for pupil, name in chosen if name == "attendance"}) == len(pupils)
        assert all(attendance.of(member, one).change for one in pupils)
    assert Baseline.select().count() > 100
