"""A safeguarding concern on its author's side: raised, sealed, added to, received; and who may read it at all."""

import itertools
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from database import write
from mentoring import audit, clock, mail, recording, signing_in, statements
from mentoring.entry import Entry
from mentoring.naming import fold
from models import (
    Concern,
    ConcernAddition,
    ConcernMark,
    Handling,
    Member,
    Membership,
    Record,
    RecordReader,
    School,
    Unsent,
    User,
)
from models.ready import ready
from models.records import ADULT, HEADTEACHER, SAFEGUARDING
from models.school import STAFF

KIND = "concern"
TITLES = {"mr", "mrs", "ms", "miss", "mx", "dr", "sir"}
HEAD, OTHER = "head", "other"  # answers to which adult it is about, beside the id of somebody who works here
LATE = timedelta(minutes=30)
SUBJECT = "A new safeguarding concern waits in Alongside"
BODY = f"{SUBJECT}.\n\nSign in to read it: {{address}}\n\nThis e-mail says no more on purpose."


@dataclass(frozen=True)
class Mine:
    """A concern as its author's list has it: who received it and when, if anybody has."""

    record: Record
    received: Handling | None


@dataclass(frozen=True)
class Adult:
    """Somebody who works at the school, for a concern about an adult."""

    user: User
    is_head: bool


def raise_concern(member: Member, entry: Entry, by_mail: bool) -> recording.Saved:
    """Save a concern and tell those at whose desk it arrives, in one transaction. A replay tells nobody again.

    `by_mail`: whether the school has a mail server. Raises database.Busy.
    """
    with write(of=f"client {member.user.id} {entry.client_id}"):
        saved = recording.log(member, entry)
        if not saved.replay:
            _was_sent(member, entry.client_id)
            if by_mail:
                _tell(member, saved.record)
    return saved


def add(member: Member, record: Record, client_id: str, text: str, by_mail: bool) -> None:
    """Add the author's own words to a concern; sent twice is once."""
    with write(of=f"record {record.id}"):
        sent = (ConcernAddition.author == member.user) & (ConcernAddition.client_id == client_id)
        if ConcernAddition.select().where(sent).exists():
            return
        row = {"record": record, "author": member.user, "client_id": client_id, "at": clock.now(), "text": text}
        one = ConcernAddition.create(**row)
        audit.note(member, "concern.add", record, digest=statements.digest(one))
        if by_mail:
            _tell(member, record)


def tier_of(member: Member, is_adult: bool, who: str) -> tuple[str, int | None]:
    """Who reads a concern, and the account of the adult whom it is about. `who` is HEAD, OTHER or a user's id; what is
    none of these is nobody with an account."""
    if not is_adult:
        return SAFEGUARDING, None
    known = {str(one.user.id): one for one in adults(member)}
    if who == HEAD:
        return HEADTEACHER, None
    if who in known:
        return (HEADTEACHER if known[who].is_head else ADULT), known[who].user.id
    return ADULT, None


def whom(member: Member, who: str, typed: str) -> str:
    """Which adult a concern is about: the answer `who`, or, where it is OTHER and the name that was typed is that of
    somebody who works at the school, their id. Of several of that name, a headteacher: what is about one of them is to
    be read by none."""
    if who != OTHER:
        return who
    words = fold(typed).split()
    named = [one for one in adults(member) if _is_named(fold(one.user.name).split(), words)]
    named.sort(key=lambda one: not one.is_head)
    return str(named[0].user.id) if named and (named[0].is_head or len(named) == 1) else OTHER


def _is_named(name: list[str], words: list[str]) -> bool:
    """Whether words hold a name in full, or its last word behind a title, such as Mrs Rao."""
    titled = any(first in TITLES and second == name[-1] for first, second in itertools.pairwise(words))
    return bool(name) and (set(name) <= set(words) or titled)


def follow(author: User, school: School, client_id: str, said: dict[str, str]) -> None:
    """Let the notice that a concern was begun be for those at whose desk it would arrive as its form stands now: who
    turns out to be the adult is told no further. Call inside `database.write()`."""
    waits = (Unsent.author == author) & (Unsent.client_id == client_id) & Unsent.ended_at.is_null()
    notice = Unsent.get_or_none(waits)
    tier, about = said_tier(author, school, said) if notice else ("", None)
    if notice and (notice.tier, notice.about) != (tier, about):  # put away by others than those whom it is for now
        Unsent.update(tier=tier, about=about, put_away_at=None).where(Unsent.id == notice.id).execute()


