"""Whether plans, figures and whatever else stands in rows of its own are those that the events tell of (for `flask
verify`): each row by the event that has its hash. What screens show of them is looked at in verifying_shown."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, fn

from database import write
from mentoring import chain, statements
from models import (
    AuditEvent,
    Base,
    Baseline,
    BreakGlass,
    EntryCheck,
    EntryItem,
    EntryMark,
    FigureVersion,
    Nomination,
    NominationDecision,
    OtherPlan,
    PlanVersion,
    Post16,
    ProgrammeConsent,
    ProgrammeRating,
    ReferralStatus,
    Relationship,
    SignalRest,
    SignOff,
    SupervisionNote,
    Training,
    WhatWorksVersion,
)

CHUNK = 500
ALONE = ("figure_version",)  # whose events once had the hash of the row alone


@dataclass(frozen=True)
class Told:
    """A table whose rows are each told of by an event, which has the id in `of`, the number in `number` (none for what
    has no versions), and the row's hash. `who`: the column of whose doing it was.

    `changes`: the row is written anew, and only the newest event tells of it as it stands.
    """

    table: Any
    called: str
    subject: str
    actions: tuple[str, ...]
    of: str = "id"
    number: str = ""
    who: str = "author"
    changes: bool = False

    def name(self, of: int, number: int | None) -> str:
        return self.called.format(of=of, number=number)


@dataclass(frozen=True)
class Many:
    """A table of which an event names only what its row is about: `of`, or through `via` that row's `of`."""

    table: Any
    called: str
    subject: str
    action: str
    of: str
    via: Any = None


TOLD = (
    Told(PlanVersion, "Version {number} of plan {of}", "plan", ("plan.start", "plan.change"), "plan", "number"),
    Told(OtherPlan, "The plan {of} that others keep", "other_plan", ("other_plan.register", "other_plan.change"),
         who="", changes=True),
    Told(FigureVersion, "Version {number} of figure {of}", "week_figure", ("figure.save",), "figure", "number"),
    Told(Baseline, "Baseline {of}", "baseline", ("baseline.choose",)),
    Told(SignOff, "The sign-off of version {number} of record {of}", "record", ("review.sign_off",), "record",
         "version", "user"),
    Told(Nomination, "Nomination {of}", "nomination", ("nomination.send",)),
    Told(EntryCheck, "Entry check {of}", "entry_check", ("entry_check.start",)),
    Told(WhatWorksVersion, "Version {number} of what works {of}", "what_works", ("what_works.save",), "what_works",
         "number"),
    Told(Post16, "Version {number} of what comes after Year 11 (row {of})", "post16", ("post16.save",),
         number="number"),
    Told(SignalRest, "What was said of signal {of}", "signal_rest", ("signal.rest",)),
    Told(ProgrammeRating, "Programme rating {of}", "programme_rating", ("programme.rate",)),
    Told(ProgrammeConsent, "The family’s answer {of}", "programme_consent", ("programme.consent",)),
    Told(SupervisionNote, "Supervision note {of}", "supervision_note", ("supervision.write",)),
    Told(Training, "Training {of}", "training", ("training.add", "training.change", "training.remove"), who="user",
         changes=True),
    Told(Relationship, "Relationship {of}", "relationship", ("relationship.declare",), who="declared_by"),
)  # fmt: skip
MANY = (
    Many(NominationDecision, "What was decided of nomination {of}", "nomination", "nomination.decide", "nomination"),
    Many(EntryMark, "What was seen to in entry check {of}", "entry_check", "entry_check.mark", "entry_check",
         (EntryItem, "entry_item")),
    Many(ReferralStatus, "Where referral {of} stands", "record", "referral.status", "record"),
    Many(BreakGlass, "When pupil {of} was opened in an emergency", "pupil", "pupil.open", "pupil"),
)  # fmt: skip


def strange_support() -> Iterator[str]:
    """A sentence for each fault: what is not as its event tells of it, is told of by none, or is missing. What an
    import brought is told of by the import's event, not figure by figure: see verifying_imports."""
    for one in TOLD:
        yield from _unlike(one)
        yield from _missing(one)
    for many in MANY:
        yield from _uncounted(many)


