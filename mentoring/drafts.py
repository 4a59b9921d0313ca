"""What is typed and not yet saved, kept for its author only."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from database import every_school, write
from mentoring import arrivals, audit, clock, concerns, noticing
from models import Draft, Member, Membership, Nomination, Record, RecordVersion, School, User
from models.working import CONCERN

MOST, MOST_DIGITS = 100_000, 9
LONGEST_AWAY = timedelta(days=7)  # a tablet without signal can keep a form so long


def keep(
    user: User, school: School, client_id: str, path: str, title: str, pairs: list[tuple[str, str]],
    at: datetime | None = None, most: int = MOST,
) -> bool:  # fmt: skip
    """Keep a form as it stands: `pairs` are its names and values, `path` the page that asks it, `at` when it stood so,
    now unless told. Whether it was kept.

    It belongs to the school where it was begun, whichever its author has gone on in since: `school` counts where the
    form does not say. Nothing is kept past `most` characters: the page still holds the words, and saving says what is
    too long. Nor is what overtook its own save on the way, which is a record already, or is older than what is there.
    """
    body, said = json.dumps(pairs, ensure_ascii=False), dict(pairs)
    if len(body) > most:
        return False
    mine = (Draft.author == user) & (Draft.client_id == client_id)
    with every_school():
        there = Draft.get_or_none(mine)
        home = there.school if there else home_of(user, school, said.get("form_school", ""))
        row = {"path": path[:200], "title": title[:80], "body": body, "updated_at": at or clock.now()}
        row |= {"pupils": _pupils(Member(user, home, frozenset()), pairs), "adult": bool(said.get("adult"))}
        with write(of=f"client {user.id} {client_id}"):
            newer = Draft.select().where(mine & (Draft.updated_at > at)).exists() if at else False
            return not newer and _keep(user, home, client_id, row, said)


def _keep(user: User, school: School, client_id: str, row: dict[str, Any], said: dict[str, str]) -> bool:
    saved = (RecordVersion.author == user) & (RecordVersion.client_id == client_id)
    sent = (Nomination.author == user) & (Nomination.client_id == client_id)
    if RecordVersion.select().where(saved).exists() or Nomination.select().where(sent).exists():
        return False
    if not Draft.update(**row).where((Draft.author == user) & (Draft.client_id == client_id)).execute():
        first = {"begun_at": begun_at(said.get("form_begun")), "first_kept_at": clock.now()}
        Draft.create(school=school, author=user, client_id=client_id, **first, **row)
    if row["path"] == CONCERN:
        concerns.follow(user, school, client_id, said)
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
    """The member's own draft of a client id, else one that a leaver left to the DSLs."""
    rows = Draft.visible_to(member).where(Draft.client_id == client_id)
    return rows.order_by((Draft.author == member.user).desc()).first() if client_id else None


def pairs(draft: Draft) -> list[tuple[str, str]]:
    """The names and values that the draft keeps."""
    return [(name, value) for name, value in json.loads(draft.body)]


def unfinished(member: Member) -> list[Draft]:
    """The member's drafts, newest first, with their authors; of those that leavers left, what nobody has put away."""
    waiting = (Draft.author == member.user) | Draft.put_away_at.is_null()
    rows = Draft.visible_to(member).select(Draft, User).join(User, on=(Draft.author == User.id))
    return list(rows.where(waiting).order_by(Draft.updated_at.desc()).limit(20))


def put_away(member: Member) -> list[Draft]:
    """The concerns that leavers began and a DSL has put away, the newest first, with who began and who saw to them."""
    by = User.alias()
    rows = Draft.visible_to(member).select(Draft, User, by).join(User, on=(Draft.author == User.id)).switch(Draft)
    rows = rows.join(by, on=(Draft.put_away_by == by.id))
    return list(rows.where(Draft.author != member.user).order_by(Draft.put_away_at.desc()).limit(50))


def drop(member: Member, client_id: str, record: Record | None = None) -> bool:
    """Let a draft go: it was saved as a record, or its author threw it away. A concern that a leaver began is kept: it
    may be about somebody whom the DSL would rather not lose. Whether one was put away instead."""
    with write(of=f"client {member.user.id} {client_id}"):
        theirs = Draft.visible_to(member).where(Draft.client_id == client_id)
        there = list(theirs)
        if not there:
            return False
        stays = (Draft.author != member.user) & (Draft.path == CONCERN)
        for draft in there:
            arrivals.settle(member, draft, record)
        Draft.delete().where(Draft.id.in_(theirs.select(Draft.id).where(~stays))).execute()
        left = theirs.where(stays & Draft.put_away_at.is_null()).first() if member.has("dsl") else None
        if left:
            Draft.update(put_away_at=clock.now(), put_away_by=member.user).where(Draft.id == left.id).execute()
            audit.note(member, "draft.put_away", left)
    return left is not None


def home_of(user: User, school: School, said: str) -> School:
    """The school at which a form says that it was begun, if its author ever worked there; else the one given."""
    if not said.isdecimal() or len(said) > MOST_DIGITS or int(said) == school.id:
        return school
    held = (Membership.user == user) & (Membership.school == int(said))
    with every_school():
        found = Membership.select(Membership, School).join(School).where(held).first()
    return found.school if found else school


def _pupils(author: Member, said: list[tuple[str, str]]) -> str:
    """The ids of the pupils whom a form is about, or whom its words name, as a draft keeps them."""
    numbers = [(name, int(value)) for name, value in said if value.isdecimal() and len(value) <= MOST_DIGITS]
    chosen = {number for name, number in numbers if name == "pupil"}
    answers = {name[6:126]: number for name, number in numbers if name.startswith("names-")}
    texts = [value for name, value in said if not name.startswith(("form_", "names-"))]
    named = {one for found in noticing.notice(author, texts, [], answers) for one in found.hidden}
    return " ".join(["", *map(str, sorted(chosen | named)), ""])
