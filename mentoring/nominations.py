"""Nominations: send one, take it back, decide. What is read of them is in triage."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import fn

from database import write
from mentoring import assigning, audit, calendar, clock, entry_checks, notices, statements, todos
from models import (
    Member,
    Nomination,
    NominationChoice,
    NominationDecision,
    Option,
    Plan,
    Pupil,
    Todo,
    User,
)
from models.entry_checks import ENTRY
from models.nominations import CASELOAD, TAKEN_BACK, UNDECIDED, WAIT

REASON = "nomination"  # of the to-do to look again at one that was to wait
PLAN_WEEKS = 2  # school weeks from the first day on a caseload until the first plan is there
DECIDED = "A nomination of yours was decided."


class Overtaken(Exception):
    """Somebody else decided, or the nominator took it back, while a lead was deciding."""


class NotTakenBack(Exception):
    """A nomination that was decided, or taken back, meanwhile."""


@dataclass(frozen=True)
class Verdict:
    """What a lead decides: the school's chip for it, with its code; of whose caseload and from when; when to look
    again; what the nominator is told, and what only leads and DSLs read."""

    chip: Option
    told: str
    private_line: str = ""
    mentor: User | None = None
    starts_on: date | None = None
    review_on: date | None = None


def send(member: Member, client_id: str, pupil: Pupil, facts: dict[str, Any], barriers: Iterable[int]) -> Nomination:
    """Send a nomination to the leads, once however often its form is sent. `facts` are its columns."""
    with write(of=f"client {member.user.id} {client_id}"):
        first = Nomination.get_or_none((Nomination.author == member.user) & (Nomination.client_id == client_id))
        if first is not None:
            return first
        row = Nomination.create(
            school=member.school, pupil=pupil, author=member.user, client_id=client_id, sent_at=clock.now(), **facts
        )
        for option in sorted(barriers):
            NominationChoice.create(school=member.school, nomination=row, option=option)
        audit.note(member, "nomination.send", row, digest=statements.digest(row))
    return row


def take_back(member: Member, nomination: Nomination) -> None:
    """Let one's own nomination wait no longer; twice is once. Raises NotTakenBack for one that is decided."""
    with write(of=f"nomination {nomination.pupil_id}"):
        state = Nomination.get_by_id(nomination.id).state
        if state == TAKEN_BACK:
            return
        if state not in UNDECIDED:
            raise NotTakenBack("This has been decided meanwhile, so it stays. What you were told stands below.")
        Nomination.update(state=TAKEN_BACK, review_on=None).where(Nomination.id == nomination.id).execute()
        _close_promises(member, [nomination], "Taken back")
        audit.note(member, "nomination.take_back", nomination)


def decide(member: Member, nominations: list[Nomination], client_id: str, verdict: Verdict, seen: int) -> None:
    """Decide nominations of one pupil, once however often it is sent. `seen` is the last decision about the pupil that
    the member saw, by number. All that it brings about is done, or nothing.

    Raises Overtaken where there is a later decision, and assigning.AssignError for a day that the caseload refuses.
    """
    pupil = nominations[0].pupil
    with write(of=f"nomination {pupil.id}"):
        if _said_before(member, nominations, client_id):
            return
        _check_not_overtaken(pupil, nominations, seen)
        if verdict.chip.code == CASELOAD and verdict.mentor:
            _put_on(member, pupil, verdict)
        _close_promises(member, nominations, verdict.chip.name)
        kept = [_keep(member, one, client_id, verdict) for one in nominations]
        hashes = statements.digests(NominationDecision, kept)
        for one, number in zip(nominations, kept, strict=True):
            audit.note(member, "nomination.decide", one, digest=hashes[number])


def last_seen(pupil: Pupil) -> int:
    """The number of the last decision about a pupil; 0 for none."""
    rows = NominationDecision.select(fn.MAX(NominationDecision.id)).join(Nomination)
    return rows.where(Nomination.pupil == pupil).scalar() or 0


def _said_before(member: Member, nominations: list[Nomination], client_id: str) -> bool:
    mine = (NominationDecision.author == member.user) & (NominationDecision.client_id == client_id)
    return NominationDecision.select().where(mine & NominationDecision.nomination.in_(nominations)).exists()


def _check_not_overtaken(pupil: Pupil, nominations: list[Nomination], seen: int) -> None:
    if last_seen(pupil) > seen:
        raise Overtaken("Somebody else decided while you were choosing. Look at both, then decide.")
    back = Nomination.id.in_([one.id for one in nominations]) & (Nomination.state == TAKEN_BACK)
    if Nomination.select().where(back).exists():
        raise Overtaken("Who nominated took it back while you were choosing. Look again.")


def _keep(member: Member, nomination: Nomination, client_id: str, verdict: Verdict) -> int:
    """One decision, by its id, with the promise to look again where it waits, and a notice to who nominated."""
    code, todo = verdict.chip.code, None
    path = f"/nominations/{nomination.id}"
    if code == WAIT and verdict.review_on:
        what = f"Look again at a nomination: {nomination.pupil.short_name}"
        todo = todos.give(member, member.user.id, what, verdict.review_on, REASON, path, nomination.pupil_id)
    row = NominationDecision.create(
        school=member.school, nomination=nomination, author=member.user, client_id=client_id, at=clock.now(), code=code,
        word=verdict.chip.name, mentor=verdict.mentor, starts_on=verdict.starts_on, review_on=verdict.review_on,
        told=verdict.told, private_line=verdict.private_line, todo=todo,
    )  # fmt: skip
    Nomination.update(state=code, review_on=verdict.review_on).where(Nomination.id == nomination.id).execute()
    if nomination.author_id != member.user.id:
        notices.tell_one(member.school, nomination.author, DECIDED, path)
    return row.id


def _put_on(member: Member, pupil: Pupil, verdict: Verdict) -> None:
    """The pupil on the mentor's caseload, and what the mentor has to do first on their list."""
    mentor, day = verdict.mentor, verdict.starts_on or clock.today(member.school.zone)
    assigning.put_on(member, mentor, [pupil], day)  # type: ignore[arg-type]
    entry_checks.start(member, pupil, ENTRY, mentor)
    if Plan.select().where((Plan.pupil == pupil) & Plan.ended_on.is_null()).exists():
        return
    due = calendar.of(member.school).school_weeks_on(day, PLAN_WEEKS)
    path = f"/plans/new?pupil={pupil.id}"
    todos.give(member, mentor.id, f"First plan: {pupil.short_name}", due, todos.FIRST_PLAN, path, pupil.id)  # type: ignore[union-attr]


def _close_promises(member: Member, nominations: list[Nomination], outcome: str) -> None:
    promised = NominationDecision.select(NominationDecision.todo).where(
        NominationDecision.nomination.in_(nominations) & NominationDecision.todo.is_null(False)
    )
    for todo in Todo.select().where(Todo.id.in_(promised) & Todo.done_at.is_null()):
        todos.close(member, todo, outcome)
