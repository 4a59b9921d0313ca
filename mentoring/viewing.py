"""Who read what: an event for each view of a restricted record or a pupil's page, written before the page is."""

import logging
from collections.abc import Sequence
from datetime import timedelta

from peewee import OperationalError, fn

from database import Busy, write
from mentoring import audit, clock, notices
from models import AuditEvent, Base, Member, Nomination, Pupil, Record
from models.ready import given, ready_for_all
from models.records import SUPPORT

SAME_MINUTES = 10  # views of the same by the same person are one event within it (security.md, section 5)
MANY_PUPILS, MANY_MINUTES = 30, 5  # security.md, threat 12
ALERT_MINUTES = 60
PUPIL_WAIT_SECONDS = 1.0
log = logging.getLogger("alongside")


class NotNoted(Exception):
    """That somebody reads this could not be written down, so it is not shown."""


def records(member: Member, found: list[Record]) -> None:
    """Note, on disk, that records which not all may read are about to be read. Raises NotNoted where it cannot be.

    Asked where records' words leave the database to be shown (lines.dress, versions.of, capture.data_of), so that no
    view can forget it.
    """
    try:
        _note(member, "record.view", [one for one in found if one.tier != SUPPORT])
    except (Busy, OperationalError) as error:
        raise NotNoted("Who reads this is written down first, which failed just now. Try again in a moment.") from error


def pupil(member: Member, one: Pupil) -> None:
    """Note that a pupil's page is about to be read. Reading goes on where that cannot be written: the page holds no
    restricted record, and a full disk must not keep a mentor from a phone number."""
    try:
        if _note(member, "pupil.view", [one], PUPIL_WAIT_SECONDS):
            _alert(member)
    except (Busy, OperationalError) as error:
        log.warning("view of a pupil by user %s not noted: %s", member.user.id, type(error).__name__)


def nominations(member: Member, found: list[Nomination]) -> None:
    """Note that nominations of others are about to be read. Reading goes on where that cannot be written, as for a
    pupil's page."""
    others = [one for one in found if one.author_id != member.user.id]
    try:
        _note(member, "nomination.view", others, PUPIL_WAIT_SECONDS)
    except (Busy, OperationalError) as error:
        log.warning("view of a nomination by user %s not noted: %s", member.user.id, type(error).__name__)


def _note(member: Member, action: str, subjects: Sequence[Base], wait: float | None = None) -> bool:
    """Whether an event was written; within SAME_MINUTES the one before stands for it."""
    noted = _noted(member, action, subjects)
    new = [one for one in subjects if one.get_id() not in noted]
    if not new:
        return False
    with write(of=f"{action} {member.user.id}", wait=wait):
        for one in new:
            audit.note(member, action, one)
    return True


def _noted(member: Member, action: str, subjects: Sequence[Base]) -> set[int]:
    """Ids of those of the subjects, all of one table, of which there is an event not long ago."""
    if not subjects:
        return set()
    since = AuditEvent.at.db_value(clock.now() - timedelta(minutes=SAME_MINUTES))
    wanted = {"subject": subjects[0]._meta.table_name, "user": member.user.id, "action": action, "since": since}
    return {number for (number,) in _before(ids=[one.get_id() for one in subjects], **wanted)}


@ready_for_all
def _before(ids: list):
    same = (AuditEvent.user == given("user")) & (AuditEvent.action == given("action"))
    same &= (AuditEvent.subject == given("subject")) & AuditEvent.subject_id.in_(ids)
    return AuditEvent.select(AuditEvent.subject_id).where(same & (AuditEvent.at > given("since"))).tuples()


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
