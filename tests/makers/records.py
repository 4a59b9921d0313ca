"""Saved records, and what a pupil said on a screen of their own."""

from datetime import timedelta
from uuid import uuid4

from mentoring import clock, concerns, entering, own_screens, recording
from mentoring.entry import Entry, Part
from models import KINDS, GroupSession, Login, Member, OwnScreen, Programme, Pupil, Record
from tests.makers.forms import client_id


def concern(author: Member, *pupils: Pupil, tier: str = "", about: Member | None = None, **detail) -> Record:
    """A saved concern, raised by the app's own verb. `note` and `chosen` are the record's, the rest its detail."""
    parts, more = (
        tuple(Part(one.id) for one in pupils),
        {name: detail.pop(name) for name in ("note", "chosen") if name in detail},
    )
    entry = Entry(
        kind=KINDS["concern"], client_id=str(uuid4()), body=str(uuid4()), pupils=parts, occurred_at=clock.now(),
        tier=tier, about=about.user.id if about else None, detail={"exact_words": "He grabs my arm."} | detail, **more,
    )  # fmt: skip
    return concerns.raise_concern(author, entry, by_mail=False).record


def record(
    mentor: Member, *pupils: Pupil, kind: str = "incident", days_ago: float = 0, note: str = "", roles=(), **extra
):
    """A saved record, logged by the app's own verb."""
    extra.setdefault("detail", {})
    parts = tuple(Part(one.id, roles[place] if place < len(roles) else "involved") for place, one in enumerate(pupils))
    entry = Entry(
        kind=KINDS[kind], client_id=str(uuid4()), body=str(uuid4()), note=note, pupils=parts,
        occurred_at=clock.now() - timedelta(days=days_ago), **extra,
    )  # fmt: skip
    return recording.log(mentor, entry).record


def own_screen(member: Member, pupil: Pupil, path: str = "/", done: bool = True, **said) -> OwnScreen:
    """What a pupil said on their own screen, handed over by the member: the tablet is back, no session holds it."""
    login = Login.get_by_id(_login(member))
    one = own_screens.hand(member, login, pupil, client_id(), path)
    own_screens.say(member, one, own_screens.Said(**said), done)
    Login.delete().where(Login.id == login.id).execute()
    return OwnScreen.get_by_id(one.id)


def _login(member: Member) -> int:
    entering.start(member.user, member.school, "test", "")
    return Login.select(Login.id).order_by(Login.id.desc()).tuples().first()[0]


def group_session(mentor: Member, programme: Programme, at, number: int | None = 1) -> Record:
    """A saved session of a programme at an instant, as rows: whoever reads it needs no more."""
    one = Record.create(
        school=mentor.school, kind="group_session", author=mentor.user, client_id=str(uuid4()), body_hash="",
        occurred_at=at, recorded_at=at,
    )  # fmt: skip
    GroupSession.create(record=one, programme=programme, number=number)
    return one
