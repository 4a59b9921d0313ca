"""Plans as they are read: each with its barriers, targets and strategies; and those that others keep."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from models import Member, Option, OtherPlan, Plan, PlanChoice, Pupil, Target, TargetChoice, Todo
from models.plans import OPEN
from models.ready import given, ready_for_all


@dataclass(frozen=True)
class Whole:
    """A plan with what belongs to it: barriers' names, targets in order, strategies' names by target."""

    plan: Plan
    barriers: list[str]
    targets: list[Target]
    strategies: dict[int, list[str]] = field(default_factory=dict)

    @property
    def open(self) -> list[Target]:
        return [one for one in self.targets if one.state == OPEN]


def of_pupil(pupil: Pupil) -> list[Whole]:
    """The pupil's plans, those that go on first, then the newest. For who may read the pupil's page."""
    return whole(_plans(pupil=pupil.id))


def others_of(pupil: Pupil) -> list[OtherPlan]:
    """The plans that others keep for the pupil, by their first day. For who may read the pupil's page."""
    return _others(pupil=pupil.id)


def due(member: Member) -> list[Plan]:
    """The plans that go on of all whom the member supports, the soonest review first, with their pupils."""
    rows = Plan.changeable_by(member).select(Plan, Pupil, Option, Todo).join(Pupil).switch(Plan)
    rows = rows.left_outer_join(Option, on=(Plan.plan_type == Option.id)).switch(Plan).left_outer_join(Todo)
    return list(rows.where(Pupil.left_on.is_null()).order_by(Plan.review_on, Plan.id))


def whole(plans: list[Plan]) -> list[Whole]:
    """Plans with what belongs to them: three queries."""
    ids = [plan.id for plan in plans]
    names, targets = _grouped(_barriers(plans=ids)), _targets(plans=ids)
    used = _grouped(_strategies(targets=[one.id for one in targets]))
    return [Whole(one, names.get(one.id, []), [row for row in targets if row.plan_id == one.id], used) for one in plans]


def _grouped(rows: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for key, name in rows:
        found.setdefault(key, []).append(name)
    return found


@ready_for_all
def _plans():
    rows = Plan.select(Plan, Option, Todo).left_outer_join(Option, on=(Plan.plan_type == Option.id))
    rows = rows.switch(Plan).left_outer_join(Todo).where(Plan.pupil == given("pupil"))
    return rows.order_by(Plan.ended_on.is_null(False), Plan.id.desc())


@ready_for_all
def _others():
    rows = OtherPlan.select(OtherPlan, Option).left_outer_join(Option).where(OtherPlan.pupil == given("pupil"))
    return rows.order_by(OtherPlan.starts_on, OtherPlan.id)


@ready_for_all
def _barriers(plans: list):
    rows: Any = PlanChoice.select(PlanChoice.plan, Option.name).join(Option)
    return rows.where(PlanChoice.plan.in_(plans)).order_by(Option.position).tuples()


@ready_for_all
def _targets(plans: list):
    return Target.select().where(Target.plan.in_(plans)).order_by(Target.position)


@ready_for_all
def _strategies(targets: list):
    rows: Any = TargetChoice.select(TargetChoice.target, Option.name).join(Option)
    return rows.where(TargetChoice.target.in_(targets)).order_by(Option.position).tuples()
