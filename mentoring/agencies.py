"""The directory of agencies: entered, looked up, changed, checked again, closed."""

from datetime import datetime, timedelta
from typing import Any

from database import write
from mentoring import audit, clock, todos
from mentoring.naming import fold
from models import Agency, AuditEvent, Member, Todo, User

MOST = 300  # agencies that a page lists
CHECK = "check_agency"
CHECK_WITHIN = timedelta(days=7)


class Changed(Exception):
    """Somebody else saved the agency while it was being changed."""


def listed(member: Member, words: str = "", closed: bool = False) -> list[Agency]:
    """The agencies by name, those closed instead where asked: in each, every one of `words` begins a word."""
    rows = Agency.visible_to(member).where(Agency.closed_on.is_null(not closed)).order_by(Agency.name, Agency.id)
    wanted = fold(words).split()
    return [one for one in rows.limit(MOST) if all(_begins(one, word) for word in wanted)]


def enter(member: Member, facts: dict[str, Any]) -> Agency:
    """Enter an agency: whoever does has looked it up today. `facts` are its columns."""
    with write():
        today = clock.today(member.school.zone)
        agency = Agency.create(
            school=member.school, checked_on=today, checked_by=member.user, created_at=clock.now(), **facts
        )
        audit.note(member, "agency.enter", agency)
    return agency


def change(member: Member, agency: Agency, facts: dict[str, Any], version: int) -> None:
    """Change what is said of an agency. `version` is the one that the person saw; raises Changed for an older one."""
    with write():
        if Agency.get_by_id(agency.id).version != version:
            raise Changed("Somebody else changed it while you were writing. Look at both before you save yours.")
        Agency.update(**facts, version=version + 1).where(Agency.id == agency.id).execute()
        audit.note(member, "agency.change", agency)


def check(member: Member, agency: Agency) -> None:
    """Say that all of it is so today. What was promised about it is kept by that."""
    with write():
        today = clock.today(member.school.zone)
        Agency.update(checked_on=today, checked_by=member.user).where(Agency.id == agency.id).execute()
        audit.note(member, "agency.check", agency)
        _keep_promises(member, agency, "Checked")


def promise(member: Member, agency: Agency) -> Todo:
    """Put checking an agency on the member's own list, within a week; twice is once."""
    with write():
        waiting = next((todo for todo in _promised(agency) if todo.owner_id == member.user.id), None)
        day = clock.today(member.school.zone) + CHECK_WITHIN
        return waiting or todos.give(member, member.user.id, f"Check again: {agency.name}", day, CHECK, path(agency))


def promised(agency: Agency) -> Todo | None:
    """The to-do by which somebody who works here is to check it, if one waits."""
    return next(iter(_promised(agency)), None)


def close(member: Member, agency: Agency) -> None:
    """Say that it is not there any more: nobody is told of it from now on. What was promised about it ends."""
    with write():
        day = clock.today(member.school.zone)
        Agency.update(closed_on=day).where((Agency.id == agency.id) & Agency.closed_on.is_null()).execute()
        audit.note(member, "agency.close", agency)
        _keep_promises(member, agency, "It closed")


def reopen(member: Member, agency: Agency) -> None:
    """Put a closed one back into the directory."""
    with write():
        Agency.update(closed_on=None).where(Agency.id == agency.id).execute()
        audit.note(member, "agency.reopen", agency)


def last_change(agency: Agency) -> tuple[str, datetime]:
    """Who changed an agency last, and when."""
    events = AuditEvent.select(AuditEvent, User).left_outer_join(User).where(
        (AuditEvent.subject == "agency") & (AuditEvent.subject_id == agency.id)
        & AuditEvent.action.in_(["agency.enter", "agency.change"])
    )  # fmt: skip
    last = events.order_by(AuditEvent.id.desc()).first()
    return (last.user.name if last.user else "Somebody", last.at) if last else ("Somebody", agency.created_at)


def path(agency: Agency) -> str:
    """Where its page is."""
    return f"/agencies/{agency.id}"


def _begins(agency: Agency, word: str) -> bool:
    texts = (agency.name, agency.purpose, agency.who_for, agency.threshold, agency.how)
    return any(one.startswith(word) for text in texts for one in fold(text).split())


def _promised(agency: Agency) -> list[Todo]:
    rows = Todo.select(Todo, User).join(User, on=(Todo.owner == User.id))
    waiting = (Todo.school == agency.school_id) & (Todo.reason == CHECK) & (Todo.path == path(agency))
    return list(rows.where(waiting & Todo.done_at.is_null()).order_by(Todo.id))


def _keep_promises(member: Member, agency: Agency, outcome: str) -> None:
    for todo in _promised(agency):
        todos.close(member, todo, outcome)
