"""The audit trail: one row for each write, in the write's own transaction."""

from contextvars import ContextVar
from dataclasses import dataclass

from database import write
from mentoring import chain, clock
from models import AuditEvent, Base, Member, School
from models.ready import insert


@dataclass(frozen=True)
class Asking:
    """Who is asking, as far as the events of a request say it: the login's id and the request's."""

    login: int | None = None
    request: str = ""


NOBODY = Asking()
_asking: ContextVar[Asking] = ContextVar("asking", default=NOBODY)


def asked_by(login: int | None = None, request: str = "") -> None:
    """Let the events of this thread say by which login and request they came, until it is said anew."""
    _asking.set(Asking(login, request))


def note(
    member: Member | None,
    action: str,
    subject: Base | None = None,
    *,
    version: int | None = None,
    detail: str = "",
    digest: str = "",
    school: School | None = None,
) -> None:
    """Write that `member` did `action` to `subject`. Call inside `database.write()`; `detail` holds no narrative.

    `digest` is the SHA-256 of the version saved or of what was exported. `member` is None only where nobody is signed
    in (set-up, a failed sign-in, a command at the server); then `school` says whose chain it belongs to.
    """
    school = member.school if member else school
    number = school.id if school else 0
    sequence, previous = chain.place(number)
    asking = _asking.get()
    row = {
        "school": school.id if school else None, "user": member.user.id if member else None, "at": clock.now(),
        "action": action,
        "subject": subject._meta.table_name if subject is not None else "",
        "subject_id": subject.get_id() if subject is not None else None,
        "version": version, "detail": detail.replace("\0", ""), "digest": digest, "chain": number,
        "sequence": sequence, "previous": previous, "login": asking.login, "request": asking.request,
    }  # fmt: skip
    insert(AuditEvent)(**row, mac=chain.seal(chain.said(row)))


def begin() -> None:
    """Seal what each chain held before there was a key, once the migration has put the events into chains."""
    schools = [None, *School.select().order_by(School.id)]
    with write():
        known = chain.heads()
        for school in schools:
            if (school.id if school else 0) in known:
                note(None, "audit.begin", school=school)
