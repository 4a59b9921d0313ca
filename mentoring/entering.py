"""From the right password to a login."""

from dataclasses import dataclass

from database import write
from mentoring import audit, clock
from mentoring.tokens import new_token, token_hash
from models import Login, Member, School, User


@dataclass(frozen=True)
class Entry:
    """What the browser gets: the token of a login."""

    user: User
    school: School
    token: str


def after_password(user: User, school: School, device: str) -> Entry:
    """Go on after the right password: the one seam through which everybody comes."""
    token, moment = new_token(), clock.now()
    with write():
        login = Login.create(
            user=user, school=school, token_hash=token_hash(token), device=device[:200], created_at=moment,
            seen_at=moment,
        )  # fmt: skip
        audit.note(Member(user, school, frozenset()), "login.start", login)
    return Entry(user, school, token)
