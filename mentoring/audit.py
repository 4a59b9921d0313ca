"""The audit trail: one row for each write, in the write's own transaction."""

from mentoring import clock
from models import AuditEvent, Base, Member
from models.ready import insert


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
