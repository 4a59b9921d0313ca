"""The pupil's own screen: hand the tablet over, keep what the pupil says as they say it, take it back by a PIN.

What is said is the pupil's. It waits here until the 1:1 session of the form that it was handed over from is saved, and
is then part of that record: its marks are the session's ratings, given by the pupil.
"""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from database import write
from mentoring import audit, clock, lines, locking, plan_names, ratings, recording
from mentoring.entry import Entry
from mentoring.hashing import Passwords
from models import Login, Member, OwnScreen, Participation, Pupil, Rating, Record, Session, User
from models.ready import given, ready

LONGEST = 10_000  # characters of a pupil's words


@dataclass(frozen=True)
class Said:
    """What a pupil has said so far: a feeling from 1 to 5, words, and a mark from 0 to 10 by target's id."""

    feeling: int | None = None
    words: str = ""
    marks: dict[int, int] = field(default_factory=dict)

    @property
    def is_anything(self) -> bool:
        return bool(self.feeling or self.words or self.marks)


def hand(member: Member, login: Login, pupil: Pupil, client_id: str, path: str) -> OwnScreen | None:
    """Hand the tablet of a login to a pupil; `path` is where the member comes back to. Handed over again from the same
    form the pupil goes on where they were. None where that form is a saved session already."""
    with write(of=f"client {member.user.id} {client_id}"):
        mine = (OwnScreen.author == member.user) & (OwnScreen.client_id == client_id)
        one = OwnScreen.get_or_none(mine & (OwnScreen.pupil == pupil))
        if one is not None and one.record_id is not None:
            return None
        if one is None:
            one = OwnScreen.create(
                school=member.school, pupil=pupil, author=member.user, client_id=client_id, return_path=path[:500],
                handed_at=clock.now(),
            )  # fmt: skip
        OwnScreen.update(return_path=path[:500], back_at=None).where(OwnScreen.id == one.id).execute()
        Login.update(own_screen=one.id).where(Login.id == login.id).execute()
        audit.note(member, "own_screen.hand", one)
    return one


def open_on(login: Login) -> OwnScreen | None:
    """The screen for which a login's tablet is handed over, with its pupil."""
    rows = OwnScreen.select(OwnScreen, Pupil).join(Pupil)
    return rows.where(OwnScreen.id == login.own_screen).first()


def targets(member: Member, pupil: Pupil) -> list[tuple[int, str]]:
    """(id, how the pupil calls it) of each target that can be rated, no other pupil's name in any."""
    rows = list(ratings.open_now(member, [pupil.id]))
    plan_names.hide_all(member, pupil, rows)
    return [(row.id, row.title) for row in rows]


def said(one: OwnScreen) -> Said:
    """What the pupil has said so far."""
    kept = json.loads(one.answers)
    return Said(**kept | {"marks": {int(key): value for key, value in kept.get("marks", {}).items()}})


def say(member: Member, one: OwnScreen, now: Said, done: bool) -> None:
    """Keep what the pupil has said so far, while no session holds it; marks only of what can be rated."""
    able = {number for number, _ in targets(member, one.pupil)}
    marks = {number: value for number, value in now.marks.items() if number in able}
    kept = asdict(Said(now.feeling, now.words[:LONGEST], marks))
    with write(of=f"own screen {one.id}"):
        row = {"answers": json.dumps(kept, ensure_ascii=False), "done": done}
        OwnScreen.update(row).where((OwnScreen.id == one.id) & OwnScreen.record.is_null()).execute()
        if done:
            audit.note(member, "own_screen.done", one)


def take_back(passwords: Passwords, member: Member, login: Login, pin: str) -> OwnScreen | None:
    """Take the tablet back by the PIN of the login's own person; the screen that it was handed over for.

    Raises locking.WrongSecret, after five wrong ones locking.LoginOver, as the lock does.
    """
    locking.unlock(passwords, login, pin, "")
    with write(of=f"login {login.id}"):
        one = open_on(login)
        Login.update(own_screen=None).where(Login.id == login.id).execute()
        OwnScreen.update(back_at=clock.now()).where(OwnScreen.id == login.own_screen).execute()
        audit.note(member, "own_screen.back", one)
    return one


