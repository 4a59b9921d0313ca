"""A term of weekly tracking for the caseloads: attendance by who was away when, lates and effort by the stories."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from database import write
from mentoring import audit, clock, statements, tracking
from mentoring.demo.scene import Scene
from mentoring.demo.stories import SHAPES, Story
from mentoring.measures import MEASURES, NOTHING, Amount
from models import Member

FRIDAY, AT = 4, time(15, 40)  # when a mentor writes the week down
CHOSEN_AFTER = 3  # weeks after which a baseline is chosen
FILE = "weekly-attendance.csv"
# Lates in a bad week, and effort at ease, of 1 to 5, by the shape of the story.
LATES = {"improving": 1, "worse": 2, "away": 2, "bump": 1}
EFFORT = {"quiet": 4, "steady": 4, "away": 3}
FORGOTTEN = 0.06
Row = tuple[int, str, date, Amount]


def keep(scene: Scene, told: Sequence[Story], weeks: Sequence[list[date]], admin: Member) -> None:
    """Write each week down on its Friday: attendance and lates from the school's file, effort by the mentors; then,
    once some weeks are there, the baseline from which each pupil starts."""
    rng = Random(scene.rng.random())  # noqa: S311  the demo's own chance, apart from what was dealt before
    for number, days in enumerate(weeks):
        part = number / max(len(weeks) - 1, 1)
        monday = clock.week_start(days[0])
        at = datetime.combine(monday + timedelta(days=FRIDAY), AT)
        moment = clock.instant(at.date(), at.time(), scene.school.zone)
        sessions = [(story, list(_of_week(scene, rng, story, days, part))) for story in told]
        if moment < scene.until:
            _write(scene, sessions, moment, admin)
            if number == min(CHOSEN_AFTER, len(weeks) - 1):
                _choose(told, weeks, moment)


def _of_week(scene: Scene, rng: Random, story: Story, days: list[date], part: float) -> Iterator[Row]:
    """A pupil's week: no sessions on days away, late more often when things go badly, less effort then too."""
    monday, pupil = clock.week_start(days[0]), story.pupil.id
    away = sum(scene.where.is_away(story.pupil, day) for day in days)
    half = int(rng.random() < 0.07 and away < len(days))
    rough = min(SHAPES[story.shape](part), 1)
    missed = 2 * away + half
    there = Amount(2 * len(days) - missed, 2 * len(days), missed - (rng.random() < rough / 2 and missed > 0))
    late = sum(rng.random() < 0.12 + rough / 3 for _ in range(LATES.get(story.shape, 1)))
    effort = round(EFFORT.get(story.shape, 4) - 2 * rough + rng.uniform(-0.6, 0.6))
    yield pupil, "attendance", monday, there
    yield pupil, "lates", monday, Amount(min(late, there.value or 0))
    if rng.random() >= FORGOTTEN and story.since <= days[-1] and there.value:
        yield pupil, "effort", monday, Amount(min(max(effort, 1), 5))


def _write(scene: Scene, sessions: list[tuple[Story, list[Row]]], moment: datetime, admin: Member) -> None:
    with clock.at(moment), write():
        rows = [row for _, found in sessions for row in found if row[1] != "effort"]
        hashes = tracking.put_many(scene.school, admin.user, rows, FILE, moment)
        digest = statements.of_import(hashes)
        audit.note(admin, "import", detail=f"figures added {len(hashes)}", digest=digest)
    for story, found in sessions:
        with clock.at(moment):
            for _, name, monday, amount in found:
                if name == "effort":
                    tracking.save(story.mentor, story.pupil, MEASURES[name], monday, amount, 0)


def _choose(told: Sequence[Story], weeks: Sequence[list[date]], moment: datetime) -> None:
    """The second week of each measure that has a figure, where there is one: the first is often a short one."""
    since = clock.week_start(weeks[0][0])
    for story in told:
        for name in ("attendance", "lates", "effort"):
            with clock.at(moment):
                known = tracking.weeks_with(story.mentor, story.pupil, MEASURES[name], len(weeks))
                if known and story.since <= moment.date():
                    first = [monday for monday, _ in known if monday >= since][:2][-1]
                    tracking.choose_baseline(story.mentor, story.pupil, MEASURES[name], first, NOTHING, "", 0)
