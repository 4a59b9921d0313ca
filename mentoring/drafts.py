"""What is typed and not yet saved, kept for its author only."""

import json
from datetime import UTC, datetime, timedelta

from database import write
from mentoring import clock
from models import Draft, Member, RecordVersion, School, User

MOST = 100_000
LONGEST_AWAY = timedelta(days=7)  # a tablet without signal can keep a form so long


def keep(user: User, school: School, client_id: str, path: str, title: str, pairs: list[tuple[str, str]]) -> None:
    """Keep a form as it stands: `pairs` are its names and values, `path` the page that asks it.

    Nothing is kept past MOST characters: the page still holds the words, and saving says what is too long. Nor is
    what overtook its own save on the way: it is a record already.
    """
    body = json.dumps(pairs, ensure_ascii=False)
    if len(body) > MOST:
        return
    with write(of=f"client {user.id} {client_id}"):
        saved = (RecordVersion.author == user) & (RecordVersion.client_id == client_id)
        if RecordVersion.select().where(saved).exists():
            return
        row = {
            "school": school,
            "path": path[:200],
            "title": title[:80],
            "body": body,
            "updated_at": clock.now(),
            "adult": bool(dict(pairs).get("adult")),
        }
        changed = Draft.update(**row).where((Draft.author == user) & (Draft.client_id == client_id)).execute()
        if not changed:
            begun = begun_at(dict(pairs).get("form_begun"))
            Draft.create(author=user, client_id=client_id, begun_at=begun, first_kept_at=clock.now(), **row)


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


def drop(member: Member, client_id: str) -> None:
    """Let a draft go: it was saved, or its author threw it away."""
    with write(of=f"client {member.user.id} {client_id}"):
        theirs = Draft.visible_to(member).select(Draft.id).where(Draft.client_id == client_id)
        Draft.delete().where(Draft.id.in_(theirs)).execute()
