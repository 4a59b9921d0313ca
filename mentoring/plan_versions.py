"""A plan's versions: each as it stood, by label, so that two can be compared."""

import json
from datetime import date

from mentoring import chain, clock
from mentoring.marks import MEASURES, TARGET_STATES, amount
from mentoring.plan_parts import Whole, whole
from models import Member, Plan, PlanVersion, Target, User


def of(plan: Plan) -> list[tuple[PlanVersion, list[tuple[str, str, str]]]]:
    """A plan's versions, the newest first, each with (label, what it says, what it said before) where that differs."""
    rows = PlanVersion.select(PlanVersion, User).join(User).where(PlanVersion.plan == plan)
    before: dict[str, str] = {}
    found = []
    for row in rows.order_by(PlanVersion.number):
        now = json.loads(row.payload)
        labels = list(dict.fromkeys([*now, *before]))
        pairs = [(label, now.get(label, ""), before.get(label, "")) for label in labels]
        found.append((row, [one for one in pairs if one[1] != one[2]]))
        before = now
    return found[::-1]


def keep(member: Member, plan: Plan, number: int) -> str:
    """Keep a plan as it stands; the hash of the version, for its event. Call inside `database.write()`."""
    payload = json.dumps(said(whole([plan])[0]), ensure_ascii=False)
    row = PlanVersion.create(
        school=plan.school_id, plan=plan, number=number, author=member.user, payload=payload, at=clock.now()
    )
    return chain.of_row(PlanVersion.get_by_id(row.id))


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
