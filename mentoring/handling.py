"""What a DSL or head does about a concern: each thing is added with who and when, and nothing is ever changed."""

from datetime import date

from database import write
from mentoring import audit, clock, concerns, relationships, statements, todos
from models import Handling, Member, Participation, Record, RecordReader, Unsent, User
from models.records import SAFEGUARDING
from models.school import RECORDERS

ACTIONS = {
    "acknowledged": "Acknowledged", "assigned": "Assigned", "decided": "Decided", "acted": "Action",
    "referred": "Passed outside", "told": "Told the author", "shared": "Shared", "unshared": "Sharing ended",
    "linked": "Linked", "closed": "Closed", "reopened": "Opened again",
}  # fmt: skip
TODO = "concern"


class NotHandled(ValueError):
    """Something that cannot be done about this concern; the message says why."""


def handle(member: Member, record: Record, action: str, client_id: str, **facts) -> Handling:
    """Write down one of ACTIONS, with the columns of Handling that `facts` give; sent twice is once.

    For `acted`, `person` gets a to-do of the words `text` for the day `day`. Raises NotHandled.
    """
    with write(of=f"record {record.id}"):
        sent = Handling.get_or_none((Handling.author == member.user) & (Handling.client_id == client_id))
        if sent:
            return sent
        if before := _BEFORE.get(action):
            facts |= before(member, record, facts) or {}
        row = {"record": record, "author": member.user, "client_id": client_id, "at": clock.now(), "action": action}
        one = Handling.create(**row, **facts)
        audit.note(member, f"concern.{action}", record, digest=statements.digest(one))
    return one


def assignable(record: Record) -> list[User]:
    """Those at whose desk a concern lies."""
    return [one.user for one in concerns.handlers(record)]


def shareable(record: Record) -> list[User]:
    """Those who could be named as its readers: who records, does not read it yet, and is not close to its pupils."""
    if record.tier != SAFEGUARDING:
        return []
    refused = close_to(record) | {record.author_id} | {one.id for one in readers(record)}
    people = concerns.holders(record.school, *RECORDERS)
    return [one.user for one in people if one.user.id not in refused and not one.has("dsl", "head")]


def close_to(record: Record) -> set[int]:
    """Ids of those who must hear nothing of a concern: whom it is about, and who is close to its pupils."""
    inside = {row.pupil_id for row in Participation.select().where(Participation.record == record)}
    near = relationships.close_to(record.school)
    return {record.about_id or 0}.union(*(near.get(pupil, set()) for pupil in inside))


def readers(record: Record) -> list[User]:
    """Those whom a DSL named as readers, and who still are."""
    named = RecordReader.select(RecordReader, User).join(User, on=(RecordReader.user == User.id))
    rows = named.where((RecordReader.record == record) & RecordReader.ended_at.is_null()).order_by(User.name)
    return [one.user for one in rows]


def linkable(record: Record, others: list[Record]) -> list[Record]:
    """Those of `others` that are not linked yet and go to the same desk: one about an adult is another file."""
    linked = {
        one.other_id for one in Handling.select().where((Handling.record == record) & (Handling.action == "linked"))
    }
    return [one for one in others if one.id not in linked and one.tier == record.tier]


def put_away(member: Member, notice: Unsent) -> None:
    """Say that somebody has seen to a concern that was begun and not sent."""
    with write():
        if (
            Unsent.update(put_away_at=clock.now())
            .where((Unsent.id == notice.id) & Unsent.put_away_at.is_null())
            .execute()
        ):
            audit.note(member, "concern.notice_put_away", notice)


def _close(member: Member, record: Record, facts: dict) -> None:
    if _last(record, "closed", "reopened") == "closed":
        raise NotHandled("It is closed already. Look at what was done last.")


def _reopen(member: Member, record: Record, facts: dict) -> None:
    if _last(record, "closed", "reopened") != "closed":
        raise NotHandled("It is open already. Look at what was done last.")


def _act(member: Member, record: Record, facts: dict) -> dict:
    day: date = facts["day"]
    return {"todo": todos.give(member, facts["person"], facts["text"], day, TODO)}


def _share(member: Member, record: Record, facts: dict) -> None:
    if facts["person"] not in {one.id for one in shareable(record)}:
        raise NotHandled("That person reads it already, or may not. Choose again.")
    RecordReader.create(record=record, user=facts["person"], named_by=member.user, created_at=clock.now())


def _unshare(member: Member, record: Record, facts: dict) -> None:
    named = (RecordReader.record == record) & (RecordReader.user == facts["person"]) & RecordReader.ended_at.is_null()
    if not RecordReader.update(ended_at=clock.now()).where(named).execute():
        raise NotHandled("It is not shared with that person any more.")


def _last(record: Record, *actions: str) -> str:
    rows = Handling.select(Handling.action).where((Handling.record == record) & Handling.action.in_(actions))
    return rows.order_by(Handling.id.desc()).scalar() or ""


_BEFORE = {"closed": _close, "reopened": _reopen, "acted": _act, "shared": _share, "unshared": _unshare}
