"""To-dos: every promise a record makes, with an owner and a day."""

from datetime import date
from typing import Any

from peewee import Case

from database import write
from mentoring import audit, caseload, clock, notices, relationships
from mentoring.entry import Entry, Promise
from models import Member, Participation, Pupil, Record, Todo, User
from models.ready import Ready, given
from models.records import WITHDRAWN

FINISH, FOLLOW_UP, ARRIVAL, FIRST_PLAN = "finish", "follow_up", "arrival", "first_plan"
KEPT_IN_RECORD = {FINISH, "intervention"}
OF_ITS_AUTHOR = KEPT_IN_RECORD | {ARRIVAL}  # nobody else could do them
_waiting = Ready(Todo.select().where((Todo.record == given("record")) & Todo.done_at.is_null()))


class NotDone(ValueError):
    """A to-do that only its record can close; the message says how."""


class NotHandedOver(ValueError):
    """A to-do that stays with its owner; the message says why."""


def follow(member: Member, record: Record, entry: Entry) -> None:
    """Make the record's promises into to-dos, keep those it still makes, close those it has kept.

    Call inside `database.write()`. A promise is told by its reason: amending a record changes its day and words.
    """
    promises = {promise.reason: promise for promise in entry.promises}
    if entry.is_later:
        day = clock.today(member.school.zone)
        promises[FINISH] = Promise(FINISH, f"Finish: {entry.kind.word.lower()}", day)
    waiting = {todo.reason: todo for todo in _waiting(record=record.id)}
    first = entry.pupils[0].pupil if entry.pupils else None
    for reason, promise in promises.items():
        if reason in waiting:
            Todo.update(what=promise.what, due_on=promise.due_on, pupil=first, **_owner(promise)).where(
                Todo.id == waiting.pop(reason).id
            ).execute()
        elif reason == FOLLOW_UP or not _made_before(record, promise):
            _make(member, record, promise, first)
    for todo in waiting.values():
        close(member, todo, "Finished" if todo.reason == FINISH else "Put right in the record")


def give(
    member: Member, owner: int, what: str, due_on: date, reason: str, path: str = "", pupil: int | None = None
) -> Todo:
    """A to-do that stands by itself: its owner need not know of what it came. `path` leads to what is to be done. Call
    inside `database.write()`."""
    todo = Todo.create(
        school=member.school, owner=owner, author=member.user, reason=reason, what=what[:200], due_on=due_on,
        created_at=clock.now(), path=path, pupil=pupil,
    )  # fmt: skip
    audit.note(member, "todo.make", todo)
    return todo


def kept(member: Member, pupil: Pupil, reason: str, outcome: str) -> None:
    """Close what waits about a pupil for a reason. Call inside `database.write()`."""
    waits = (Todo.pupil == pupil) & (Todo.reason == reason) & Todo.done_at.is_null()
    for todo in Todo.select().where((Todo.school == member.school) & waits):
        close(member, todo, outcome)


def close_all(member: Member, record: Record, outcome: str) -> None:
    """Close every waiting to-do of a record. Call inside `database.write()`."""
    for todo in Todo.select().where((Todo.record == record) & Todo.done_at.is_null()):
        close(member, todo, outcome)


def follow_move(record: Record, wrong: Pupil, right: Pupil) -> None:
    """Let a record's to-dos be about the pupil whom it is about now. Call inside `database.write()`."""
    for todo in Todo.select().where(Todo.record == record):
        pupil = right.id if todo.pupil_id == wrong.id else todo.pupil_id
        what = todo.what.replace(wrong.name, right.name).replace(wrong.short_name, right.short_name)[:200]
        Todo.update(pupil=pupil, what=what).where(Todo.id == todo.id).execute()


def done(member: Member, todo: Todo, outcome: str) -> None:
    """Mark a to-do done, with what came of it; twice is once.

    Raises NotDone for one that is done when its record is complete.
    """
    if todo.reason in KEPT_IN_RECORD:
        raise NotDone("This is done when its record is complete: open the record, fill in what is missing, save.")
    with write():
        if Todo.get_by_id(todo.id).done_at is None:
            close(member, todo, outcome)


