"""Concerns begun and not sent: after LATE, those at whose desk they would arrive are told once, and no word of it."""

import logging
import threading
from datetime import datetime, timedelta

from peewee import OperationalError, fn

from database import Busy, every_school, write
from mentoring import audit, clock, concerns, drafts, mail
from mentoring.concerns import LATE
from models import Draft, Member, Unsent
from models.records import HEADTEACHER, SAFEGUARDING
from models.working import CONCERN

EVERY = timedelta(minutes=1)
NO_SIGNAL = timedelta(minutes=5)  # a form that the server has is sent at every pause in typing
SUBJECT = "A safeguarding concern was begun and not sent"
BODY = "A safeguarding concern was begun in Alongside and has not been sent.\n\nSign in to see who to ask: {address}"
log = logging.getLogger("alongside")


class Watch:
    """Looks for unsent concerns, at most once in EVERY however often it is asked. One for each process."""

    def __init__(self, by_mail: bool):
        self.by_mail = by_mail
        self._last: datetime | None = None
        self._lock = threading.Lock()

    def look(self) -> None:
        """Look, if it is time to. What stands in the way is logged and tried again: nobody's page waits for it."""
        moment = clock.now()
        with self._lock:
            if self._last and abs(moment - self._last) < EVERY:
                return
            self._last = moment
        try:
            with every_school():
                check(self.by_mail)
        except (Busy, OperationalError) as error:
            log.warning("unsent concerns were not looked for: %s", type(error).__name__)


def check(by_mail: bool) -> int:
    """Tell of every concern that was begun LATE ago and is neither sent nor thrown away; how many were told anew."""
    before = clock.now() - LATE
    told = Unsent.select(Unsent.id).where((Unsent.author == Draft.author) & (Unsent.client_id == Draft.client_id))
    begun = fn.COALESCE(Draft.begun_at, Draft.updated_at)
    due = Draft.select().where((Draft.path == CONCERN) & (begun <= before) & ~fn.EXISTS(told))
    return sum(tell(draft, by_mail) for draft in list(due))


def throw_away(member: Member, client_id: str) -> bool:
    """Let a draft go because its author does not want it. Of a concern, that it was begun is written down: a school
    expects to be able to ask why. Nobody is told who was not told before. Whether it was a leaver's, which is put away
    instead."""
    with write(of=f"client {member.user.id} {client_id}"):
        draft = drafts.find(member, client_id)
        if draft and draft.is_concern and draft.author_id == member.user.id:
            audit.note(member, "draft.thrown_away", draft)
            told = (Unsent.author == draft.author_id) & (Unsent.client_id == client_id) & Unsent.ended_at.is_null()
            Unsent.update(outcome="thrown away", ended_at=clock.now()).where(told).execute()
        return drafts.drop(member, client_id)


def tell(draft: Draft, by_mail: bool) -> bool:
    """Tell of a concern that its author has as a draft; whether that was new."""
    author = Member(draft.author, draft.school, frozenset())
    with write(of=f"client {draft.author_id} {draft.client_id}"):
        if not Draft.select().where(Draft.id == draft.id).exists():
            return False
        tier, about = concerns.said_tier(draft.author, draft.school, dict(drafts.pairs(draft)))
        begun = draft.begun_at or draft.updated_at
        late = bool(draft.first_kept_at and draft.first_kept_at - begun > NO_SIGNAL)
        return _tell(author, draft.client_id, begun, late, by_mail, tier, about)


def tell_unopened(author: Member, client_id: str, begun_at: datetime, by_mail: bool) -> bool:
    """Tell of a concern that arrived and that nobody can open yet; whether that was new. Nobody knows whom it is about:
    the DSLs are told that it is there, as of any."""
    return _tell(author, client_id, begun_at, True, by_mail, SAFEGUARDING, None)


def _tell(
    author: Member, client_id: str, begun_at: datetime, late: bool, by_mail: bool, tier: str, about: int | None
) -> bool:
    with write(of=f"client {author.user.id} {client_id}"):
        if Unsent.select().where((Unsent.author == author.user) & (Unsent.client_id == client_id)).exists():
            return False
        notice = Unsent.create(
            school=author.school, author=author.user, client_id=client_id, tier=tier, about=about, begun_at=begun_at,
            noticed_at=clock.now(), late=late,
        )  # fmt: skip
        audit.note(author, "draft.unsent", notice)
        if by_mail:
            _mail(notice)
    return True


def _mail(notice: Unsent) -> None:
    if notice.tier == HEADTEACHER:
        return
    people = concerns.holders(notice.school, "head")
    if notice.tier == SAFEGUARDING:
        people = concerns.holders(notice.school, "dsl") or people
    for one in people:
        if one.user.id not in (notice.author_id, notice.about):
            mail.queue(notice.school, one.user.email, SUBJECT, BODY, "concern")