def said_tier(author: User, school: School, said: dict[str, str]) -> tuple[str, int | None]:
    """`tier_of` a concern as its form, not sent yet, says it."""
    member = Member(author, school, frozenset())
    who = whom(member, said.get("adult_who", ""), said.get("adult_name", ""))
    return tier_of(member, bool(said.get("adult")), who)


def adults(member: Member) -> list[Adult]:
    """Those who work at the school, but for the member, by name."""
    held: dict[int, set[str]] = {}
    here = (Membership.school == member.school) & Membership.in_force() & Membership.role.in_(STAFF)
    found: Any = Membership.select(Membership.user, Membership.role).where(here).tuples()
    for user, role in found:
        held.setdefault(user, set()).add(role)
    people = User.select().where(User.id.in_(list(held)) & User.ended_at.is_null() & (User.id != member.user.id))
    return [Adult(one, "head" in held[one.id]) for one in people.order_by(User.name, User.id)]


def holders(school: School, *roles: str) -> list[Member]:
    """The people who hold one of the roles at the school now, each with all of their roles, by name."""
    return [signing_in.member_at(one, school) for one in User.holding(school, *roles)]


def handlers(record: Record) -> list[Member]:
    """Those at whose desk a concern lies: the DSLs, or the heads where no DSL may have it."""
    found = [
        one
        for one in holders(record.school, "dsl", "head")
        if Record.select().where((Record.id == record.id) & Record.on_desk_of(one)).exists()
    ]
    return [one for one in found if one.has("dsl")] or found if record.tier == SAFEGUARDING else found


def marks(records: list[Record]) -> dict[int, list[ConcernMark]]:
    """The marks on each one's body map, in their order, by the record's id."""
    found: dict[int, list[ConcernMark]] = {record.id: [] for record in records}
    for mark in ConcernMark.select().where(ConcernMark.record.in_(records)).order_by(ConcernMark.position):
        found[mark.record_id].append(mark)
    return found


def additions(records: list[Record]) -> list[ConcernAddition]:
    """What their authors added, the oldest first."""
    rows = ConcernAddition.select(ConcernAddition, User).join(User).where(ConcernAddition.record.in_(records))
    return list(rows.order_by(ConcernAddition.id))


def received(record: Record) -> Handling | None:
    """Who acknowledged it first, and when."""
    return _handled([record], "acknowledged").first()


def told(record: Record) -> list[Handling]:
    """What the DSL chose to tell its author, the oldest first."""
    return list(_handled([record], "told"))


def mine(member: Member, limit: int = 50) -> list[Mine]:
    """The concerns that the member raised and may still read, the newest first."""
    rows = _raised(member, limit)
    first: dict[int, Handling] = {}
    for one in _handled(rows, "acknowledged") if rows else ():
        first.setdefault(one.record_id, one)
    return [Mine(record, first.get(record.id)) for record in rows]


@ready
def _raised(member: Member, limit: int):
    # From the concerns, which are few, to their records: an author's records are many.
    rows = Record.visible_to(member).join(Concern, on=(Concern.record == Record.id))
    return rows.where(Record.author == member.user).order_by(Record.id.desc()).limit(limit)


def own(member: Member, number: int):
    """A query of a concern that the member raised and may still read: what they can add to."""
    mine = (Record.id == number) & (Record.kind == KIND) & (Record.author == member.user)
    return Record.visible_to(member).where(mine)


def shared_with(member: Member) -> list[RecordReader]:
    """The concerns that the member reads because a DSL named them, the newest first."""
    rows = RecordReader.select(RecordReader, Record).join(Record)
    named = (RecordReader.user == member.user) & RecordReader.ended_at.is_null() & (Record.kind == KIND)
    return list(rows.where(named & Record.readable(member)).order_by(RecordReader.id.desc()).limit(50))


def _handled(records: list[Record], action: str):
    rows = Handling.select(Handling, User).join(User, on=(Handling.author == User.id))
    return rows.where(Handling.record.in_(records) & (Handling.action == action)).order_by(Handling.id)


def _was_sent(member: Member, client_id: str) -> None:
    waits = (Unsent.author == member.user) & (Unsent.client_id == client_id) & Unsent.ended_at.is_null()
    Unsent.update(outcome="sent", ended_at=clock.now()).where(waits).execute()


def _tell(member: Member, record: Record) -> None:
    for one in handlers(record):
        if one.user.id != member.user.id:
            mail.queue(record.school, one.user.email, SUBJECT, BODY, "concern")
