"""A person's own sign-ins: on which device, since when, and whether they are still open."""

import re
from dataclasses import dataclass
from datetime import timedelta

from database import every_school
from mentoring import clock
from models import Login, Member

RECENT_DAYS = 30
MOST_SHOWN = 50
_DEVICES = (
    ("iPad", "iPad"), ("iPhone", "iPhone"), ("CrOS", "Chromebook"), ("Android.*Mobile", "Android phone"),
    ("Android", "Android tablet"), ("Windows", "Windows computer"), ("Macintosh", "Mac or iPad"),
    ("Linux", "Linux computer"),
)  # fmt: skip
_BROWSERS = (
    (r"Edg(e|A|iOS)?/", "Edge"), ("SamsungBrowser/", "Samsung Internet"), ("OPR/", "Opera"),
    ("(Firefox|FxiOS)/", "Firefox"),
    ("(Chrome|CriOS|Chromium)/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip


@dataclass(frozen=True)
class SignIn:
    """A login as its person reads it. `state` is open, ran out or ended."""

    login: Login
    device: str
    state: str


def device_words(agent: str) -> str:
    """A browser's description of itself in plain words: iPad, Safari."""
    device = next((words for pattern, words in _DEVICES if re.search(pattern, agent)), "")
    browser = next((words for pattern, words in _BROWSERS if re.search(pattern, agent)), "")
    return ", ".join(part for part in (device, browser) if part) or "A device that does not say what it is"


def of_person(member: Member, idle_minutes: int, hours: int) -> list[SignIn]:
    """The member's own sign-ins of the last RECENT_DAYS days, at every school of theirs, the last seen first."""
    since = clock.now() - timedelta(days=RECENT_DAYS)
    mine = Login.select().where((Login.user == member.user) & (Login.seen_at >= since))
    with every_school():
        rows = list(mine.order_by(Login.seen_at.desc(), Login.id.desc()).limit(MOST_SHOWN))
    return [SignIn(row, device_words(row.device), _state(row, idle_minutes, hours)) for row in rows]


def mine(member: Member, number: int) -> Login | None:
    """One of the member's own logins, at whichever school it is."""
    with every_school():
        return Login.get_or_none((Login.user == member.user) & (Login.id == number))


def _state(login: Login, idle_minutes: int, hours: int) -> str:
    """The same measure as at the door: `signing_in.member_of`."""
    moment = clock.now()
    if login.ended_at:
        return "ended"
    idle = moment - login.seen_at > timedelta(minutes=idle_minutes)
    return "ran out" if idle or moment - login.created_at > timedelta(hours=hours) else "open"
