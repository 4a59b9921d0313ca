"""Goal ratings and attendance under a pupil's incidents: the same weeks, a lane a target, every mark its record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from mentoring import attendance, clock, progress_words
from mentoring.attendance import TOP, WIDE, Attendance
from mentoring.plan_parts import Whole
from mentoring.progress import Progress
from mentoring.ratings import Point
from models import Target
from models.plans import OPEN, RATING

MOST = 4  # lanes that can be read under one another: a plan has three targets or so
HIGH, HIGHEST = 32, 10  # of a lane's axis, in the chart's own units; the highest rating


@dataclass(frozen=True)
class Dot:
    """A rating, and where it is drawn."""

    point: Point
    x: float
    y: float


@dataclass(frozen=True)
class Goal:
    """A target's lane: its ratings by Monday of the weeks drawn, and what is known of all of them."""

    target: Target
    weeks: dict[date, list[Dot]]
    said: str

    @property
    def values(self) -> list[int]:
        """The ratings drawn, oldest first."""
        return [dot.point.value for dots in self.weeks.values() for dot in dots]

    def kinds(self, monday: date) -> tuple[str, ...]:
        """The kinds of record that hold the ratings of a week."""
        return tuple(sorted({dot.point.kind.name for dot in self.weeks[monday]}))

    @property
    def lines(self) -> list[tuple[bool, str]]:
        """Whether one is of the pupil's own marks, and its points as SVG writes them: theirs are not joined with those
        that adults gave."""
        dots = [dot for week in self.weeks.values() for dot in week]
        own, others = ([dot for dot in dots if dot.point.by_pupil is by_pupil] for by_pupil in (True, False))
        return [(row is own, " ".join(f"{one.x:g},{one.y:g}" for one in row)) for row in (others, own) if len(row) > 1]


@dataclass(frozen=True)
class Band:
    """Weeks of one phase that follow each other: where they begin, and how wide they are."""

    phase: str
    x: int
    wide: int


@dataclass(frozen=True)
class Lanes:
    """What is drawn under the incidents; `more` counts targets that were rated and have no lane."""

    bands: list[Band]
    goals: list[Goal]
    more: int
    attendance: Attendance | None


def of(progress: Progress, plans: list[Whole], points: Mapping[int, list[Point]], kept: attendance.Kept) -> Lanes:
    """The lanes of a pupil's progress: those of targets that go on first. `points` are what the reader may read."""
    mondays = [week.monday for week in progress.weeks]
    goals = [_goal(target, points[target.id], mondays) for target in rated(plans) if target.id in points]
    drawn = [goal for goal in goals if goal.weeks]
    return Lanes(
        _bands(progress), drawn[:MOST], max(0, len(drawn) - MOST), attendance.drawn(kept, mondays, HIGH)
    )  # fmt: skip


def rated(plans: list[Whole]) -> list[Target]:
    """The targets of plans that are rated 0 to 10, those that go on first."""
    found = [(one.plan.ended_on, target) for one in plans for target in one.targets if target.measure == RATING]
    return [target for ended, target in sorted(found, key=lambda pair: bool(pair[0]) or pair[1].state != OPEN)]


def _goal(target: Target, points: list[Point], mondays: list[date]) -> Goal:
    weeks = {}
    for monday, found in groupby(points, key=lambda point: clock.week_start(point.day)):
        if monday in mondays:
            weeks[monday] = _dots(list(found), WIDE * mondays.index(monday))
    return Goal(target, weeks, progress_words.rated(points))


def _dots(points: list[Point], left: int) -> list[Dot]:
    """The ratings of a week, side by side in it."""
    step = WIDE / (len(points) + 1)
    return [
        Dot(one, round(left + step * place, 1), round(TOP + HIGH * (HIGHEST - one.value) / HIGHEST, 1))
        for place, one in enumerate(points, 1)
    ]


def _bands(progress: Progress) -> list[Band]:
    found: list[Band] = []
    for phase, weeks in groupby(progress.weeks, key=lambda week: week.phase):
        found.append(Band(phase, found[-1].x + found[-1].wide if found else 0, WIDE * len(list(weeks))))
    return found
