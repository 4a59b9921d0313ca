"""Whether it helps: incidents before the support and since, sessions beside them, and what chance alone would make.

It compares; it never says why. What the member may not read is neither drawn nor counted.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from peewee import fn

from mentoring import calendar, chance, clock, phases
from mentoring.calendar import Calendar
from mentoring.phases import BEFORE, Period
from models import Choice, Member, Option, Participation, Pupil, Record, School
from models.ready import given, ready, ready_for_all
from models.records import WITHDRAWN

SPAN = 6  # school weeks compared on either side (half a term)
FEWEST = 2  # school weeks of support before anything is said
MOST = 26  # weeks drawn: two terms
DRAWN = ("incident", "session", "group_session")


@dataclass(frozen=True)
class Event:
    """A life event: its record, its day, and what it was, as the chip says it."""

    record: int
    day: date
    what: str


@dataclass(frozen=True)
class Week:
    """A school week: its Monday, its school days, the ids of the records drawn, oldest first, and life events in it."""

    monday: date
    phase: str
    days: int
    incidents: list[int]
    sessions: list[int]
    events: list[Event] = field(default_factory=list)


@dataclass(frozen=True)
class Span:
    """Some school weeks of one phase: how many weeks and school days, and the incidents in them."""

    phase: str
    weeks: int
    days: int
    incidents: int


@dataclass(frozen=True)
class Progress:
    """`then` are the school weeks before the `period` of support, or the first on record where Alongside has none from
    before; they are compared with `now`, the newest. None: too few."""

    period: Period
    weeks: list[Week]
    then: Span | None = None
    now: Span | None = None

    @property
    def ratio(self) -> chance.Ratio | None:
        """The later rate of incidents as a multiple of the earlier, by school days; None where nothing is compared."""
        if not self.then or not self.now or not self.then.incidents + self.now.incidents:
            return None
        return chance.ratio(self.then.incidents, self.then.days, self.now.incidents, self.now.days)

    @property
    def turns(self) -> dict[date, str]:
        """The cycles and plans that begin within the support, by the Monday of their week."""
        return {clock.week_start(day): words for day, words in sorted(self.period.turns.items())}

    @property
    def most(self) -> int:
        """The highest column, three at least."""
        return max(3, *(len(week.incidents) for week in self.weeks))


def of(member: Member, pupil: Pupil, rated: Collection[date] = ()) -> Progress | None:
    """The progress of a pupil since their support began; None where nobody supports them. `rated` are days on which a
    target was rated: their weeks are drawn, in holidays too."""
    period = phases.of(member, pupil)
    if period is None:
        return None
    open_days = calendar.of(member.school)
    first = _weeks_back(open_days, clock.week_start(period.began), SPAN)
    bounds, also = (first, clock.today(member.school.zone)), {clock.week_start(day) for day in rated}
    weeks = _on_record(member, _weeks(member, pupil, open_days, bounds, period, also))
    open_weeks = [week for week in weeks if week.days]
    then = [week for week in open_weeks if week.phase == BEFORE][-SPAN:]
    if len(then) < SPAN:  # Alongside holds less than that: the first that it does hold is compared
        then = open_weeks[:SPAN]
    now = [week for week in open_weeks[len(then) :] if week.phase == open_weeks[-1].phase][-SPAN:]
    if len(then) < SPAN or len(now) < FEWEST:
        return Progress(period, weeks[-MOST:])
    return Progress(period, weeks[-MOST:], _span(then), _span(now))


def _weeks_back(open_days: Calendar, monday: date, count: int) -> date:
    """The Monday of the `count`th school week before one."""
    for _ in range(calendar.FURTHEST):
        if count == 0:
            break
        monday -= timedelta(weeks=1)
        count -= bool(open_days.school_days(monday, monday + timedelta(days=6)))
    return monday


def _weeks(
    member: Member, pupil: Pupil, open_days: Calendar, bounds: tuple[date, date], period: Period, also: set[date]
) -> list[Week]:
    """The school weeks within `bounds`, and those of holidays in which something happened or that are in `also`."""
    first, today = bounds
    zone, found = member.school.zone, dict[date, tuple[list[int], list[int]]]()
    for moment, kind, number in _drawn(member, pupil, first):
        monday = clock.week_start(clock.local(moment, zone).date())
        found.setdefault(monday, ([], []))[kind != "incident"].append(number)
    events = _events(member, pupil, first)
    weeks, monday = [], first
    while monday <= today:
        days = len(open_days.school_days(monday, min(monday + timedelta(days=6), today)))
        if days or monday in found or monday in events or monday in also:
            drawn = *found.get(monday, ([], [])), events.get(monday, [])
            weeks.append(Week(monday, period.phase(monday), days, *drawn))
        monday += timedelta(weeks=1)
    return weeks


def _drawn(member: Member, pupil: Pupil, first: date) -> list[tuple]:
    """Moment, kind and id of the pupil's readable incidents, but for those they only saw, and of sessions they had."""
    since = _RECORDED(clock.day_start(first, member.school.zone))
    return _incidents_and_sessions(member, pupil=pupil.id, since=since)


