"""Reviews of plans: recorded, signed off by a lead, and the next cycle that begins from there."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from database import write
from mentoring import audit, clock, notices, plan_versions, plans, ratings, recording, statements, todos
from mentoring.entry import Entry
from mentoring.marks import AGAINST, amount, since
from models import (
    Choice,
    Member,
    Notice,
    Option,
    Plan,
    PlanCycle,
    Pupil,
    Record,
    Review,
    ReviewScore,
    SignOff,
    Target,
    Todo,
    User,
)
from models.plans import MET, OPEN
from models.records import COMPLETE, WITHDRAWN

# What a decision leads to: the stage in which the next cycle begins; the others end the plan.
NEXT = {"continue": "do", "change": "plan", "step_down": "do"}


class NotSigned(ValueError):
    """A review that cannot be signed off; the message says why."""


@dataclass(frozen=True)
class Score:
    """A target at a review, in words: 6 of 10, 3 up since baseline · aim 8 of 10 · As hoped (0)."""

    title: str
    said: str


@dataclass(frozen=True)
class Outcome:
    """What signing a review off does: the next cycle's number and review day, or None where the plan ends; `met` are
    the targets that have reached their aim."""

    decision: str
    cycle: int | None
    review_on: date | None
    met: list[Target]


@dataclass(frozen=True)
class Cycle:
    """A cycle of a plan: its days (`ended_on` None: it goes on) and its reviews, with what each decided, as far as the
    member may read them."""

    number: int
    starts_on: date
    ended_on: date | None
    reviews: list[tuple[Record, str, bool]]


def log(member: Member, entry: Entry) -> recording.Saved:
    """Record a review; see `follow`."""
    with write():
        saved = recording.log(member, entry)
        if not saved.replay:
            follow(member, saved.record)
    return saved


def follow(member: Member, record: Record) -> None:
    """Once a review is complete, its plan is in the stage of review, the promise to review it is kept, and the leads
    know that it waits for one of them. Again is once."""
    review = Review.get_by_id(record.id)
    waits = review.plan is not None and review.plan.ended_on is None and review.plan.cycle == review.cycle
    if Record.get_by_id(record.id).state != COMPLETE or not waits or signed(record):
        return
    with write(of=f"plan {review.plan_id}"):
        plans.move_on(member, review.plan, "review")
        todo = Todo.get_or_none((Todo.id == review.plan.todo_id) & Todo.done_at.is_null())
        if todo:
            todos.close(member, todo, "Reviewed")
            if not member.has("lead"):
                notices.tell(member.school, ("lead",), "A review waits for your sign-off.", f"/reviews/{record.id}")


def sign_off(member: Member, record: Record, version: int) -> None:
    """Say yes to a review as it stands; the first time, the plan goes on from it or ends. Twice is once.

    `version` is the one that the lead saw. Raises recording.Changed for an older one, NotSigned.
    """
    with write(of=f"record {record.id}"):
        record = Record.get_by_id(record.id)
        if record.version != version:
            raise recording.Changed("Somebody changed the review while you were reading. Look at it again.")
        if SignOff.select().where((SignOff.record == record) & (SignOff.version == version)).exists():
            return
        outcome = outcome_of(member, record)
        first = not signed(record)
        row = SignOff.create(school=member.school, record=record, version=version, user=member.user, at=clock.now())
        audit.note(member, "review.sign_off", record, version=version, digest=statements.digest(row))
        told = (Notice.path == f"/reviews/{record.id}") & Notice.seen_at.is_null()
        Notice.update(seen_at=clock.now()).where(told).execute()
        plan = Review.get_by_id(record.id).plan
        if first and plan.ended_on is None and plan.cycle == Review.get_by_id(record.id).cycle:
            _go_on(member, plan, record, outcome)


def outcome_of(member: Member, record: Record) -> Outcome:
    """What signing a review off does. Raises NotSigned for one that is not ready for it."""
    review = Review.get_by_id(record.id)
    chips = Choice.select(Choice, Option).join(Option).where(Choice.record == record)
    chosen = chips.where(Option.list == "review_decision").first()
    if record.state != COMPLETE or review.plan is None or chosen is None:
        raise NotSigned("It is not finished: it needs its plan and what is decided.")
    code, plan = chosen.option.code, review.plan
    met = [target for target in _open(plan) if code == "met" or _is_reached(target, record)]
    if code not in NEXT:
        return Outcome(chosen.option.name, None, None, met)
    today = clock.today(member.school.zone)
    return Outcome(chosen.option.name, plan.cycle + 1, plans.proposed_review(member, today), met)


def signed(record: Record) -> list[SignOff]:
    """The sign-offs of a review, the newest first, with who gave them."""
    rows = SignOff.select(SignOff, User).join(User).where(SignOff.record == record)
    return list(rows.order_by(SignOff.id.desc()))


def unsigned(member: Member) -> list[Review]:
    """The complete reviews that wait for a lead, the oldest first, with plan and pupil, as far as the member may read
    them."""
    rows = Review.select(Review, Record, Plan, Pupil).join(Record).switch(Review).join(Plan).join(Pupil)
    yes = SignOff.select(SignOff.record)
    waits = (Record.state == COMPLETE) & Plan.ended_on.is_null() & (Review.cycle == Plan.cycle) & Record.id.not_in(yes)
    return list(rows.where(waits & Record.readable(member)).order_by(Record.occurred_at))


def cycles(member: Member, plan: Plan) -> list[Cycle]:
    """The cycles of a plan, the newest first."""
    over = PlanCycle.select().where(PlanCycle.plan == plan).order_by(PlanCycle.number.desc())
    found: list[tuple[int, date, date | None]] = [(row.number, row.starts_on, row.ended_on) for row in over]
    if plan.ended_on is None:
        found = [(plan.cycle, plan.cycle_on, None), *found]
    rows = Review.select(Review, Record).join(Record).where((Review.plan == plan) & (Record.state != WITHDRAWN))
    read = list(rows.where(Record.readable(member)).order_by(Record.occurred_at.desc()))
    chips: Any = Choice.select(Choice.record, Option.name).join(Option).where(Option.list == "review_decision")
    named = dict(chips.where(Choice.record.in_([row.record_id for row in read])).tuples())
    yes = {row.record_id for row in SignOff.select().where(SignOff.record.in_([row.record_id for row in read]))}
    return [
        Cycle(number, first, last, [(row.record, named.get(row.record_id, ""), row.record_id in yes)
                                    for row in read if row.cycle == number])
        for number, first, last in found
    ]  # fmt: skip


def scores(member: Member, record: Record) -> list[Score]:
    """Where the targets stood at a review that the member may read."""
    rows = ReviewScore.select().where(ReviewScore.record == record)
    return _worded(member, [{"target": row.target_id, "value": row.value, "against": row.against} for row in rows])


def said(member: Member, rows: list[dict[str, Any]]) -> dict[str, str]:
    """The scores of a version of a review, by target."""
    return {f"{place}. {one.title}": one.said for place, one in enumerate(_worded(member, rows), 1)}


def _worded(member: Member, rows: list[dict[str, Any]]) -> list[Score]:
    targets = list(ratings.with_plan(member).where(Target.id.in_([row["target"] for row in rows])))
    titles = {target.id: (target, title) for target, title in ratings.titled(member, targets)}
    return [Score(titles[row["target"]][1], _score(titles[row["target"]][0], row)) for row in rows]


def _score(target: Target, row: dict[str, Any]) -> str:
    words = []
    if row["value"] is not None:
        words.append(amount(target.measure, row["value"]) + since(row["value"], target.baseline))
    if target.aim is not None:
        words.append(f"aim {amount(target.measure, target.aim)}")
    if row["against"] is not None:
        far = f"{row['against']:+d}".replace("-", "−") if row["against"] else "0"
        words.append(f"{dict(AGAINST)[row['against']].lower()} ({far})")
    return " · ".join(words)


def _open(plan: Plan) -> list[Target]:
    return list(Target.select().where((Target.plan == plan) & (Target.state == OPEN)).order_by(Target.position))


def _is_reached(target: Target, record: Record) -> bool:
    """Whether a target's score in a review is its aim or beyond, seen from the baseline."""
    row = ReviewScore.get_or_none((ReviewScore.record == record) & (ReviewScore.target == target))
    if row is None or row.value is None or target.aim is None or target.rises is None:
        return False
    return row.value >= target.aim if target.rises else row.value <= target.aim


