"""The audit trail: one row for each write, in the write's own transaction; and for views of what few may read."""

from datetime import timedelta

from database import write
from mentoring import clock
from models import AuditEvent, Base, Member
from models.ready import insert

ONCE_IN = timedelta(minutes=10)


def note(
    member: Member | None,
    action: str,
    subject: Base | None = None,
    *,
    version: int | None = None,
    detail: str = "",
) -> None:
    """Write that `member` did `action` to `subject`. Call inside `database.write()`; `detail` holds no narrative.

    `member` is None only where nobody is signed in (set-up, a failed sign-in, a command at the server).
    """
    insert(AuditEvent)(
        school=member.school if member else None,
        user=member.user if member else None,
        at=clock.now(),
        action=action,
        subject=subject._meta.table_name if subject is not None else "",
        subject_id=subject.get_id() if subject is not None else None,
        version=version,
        detail=detail,
    )


def viewed(member: Member, subject: Base) -> None:
    """Write that `member` looks at `subject`, before they see it; again within ONCE_IN it is the same look.

    Whoever shows the subject calls this first, and shows nothing where it raises.
    """
    table, number = subject._meta.table_name, subject.get_id()
    mine = (AuditEvent.user == member.user) & (AuditEvent.action == f"{table}.view")
    same = (AuditEvent.subject == table) & (AuditEvent.subject_id == number)
    if not AuditEvent.select().where(same & mine & (AuditEvent.at > clock.now() - ONCE_IN)).exists():
        with write():
            note(member, f"{table}.view", subject)
