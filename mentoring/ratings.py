"""Ratings of targets, 0 to 10, given in 1:1 sessions: which can be given, which were; and where each target stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import Case

from mentoring import clock, plan_names
from mentoring.marks import amount, since
from models import KINDS, Kind, Member, Plan, Pupil, Rating, Record, ReviewScore, Target
from models.plans import OPEN, RATING
from models.pupils import in_reach
from models.ready import ready
from models.records import WITHDRAWN

OWN = "; the pupil’s own mark"  # how one is said that was given on the pupil's own screen
GOAL = "A target"  # what one is called for who may not read its plan


@dataclass(frozen=True)
class Rated:
    """A target as rated in a record. `title` is GOAL for a reader who may not read its plan; `by_pupil`: the pupil gave
    the mark on their own screen."""

    target: int
    title: str
    value: int
    baseline: int | None
    by_pupil: bool = False

    @property
    def said(self) -> str:
        """6 of 10, 3 up since baseline; the pupil’s own mark."""
        return f"{self.value} of 10{since(self.value, self.baseline)}{OWN if self.by_pupil else ''}"


@dataclass(frozen=True)
class Point:
    """Where a target stood on a day, and the record that says so; `by_pupil` as for Rated."""

    value: int
    day: date
    record: int
    kind: Kind
    by_pupil: bool = False

    @property
    def given(self) -> str:
        """How: by the `pupil` on their own screen, at a `review`, or by the `mentor` in a session."""
        return "pupil" if self.by_pupil else "review" if self.kind.name == "review" else "mentor"


def offered(
    member: Member, pupils: list[int], record: Record | None = None, further: Iterable[int] = (),
    sent: Iterable[int] = (),
) -> list[Rated]:  # fmt: skip
    """The targets that can be rated in a session with the pupils: those open and rated 0 to 10 in the plans that go
    on, as far as the member may read them; those that `record` rates already, and `further` ones of theirs. Of what a
    form `sent`, those that ended since it was opened, too: the mark was given. `value` is 0."""
    rated = Rating.select(Rating.target).where(Rating.record == record) if record else []
    wanted = _now(member) | Target.id.in_([*(row.target_id for row in rated), *further])
    wanted |= Target.id.in_(list(sent)) & (Target.measure == RATING) & in_reach(Plan.pupil, member)
    rows = with_plan(member).where(Plan.pupil.in_(pupils) & wanted).order_by(Plan.id, Target.position)
    return [Rated(row.id, title, 0, row.baseline) for row, title in titled(member, list(rows))]


def open_now(member: Member, pupils: list[int]):
    """Targets of the pupils that can be rated, with their plans."""
    return with_plan(member).where(Plan.pupil.in_(pupils) & _now(member)).order_by(Plan.id, Target.position)


def _now(member: Member) -> Any:
    """The condition that a target can be rated by the member, or by its pupil beside them."""
    goes_on = (Target.state == OPEN) & (Target.measure == RATING) & Plan.ended_on.is_null()
    return goes_on & in_reach(Plan.pupil, member)


def of_records(member: Member, records: list[int]) -> dict[int, list[Rated]]:
    """The ratings given in records, by record."""
    found: dict[int, list[Rated]] = {}
    rows = _given(member, ids=records)
    for row in rows:
        row.target.readable = row.readable
    titles = {row.id: title for row, title in titled(member, [row.target for row in rows])}
    for row in rows:
        one = Rated(row.target_id, titles[row.target_id], row.value, row.target.baseline, row.by_pupil)
        found.setdefault(row.record_id, []).append(one)
    return found


def points(member: Member, targets: Iterable[int]) -> dict[int, list[Point]]:
    """Where targets stood, oldest first, by target: only from records that the member may read."""
    ids = list(targets)
    rows = [row for table in (Rating, ReviewScore) for row in _of_targets(member, table, ids=ids)]
    found: dict[int, list[Point]] = {}
    for row in sorted(rows, key=lambda row: (row.record.occurred_at, row.record_id)):
        day = clock.local(row.record.occurred_at, member.school.zone).date()
        own = isinstance(row, Rating) and row.by_pupil
        found.setdefault(row.target_id, []).append(Point(row.value, day, row.record_id, KINDS[row.record.kind], own))
    return found


def said(member: Member, rows: list[dict[str, Any]]) -> dict[str, str]:
    """The ratings of a version of a record, by target: `rows` as the version keeps them."""
    found = list(with_plan(member).where(Target.id.in_([row["target"] for row in rows])))
    titles = {row.id: title for row, title in titled(member, found)}
    return {
        f"{place}. {titles.get(row['target'], GOAL)}": amount(RATING, row["value"])
        + (OWN if row.get("by_pupil") else "")
        for place, row in enumerate(rows, 1)
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


@ready
def _given(member: Member, ids: list):
    readable = Case(None, [(in_reach(Plan.pupil, member), 1)], 0).alias("readable")
    rows = Rating.select(Rating, Target, Plan, Pupil, readable).join(Target).join(Plan).join(Pupil)
    return rows.where(Rating.record.in_(ids)).order_by(Rating.record, Target.position)


@ready
def _of_targets(member: Member, table: Any, ids: list):
    """What one of the two tables has of targets, with the records that say so."""
    given = table.target.in_(ids) & table.value.is_null(False)
    return table.select(table, Record).join(Record).where(given & (Record.state != WITHDRAWN) & Record.readable(member))
