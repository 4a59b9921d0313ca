"""The audit trail as people read it: a DSL or head the school's, an admin security events, everybody their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import ColumnBase, fn

from database import write
from mentoring import audit, clock, exporting, paging, trail_reach
from mentoring.trail_words import SECURITY, WORDS, actions
from models import KINDS, AuditEvent, Caseload, EntryCheck, Member, Nomination, Participation, Plan, Pupil, Record, User
from models.records import SUPPORT
from models.school import ROLES

PAGE = 50
MOST_EXPORTED = 50_000
BY_NOBODY = {"login.refused", "password.forgotten", "mail.failed", "audit.begin"}  # sentences of their own
NUMBERED = {"record", "pupil", "user"}  # what stands in an address under its number
WHOLE, SAFE, OWN = "whole", "security", "own"


@dataclass(frozen=True)
class Filters:
    """A person's, pupil's and record's id, a group of trail_words.GROUPS, the first and last day. None: any."""

    person: int | None = None
    group: str = ""
    pupil: int | None = None
    record: int | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Entry:
    """An event in words; `kind` and `record` lead to a record that may be read, `pupil` to a pupil's page."""

    event: AuditEvent
    who: str
    words: str
    record: Record | None = None
    pupil: Pupil | None = None


@dataclass(frozen=True)
class Page:
    """Entries, newest first, and the key of the next page if there is one."""

    entries: list[Entry]
    older: str = ""


def scope_of(member: Member) -> str:
    """How much of the school's trail the member reads: all of it, security events, or their own."""
    return WHOLE if member.has("dsl", "head") else SAFE if member.has("admin") else OWN


def page(member: Member, filters: Filters, before: str = "", scope: str = OWN) -> Page:
    """A page of the trail. `before` is a key that an earlier page gave; raises paging.BadKey for any other.

    A key names an instant and how many events of it were shown, not an event: numbers that are missing would tell of
    events that are hidden.
    """
    rows, moment, shown = _rows(member, filters, scope), None, 0
    if before:
        moment, shown = paging.read(before)
        rows = rows.where(AuditEvent.at <= moment)
    found = list(rows.offset(shown).limit(PAGE + 1))
    entries = tell(member, found[:PAGE], scope)
    if len(found) <= PAGE:
        return Page(entries)
    last = found[PAGE - 1].at
    same = sum(one.at == last for one in found[:PAGE]) + (shown if last == moment else 0)
    return Page(entries, paging.key(last, same))


def export(member: Member, filters: Filters) -> bytes:
    """The trail as CSV, of at most MOST_EXPORTED events, the newest; the export is itself an event.

    Without the chain's own columns, and with numbers only of what has a page: gaps in them tell of what is hidden.
    """
    entries = tell(member, list(_rows(member, filters, WHOLE).limit(MOST_EXPORTED)), WHOLE)
    lines = [
        [f"{clock.local(one.event.at, member.school.zone):%Y-%m-%d %H:%M:%S}", one.who, one.words, one.event.action,
         one.event.subject, one.event.subject_id if one.event.subject in NUMBERED else "", one.event.version or ""]
        for one in entries
    ]  # fmt: skip
    headings = ("When", "Who", "What", "Action", "Of", "Number", "Version")
    content = exporting.as_csv(headings, lines)
    with write(of=f"export {member.user.id}"):
        said = f"{len(lines)} lines"
        audit.note(member, "audit.export", member.school, detail=said, digest=exporting.digest(content))
    return content


