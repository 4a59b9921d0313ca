"""What arrived from tablets without signal: found again, written down, settled once somebody has looked at it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from database import every_school
from mentoring import audit, clock, envelopes, signing_in, todos
from mentoring.envelopes import Envelope
from mentoring.tickets import LEFT, Bearer
from models import (
    KINDS,
    Arrival,
    Draft,
    Kind,
    Member,
    Plan,
    Rating,
    Record,
    RecordVersion,
    Review,
    ReviewScore,
    Target,
    Todo,
)
from models.outbox import CLOSED, KEPT, SAVED
from models.plans import OPEN
from models.records import WITHDRAWN

TODO = todos.ARRIVAL
MOST_SHOWN = 50
ENDED = {
    Rating: "A target that you rated without signal had ended when it arrived: look at the session",
    ReviewScore: "A target that you scored without signal had ended when it arrived: look at the review",
}
REVIEWED = "Another review of the plan was there when yours arrived from the tablet: look at both"


@dataclass(frozen=True)
class Waiting:
    """Something that its author has to look at: its kind, where there is such a one, and the page that opens it."""

    arrival: Arrival
    kind: Kind | None
    path: str

    @property
    def word(self) -> str:
        return self.kind.word if self.kind else "Something"


def found(member: Member, envelope: Envelope) -> Arrival | None:
    """What came of this very envelope when it arrived before."""
    same = (Arrival.client_id == envelope.client_id) & (Arrival.digest == envelope.digest)
    return Arrival.get_or_none((Arrival.author == member.user) & same)


def begin(bearer: Bearer, envelope: Envelope, came_at: datetime) -> Arrival:
    """What is known of an envelope that came just now, before it is carried out. Not yet written down."""
    return Arrival(
        school=bearer.author.school, author=bearer.author.user, client_id=envelope.client_id, digest=envelope.digest,
        what=envelope.said["what"], kind=envelope.said["kind"], made_at=envelope.made_at,
        made_offset=envelopes.offset(envelope.made_at), written_at=envelope.written_at(came_at),
        received_at=clock.now(), skew=envelope.skew(came_at), flag=bearer.fault, state=SAVED,
    )  # fmt: skip


def bearer_of(arrival: Arrival) -> Bearer:
    """Who brought it, as they are now."""
    author = signing_in.member_at(arrival.author, arrival.school)
    return Bearer(author, arrival.flag if author.roles else LEFT)


def put(arrival: Arrival, author: Member) -> None:
    """Write down what came of an arrival. Call inside `database.write()`."""
    if arrival.id is None:
        arrival.save()
    else:
        facts = {name: getattr(arrival, name) for name in ("opened", "state", "why", "draft_id", "record")}
        Arrival.update(facts).where(Arrival.id == arrival.id).execute()
    if arrival.state == KEPT:
        audit.note(author, "arrival.keep", arrival, detail=arrival.flag)


def mark(arrival: Arrival, record: Record) -> None:
    """Let a record say that it came later than it was written, or from a tablet whose clock was wrong."""
    late = arrival.received_at - arrival.written_at >= envelopes.ON_TIME
    off = abs(timedelta(seconds=arrival.skew)) > envelopes.CLOCK_OFF
    if late or off:
        facts = {"written_at": arrival.written_at, "clock_off": arrival.skew if off else 0}
        Record.update(facts).where(Record.id == record.id).execute()


def flag_ended(member: Member, record: Record, table: type[Rating | ReviewScore] = Rating) -> None:
    """Have the author of a record look at it that came with a mark (a row of `table`) of a target that had ended
    meanwhile. The mark stands. Call inside `database.write()`."""
    given = table.select().join(Target).join(Plan).where(table.record == record)
    if given.where((Target.state != OPEN) | Plan.ended_on.is_null(False)).exists():
        _look(member, record, ENDED[table])


def flag_second(member: Member, record: Record) -> None:
    """Have the author of a review look at it that came when the plan had another of the same cycle, as far as they may
    read that one. Both stand. Call inside `database.write()`."""
    mine = Review.get_by_id(record.id)
    if mine.plan_id is None:
        return
    others = Review.select().join(Record).where((Review.plan == mine.plan) & (Review.cycle == mine.cycle))
    if others.where((Review.record != record) & (Record.state != WITHDRAWN) & Record.readable(member)).exists():
        _look(member, record, REVIEWED)


def _look(member: Member, record: Record, what: str) -> None:
    path = f"/{KINDS[record.kind].path}/{record.id}"
    todos.give(member, member.user.id, what, clock.today(member.school.zone), TODO, path)


def settle(member: Member, draft: Draft, record: Record | None) -> None:
    """What was kept as a draft was saved as a record now, or thrown away. Call inside `database.write()`."""
    same = (Arrival.author == draft.author_id) & (Arrival.draft_id == draft.client_id) & (Arrival.state == KEPT)
    for arrival in Arrival.select().where(same):
        facts = {"state": SAVED if record else CLOSED, "record": record}
        Arrival.update(facts).where(Arrival.id == arrival.id).execute()
        audit.note(member, "arrival.settle", arrival)
    close_todos(member, draft.author_id, address(draft.path, draft.client_id), "Saved" if record else "Thrown away")


def close_todos(member: Member, owner: int, path: str, outcome: str) -> None:
    """Close what was promised about an arrival."""
    waits = (Todo.owner == owner) & (Todo.reason == TODO) & (Todo.path == path) & Todo.done_at.is_null()
    for todo in Todo.select().where(waits):
        todos.close(member, todo, outcome)


def address(page: str, draft_id: str) -> str:
    """The address that opens a draft."""
    return f"{page}?draft={draft_id}"


def of_member(member: Member) -> list[Waiting]:
    """The member's own that somebody has to look at, the newest first."""
    rows = Arrival.visible_to(member).where(Arrival.state == KEPT)
    found = list(rows.order_by(Arrival.id.desc()).limit(MOST_SHOWN))
    mine = Draft.visible_to(member).where(Draft.client_id.in_([one.draft_id for one in found]))
    pages = {one.client_id: address(one.path, one.client_id) for one in mine}
    return [Waiting(one, KINDS.get(one.kind), pages.get(one.draft_id, "")) for one in found]


def unopened(member: Member) -> int:
    """How many at the member's school could not be opened."""
    return closed_envelopes().where(Arrival.school == member.school).count()


def closed_envelopes():
    """A query of what could not be opened, the oldest first."""
    rows = Arrival.select().where((Arrival.state == KEPT) & ~Arrival.opened)
    return rows.order_by(Arrival.id)


def missing(user: int, client_ids: list[str]) -> list[str]:
    """Those of the client ids under which this database has neither a record of the person's nor what was kept."""
    wanted = {one.lower(): one for one in client_ids}
    with every_school():
        for table in (Record, RecordVersion, Arrival):
            mine = (table.author == user) & table.client_id.in_(list(wanted))
            mine &= (Arrival.what == envelopes.RECORD) if table is Arrival else (table.author == user)
            for row in table.select(table.client_id).where(mine) if wanted else ():
                wanted.pop(row.client_id, None)
    return list(wanted.values())
