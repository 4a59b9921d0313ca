"""Plans: start one, change it, move it on. What is read of them is in plan_parts, their versions in plan_versions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from database import write
from mentoring import audit, calendar, caseload, clock, plan_versions, todos
from mentoring.marks import STAGES
from models import AuditEvent, Member, OtherPlan, Plan, PlanChoice, Pupil, Target, TargetChoice, Todo, User

REVIEW_WEEKS = 6  # school weeks from a plan's start, or from a review, to the next review (product.md, "Plan")
REVIEW = "review"  # the reason of its to-do


class Changed(Exception):
    """Somebody else saved the plan while it was being changed."""


@dataclass(frozen=True)
class Goal:
    """A target as its form says it: `id` of one that is there already, its columns, the strategies' option ids."""

    id: int | None
    columns: dict[str, Any]
    strategies: frozenset[int] = frozenset()


def proposed_review(member: Member, start: date) -> date:
    """The day on which a plan, or the cycle of one, that begins on a day is to be reviewed."""
    return calendar.of(member.school).school_weeks_on(start, REVIEW_WEEKS)


def start(
    member: Member, pupil: Pupil, client_id: str, facts: dict[str, Any], barriers: Iterable[int], goals: list[Goal]
) -> Plan:
    """Start a plan for a pupil, once however often its form is sent, with the promise to review it."""
    with write(of=f"client {member.user.id} {client_id}"):
        first = Plan.get_or_none((Plan.author == member.user) & (Plan.client_id == client_id))
        if first is not None:
            return first
        plan = Plan.create(
            school=member.school, pupil=pupil, author=member.user, client_id=client_id, cycle_on=facts["starts_on"],
            created_at=clock.now(), **facts,
        )  # fmt: skip
        _write_parts(plan, barriers, goals)
        digest = plan_versions.keep(member, plan, 1)
        promise(member, plan, _owner(member, pupil))
        todos.kept(member, pupil, todos.FIRST_PLAN, "Plan started")
        audit.note(member, "plan.start", plan, version=1, digest=digest)
    return plan


def change(
    member: Member, plan: Plan, facts: dict[str, Any], barriers: Iterable[int], goals: list[Goal], version: int
) -> None:
    """Save a new version of a plan; the earlier ones are kept. `version` is the one that the person saw.

    Raises Changed when somebody else saved since.
    """
    with write(of=f"plan {plan.id}"):
        if Plan.get_by_id(plan.id).version != version:
            raise Changed("Somebody else changed the plan while you were writing. Look at both before you save yours.")
        Plan.update(**facts, version=version + 1).where(Plan.id == plan.id).execute()
        now = Plan.get_by_id(plan.id)
        _write_parts(now, barriers, goals)
        digest = plan_versions.keep(member, now, version + 1)
        promise(member, now, _owner(member, now.pupil))
        audit.note(member, "plan.change", now, version=version + 1, digest=digest)


def move_on(member: Member, plan: Plan, stage: str) -> None:
    """Put a plan into another stage. That is no change of what it says, so that it stands in nobody's way."""
    with write(of=f"plan {plan.id}"):
        if Plan.update(stage=stage).where((Plan.id == plan.id) & (Plan.stage != stage)).execute():
            digest = plan_versions.of_stage(plan.id, stage)
            audit.note(member, "plan.stage", plan, detail=dict(STAGES)[stage].lower(), digest=digest)


def last_change(row: Plan | OtherPlan) -> tuple[str, datetime]:
    """Who changed a plan, or what is registered of one, last, and when."""
    events = AuditEvent.select(AuditEvent, User).left_outer_join(User).where(
        (AuditEvent.subject == row._meta.table_name) & (AuditEvent.subject_id == row.id)
    )  # fmt: skip
    last = events.order_by(AuditEvent.id.desc()).first()
    return (last.user.name if last.user else "Somebody", last.at) if last else ("Somebody", row.created_at)


def promise(member: Member, plan: Plan, owner: int) -> None:
    """Let the plan's review be on somebody's list for its day. Call inside `database.write()`."""
    waits = (Todo.id == plan.todo_id) & Todo.done_at.is_null()
    if Todo.update(due_on=plan.review_on).where(waits).execute():
        return
    what = f"Review the plan: {plan.pupil.short_name}"
    todo = todos.give(member, owner, what, plan.review_on, REVIEW, f"/plans/{plan.id}", plan.pupil_id)
    Plan.update(todo=todo).where(Plan.id == plan.id).execute()


def _owner(member: Member, pupil: Pupil) -> int:
    """Who reviews: the pupil's mentor, the member first if they are; else the member."""
    mentors = [row.mentor_id for row in caseload.mentors_of(member, pupil)]
    return member.user.id if member.user.id in mentors or not mentors else mentors[0]


def _write_parts(plan: Plan, barriers: Iterable[int], goals: list[Goal]) -> None:
    PlanChoice.delete().where(PlanChoice.plan == plan).execute()
    for option in sorted(barriers):
        PlanChoice.create(school=plan.school_id, plan=plan, option=option)
    there = {row.id: row for row in Target.select().where(Target.plan == plan)}
    place = max((row.position for row in there.values()), default=0)
    for goal in goals:
        if goal.id in there:
            number: Any = goal.id
            Target.update(**goal.columns).where(Target.id == number).execute()
        else:
            place += 1
            number = Target.create(school=plan.school_id, plan=plan, position=place, **goal.columns).id
        TargetChoice.delete().where(TargetChoice.target == number).execute()
        for option in sorted(goal.strategies):
            TargetChoice.create(school=plan.school_id, target=number, option=option)