def readers(member: Member, record: Record) -> Page:
    """Who read a record; of one that all read who support its pupils, who opened those pupils' pages since."""
    mine = AuditEvent.select(AuditEvent, User).left_outer_join(User).where(AuditEvent.school == member.school)
    if record.tier == SUPPORT:
        inside = Participation.select(Participation.pupil).where(Participation.record == record)
        wanted = (AuditEvent.subject == "pupil") & AuditEvent.subject_id.in_(inside)
        wanted &= (AuditEvent.action == "pupil.view") & (AuditEvent.at >= record.recorded_at)
    else:
        wanted = (AuditEvent.subject == "record") & (AuditEvent.subject_id == record.id)
        wanted &= AuditEvent.action == "record.view"
    rows = mine.where(wanted).order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
    return Page(tell(member, list(rows.limit(MOST_EXPORTED // 100)), WHOLE))


def people(member: Member) -> list[User]:
    """Whoever did something at the school, by name."""
    did = AuditEvent.select(AuditEvent.user).where(AuditEvent.user == User.id, AuditEvent.school == member.school)
    return list(User.select().where(fn.EXISTS(did.limit(1))).order_by(User.name))


def _rows(member: Member, filters: Filters, scope: str):
    rows = AuditEvent.select(AuditEvent, User).left_outer_join(User).where(AuditEvent.school == member.school)
    if scope == OWN:
        rows = rows.where(AuditEvent.user == member.user)
    elif scope == SAFE:
        rows = rows.where(AuditEvent.action.in_(actions(SECURITY)) & trail_reach.no_mail_of_concerns(member))
    else:
        rows = rows.where(trail_reach.known_to(member))
    for condition in _conditions(member, filters):
        rows = rows.where(condition)
    return rows.order_by(AuditEvent.at.desc(), AuditEvent.id.desc())


def _conditions(member: Member, filters: Filters) -> Iterable[ColumnBase]:
    if filters.person is not None:
        yield AuditEvent.user == filters.person
    if filters.group:
        yield AuditEvent.action.in_(actions((filters.group,)))
    if filters.record is not None:
        yield (AuditEvent.subject == "record") & (AuditEvent.subject_id == filters.record)
    if filters.pupil is not None:
        yield _about(filters.pupil)
    if filters.first:
        yield AuditEvent.at >= clock.day_start(filters.first, member.school.zone)
    if filters.last:
        yield AuditEvent.at < clock.day_start(filters.last + timedelta(days=1), member.school.zone)


def _about(pupil: int) -> ColumnBase:
    records = Participation.select(Participation.record).where(Participation.pupil == pupil)
    rows = Caseload.select(Caseload.id).where(Caseload.pupil == pupil)
    checked = EntryCheck.select(EntryCheck.id).where(EntryCheck.pupil == pupil)
    nominated = Nomination.select(Nomination.id).where(Nomination.pupil == pupil)
    return (
        ((AuditEvent.subject == "pupil") & (AuditEvent.subject_id == pupil))
        | ((AuditEvent.subject == "record") & AuditEvent.subject_id.in_(records))
        | ((AuditEvent.subject == "caseload") & AuditEvent.subject_id.in_(rows))
        | ((AuditEvent.subject == "nomination") & AuditEvent.subject_id.in_(nominated))
        | ((AuditEvent.subject == "entry_check") & AuditEvent.subject_id.in_(checked))
        | ((AuditEvent.subject == "plan") & AuditEvent.subject_id.in_(Plan.select(Plan.id).where(Plan.pupil == pupil)))
    )


def tell(member: Member, events: list[AuditEvent], scope: str) -> list[Entry]:
    """Events in words: a fixed number of queries. An admin's hold no pupil and no record."""
    known = _Known(member, events if scope != SAFE else [], events)
    return [known.entry(event) for event in events]


class _Known:
    """The rows that events name, fetched together."""

    def __init__(self, member: Member, open_to: list[AuditEvent], events: list[AuditEvent]):
        records = _ids(open_to, "record")
        kinds: Any = Record.select(Record.id, Record.kind).where(Record.id.in_(records))
        self.kinds: dict[int, str] = dict(kinds.tuples())
        self.readable = {one.id: one for one in Record.visible_to(member).where(Record.id.in_(records))}
        rows = Caseload.select(Caseload, User).join(User).where(Caseload.id.in_(_ids(open_to, "caseload")))
        self.caseloads = {row.id: row for row in rows}
        wanted = _ids(open_to, "pupil") | {row.pupil_id for row in self.caseloads.values()}
        self.pupils = {one.id: one for one in Pupil.findable_by(member).where(Pupil.id.in_(wanted))}
        names: Any = User.select(User.id, User.name).where(User.id.in_(_ids(events, "user")))
        self.users: dict[int, str] = dict(names.tuples())

    def entry(self, event: AuditEvent) -> Entry:
        """An event in words."""
        _, words = WORDS.get(event.action, ("", f"did “{event.action}”"))
        role = ROLES.get(event.detail, event.detail)
        said = words.format(of=self._of(event), whose=self._whose(event), said=event.detail, role=role)
        record = self.readable.get(event.subject_id) if event.subject == "record" else None
        pupil = self.pupils.get(event.subject_id) if event.subject == "pupil" else None
        return Entry(event, event.user.name if event.user else _nobody(event), said, record, pupil)

    def _of(self, event: AuditEvent) -> str:
        number: Any = event.subject_id
        if event.subject == "record":
            kind = KINDS.get(self.kinds.get(number, ""))
            return f"{'an' if kind.word[0] in 'AEIOU' else 'a'} {kind.word.lower()}" if kind else "a record"
        if event.subject == "pupil":
            return self.pupils[number].short_name if number in self.pupils else "a pupil"
        if event.subject == "caseload" and number in self.caseloads:
            pupil = self.pupils.get(self.caseloads[number].pupil_id)
            return pupil.short_name if pupil else "a pupil"
        return self.users.get(number, "somebody") if event.subject == "user" else "an unknown address"

    def _whose(self, event: AuditEvent) -> str:
        number: Any = event.subject_id
        row = self.caseloads.get(number) if event.subject == "caseload" else None
        return f"{row.mentor.name}’s caseload" if row else "a caseload"


def _nobody(event: AuditEvent) -> str:
    """Who did it where nobody was signed in: a sentence of its own, or a command."""
    return "" if event.action in BY_NOBODY else "At the server, somebody"


def _ids(events: list[AuditEvent], subject: str) -> set[Any]:
    return {event.subject_id for event in events if event.subject == subject}
