"""A pupil's attendance a week, as their page draws it: beside the records a week, gaps left as gaps."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from mentoring import clock
from mentoring.charts import WEEKS
from mentoring.measures import MEASURES, NOTHING, Amount, change
from mentoring.tracking import amount_of, amount_of_baseline
from models import Baseline, Member, Pupil, WeekFigure
from models.ready import given, ready

LEAST = 80  # the axis ends at 100 %, and begins here or ten below the lowest week: small changes have to be seen
YEAR = 52  # weeks looked back over: the weeks of two terms of school lie within
WIDE, TOP, HIGH = 25, 6, 48  # of a week, above the axis' end, of the axis, in the chart's own units


@dataclass(frozen=True)
class Week:
    """A week, its figure (NOTHING: a gap), how that differs from the baseline, and where it is drawn."""

    monday: date
    amount: Amount
    change: str
    x: float
    y: float


@dataclass(frozen=True)
class Kept:
    """A pupil's figures since YEAR weeks ago, by Monday, and what they are compared with."""

    figures: dict[date, Amount]
    baseline: Amount


@dataclass(frozen=True)
class Attendance:
    """Some weeks, oldest first; all of them together; the baseline, and where its line is drawn."""

    weeks: list[Week]
    whole: Amount
    change: str
    baseline: Amount
    baseline_y: float
    low: int

    @property
    def segments(self) -> list[str]:
        """The points of each unbroken run of weeks, as SVG writes them."""
        runs = groupby(self.weeks, key=lambda week: week.amount.value is not None)
        return [" ".join(f"{week.x:g},{week.y:g}" for week in run) for is_known, run in runs if is_known]


def of(member: Member, pupil: Pupil) -> Attendance | None:
    """A pupil's attendance in the last WEEKS weeks: two queries. None where no week has a figure, or the member may not
    read it."""
    return drawn(kept(member, pupil), lately(member))


def lately(member: Member) -> list[date]:
    """The Mondays of the last WEEKS weeks, oldest first."""
    this = clock.week_start(clock.today(member.school.zone))
    return [this - timedelta(weeks=back) for back in reversed(range(WEEKS))]


def kept(member: Member, pupil: Pupil) -> Kept:
    """The figures of a pupil that the member may read: two queries."""
    first = clock.week_start(clock.today(member.school.zone)) - timedelta(weeks=YEAR)
    rows = {row.monday: amount_of(row) for row in _figures(member, first, pupil=pupil.id)}
    return Kept(rows, _baseline(member, pupil, rows))


def drawn(found: Kept, mondays: list[date], high: int = HIGH) -> Attendance | None:
    """Figures as some weeks, oldest first, draw them: `high` is the height of the axis. None where no week has one."""
    amounts = [found.figures.get(monday, NOTHING) for monday in mondays]
    known = [one for one in amounts if one.value is not None and one.possible]
    if not known:
        return None
    baseline = found.baseline
    lowest = min(one.number or 0 for one in [*known, baseline] if one.number is not None)
    low = min(LEAST, max(lowest - 10, 0) // 10 * 10)
    weeks = [
        Week(mondays[place], one, change(one, baseline), WIDE * place + WIDE / 2, _height(one, low, high))
        for place, one in enumerate(amounts)
    ]
    whole = Amount(sum(one.value or 0 for one in known), sum(one.possible or 0 for one in known))
    return Attendance(weeks, whole, change(whole, baseline), baseline, _height(baseline, low, high), low)


def _height(amount: Amount, low: int, high: int) -> float:
    return round(TOP + high * (100 - (amount.number or 0)) / (100 - low), 1)


def _baseline(member: Member, pupil: Pupil, rows: dict[date, Amount]) -> Amount:
    found = _baselines(member, pupil=pupil.id)
    if not found:
        return NOTHING
    return rows.get(found[0].monday, NOTHING) if found[0].monday else amount_of_baseline(found[0])


@ready
def _figures(member: Member, first: date):
    """A pupil's attendance since a week, and that of any week that was ever chosen as its baseline."""
    name = MEASURES["attendance"].name
    chosen = Baseline.select(Baseline.monday).where((Baseline.pupil == given("pupil")) & (Baseline.measure == name))
    rows = WeekFigure.visible_to(member).where((WeekFigure.pupil == given("pupil")) & (WeekFigure.measure == name))
    return rows.where((WeekFigure.monday >= first) | WeekFigure.monday.in_(chosen))


@ready
def _baselines(member: Member):
    """The baseline of a pupil's attendance that counts."""
    rows = Baseline.visible_to(member).where(
        (Baseline.pupil == given("pupil")) & (Baseline.measure == MEASURES["attendance"].name)
    )
    return rows.order_by(Baseline.id.desc()).limit(1)