def _go_on(member: Member, plan: Plan, record: Record, outcome: Outcome) -> None:
    """End the cycle, and begin the next or end the plan. A signed review is a new version of its plan."""
    today = clock.today(member.school.zone)
    PlanCycle.create(
        school=plan.school_id, plan=plan, number=plan.cycle, starts_on=plan.cycle_on, ended_on=today, record=record
    )
    Target.update(state=MET).where(Target.id.in_([one.id for one in outcome.met])).execute()
    facts: dict[str, Any] = {"version": plan.version + 1}
    if outcome.cycle is None:
        facts |= {"ended_on": today, "ended_as": outcome.decision}
    else:
        stage = NEXT[_code(record)]
        facts |= {"cycle": outcome.cycle, "cycle_on": today, "review_on": outcome.review_on, "stage": stage}
    Plan.update(**facts).where(Plan.id == plan.id).execute()
    now = Plan.get_by_id(plan.id)
    digest = plan_versions.keep(member, now, now.version)
    audit.note(member, "plan.change", now, version=now.version, digest=digest)
    if outcome.cycle is None:
        for todo in Todo.select().where((Todo.id == now.todo_id) & Todo.done_at.is_null()):
            todos.close(member, todo, "The plan has ended")
    else:
        plans.promise(member, now, now.todo.owner_id if now.todo else member.user.id)


def _code(record: Record) -> str:
    rows: Any = Choice.select(Option.code).join(Option).where(Choice.record == record)
    return rows.where(Option.list == "review_decision").scalar()