def _unlike(one: Told) -> Iterator[str]:
    """Rows without an event, or with one that tells of another row. An event from before it had a hash tells of any."""
    rows = one.table.select(
        one.table, AuditEvent.id.alias("event"), AuditEvent.digest.alias("told"), AuditEvent.user.alias("by"),
        AuditEvent.school.alias("at_school"),
    ).join(AuditEvent, JOIN.LEFT_OUTER, on=_newest(one) if one.changes else _tells(one))  # fmt: skip
    if one.table is FigureVersion:
        rows = rows.where(FigureVersion.source == "")
    last = 0
    while chunk := list(rows.where(one.table.id > last).order_by(one.table.id).limit(CHUNK).objects()):
        hashes = statements.of(chunk)
        for row in chunk:
            name = one.name(row.__data__[one.of], row.__data__.get(one.number))
            if row.event is None:
                yield f"{name} has no event that tells of it."
            elif not _is_told(one, row, hashes[row.id]):
                yield f"{name} is not as it was written."
        last = chunk[-1].id


def _tells(one: Told) -> Any:
    about = (AuditEvent.subject == one.subject) & (AuditEvent.subject_id == getattr(one.table, one.of))
    about &= AuditEvent.action.in_(one.actions)
    if one.changes:
        return about
    return about & (
        AuditEvent.version == getattr(one.table, one.number) if one.number else AuditEvent.version.is_null()
    )


def _newest(one: Told) -> Any:
    event = AuditEvent.alias()
    about = (event.subject == one.subject) & (event.subject_id == one.table.id) & event.action.in_(one.actions)
    return AuditEvent.id == event.select(fn.MAX(event.id)).where(about)


def _is_told(one: Told, row: Base, digest: str) -> bool:
    """Whether an event's person, school and hash are the row's."""
    known = ("", digest, chain.of_row(row)) if row._meta.table_name in ALONE else ("", digest)
    by = not one.who or row.by == row.__data__[one.who]
    return by and row.at_school == row.__data__["school"] and row.told in known


def _missing(one: Told) -> Iterator[str]:
    """Events whose row is gone."""
    rows: Any = AuditEvent.select(AuditEvent.subject_id, AuditEvent.version)
    rows = rows.join(one.table, JOIN.LEFT_OUTER, on=_tells(one)).where(one.table.id.is_null())
    rows = rows.where((AuditEvent.subject == one.subject) & AuditEvent.action.in_(one.actions))
    for of, number in rows.order_by(AuditEvent.id).tuples():
        yield f"{one.name(of, number)} is missing."


def _uncounted(many: Many) -> Iterator[str]:
    """What the events tell of by another hash than a row has, by more hashes than there are rows, or by fewer."""
    events: Any = AuditEvent.select(AuditEvent.subject_id).where(_event(many)).distinct()
    ids = sorted({number for (number,) in events.tuples()} | {number for number, _ in _rows(many).tuples()})
    for start in range(0, len(ids), CHUNK):
        for number in _strange(many, ids[start : start + CHUNK]):
            with write(of=f"{many.subject} {number}"):  # nobody saves: between two looks somebody may have
                again = _strange(many, [number])
            yield from (f"{many.called.format(of=one)} is not what the events tell of." for one in again)


def _event(many: Many) -> Any:
    return (AuditEvent.subject == many.subject) & (AuditEvent.action == many.action)


def _rows(many: Many) -> Any:
    """What each row is about, then its id."""
    if not many.via:
        return many.table.select(getattr(many.table, many.of), many.table.id)
    table, key = many.via
    return many.table.select(getattr(table, many.of), many.table.id).join(table, on=getattr(many.table, key))


def _strange(many: Many, ids: list[int]) -> list[int]:
    """Those of the ids of which rows and events differ. An event from before it had a hash stands for any one row."""
    told: dict[int, Counter[str]] = defaultdict(Counter)
    events: Any = AuditEvent.select(AuditEvent.subject_id, AuditEvent.digest)
    for number, digest in events.where(_event(many) & AuditEvent.subject_id.in_(ids)).tuples():
        told[number][digest] += 1
    about = getattr(many.via[0] if many.via else many.table, many.of)
    under = {row: number for number, row in _rows(many).where(about.in_(ids)).tuples()}
    kept: dict[int, Counter[str]] = defaultdict(Counter)
    for row, digest in statements.of(list(many.table.select().where(many.table.id.in_(list(under))))).items():
        kept[under[row]][digest] += 1
    return [one for one in ids if _differ(told[one], kept[one])]


def _differ(told: Counter[str], kept: Counter[str]) -> bool:
    old = told[""]
    lost, more = told - kept, kept - told
    return lost.total() != old or more.total() != old
