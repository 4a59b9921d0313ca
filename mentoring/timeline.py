"""One pupil's records, newest first, paged by key: a page costs the same with a thousand records or a million."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from peewee import Case, ColumnBase, fn

from mentoring import clock, privacy
from mentoring.naming import fold
from models import KINDS, Base, Choice, Kind, Member, Option, Participation, Pupil, Record, User
from models.pupils import on_caseload
from models.ready import Ready, given
from models.records import WITHDRAWN

PAGE = 25
MOST_READY = 256  # queries kept ready: one of each sort for each member and day
SHOWN = [column for column in Record._meta.sorted_fields if column.name not in ("words", "body_hash")]
NAMES = (Pupil.id, Pupil.forename, Pupil.surname, Pupil.known_as)  # all that another pupil is named or hidden by
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
class Other:
    """Another pupil in the record; `pupil` is None when the reader may not see who."""

    pupil: Pupil | None
    role: str

    @property
    def name(self) -> str:
        return self.pupil.short_name if self.pupil else "another pupil"


@dataclass
class Line:
    """A record as a timeline or a page shows it. `mine` is the pupil's own part on a pupil's timeline; `parts` are
    those of pupils whom the reader may see; `hidden` are the names of those whom they may not."""

    record: Record
    kind: Kind
    author: str
    when: datetime
    mine: Participation | None = None
    others: list[Other] = field(default_factory=list)
    parts: list[Participation] = field(default_factory=list)
    chosen: dict[str, list[str]] = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)
    detail: Any = None
    hidden: list[str] = field(default_factory=list)

    def hide(self, *rows: Base | None) -> None:
        """Mask, in rows that are going to be shown, the names of pupils whom the reader may not see."""
        for row in rows:
            if row is not None:
                privacy.mask_row(row, self.hidden)


@dataclass(frozen=True)
class Page:
    """Lines of a timeline, the key of the next page if there is one, and earlier school years with their counts."""

    lines: list[Line]
    older: str
    years: list[tuple[int, int]]


class BadKey(ValueError):
    """The key of an older page is not one that a timeline gave."""


def page(member: Member, pupil: Pupil, filters: Filters, before: str = "") -> Page:
    """A page of the pupil's timeline within one school year, as far as the member may read it.

    `before` is a key that an earlier page gave; raises BadKey for any other.
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
            moment, number = _key(before)
            earlier = Participation.occurred_at < moment
            rows = rows.where(earlier | ((Participation.occurred_at == moment) & (Participation.record < number)))
        found = list(_newest_first(rows))
    else:
        found = _first_page(member, clock.today(zone), start)(pupil=pupil.id)
    more = len(found) > PAGE
    found = found[:PAGE]
    lines = dress(member, [row.record for row in found], pupil)
    closed = before or more or filters.year is not None
    years = [] if closed else _years(_matching(member, pupil, filters), year, zone)
    return Page(lines, _key_of(found[-1]) if more else "", years)


def earlier_years(member: Member, pupil: Pupil, filters: Filters) -> list[tuple[int, int]]:
    """Earlier school years that hold matching records, newest first, with how many."""
    zone = member.school.zone
    return _years(_matching(member, pupil, filters), clock.school_year(clock.today(zone)), zone)


def dress(member: Member, records: list[Record], pupil: Pupil | None = None) -> list[Line]:
    """Records with all that a line shows: a fixed number of queries, and one a kind present."""
    ids = [record.id for record in records]
    lines = {
        record.id: Line(
            record, KINDS[record.kind], record.author.name, clock.local(record.occurred_at, member.school.zone)
        )
        for record in records
    }
    if ids:
        _add_choices(lines, ids)
        _add_pupils(member, lines, ids, pupil)
        for kind in {line.kind.name: line.kind for line in lines.values() if line.kind.detail}.values():
            _add_details(lines, kind)
        _hide(member, lines, ids)
    return [lines[number] for number in ids]


def one(member: Member, record: Record) -> Line:
    """One record, dressed."""
    return dress(member, [record])[0]


@lru_cache(MOST_READY)
def _first_page(member: Member, _today: date, start: datetime) -> Ready:
    """The newest of a pupil's records since `start`. Who may read them depends on the day."""
    rows = _matching(member, given("pupil"), Filters()).where(Participation.occurred_at >= start)
    return Ready(_newest_first(rows))


