"""Records with all that a line shows: a fixed number of queries, and other pupils' names hidden."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from peewee import Case, fn

from mentoring import clock, privacy, ratings, referrals, viewing
from mentoring.naming import fold
from models import (
    KINDS,
    Base,
    Choice,
    GroupSession,
    Kind,
    Member,
    Mention,
    Move,
    Option,
    Participation,
    Pupil,
    Record,
    Session,
    Signposting,
    User,
)
from models.pupils import in_reach
from models.ready import ready, ready_for_all
from models.records import SUPPORT, WITHDRAWN

NAMES = (Pupil.id, Pupil.forename, Pupil.surname, Pupil.known_as)  # all that another pupil is named or hidden by


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
    those of pupils whom the reader may see; `hidden` are the names of those whom they may not; `standing` is where a
    referral stands; `moved` is how it came here from another pupil."""

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
    hidden: list[privacy.Name] = field(default_factory=list)
    rated: list[ratings.Rated] = field(default_factory=list)
    standing: referrals.Standing | None = None
    amendable: bool = False
    restrictable: bool = False
    moved: Move | None = None

    def hide(self, *rows: Base | None) -> None:
        """Mask, in rows that are going to be shown, the names of pupils whom the reader may not see."""
        for row in rows:
            if row is not None:
                privacy.mask_row(row, self.hidden)


def dress(member: Member, records: list[Record], pupil: Pupil | None = None) -> list[Line]:
    """Records with all that a line shows: a fixed number of queries, and one a kind present (group sessions: two;
    referrals: two; 1:1 sessions: two, and where targets were rated the roll, to hide other pupils' names).

    Raises viewing.NotNoted where one is restricted, somebody else's, and its reading cannot be written down.
    """
    viewing.records(member, [record for record in records if record.author_id != member.user.id])
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
        sessions = [number for number, line in lines.items() if line.kind.detail is GroupSession]
        for number, unknown in unknown_before(member, sessions).items():
            lines[number].detail.number -= unknown
        one_to_one = [number for number, line in lines.items() if line.kind.detail is Session]
        for number, found in ratings.of_records(member, one_to_one).items():
            lines[number].rated = found
        sent = [line.record for line in lines.values() if line.kind.detail is Signposting and line.detail.referred]
        for number, standing in referrals.standings(member.school, sent).items():
            lines[number].standing = standing
        _hide(member, lines, ids)
    return [lines[number] for number in ids]


def one(member: Member, record: Record) -> Line:
    """One record, dressed, with whether the member may amend it and say who reads it."""
    viewing.records(member, [record])
    line = dress(member, [record])[0]
    line.moved = Move.select(Move, User).join(User).where(Move.record == record).order_by(Move.id.desc()).first()
    other = record.conflicts_with_id
    if other and not Record.visible_to(member).where(Record.id == other).exists():
        record.conflicts_with = None
    line.amendable = Record.amendable_by(member).where(Record.id == record.id).exists()
    line.restrictable = Record.restrictable_by(member).where(Record.id == record.id).exists()
    return line


def unknown_before(member: Member, records: list[int]) -> dict[int, int]:
    """Of group sessions, by the record's id: how many of their programme that the member may not know of ran before
    them. Sessions are numbered for each reader without those, or the numbers would tell of them."""
    return dict(_unknown_before(member, ids=records))


def reads_whole(member: Member, record: Record) -> bool:
    """Whether one who may read a record reads every name in it: its author, and each of the few readers of one that is
    not open to all who support its pupils."""
    return record.author_id == member.user.id or record.tier != SUPPORT


@ready_for_all
def _choices(ids: list):
    rows: Any = Choice.select(Choice.record, Option.list, Option.name, Option.code).join(Option)
    return rows.where(Choice.record.in_(ids)).order_by(Option.position).tuples()


@ready
def _participations(member: Member, ids: list):
    supported = Case(None, [(in_reach(Participation.pupil, member), 1)], 0).alias("supported")
    rows = Participation.select(Participation, *NAMES, supported).join(Pupil)
    return rows.where(Participation.record.in_(ids)).order_by(Participation.id)


@ready
def _mentions(member: Member, ids: list):
    """The words that name pupils who are out of the member's reach."""
    supported = Case(None, [(in_reach(Mention.pupil, member), 1)], 0)
    rows: Any = Mention.select(Mention.record, Mention.text).where(supported == 0)
    return rows.where(Mention.record.in_(ids)).tuples()


@ready
def _unknown_before(member: Member, ids: list):
    before = GroupSession.alias()
    earlier = (before.programme == GroupSession.programme) & (before.number < GroupSession.number)
    rows: Any = GroupSession.select(GroupSession.record, fn.COUNT(before.record)).join(before, on=earlier)
    rows = rows.join(Record, on=(Record.id == before.record)).where(GroupSession.record.in_(ids))
    hidden = (Record.state != WITHDRAWN) & ~Record.known_to(member)
    return rows.where(hidden).group_by(GroupSession.record).tuples()


@ready_for_all
def _details(detail: Any, ids: list):
    keys = [key for key in detail._meta.refs if key is not detail.record]
    rows = detail.select(detail, *(key.rel_model for key in keys))
    for key in keys:
        rows = rows.left_outer_join(key.rel_model, on=key).switch(detail)
    return rows.where(detail.record.in_(ids))


def _add_choices(lines: dict[int, Line], ids: list[int]) -> None:
    for record, name, label, code in _choices(ids=ids):
        lines[record].chosen.setdefault(name, []).append(label)
        if code:
            lines[record].codes.add(f"{name}:{code}")


def _add_pupils(member: Member, lines: dict[int, Line], ids: list[int], pupil: Pupil | None) -> None:
    for row in _participations(member, ids=ids):
        line = lines[row.record_id]
        known = row.supported or reads_whole(member, line.record)
        if known:
            line.parts.append(row)
        if pupil is not None and row.pupil_id == pupil.id:
            line.mine = row if row in line.parts else None
        else:
            line.others.append(Other(row.pupil if known else None, row.role))
            line.hidden += [] if known else privacy.names_of([row.pupil])


def _hide(member: Member, lines: dict[int, Line], ids: list[int]) -> None:
    """Other pupils' names leave every text before anything is shown, so that no template can forget it."""
    for record, text in _mentions(member, ids=ids):
        if not reads_whole(member, lines[record].record):
            lines[record].hidden.append((text, ""))
    for line in lines.values():
        seen = {fold(part.pupil.surname) for part in line.parts}
        line.hidden = [(first, "" if fold(last) in seen else last) for first, last in line.hidden]
        line.hide(line.record, line.detail, *_related(line, member), *line.parts)


def _related(line: Line, member: Member) -> list[Base]:
    """The rows that the detail names, to be masked with it. A family that the reader may not know is taken away."""
    if line.detail is None:
        return []
    person = line.detail.__rel__.get("family_contact")
    whole = reads_whole(member, line.record)
    if person is not None and not whole and person.pupil_id not in {part.pupil_id for part in line.parts}:
        line.detail.family_contact = None
    return [row for name, row in line.detail.__rel__.items() if row is not None and name not in ("record",)]


def _add_details(lines: dict[int, Line], kind: Kind) -> None:
    for row in _details(kind.detail, ids=[number for number, line in lines.items() if line.kind is kind]):
        lines[row.record_id].detail = row
