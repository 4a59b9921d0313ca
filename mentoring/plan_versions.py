"""A plan's versions: each as it stood, by label, so that two can be compared."""

import json
from datetime import date
from typing import Any

from mentoring import chain, clock, statements
from mentoring.marks import MEASURES, TARGET_STATES, amount
from mentoring.plan_parts import Whole, whole
from models import Member, Plan, PlanChoice, PlanCycle, PlanVersion, Target, TargetChoice, User

STANDING = "standing"  # its key in a payload, whose labels begin with a capital
STANDS = ("pupil", "plan_type", "consent_how", "stage", "cycle", "cycle_on", "ended_on", "ended_as")
CYCLE = ("number", "starts_on", "ended_on", "record")


def of(plan: Plan) -> list[tuple[PlanVersion, list[tuple[str, str, str]]]]:
    """A plan's versions, the newest first, each with (label, what it says, what it said before) where that differs."""
    rows = PlanVersion.select(PlanVersion, User).join(User).where(PlanVersion.plan == plan)
    before: dict[str, str] = {}
    found = []
    for row in rows.order_by(PlanVersion.number):
        now = read(row.payload)[0]
        labels = list(dict.fromkeys([*now, *before]))
        pairs = [(label, now.get(label, ""), before.get(label, "")) for label in labels]
        found.append((row, [one for one in pairs if one[1] != one[2]]))
        before = now
    return found[::-1]


def keep(member: Member, plan: Plan, number: int) -> str:
    """Keep a plan as it stands; the hash of the version, for its event. Call inside `database.write()`."""
    stands = standing([plan])[plan.id]
    payload = json.dumps(said(whole([plan])[0]) | {STANDING: stands}, ensure_ascii=False)
    row = PlanVersion.create(
        school=plan.school_id, plan=plan, number=number, author=member.user, payload=payload, at=clock.now()
    )
    return statements.digest(row)


def read(payload: str) -> tuple[dict[str, str], dict[str, Any] | None]:
    """What a version says by label, and the standing that it was kept with: None of one from before there was that."""
    now = json.loads(payload)
    return now, now.pop(STANDING, None)


def standing(plans: list[Plan]) -> dict[int, dict[str, Any]]:
    """What no label says of plans, by id, in numbers and days: whose a plan is, its stage and cycle, the chips chosen
    (a school may call them otherwise later), and the cycles that are over. Three queries."""
    ids = [plan.id for plan in plans]
    barriers: Any = PlanChoice.select(PlanChoice.plan, PlanChoice.option)
    chips: Any = TargetChoice.select(Target.plan, Target.position, TargetChoice.option).join(Target)
    over: Any = PlanCycle.select(PlanCycle.plan, *(getattr(PlanCycle, name) for name in CYCLE))
    found = {plan.id: {name: _plain(plan.__data__.get(name)) for name in STANDS} for plan in plans}
    for name, table, rows in (("barriers", PlanChoice, barriers), ("strategies", Target, chips),
                              ("cycles", PlanCycle, over)):  # fmt: skip
        parts: dict[int, list[Any]] = {number: [] for number in ids}
        for number, *said in rows.where(table.plan.in_(ids)).tuples():
            parts[number].append([_plain(one) for one in said])
        for number in ids:
            found[number][name] = sorted(parts[number])
    return found


def of_stage(plan: int, stage: str) -> str:
    """The hash of the stage that a plan was put into, for the event: that is no version."""
    return chain.of_texts("plan stage", plan, stage)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def said(one: Whole) -> dict[str, str]:
    """What a plan says, by label."""
    plan = one.plan
    told = {
        "Type": plan.plan_type.name if plan.plan_type else "", "Barriers": ", ".join(one.barriers),
        "Strengths": plan.strengths, "Referrer": plan.referrer, "Agreed by": plan.consent_by,
        "Agreed how": plan.consent_how.name if plan.consent_how else "",
        "Agreed on": _day(plan.consent_on), "Start": _day(plan.starts_on), "Review": _day(plan.review_on),
    }  # fmt: skip
    for place, target in enumerate(one.targets, 1):
        for label, text in _target_said(target, one.strategies.get(target.id, [])).items():
            told[f"Target {place}: {label}"] = text
    return told


def _target_said(target: Target, strategies: list[str]) -> dict[str, str]:
    def value(number: int | None) -> str:
        return "" if number is None else amount(target.measure, number)

    return {
        "the pupil’s words": target.own_words, "wording": target.wording, "measure": dict(MEASURES)[target.measure],
        "what is measured": target.measured, "baseline": value(target.baseline), "aim": value(target.aim),
        "who helps": target.helper, "strategies": ", ".join(strategies), "state": dict(TARGET_STATES)[target.state],
    }  # fmt: skip


def _day(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day else ""