def waiting(member: Member, pupil: Pupil) -> list[tuple[OwnScreen, Said]]:
    """What the pupil said that no session holds yet, the newest first, as the member may read it."""
    return [(one, readable(member, one)) for one in _waiting(member, pupil=pupil.id)]


@ready
def _waiting(member: Member):
    rows = OwnScreen.visible_to(member).select(OwnScreen, User).join(User, on=(OwnScreen.author == User.id))
    rows = rows.where((OwnScreen.pupil == given("pupil")) & (OwnScreen.answers != "{}"))
    return rows.order_by(OwnScreen.id.desc()).limit(20)


def readable(member: Member, one: OwnScreen) -> Said:
    """What the pupil said, as the member may read it: to its author as it is, to others without the names of pupils
    whom they may not see."""
    now = said(one)
    if one.author_id == member.user.id or not now.words:
        return now
    return Said(now.feeling, plan_names.hide_text(member, one.pupil, [now.words])[0], now.marks)


def words(member: Member, screen: int | None, record: int | None) -> str:
    """What a pupil wrote on a screen that waits, or in a session, as the member may read it; empty for none."""
    if screen is not None:
        one = OwnScreen.visible_to(member).where(OwnScreen.id == screen).first()
        return readable(member, one).words if one else ""
    row = Record.visible_to(member).where((Record.id == record) & (Record.kind == "session")).first()
    return lines.one(member, row).detail.voice_words if row else ""


def of_form(member: Member, client_id: str | None, pupils: list[int]) -> OwnScreen | None:
    """What the one pupil of a form said on their screen, handed over from it, while no session holds it."""
    if not client_id or len(pupils) != 1:
        return None
    mine = (OwnScreen.school == member.school) & (OwnScreen.author == member.user) & OwnScreen.record.is_null()
    rows = OwnScreen.select(OwnScreen, Pupil).join(Pupil)
    return rows.where(mine & (OwnScreen.client_id == client_id) & (OwnScreen.pupil == pupils[0])).first()


def detail(one: OwnScreen | None, record: Record | None) -> dict[str, Any]:
    """The pupil's voice as a session's own columns: that of the record stays as it is, else what waits is taken up."""
    before = Session.get_by_id(record.id) if record else None
    if before and before.voice_at:
        names = ("voice_words", "voice_feeling", "voice_done", "voice_at", "voice_by")
        return {name: getattr(before, name) for name in names}
    if one is None:
        return {}
    now = said(one)
    return {"voice_words": now.words, "voice_feeling": now.feeling, "voice_done": one.done,
            "voice_at": one.handed_at, "voice_by": one.author_id}  # fmt: skip


def marks(one: OwnScreen | None, record: Record | None) -> dict[int, int]:
    """The marks that the pupil gave, by target's id: those of the record, then those that wait."""
    rows = Rating.select().where((Rating.record == record) & Rating.by_pupil) if record else []
    return {row.target_id: row.value for row in rows} | (said(one).marks if one else {})


def log(member: Member, entry: Entry) -> recording.Saved:
    """Record a session and take up in it what the pupil said."""
    with write(of=f"client {member.user.id} {entry.client_id}"):
        saved = recording.log(member, entry)
        if not saved.replay:
            take_up(member, entry.client_id, saved.record)
    return saved


def take_up(member: Member, client_id: str, record: Record) -> None:
    """What was said on a screen handed over from a form stands in its record from now on, and nowhere else."""
    inside = Participation.select(Participation.pupil).where(Participation.record == record)
    mine = (OwnScreen.author == member.user) & (OwnScreen.client_id == client_id) & OwnScreen.record.is_null()
    with write():
        OwnScreen.update(record=record, answers="{}").where(mine & OwnScreen.pupil.in_(inside)).execute()
