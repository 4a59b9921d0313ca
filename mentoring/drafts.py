"""What is typed and not yet saved, kept for its author only."""

import json
from datetime import UTC, datetime, timedelta

from database import write
from mentoring import arrivals, clock
from models import Draft, Member, Record, RecordVersion, School, User

MOST = 100_000
LONGEST_AWAY = timedelta(days=7)  # a tablet without signal can keep a form so long


def keep(
    user: User, school: School, client_id: str, path: str, title: str, pairs: list[tuple[str, str]],
    at: datetime | None = None, most: int = MOST,
) -> bool:  # fmt: skip
    """Keep a form as it stands: `pairs` are its names and values, `path` the page that asks it, `at` when it stood so,
    now unless told. Whether it was kept.

    Nothing is kept past `most` characters: the page still holds the words, and saving says what is too long. Nor is
    what overtook its own save on the way: it is a record already. Nor what is older than what is there.
    """
    body = json.dumps(pairs, ensure_ascii=False)
    if len(body) > most:
        return False
    with write(of=f"client {user.id} {client_id}"):
        saved = (RecordVersion.author == user) & (RecordVersion.client_id == client_id)
        mine = (Draft.author == user) & (Draft.client_id == client_id)
        newer = mine & (Draft.updated_at > at) if at else None
        if RecordVersion.select().where(saved).exists() or (newer and Draft.select().where(newer).exists()):
            return False
        row = {
            "school": school,
            "path": path[:200],
            "title": title[:80],
            "body": body,
            "updated_at": at or clock.now(),
            "adult": bool(dict(pairs).get("adult")),
        }
        changed = Draft.update(**row).where(mine).execute()
        if not changed:
            begun = begun_at(dict(pairs).get("form_begun"))
            Draft.create(author=user, client_id=client_id, begun_at=begun, first_kept_at=clock.now(), **row)
    return True


def begun_at(said: str | None) -> datetime:
    """When a form was begun, as its tablet says (ISO 8601 with an offset): never to come, nor too long ago to be true.
    Now where it says nothing that can be understood."""
    moment = clock.now()
    try:
        begun = datetime.fromisoformat(said or "").astimezone(UTC)
    except (ValueError, OverflowError):
        return moment
    return begun if moment - LONGEST_AWAY <= begun <= moment else moment


def find(member: Member, client_id: str | None) -> Draft | None:
    """The member's own draft of a client id, or one that a leaver left to the DSLs."""
    return Draft.visible_to(member).where(Draft.client_id == client_id).first() if client_id else None


def pairs(draft: Draft) -> list[tuple[str, str]]:
    """The names and values that the draft keeps."""
    return [(name, value) for name, value in json.loads(draft.body)]


def unfinished(member: Member) -> list[Draft]:
    """The member's drafts, newest first, with their authors."""
    rows = Draft.visible_to(member).select(Draft, User).join(User)
    return list(rows.order_by(Draft.updated_at.desc()).limit(20))


def drop(member: Member, client_id: str, record: Record | None = None) -> None:
    """Let a draft go: it was saved as a record, or its author threw it away."""
    with write(of=f"client {member.user.id} {client_id}"):
        for draft in list(Draft.visible_to(member).where(Draft.client_id == client_id)):
            arrivals.settle(member, draft, record)
            draft.delete_instance()
