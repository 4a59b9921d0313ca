"""What a pupil's page draws: records a week of each kind, and marks given in sessions; every point has its record."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from mentoring import clock
from models import KINDS, Kind, Member, Participation, Pupil, Record
from models.records import WITHDRAWN

WEEKS = 12
POINTS = 12


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
    """`feelings` and `engagement` are the newest POINTS sessions that have such marks, oldest first."""

    bars: list[Bars] = field(default_factory=list)
    feelings: list[Point] = field(default_factory=list)
    engagement: list[Point] = field(default_factory=list)


def of(member: Member, pupil: Pupil) -> Charts:
    """The charts of a pupil, as far as the member may read the records: three queries."""
    felt = Participation.feeling_in.is_null(False) | Participation.feeling_out.is_null(False)
    return Charts(
        weekly(member, pupil), _points(member, pupil, felt), _points(member, pupil, ~Participation.engagement.is_null())
    )


def weekly(member: Member, pupil: Pupil) -> list[Bars]:
    """Records of each kind in the last WEEKS weeks."""
    zone = member.school.zone
    first = clock.week_start(clock.today(zone)) - timedelta(weeks=WEEKS - 1)
    found: dict[str, list[list[int]]] = {name: [[] for _ in range(WEEKS)] for name in KINDS}
    rows: Any = _readable(member, pupil).where(Participation.occurred_at >= clock.day_start(first, zone))
    wanted = rows.select(Participation.occurred_at, Record.kind, Record.id).order_by(Participation.occurred_at)
    for row in wanted:
        day = clock.local(row.occurred_at, zone).date()
        found[row.record.kind][min((day - first).days // 7, WEEKS - 1)].append(row.record.id)
    weeks = [first + timedelta(weeks=week) for week in range(WEEKS)]
    return [Bars(kind, weeks, found[kind.name]) for kind in KINDS.values() if kind.charted]


def _points(member: Member, pupil: Pupil, having) -> list[Point]:
    zone = member.school.zone
    rows = _readable(member, pupil).where(having)
    newest = rows.order_by(Participation.occurred_at.desc(), Participation.record.desc()).limit(POINTS)
    return [
        Point(row.record.id, KINDS[row.record.kind], clock.local(row.occurred_at, zone).date(),
              row.feeling_in, row.feeling_out, row.engagement)
        for row in reversed(list(newest))
    ]  # fmt: skip


def _readable(member: Member, pupil: Pupil):
    rows = Participation.select(Participation, Record).join(Record).where(Participation.pupil == pupil)
    return rows.where((Record.state != WITHDRAWN) & Record.readable(member))