def hand_over(member: Member, todo: Todo, owner: User) -> None:
    """Give a to-do of the member's own, or one that they oversee, to a colleague; who made it goes on seeing it, and
    whose it was is told where somebody else did it.

    Raises NotHandedOver for one that only its author can keep, and for one that is done or handed over already.
    """
    if todo.reason in OF_ITS_AUTHOR:
        raise NotHandedOver("Only who wrote the record can finish it, so this stays where it is.")
    with write():
        waits = (Todo.id == todo.id) & (Todo.owner == todo.owner_id) & Todo.done_at.is_null()
        if not Todo.update(owner=owner).where(waits).execute():
            raise NotHandedOver("This is done or handed over already. Look at your list again.")
        audit.note(member, "todo.hand_over", todo, detail=f"to user {owner.id}")
        if todo.owner_id != member.user.id:
            words = f"{member.user.name} handed a late to-do of yours over to {owner.name}."
            notices.tell_one(member.school, todo.owner, words)


def takers(member: Member, todos: list[Todo]) -> dict[int, list[User]]:
    """The people to whom each to-do can be handed over, by its id: neither its owner nor who is close to one of its
    pupils."""
    staff = list(caseload.support_staff(member))
    inside = {todo.id: {todo.pupil_id} for todo in todos}
    rows: Any = Participation.select(Todo.id, Participation.pupil)
    rows = rows.join(Todo, on=(Todo.record == Participation.record)).where(Todo.id.in_(list(inside)))
    for number, pupil in rows.tuples():
        inside[number].add(pupil)
    near = relationships.close_to(member.school)
    refused = {one.id: {one.owner_id}.union(*(near.get(pupil, set()) for pupil in inside[one.id])) for one in todos}
    return {todo: [one for one in staff if one.id not in refused[todo]] for todo in inside}


def undo(member: Member, todo: Todo) -> None:
    """Put a to-do back on the list. Raises NotDone where its record has been withdrawn."""
    if todo.record and todo.record.state == WITHDRAWN:
        raise NotDone("The record has been withdrawn, and its promises with it.")
    with write():
        Todo.update(done_at=None, done_by=None, outcome="").where(Todo.id == todo.id).execute()
        audit.note(member, "todo.undo", todo)


def waiting(member: Member, limit: int | None = None) -> list[Todo]:
    """The member's own to-dos that are not done, the soonest due first; `may_read` says whether its record is theirs
    to open, which it need not be once a colleague handed it over."""
    rows = (
        Todo.visible_to(member)
        .select(Todo, Record, Pupil, Case(None, [(Record.readable(member), 1)], 0).alias("may_read"))
        .left_outer_join(Record, on=(Todo.record == Record.id))
        .switch(Todo)
        .left_outer_join(Pupil, on=(Todo.pupil == Pupil.id))
        .where((Todo.owner == member.user) & Todo.done_at.is_null())
        .order_by(Todo.due_on, Todo.id)
    )
    return list(rows.limit(limit) if limit else rows)


def count_waiting(member: Member) -> int:
    """How many of the member's own to-dos are not done."""
    return Todo.visible_to(member).where((Todo.owner == member.user) & Todo.done_at.is_null()).count()


def handed_over(member: Member) -> list[Todo]:
    """To-dos that the member made for others and that are not done."""
    rows = (
        Todo.visible_to(member)
        .select(Todo, User, Record)
        .join(User, on=(Todo.owner == User.id))
        .switch(Todo)
        .left_outer_join(Record, on=(Todo.record == Record.id))
    )
    others = (Todo.owner != member.user) & Todo.done_at.is_null()
    return list(rows.where(others).order_by(Todo.due_on, Todo.id))


def recently_done(member: Member, since: date) -> list[Todo]:
    """The member's own to-dos done on or after a school day, newest first."""
    start = clock.day_start(since, member.school.zone)
    rows = Todo.visible_to(member).where((Todo.owner == member.user) & (Todo.done_at >= start))
    return list(rows.order_by(Todo.done_at.desc()).limit(50))


def _owner(promise: Promise) -> dict:
    return {"owner": promise.owner} if promise.owner else {}


def _made_before(record: Record, promise: Promise) -> bool:
    return Todo.select().where((Todo.record == record) & (Todo.reason == promise.reason)).exists()


def _make(member: Member, record: Record, promise: Promise, pupil: int | None) -> None:
    todo = Todo.create(
        school=member.school, owner=promise.owner or member.user, author=member.user, record=record, pupil=pupil,
        reason=promise.reason, what=promise.what[:200], due_on=promise.due_on, created_at=clock.now(),
    )  # fmt: skip
    audit.note(member, "todo.make", todo)


def close(member: Member, todo: Todo, outcome: str) -> None:
    """Close a to-do. Call inside `database.write()`."""
    Todo.update(done_at=clock.now(), done_by=member.user, outcome=outcome).where(Todo.id == todo.id).execute()
    audit.note(member, "todo.done", todo)
