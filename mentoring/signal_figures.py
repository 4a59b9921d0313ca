"""What the rules of signals look at, for some pupils at once: as many queries for one caseload as for every one."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from mentoring import clock, latest, phases, post16, tracking
from mentoring.measures import MEASURES, NOTHING, Amount
from mentoring.post16 import Standing
from mentoring.signal_rules import Setting
from models import Caseload, Member, Option, Participation, Plan, Pupil, Record, Todo
from models.ready import ready
from models.records import WITHDRAWN

FEWEST_WEEKS = 2  # tracked weeks before anything is said of attendance
TRACKED = 4  # weeks with figures that count as lately
LOOKED_BACK = 12  # weeks within which they are: the six of a summer holiday and as many of school
ATTENDANCE = MEASURES["attendance"]


@dataclass
class Figures:
    """What is known of a pupil. `since`: the first day of their support, None where nobody supports them now.

    `standing`: what is known of one in Years 9 to 11. `attendance` are the sessions of the last tracked `weeks`;
    `incidents` (day, id), oldest first; `overdue` are plans with their name and the day of their review.
    """

    pupil: Pupil
    since: date | None = None
    attendance: Amount = NOTHING
    weeks: int = 0
    baseline: Amount = NOTHING
    incidents: list[tuple[date, int]] = field(default_factory=list)
    reached_on: date | None = None
    seen_on: date | None = None
    overdue: list[tuple[int, str, date]] = field(default_factory=list)
    standing: Standing | None = None

    def attends_under(self, line: int) -> bool:
        """Whether enough weeks are tracked, and attendance is under a line: exactly, not by the rounded per cent."""
        amount = self.attendance
        return self.weeks >= FEWEST_WEEKS and 100 * (amount.value or 0) < line * (amount.possible or 0)


def of(member: Member, pupils: Collection[Pupil], rules: dict[str, Setting]) -> dict[int, Figures]:
    """The figures of pupils whose whole page the member may read, as far as the rules ask for them."""
    found = {one.id: Figures(one) for one in pupils}
    on = {name for name, one in rules.items() if one.is_on} if found else set()
    leavers = [one for one in pupils if post16.asks_of(one)] if "neet" in on else []
    if leavers or on & {"attendance", "fall"}:
        _add_attendance(member, found)
    if leavers:
        _add_standings(member, found, rules["attendance"].line)
    if "incidents" in on:
        _add_incidents(member, found, rules["incidents"].span)
    if on & {"contact", "seen"}:
        _add_support(member, found)
    if "contact" in on:
        _add_last(member, found, "reached_on", latest.reached)
    if "seen" in on:
        _add_last(member, found, "seen_on", latest.seen)
    if "review" in on:
        _add_reviews(member, found)
    return found


def standing(member: Member, pupil: Pupil, rules: dict[str, Setting]) -> Standing:
    """What is known of a pupil in Years 9 to 11, whether or not there is a signal of it."""
    found = {pupil.id: Figures(pupil)}
    _add_attendance(member, found)
    _add_standings(member, found, rules["attendance"].line)
    return found[pupil.id].standing or Standing()


def _add_standings(member: Member, found: dict[int, Figures], line: int) -> None:
    low = {number for number, one in found.items() if one.attends_under(line)}
    for number, known in post16.standings(member, [one.pupil for one in found.values()], low).items():
        found[number].standing = known


def _add_attendance(member: Member, found: dict[int, Figures]) -> None:
    newest = clock.week_start(clock.today(member.school.zone))
    mondays = [newest - timedelta(weeks=back) for back in range(LOOKED_BACK)]
    grid = tracking.grid(member, found, [ATTENDANCE.name], mondays)
    for number, one in found.items():
        amounts = [grid.at(number, ATTENDANCE, monday).amount for monday in mondays]
        known = [amount for amount in amounts if amount.value is not None and amount.possible][:TRACKED]
        one.weeks = len(known)
        one.attendance = Amount(
            sum(amount.value or 0 for amount in known), sum(amount.possible or 0 for amount in known)
        )
        since = grid.baseline(number, ATTENDANCE)
        one.baseline = since.amount if since else NOTHING


def _add_incidents(member: Member, found: dict[int, Figures], days: int) -> None:
    zone = member.school.zone
    first = clock.today(zone) - timedelta(days=days - 1)
    for pupil, moment, record in _incidents(member, clock.day_start(first, zone), pupils=list(found)):
        found[pupil].incidents.append((clock.local(moment, zone).date(), record))


def _add_support(member: Member, found: dict[int, Figures]) -> None:
    """Since when each is on caseloads without a gap: a pupil handed over to another mentor does not begin anew."""
    today, spans = clock.today(member.school.zone), dict[int, list[tuple[date, date | None]]]()
    for pupil, starts_on, ends_on in _caseloads(member, pupils=list(found)):
        spans.setdefault(pupil, []).append((starts_on, ends_on))
    for pupil, mine in spans.items():
        period = phases.unbroken(mine, today)
        if period and (period[1] is None or period[1] > today):
            found[pupil].since = period[0]


def _add_last(member: Member, found: dict[int, Figures], name: str, of: Callable[..., dict[int, datetime]]) -> None:
    """The day of each pupil's last record in which they were seen, or somebody of their family was reached."""
    for pupil, moment in of(member, list(found)).items():
        setattr(found[pupil], name, clock.local(moment, member.school.zone).date())


def _add_reviews(member: Member, found: dict[int, Figures]) -> None:
    """Plans whose review is late: one that is done and waits for a lead's sign-off is not."""
    for plan in _late(member, clock.today(member.school.zone), pupils=list(found)):
        if not plan.is_reviewed:
            found[plan.pupil_id].overdue.append((plan.id, plan.name, plan.review_on))


@ready
def _late(member: Member, today: date, pupils: list):
    """The pupils' plans that go on and whose review was due before today."""
    rows = Plan.visible_to(member).select(Plan, Option, Todo).left_outer_join(Option, on=Plan.plan_type).switch(Plan)
    late = Plan.pupil.in_(pupils) & Plan.ended_on.is_null() & (Plan.review_on < today)
    return rows.left_outer_join(Todo, on=Plan.todo).where(late).order_by(Plan.review_on, Plan.id)


@ready
def _caseloads(member: Member, pupils: list):
    """Pupil, first day and day after the last of each time that one of them was on a caseload."""
    rows: Any = Caseload.select(Caseload.pupil, Caseload.starts_on, Caseload.ends_on)
    rows = rows.where((Caseload.school == member.school) & Caseload.pupil.in_(pupils))
    return rows.order_by(Caseload.starts_on, Caseload.id).tuples()


@ready
def _incidents(member: Member, start: datetime, pupils: list):
    """Pupil, moment and record of the pupils' incidents since `start`, but for those that they only saw."""
    rows: Any = Participation.select(Participation.pupil, Participation.occurred_at, Participation.record).join(Record)
    rows = rows.where(Participation.pupil.in_(pupils) & (Record.state != WITHDRAWN) & Record.readable(member))
    rows = rows.where((Record.kind == "incident") & (Participation.role != "saw"))
    rows = rows.where(Participation.occurred_at >= start)
    return rows.order_by(Participation.occurred_at, Participation.record).tuples()
