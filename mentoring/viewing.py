"""Who read what: an event for each view of a restricted record or a pupil's page, written before the page is."""

import logging
from datetime import timedelta

from peewee import OperationalError, fn

from database import Busy, write
from mentoring import audit, clock, notices
from models import AuditEvent, Base, Member, Pupil, Record
from models.ready import Ready, given
from models.records import SUPPORT

SAME_MINUTES = 10  # views of the same by the same person are one event within it (security.md, section 5)
MANY_PUPILS, MANY_MINUTES = 30, 5  # security.md, threat 12
ALERT_MINUTES = 60
PUPIL_WAIT_SECONDS = 1.0
log = logging.getLogger("alongside")
_before = Ready(
    AuditEvent.select(AuditEvent.id).where(
        (AuditEvent.subject == given("subject")) & (AuditEvent.subject_id == given("number"))
        & (AuditEvent.user == given("user")) & (AuditEvent.action == given("action")) & (AuditEvent.at > given("since"))
    ).limit(1)
)  # fmt: skip


class NotNoted(Exception):
    """That somebody reads this could not be written down, so it is not shown."""


def record(member: Member, one: Record) -> None:
    """Note, on disk, that a record which not all may read is about to be read. Raises NotNoted where it cannot be.

    Asked where a record's words leave the database to be shown (lines.dress, versions.of, capture.data_of), so that no
    view can forget it.
    """
    if one.tier == SUPPORT:
        return
    try:
        _note(member, "record.view", one)
    except (Busy, OperationalError) as error:
        raise NotNoted("Who reads this is written down first, which failed just now. Try again in a moment.") from error


def pupil(member: Member, one: Pupil) -> None:
    """Note that a pupil's page is about to be read. Reading goes on where that cannot be written: the page holds no
    restricted record, and a full disk must not keep a mentor from a phone number."""
    try:
        if _note(member, "pupil.view", one, PUPIL_WAIT_SECONDS):
            _alert(member)
    except (Busy, OperationalError) as error:
        log.warning("view of a pupil by user %s not noted: %s", member.user.id, type(error).__name__)


def _note(member: Member, action: str, subject: Base, wait: float | None = None) -> bool:
    """Whether an event was written; within SAME_MINUTES the one before stands for it."""
    since = AuditEvent.at.db_value(clock.now() - timedelta(minutes=SAME_MINUTES))
    name, number = subject._meta.table_name, subject.get_id()
    if _before(subject=name, number=number, user=member.user.id, action=action, since=since):
        return False
    with write(of=f"{action} {member.user.id}", wait=wait):
        audit.note(member, action, subject)
    return True


def _alert(member: Member) -> None:
    """Tell the DSLs, once an hour, of somebody who opens the pages of very many pupils."""
    moment = clock.now()
    mine = AuditEvent.user == member.user
    lately = mine & (AuditEvent.action == "pupil.view") & (AuditEvent.at > moment - timedelta(minutes=MANY_MINUTES))
    if AuditEvent.select(fn.COUNT(AuditEvent.subject_id.distinct())).where(lately).scalar() < MANY_PUPILS:
        return
    told = mine & (AuditEvent.action == "alert.many_pupils")
    with write(of=f"alert {member.user.id}"):
        if not AuditEvent.select().where(told & (AuditEvent.at > moment - timedelta(minutes=ALERT_MINUTES))).exists():
            audit.note(member, "alert.many_pupils", member.user, detail=f"{MANY_PUPILS} in {MANY_MINUTES} minutes")
            words = f"{member.user.name} opened {MANY_PUPILS} pupils' pages within {MANY_MINUTES} minutes."
            roles = ("dsl", "head") if member.has("dsl") else ("dsl",)
            notices.tell(member.school, roles, words, f"/audit-events?person={member.user.id}", but=member.user)