def _newest_first(rows):
    return rows.order_by(Participation.occurred_at.desc(), Participation.record.desc()).limit(PAGE + 1)


def _matching(member: Member, pupil: Any, filters: Filters):
    zone = member.school.zone
    rows = Participation.select(Participation, *SHOWN, User.id, User.name).join(Record)
    rows = rows.join(User, on=(Record.author == User.id))
    rows = rows.where((Participation.pupil == pupil) & (Record.state != WITHDRAWN) & Record.readable(member))
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
        rows = rows.where(_has_word(word))
    return rows


def _has_word(word: str) -> ColumnBase:
    # A private line is folded here, not into the record's words: those belong to every pupil in it.
    return Record.words.contains(word) | fn.LOWER(Participation.private_line).contains(word)


def _key_of(row: Participation) -> str:
    return f"{row.occurred_at.timestamp():.6f}-{row.record.id}"


def _key(text: str) -> tuple[datetime, int]:
    moment, _, number = text.partition("-")
    try:
        return datetime.fromtimestamp(float(moment), clock.UTC), min(max(int(number), 0), 2**62)
    except (ValueError, OverflowError, OSError) as error:
        raise BadKey("That page of the timeline was not found. Go back to the newest records.") from error


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


def _places(ids: list[int]) -> dict[str, int]:
    """The ids by the names of a ready query's places: as many as fill whole pages, the last one repeated."""
    full = [*ids, *[ids[-1]] * (-len(ids) % PAGE)]
    return {f"id{place}": number for place, number in enumerate(full)}


def _given_ids(count: int) -> list:
    return [given(f"id{place}") for place in range(count)]


@lru_cache(MOST_READY)
def _choices(count: int) -> Ready:
    rows: Any = Choice.select(Choice.record, Option.list, Option.name, Option.code).join(Option)
    return Ready(rows.where(Choice.record.in_(_given_ids(count))).order_by(Option.position).tuples())


@lru_cache(MOST_READY)
def _participations(member: Member, _today: date, count: int) -> Ready:
    supported = Case(None, [(on_caseload(Participation.pupil, member), 1)], 0).alias("supported")
    rows = Participation.select(Participation, *NAMES, supported).join(Pupil)
    return Ready(rows.where(Participation.record.in_(_given_ids(count))).order_by(Participation.id))


@lru_cache(MOST_READY)
def _details(detail: Any, count: int) -> Ready:
    keys = [key for key in detail._meta.refs if key is not detail.record]
    rows = detail.select(detail, *(key.rel_model for key in keys))
    for key in keys:
        rows = rows.left_outer_join(key.rel_model, on=key).switch(detail)
    return Ready(rows.where(detail.record.in_(_given_ids(count))))


def _add_choices(lines: dict[int, Line], ids: list[int]) -> None:
    places = _places(ids)
    for record, name, label, code in _choices(len(places))(**places):
        lines[record].chosen.setdefault(name, []).append(label)
        if code:
            lines[record].codes.add(f"{name}:{code}")


def _add_pupils(member: Member, lines: dict[int, Line], ids: list[int], pupil: Pupil | None) -> None:
    places = _places(ids)
    for row in _participations(member, clock.today(member.school.zone), len(places))(**places):
        line = lines[row.record_id]
        if row.supported or line.record.author_id == member.user.id:
            line.parts.append(row)
        if pupil is not None and row.pupil_id == pupil.id:
            line.mine = row
        else:
            known = row.supported or line.record.author_id == member.user.id
            line.others.append(Other(row.pupil if known else None, row.role))
            line.hidden += [] if known else privacy.names_of([row.pupil])


def _hide(member: Member, lines: dict[int, Line], ids: list[int]) -> None:
    """Other pupils' names leave every text before anything is shown, so that no template can forget it."""
    mentioned = privacy.hidden(member, ids)
    for number, line in lines.items():
        if line.record.author_id != member.user.id:
            line.hidden += mentioned.get(number, [])
        line.hide(line.record, line.detail, *line.parts)


def _add_details(lines: dict[int, Line], kind: Kind) -> None:
    places = _places([number for number, line in lines.items() if line.kind is kind])
    for row in _details(kind.detail, len(places))(**places):
        lines[row.record_id].detail = row
