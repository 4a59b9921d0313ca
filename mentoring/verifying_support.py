"""Whether plans, sign-offs, weekly figures and baselines are those that the events tell of (for `flask verify`)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from peewee import JOIN

from database import write
from mentoring import chain, plan_versions
from mentoring.plan_parts import whole
from models import AuditEvent, Base, Baseline, FigureVersion, Plan, PlanVersion, SignOff, WeekFigure

CHUNK = 500
# What a school may call otherwise later: a list's words stand in a version as they were.
CHIPS = ("Type", "Barriers", "Agreed how", "strategies")


@dataclass(frozen=True)
class Told:
    """A table whose rows are each told of by an event, which has the id in `of`, the number in `number` (none for a
    baseline), and the row's hash where the row is in no record's version. `who`: the column of whose doing it was."""

    table: Any
    called: str
    subject: str
    actions: tuple[str, ...]
    of: str
    number: str
    who: str = "author"

    def name(self, of: int, number: int | None) -> str:
        return self.called.format(of=of, number=number)


TOLD = (
    Told(PlanVersion, "Version {number} of plan {of}", "plan", ("plan.start", "plan.change"), "plan", "number"),
    Told(FigureVersion, "Version {number} of figure {of}", "week_figure", ("figure.save",), "figure", "number"),
    Told(Baseline, "Baseline {of}", "baseline", ("baseline.choose",), "id", ""),
    Told(SignOff, "The sign-off of version {number} of record {of}", "record", ("review.sign_off",), "record",
         "version", "user"),
)  # fmt: skip


def strange_support() -> Iterator[str]:
    """A sentence for each fault: what is not as its event tells of it, is told of by none, is missing, or is not what
    screens show. What an import brought is told of by the import's event, not figure by figure."""
    for one in TOLD:
        yield from _unlike(one)
        yield from _missing(one)
    yield from _strange_plans()
    yield from _strange_figures()


def _unlike(one: Told) -> Iterator[str]:
    """Rows without an event, or with one that tells of another row. An event from before it had a hash tells of any."""
    rows = one.table.select(
        one.table, AuditEvent.id.alias("event"), AuditEvent.digest.alias("told"), AuditEvent.user.alias("by")
    ).join(AuditEvent, JOIN.LEFT_OUTER, on=_tells(one))
    if one.table is FigureVersion:
        rows = rows.where(FigureVersion.source == "")
    last = 0
    while chunk := list(rows.where(one.table.id > last).order_by(one.table.id).limit(CHUNK).objects()):
        for row in chunk:
            name = one.name(row.__data__[one.of], row.__data__.get(one.number))
            if row.event is None:
                yield f"{name} has no event that tells of it."
            elif row.by != row.__data__[one.who] or not _is_told(row):
                yield f"{name} is not as it was written."
        last = chunk[-1].id


def _tells(one: Told) -> Any:
    of = (AuditEvent.subject == one.subject) & (AuditEvent.subject_id == getattr(one.table, one.of))
    number = AuditEvent.version == getattr(one.table, one.number) if one.number else AuditEvent.version.is_null()
    return of & number & AuditEvent.action.in_(one.actions)


def _is_told(row: Base) -> bool:
    told = row.told
    return row._meta.table_name not in chain.ROWS or told in ("", chain.of_row(row))


def _missing(one: Told) -> Iterator[str]:
    """Events whose row is gone."""
    rows: Any = AuditEvent.select(AuditEvent.subject_id, AuditEvent.version)
    rows = rows.join(one.table, JOIN.LEFT_OUTER, on=_tells(one)).where(one.table.id.is_null())
    rows = rows.where((AuditEvent.subject == one.subject) & AuditEvent.action.in_(one.actions))
    for of, number in rows.order_by(AuditEvent.id).tuples():
        yield f"{one.name(of, number)} is missing."


def _strange_plans() -> Iterator[str]:
    """Plans that do not say what their newest version says."""
    newest = (PlanVersion.plan == Plan.id) & (PlanVersion.number == Plan.version)
    rows: Any = Plan.select(Plan.id, PlanVersion.payload).join(PlanVersion, JOIN.LEFT_OUTER, on=newest)
    last = 0
    while chunk := list(rows.where(Plan.id > last).order_by(Plan.id).limit(CHUNK).tuples()):
        now = {each.plan.id: plan_versions.said(each) for each in whole(_plans([number for number, _ in chunk]))}
        for number, payload in chunk:
            if (payload is None or not _says(now[number], payload)) and not _says_now(number):
                yield f"Plan {number} does not say what its newest version says."
        last = chunk[-1][0]


def _plans(ids: list[int]) -> list[Plan]:
    return list(Plan.select().where(Plan.id.in_(ids)))


def _says(now: dict[str, str], payload: str) -> bool:
    then = json.loads(payload)
    return now.keys() == then.keys() and all(now[label] == then[label] for label in now if not label.endswith(CHIPS))


def _says_now(number: int) -> bool:
    """The same asked while nobody saves: between two looks somebody may have."""
    with write(of=f"plan {number}"):
        plan = Plan.get_by_id(number)
        row = PlanVersion.get_or_none((PlanVersion.plan == plan) & (PlanVersion.number == plan.version))
        return row is not None and _says(plan_versions.said(whole([plan])[0]), row.payload)


def _strange_figures() -> Iterator[str]:
    """Figures that are not what their newest version says."""
    newest = (FigureVersion.figure == WeekFigure.id) & (FigureVersion.number == WeekFigure.version)
    for column in ("value", "possible", "authorised"):
        shown, kept = getattr(WeekFigure, column), getattr(FigureVersion, column)
        differs = (shown != kept) | (shown.is_null() != kept.is_null()) | FigureVersion.id.is_null()
        rows: Any = WeekFigure.select(WeekFigure.id).join(FigureVersion, JOIN.LEFT_OUTER, on=newest).where(differs)
        for (number,) in rows.order_by(WeekFigure.id).tuples():
            yield f"Figure {number} is not what its newest version says."
