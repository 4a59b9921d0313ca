"""Who read what: an event for each view of a restricted record or a pupil's page, written before the page is."""

from datetime import timedelta

from peewee import OperationalError

from database import Busy, write
from mentoring import audit, clock
from models import AuditEvent, Base, Member, Pupil, Record
from models.records import SUPPORT

SAME_MINUTES = 10  # views of the same by the same person are one event within it (security.md, section 5)


class NotNoted(Exception):
    """That somebody reads this could not be written down, so it is not shown."""


def record(member: Member, one: Record) -> None:
    """Note, on disk, that a record which not all may read is about to be read. Raises NotNoted where it cannot be."""
    if one.tier != SUPPORT:
        _note(member, "record.view", one)


def pupil(member: Member, one: Pupil) -> None:
    """Note that a pupil's page is about to be read. Raises NotNoted where it cannot be."""
    _note(member, "pupil.view", one)


def _note(member: Member, action: str, subject: Base) -> None:
    name, number = subject._meta.table_name, subject.get_id()
    same = (AuditEvent.subject == name) & (AuditEvent.subject_id == number) & (AuditEvent.user == member.user)
    since = AuditEvent.at > clock.now() - timedelta(minutes=SAME_MINUTES)
    if AuditEvent.select().where(same & (AuditEvent.action == action) & since).exists():
        return
    try:
        with write():
            audit.note(member, action, subject)
    except (Busy, OperationalError) as error:
        raise NotNoted("Who reads this is written down first, which failed just now. Try again in a moment.") from error
