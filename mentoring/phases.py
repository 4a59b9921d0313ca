"""Before, during and after: from when to when a pupil is supported, by their plans or by the caseloads they are on."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from mentoring import clock
from models import Caseload, Member, Plan, PlanCycle, Pupil
from models.ready import given, ready, ready_for_all

BEFORE, DURING, AFTER = "before", "during", "after"
Span = tuple[date, date | None]  # first day, day after the last


@dataclass(frozen=True)
class Period:
    """`began` is its first day, `ended` the day after its last, None while it goes on. `by_plan`: it is that of the
    pupil's plans; `turns` are then the first days of their later cycles, each with its words."""

    began: date
    ended: date | None
    by_plan: bool = False
    turns: dict[date, str] = field(default_factory=dict)

    def phase(self, monday: date) -> str:
        """The phase of a week: that of most of it, so that the week in which support began is the first of it."""
        if monday < clock.week_start(self.began):
            return BEFORE
        return AFTER if self.ended and monday >= self.ended else DURING


def of(member: Member, pupil: Pupil) -> Period | None:
    """The pupil's plans without a gap, most lately; where they never had one, the time on caseloads; None for never."""
    return _of_plans(member, pupil) or _on_caseloads(member, pupil)


def _of_plans(member: Member, pupil: Pupil) -> Period | None:
    """From the first day of a plan to the day on which its review's sign-off ended it."""
    plans = _plans(member, pupil=pupil.id)
    day = timedelta(days=1)
    spans = [(one.starts_on, one.ended_on + day if one.ended_on else None) for one in plans]
    found = unbroken(spans, clock.today(member.school.zone))
    if found is None:
        return None
    within = [one for one in plans if one.starts_on >= found[0]]
    return Period(*found, by_plan=True, turns=_turns(within))


def _turns(plans: list[Plan]) -> dict[date, str]:
    """The first day of each cycle but the first of a plan, and of each plan but the first."""
    rows = _cycles(plans=[one.id for one in plans])
    turns = {row.starts_on: f"Cycle {row.number}" for row in rows}
    turns |= {one.cycle_on: f"Cycle {one.cycle}" for one in plans if one.cycle > 1}
    return turns | {one.starts_on: "Next plan" for one in plans[1:]}


def _on_caseloads(member: Member, pupil: Pupil) -> Period | None:
    found = unbroken(_caseloads(member, pupil=pupil.id), clock.today(member.school.zone))
    return Period(*found) if found else None


@ready
def _plans(member: Member):
    return Plan.visible_to(member).where(Plan.pupil == given("pupil")).order_by(Plan.starts_on, Plan.id)


@ready_for_all
def _cycles(plans: list):
    return PlanCycle.select().where(PlanCycle.plan.in_(plans) & (PlanCycle.number > 1))


@ready
def _caseloads(member: Member):
    rows: Any = Caseload.select(Caseload.starts_on, Caseload.ends_on)
    rows = rows.where((Caseload.pupil == given("pupil")) & (Caseload.school == member.school))
    return rows.order_by(Caseload.starts_on, Caseload.id).tuples()


def unbroken(spans: Iterable[Span], today: date) -> Span | None:
    """Spans, in order, as the newest without a gap; what is to come does not count."""
    found: Span | None = None
    for starts_on, ends_on in spans:
        if starts_on > today:
            continue
        if found and (found[1] is None or starts_on <= found[1]):
            found = found[0], None if found[1] is None or ends_on is None else max(found[1], ends_on)
        else:
            found = starts_on, ends_on
    return found