def _events(member: Member, pupil: Pupil, first: date) -> dict[date, list[Event]]:
    """The pupil's life events that the member may read, by Monday, oldest first."""
    zone, found = member.school.zone, dict[date, list[Event]]()
    for number, moment, said in _life_events(member, pupil=pupil.id, since=_RECORDED(clock.day_start(first, zone))):
        day = clock.local(moment, zone).date()
        found.setdefault(clock.week_start(day), []).append(Event(number, day, said or "Life event"))
    return found


def _on_record(member: Member, weeks: list[Week]) -> list[Week]:
    """The weeks before the support and the newest, without those in which nobody at the school recorded anything:
    Alongside was not in use, so that no incident means nothing. Weeks of holidays do not break the line."""
    before = [week for week in weeks if week.phase == BEFORE]
    kept = before + weeks[len(before) :][-MOST:]
    asked = [week.monday for week in kept if week.days and not (week.incidents or week.sessions)]
    recorded, found = _recorded(member, asked), []
    for week in kept:
        if week.monday not in asked or week.monday in recorded:
            found.append(week)
        elif week.events:  # drawn, and no week without incidents
            found.append(replace(week, days=0))
    return found


def _recorded(member: Member, mondays: list[date]) -> set[date]:
    """Those of some weeks in which anybody at the school recorded anything: one query."""
    starts = [clock.day_start(monday, member.school.zone) for monday in mondays]
    ends = [clock.day_start(monday + timedelta(weeks=1), member.school.zone) for monday in mondays]
    spans = {f"since{place}": _RECORDED(start) for place, start in enumerate(starts)}
    spans |= {f"until{place}": _RECORDED(end) for place, end in enumerate(ends)}
    rows = _in_weeks(len(mondays), school=member.school.id, **spans) if mondays else [()]
    return {monday for monday, is_there in zip(mondays, rows[0], strict=True) if is_there}


_RECORDED = Record.occurred_at.db_value  # moments as the column keeps them


@ready
def _incidents_and_sessions(member: Member):
    rows: Any = Participation.select(Participation.occurred_at, Record.kind, Record.id).join(Record)
    part = Participation.seen & (Participation.role != "saw") & (Participation.occurred_at >= given("since"))
    wanted = (Participation.pupil == given("pupil")) & part & Record.kind.in_(DRAWN)
    kept = wanted & (Record.state != WITHDRAWN) & Record.readable(member)
    return rows.where(kept).order_by(Participation.occurred_at, Record.id).tuples()


@ready
def _life_events(member: Member):
    what = Choice.select(Option.name).join(Option).where((Choice.record == Record.id) & (Option.list == "life_event"))
    rows: Any = Participation.select(Record.id, Participation.occurred_at, what.limit(1)).join(Record)
    mine = (Participation.pupil == given("pupil")) & (Record.kind == "life_event") & (Record.state != WITHDRAWN)
    rows = rows.where(mine & (Participation.occurred_at >= given("since")) & Record.readable(member))
    return rows.order_by(Participation.occurred_at, Record.id).tuples()


@ready_for_all
def _in_weeks(count: int):
    """Whether the school has a record of each of so many spans of time, in a row. A life event is none: it is often
    written down long after it."""
    mine = (Record.school == given("school")) & (Record.kind != "life_event")
    spans = [
        (Record.occurred_at >= given(f"since{place}")) & (Record.occurred_at < given(f"until{place}"))
        for place in range(count)
    ]
    columns: list[Any] = [fn.EXISTS(Record.select(Record.id).where(mine & span)) for span in spans]
    return School.select(*columns).where(School.id == given("school")).tuples()


def _span(weeks: list[Week]) -> Span:
    """The weeks as one; of a span that begins in one phase and ends in another, the last."""
    return Span(weeks[-1].phase, len(weeks), sum(week.days for week in weeks), sum(len(one.incidents) for one in weeks))
