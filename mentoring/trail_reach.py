"""Which events of the school's trail somebody may know of: none of what is hidden from them everywhere else."""

from peewee import ColumnBase

from models import (
    AuditEvent,
    Baseline,
    Caseload,
    EntryCheck,
    Handling,
    Member,
    Nomination,
    OtherPlan,
    Participation,
    Plan,
    Post16,
    ProgrammeConsent,
    ProgrammeRating,
    Record,
    Relationship,
    SignalRest,
    Slot,
    Todo,
    WeekFigure,
)
from models.records import RESTRICTED, SEALED


def known_to(member: Member) -> ColumnBase:
    """The condition that a DSL or head may know of an event: rule 6 of product.md, rules 5 to 7 of security.md.

    What they did themselves they know; but nothing, whoever did it, of a pupil who is their own family.
    """
    hidden = _hidden_records(member)
    seen = _not_of("record", hidden) & _not_of("todo", _todos_of(hidden))
    # A concern begun tells whom it may reach by its notice: the trail would tell its subject too.
    seen &= AuditEvent.subject.not_in(["draft", "unsent"])
    seen = (seen & no_mail_of_concerns(member)) | (AuditEvent.user == member.user)
    return seen & _not_near(member) if member.related else seen


def no_mail_of_concerns(member: Member) -> ColumnBase:
    """The condition that an event does not tell of an e-mail about a concern, except to a head: where no concern is in
    sight, that one could not be sent says whose it is."""
    told = (AuditEvent.action == "mail.failed") & (AuditEvent.detail == "concern")
    return ~told | member.has("head")


def _hidden_records(member: Member):
    """Restricted records that the member may not read, and concerns that are not theirs to handle: having written one,
    they still do not learn what is done about it."""
    closed = (Record.tier == RESTRICTED) & ~Record.readable(member)
    closed |= Record.tier.in_(SEALED) & ~Record.on_desk_of(member)
    return Record.select(Record.id).where((Record.school == member.school) & closed)


def _not_near(member: Member) -> ColumnBase:
    """The condition that an event tells nothing of the member's own child: not even who supports or opened them."""
    near = sorted(member.related)
    theirs = Participation.select(Participation.record).where(Participation.pupil.in_(near))
    seen = _not_of("pupil", near) & _not_of("record", theirs)
    seen &= _not_of("todo", _todos_of(theirs)) & _not_of("todo", Todo.select(Todo.id).where(Todo.pupil.in_(near)))
    of_pupils = (Caseload, Relationship, Slot, Nomination, EntryCheck, Plan, OtherPlan, WeekFigure, Baseline)
    for table in (*of_pupils, SignalRest, Post16, ProgrammeRating, ProgrammeConsent):
        seen &= _not_of(table._meta.table_name, table.select(table.id).where(table.pupil.in_(near)))
    return seen


def _todos_of(records):
    """The to-dos of records, and those that were promised about concerns."""
    promised = Handling.select(Handling.todo).where(Handling.record.in_(records) & Handling.todo.is_null(False))
    return Todo.select(Todo.id).where(Todo.record.in_(records) | Todo.id.in_(promised))


def _not_of(subject: str, rows) -> ColumnBase:
    return (AuditEvent.subject != subject) | AuditEvent.subject_id.not_in(rows)
