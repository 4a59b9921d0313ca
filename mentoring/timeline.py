"""One pupil's records, newest first, paged by key: a page costs the same with a thousand records or a million."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from peewee import Case, ColumnBase, fn

from mentoring import clock, moving, paging
from mentoring.lines import Line, dress
from mentoring.naming import fold
from models import Member, Participation, Pupil, Record, User
from models.ready import given, ready
from models.records import WITHDRAWN

PAGE = 25
SHOWN = [column for column in Record._meta.sorted_fields if column.name not in ("words", "body_hash")]
PERIODS = {"": "Any time", "2": "2 weeks", "6": "6 weeks", "year": "This school year"}


@dataclass(frozen=True)
class Filters:
    """Kinds by name, a period of PERIODS, words. Empty means everything. `year` is a school year to show instead,
    `week` the Monday of the one week wanted."""

    kinds: tuple[str, ...] = ()
    period: str = ""
    words: str = ""
    year: int | None = None
    week: date | None = None

    @property
    def any(self) -> bool:
        return bool(self.kinds or self.period or self.words or self.week)


@dataclass(frozen=True)
class Page:
    """Lines of a timeline, the key of the next page if there is one, and earlier school years with their counts."""

    lines: list[Line]
    older: str
    years: list[tuple[int, int]]


def page(member: Member, pupil: Pupil, filters: Filters, before: str = "") -> Page:
    """A page of the pupil's timeline within one school year, as far as the member may read it.

    `before` is a key that an earlier page gave; raises paging.BadKey for any other.
    """
    zone = member.school.zone
    this_year = clock.school_year(clock.today(zone))
    year = filters.year if filters.year is not None else this_year
    start, end = clock.school_year_bounds(year, zone)
    if before or filters.any or filters.year is not None:
        rows = _matching(member, pupil, filters).where(Participation.occurred_at >= start)
        if filters.year is not None:
            rows = rows.where(Participation.occurred_at < end)
        if before:
            rows = rows.where(paging.before(before, Participation.occurred_at, Participation.record))
        found = list(_newest_first(rows))
    else:
        found = _first_page(member, start, pupil=pupil.id)
    more = len(found) > PAGE
    found = found[:PAGE]
    lines = dress(member, [row.record for row in found], pupil)
    _add_moves(pupil, lines)
    closed = before or more or filters.year is not None
    years = [] if closed else _years(_matching(member, pupil, filters), year, zone)
    return Page(lines, paging.key(found[-1].occurred_at, found[-1].record.id) if more else "", years)


def _add_moves(pupil: Pupil, lines: list[Line]) -> None:
    """Say of records that came from another pupil that they did: a query only where one has been changed at all."""
    changed = [line.record.id for line in lines if line.record.version > 1]
    moves = moving.here(pupil, changed) if changed else {}
    for line in lines:
        line.moved = moves.get(line.record.id)


def earlier_years(member: Member, pupil: Pupil, filters: Filters) -> list[tuple[int, int]]:
    """Earlier school years that hold matching records, newest first, with how many."""
    zone = member.school.zone
    return _years(_matching(member, pupil, filters), clock.school_year(clock.today(zone)), zone)


@ready
def _first_page(member: Member, start: datetime):
    """The newest of a pupil's records since `start`."""
    rows = _matching(member, given("pupil"), Filters()).where(Participation.occurred_at >= start)
    return _newest_first(rows)


def _newest_first(rows):
    return rows.order_by(Participation.occurred_at.desc(), Participation.record.desc()).limit(PAGE + 1)


def _matching(member: Member, pupil: Any, filters: Filters):
    zone = member.school.zone
    rows = Participation.select(Participation, *SHOWN, User.id, User.name).join(Record)
    rows = rows.join(User, on=(Record.author == User.id))
    rows = rows.where((Participation.pupil == pupil) & (Record.state != WITHDRAWN) & Record.readable(member))
    rows = rows.where(Participation.told_to(member))
    if filters.kinds:
        rows = rows.where(Record.kind.in_(filters.kinds))
    if filters.period == "year":
        rows = rows.where(
            Participation.occurred_at >= clock.school_year_bounds(clock.school_year(clock.today(zone)), zone)[0]
        )
    elif filters.period:
        rows = rows.where(Participation.occurred_at >= clock.now() - timedelta(weeks=int(filters.period)))
    if filters.week:
        ends = clock.day_start(filters.week + timedelta(weeks=1), zone)
        rows = rows.where(
            (Participation.occurred_at >= clock.day_start(filters.week, zone)) & (Participation.occurred_at < ends)
        )
    for word in fold(filters.words).split():
        rows = rows.where(_has_word(word, member))
    return rows


def _has_word(word: str, member: Member) -> ColumnBase:
    # A private line is folded here, not into the record's words: those belong to every pupil in it. It may name others,
    # so only its author finds by it.
    mine = (Record.author == member.user) & fn.LOWER(Participation.private_line).contains(word)
    return Record.words.contains(word) | mine


def _years(matching, this_year: int, zone: str) -> list[tuple[int, int]]:
    spans = {year: clock.school_year_bounds(year, zone) for year in range(this_year - 1, this_year - 15, -1)}
    columns = [
        fn.COALESCE(
            fn.SUM(Case(None, [((Participation.occurred_at >= start) & (Participation.occurred_at < end), 1)], 0)), 0
        ).alias(f"year_{year}")
        for year, (start, end) in spans.items()
    ]
    start, end = spans[min(spans)][0], spans[max(spans)][1]
    within = (Participation.occurred_at >= start) & (Participation.occurred_at < end)
    row = matching.where(within).select(*columns).tuples().get()
    return [(year, int(count)) for year, count in zip(spans, row, strict=True) if count]
