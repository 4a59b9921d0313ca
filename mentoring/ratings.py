"""Ratings of targets, 0 to 10, given in 1:1 sessions: which can be given, which were; and where each target stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from peewee import Case

from mentoring import clock, plan_names
from mentoring.marks import amount, since
from models import KINDS, Kind, Member, Plan, Pupil, Rating, Record, ReviewScore, Target
from models.plans import OPEN, RATING
from models.pupils import in_reach
from models.ready import Ready, given_ids, places
from models.records import WITHDRAWN

MOST_READY = 256
GOAL = "A target"  # what one is called for who may not read its plan


@dataclass(frozen=True)
class Rated:
    """A target as rated in a record. `title` is GOAL for a reader who may not read its plan."""

    target: int
    title: str
    value: int
    baseline: int | None

    @property
    def said(self) -> str:
        """6 of 10, 3 up since baseline."""
        return f"{self.value} of 10{since(self.value, self.baseline)}"


@dataclass(frozen=True)
class Point:
    """Where a target stood on a day, and the record that says so."""

    value: int
    day: date
    record: int
    kind: Kind


def offered(member: Member, pupils: list[int], record: Record | None = None) -> list[Rated]:
    """The targets that can be rated in a session with the pupils: those open and rated 0 to 10 in the plans that go
    on, as far as the member may read them; and those that `record` rates already. `value` is 0."""
    rated = Rating.select(Rating.target).where(Rating.record == record) if record else []
    now = (Target.state == OPEN) & (Target.measure == RATING) & Plan.ended_on.is_null() & in_reach(Plan.pupil, member)
    wanted = now | Target.id.in_([row.target_id for row in rated])
    rows = with_plan(member).where(Plan.pupil.in_(pupils) & wanted).order_by(Plan.id, Target.position)
    return [Rated(row.id, title, 0, row.baseline) for row, title in titled(member, list(rows))]


def of_records(member: Member, records: list[int]) -> dict[int, list[Rated]]:
    """The ratings given in records, by record."""
    found: dict[int, list[Rated]] = {}
    if not records:
        return found
    filled = places(records)
    rows = _given(member, clock.today(member.school.zone), len(filled))(**filled)
    for row in rows:
        row.target.readable = row.readable
    titles = {row.id: title for row, title in titled(member, [row.target for row in rows])}
    for row in rows:
        one = Rated(row.target_id, titles[row.target_id], row.value, row.target.baseline)
        found.setdefault(row.record_id, []).append(one)
    return found


def points(member: Member, targets: Iterable[int]) -> dict[int, list[Point]]:
    """Where targets stood, oldest first, by target: only from records that the member may read."""
    ids, seen = list(targets), (Record.state != WITHDRAWN) & Record.readable(member)
    rows: list[Any] = []
    for table in (Rating, ReviewScore):
        given = table.target.in_(ids) & table.value.is_null(False)
        rows.extend(table.select(table, Record).join(Record).where(given & seen))
    found: dict[int, list[Point]] = {}
    for row in sorted(rows, key=lambda row: (row.record.occurred_at, row.record_id)):
        day = clock.local(row.record.occurred_at, member.school.zone).date()
        found.setdefault(row.target_id, []).append(Point(row.value, day, row.record_id, KINDS[row.record.kind]))
    return found


def said(member: Member, rows: list[dict[str, Any]]) -> dict[str, str]:
    """The ratings of a version of a record, by target: `rows` as the version keeps them."""
    found = list(with_plan(member).where(Target.id.in_([row["target"] for row in rows])))
    titles = {row.id: title for row, title in titled(member, found)}
    return {
        f"{place}. {titles.get(row['target'], GOAL)}": amount(RATING, row["value"]) for place, row in enumerate(rows, 1)
    }


def with_plan(member: Member):
    """Targets of the member's school with their plans and pupils, and whether they may read the plan (`readable`)."""
    readable = Case(None, [(in_reach(Plan.pupil, member), 1)], 0).alias("readable")
    rows = Target.select(Target, Plan, Pupil, readable).join(Plan).join(Pupil)
    return rows.where(Plan.school == member.school)


def titled(member: Member, rows: list[Target]) -> list[tuple[Target, str]]:
    """Targets with what they are called, other pupils' names hidden; `readable` says whether the plan is."""
    for pupil in {row.plan.pupil_id: row.plan.pupil for row in rows}.values():
        plan_names.hide(member, pupil, [row for row in rows if row.plan.pupil_id == pupil.id])
    return [(row, row.title if row.readable else GOAL) for row in rows]


@lru_cache(MOST_READY)
def _given(member: Member, _today: date, count: int) -> Ready:
    readable = Case(None, [(in_reach(Plan.pupil, member), 1)], 0).alias("readable")
    rows = Rating.select(Rating, Target, Plan, Pupil, readable).join(Target).join(Plan).join(Pupil)
    return Ready(rows.where(Rating.record.in_(given_ids(count))).order_by(Rating.record, Target.position))
