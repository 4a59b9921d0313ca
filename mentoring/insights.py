"""How many, how often, where: numbers of a school without a child in them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import Case, fn

from mentoring import clock, schools, small_counts
from mentoring.small_counts import Table
from models import KINDS, Choice, Incident, Member, Option, Record, School
from models.records import SUPPORT, WITHDRAWN
from models.school import WHOLE_SCHOOL

MONTHS = 12


@dataclass(frozen=True)
class Figures:
    """A school's numbers of one school year. `open_to` is whether the reader is told small counts too."""

    school: School
    by_kind: Table
    by_place: Table | None
    open_to: bool


def of(member: Member, year: int) -> list[Figures]:
    """The numbers that the member may see: their school's, and for a trust viewer those of every school of theirs.

    Small counts are hidden from all but those who read every record of the school anyway; restricted records and
    concerns are counted for nobody (security.md, permission matrix and object rules 5 and 10).
    """
    wide = member.has(*WHOLE_SCHOOL)
    shown = [member.school] if member.has(*WHOLE_SCHOOL, "slt", "head") else []
    if member.has("trust"):
        shown += [one for one in schools.of_user(member.user, "trust") if one not in shown]
    return [_of(school, year, wide and school.id == member.school.id) for school in shown]


def _of(school: School, year: int, open_to: bool) -> Figures:
    kept = _kept(school, year)
    by_kind, by_place = _by_kind(school, year, kept), _by_place(school, kept)
    if not open_to:
        by_kind, by_place = small_counts.hide(by_kind), small_counts.hide(by_place) if by_place else None
    incidents = (KINDS["incident"].plural, small_counts.TOTAL)
    if by_place and incidents in by_kind.hidden:
        by_place = None  # its total would tell
    return Figures(school, by_kind, by_place, open_to)


def _kept(school: School, year: int):
    """The condition of the records that are counted."""
    start, end = clock.school_year_bounds(year, school.zone)
    within = (Record.occurred_at >= start) & (Record.occurred_at < end)
    return (Record.school == school) & (Record.tier == SUPPORT) & (Record.state != WITHDRAWN) & within


def _by_kind(school: School, year: int, kept) -> Table:
    months = [date(year + (8 + place) // 12, (8 + place) % 12 + 1, 1) for place in range(MONTHS + 1)]
    today = clock.today(school.zone)
    spans = [pair for pair in zip(months, months[1:], strict=False) if pair[0] <= today]
    columns = []
    for first, after in spans:
        starts, ends = clock.day_start(first, school.zone), clock.day_start(after, school.zone)
        inside = (Record.occurred_at >= starts) & (Record.occurred_at < ends)
        columns.append(fn.SUM(Case(None, [(inside, 1)], 0)))
    names = [f"{first:%b %y}" for first, _ in spans]
    words = {kind.name: kind.plural for kind in KINDS.values()}
    counts: dict[tuple[str, str], int] = {}
    found: Any = Record.select(Record.kind, *columns).where(kept).group_by(Record.kind).tuples()
    for kind, *numbers in found:
        counts |= {(words.get(kind, kind), name): int(number) for name, number in zip(names, numbers, strict=True)}
    rows = [word for word in words.values() if any(row == word for row, _ in counts)]
    return small_counts.table(rows, names, counts)


def _by_place(school: School, kept) -> Table | None:
    """Incidents by place and part of the day, in its order; None where there are none."""
    rows = Incident.select(Option.name, Incident.day_part, fn.COUNT(Incident.record)).join(Record)
    rows = rows.join(Choice, on=(Choice.record == Record.id)).join(Option)
    found: Any = rows.where(kept & (Option.list == "place")).group_by(Option.name, Incident.day_part).tuples()
    counts = {(place, part or "Not said"): number for place, part, number in found}
    if not counts:
        return None
    order = {bell.name: place for place, bell in enumerate(schools.bells(school))}
    parts = sorted({part for _, part in counts}, key=lambda part: (order.get(part, len(order)), part))
    return small_counts.table(sorted({place for place, _ in counts}), parts, counts)
