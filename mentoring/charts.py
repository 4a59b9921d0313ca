"""What a pupil's page draws: records a week of each kind, and marks given in sessions; every point has its record."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from mentoring import clock
from models import KINDS, Kind, Member, Participation, Pupil, Record
from models.ready import given, ready
from models.records import WITHDRAWN

WEEKS = 12
POINTS = 12
YEAR_DAYS = 365
FEELINGS, ENGAGEMENT = ("feeling_in", "feeling_out"), ("engagement",)


@dataclass(frozen=True)
class Bars:
    """Records of a kind by week, oldest week first: `weeks` are Mondays, `records` their records' ids."""

    kind: Kind
    weeks: list[date]
    records: list[list[int]]

    @property
    def numbers(self) -> list[int]:
        return [len(ids) for ids in self.records]

    @property
    def columns(self) -> list[tuple[int, date, list[int], float]]:
        """(place, Monday, records, height) of each week; heights go up to 1, and to a third for a single record."""
        most = max(3, *self.numbers)
        return [(place, self.weeks[place], ids, len(ids) / most) for place, ids in enumerate(self.records)]

    @property
    def lately(self) -> int:
        """How many in the newer half of the weeks."""
        return sum(self.numbers[WEEKS // 2 :])

    @property
    def before(self) -> int:
        """How many in the older half."""
        return sum(self.numbers[: WEEKS // 2])


@dataclass(frozen=True)
class Point:
    """The marks of one session, from 1 to 5 each."""

    record: int
    kind: Kind
    day: date
    feeling_in: int | None
    feeling_out: int | None
    engagement: int | None


@dataclass(frozen=True)
class Charts:
    """`feelings` and `engagement` are the newest POINTS sessions of YEAR_DAYS days that have such marks, oldest
    first: looking further would read every record of a pupil who has none."""

    bars: list[Bars] = field(default_factory=list)
    feelings: list[Point] = field(default_factory=list)
    engagement: list[Point] = field(default_factory=list)


def of(member: Member, pupil: Pupil) -> Charts:
    """The charts of a pupil, as far as the member may read the records: three queries."""
    return Charts(weekly(member, pupil), _points(member, pupil, *FEELINGS), _points(member, pupil, *ENGAGEMENT))


def weekly(member: Member, pupil: Pupil) -> list[Bars]:
    """Records of each kind in the last WEEKS weeks."""
    zone = member.school.zone
    first = clock.week_start(clock.today(zone)) - timedelta(weeks=WEEKS - 1)
    found: dict[str, list[list[int]]] = {name: [[] for _ in range(WEEKS)] for name in KINDS}
    for moment, kind, number in _since(member, clock.day_start(first, zone), pupil=pupil.id):
        day = clock.local(moment, zone).date()
        found[kind][min((day - first).days // 7, WEEKS - 1)].append(number)
    weeks = [first + timedelta(weeks=week) for week in range(WEEKS)]
    return [Bars(kind, weeks, found[kind.name]) for kind in KINDS.values() if kind.charted]


def _points(member: Member, pupil: Pupil, *marks: str) -> list[Point]:
    zone = member.school.zone
    since = clock.day_start(clock.today(zone) - timedelta(days=YEAR_DAYS), zone)
    return [
        Point(number, KINDS[kind], clock.local(moment, zone).date(), *given_marks)
        for number, kind, moment, *given_marks in reversed(_marked(member, since, marks, pupil=pupil.id))
    ]


@ready
def _marked(member: Member, start: datetime, marks: tuple[str, ...]):
    """The newest of a pupil's records since `start` that have one of the marks."""
    having = reduce(or_, [getattr(Participation, name).is_null(False) for name in marks])
    rows: Any = _readable(member, given("pupil")).where(having & (Participation.occurred_at >= start))
    columns = [getattr(Participation, name) for name in (*FEELINGS, *ENGAGEMENT)]
    wanted = rows.select(Record.id, Record.kind, Participation.occurred_at, *columns)
    return wanted.order_by(Participation.occurred_at.desc(), Participation.record.desc()).limit(POINTS).tuples()


@ready
def _since(member: Member, start: datetime):
    """Moment, kind and id of a pupil's records since `start`."""
    rows: Any = _readable(member, given("pupil")).where(Participation.occurred_at >= start)
    wanted = rows.select(Participation.occurred_at, Record.kind, Record.id)
    return wanted.order_by(Participation.occurred_at).tuples()


def _readable(member: Member, pupil: Any):
    rows = Participation.select(Participation, Record).join(Record).where(Participation.pupil == pupil)
    return rows.where((Record.state != WITHDRAWN) & Record.readable(member))
