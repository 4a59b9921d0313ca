"""The lock of a shared tablet: who left it comes back by a PIN, to the same page and the same words."""

from typing import NoReturn

from database import write
from mentoring import audit, clock, throttling
from mentoring.hashing import Passwords
from models import Login, Member, User

TRIES = 5
# Wrong PINs of one person on all tablets, at once, and minutes for one more. A right one forgives none of them: else a
# colleague at a shared tablet would guess four times between any two of its owner's own.
PINS = (10, 30.0)
TOO_MANY = "Too many wrong PINs of yours. Tap “Hand over” and sign in again: your words are kept."


class WrongSecret(ValueError):
    """A PIN or password that does not open the lock; the message says what is left to do."""


class LoginOver(WrongSecret):
    """Too many wrong ones: the login has ended, and only the password at the door opens a new one."""


def lock(login: Login, resume_path: str) -> None:
    """Lock a login; `resume_path` is the page to come back to. Locking twice keeps the first page."""
    with write(of=f"login {login.id}"):
        row = {"locked_at": clock.now(), "resume_path": resume_path[:500]}
        Login.update(row).where((Login.id == login.id) & (Login.resume_path == "")).execute()


def unlock(passwords: Passwords, login: Login, pin: str, password: str) -> str:
    """Open the lock for the login's own person; the page to come back to.

    Asked even of a login that is not locked: the screen may have locked itself without signal. Each try is counted
    before it is looked at. Raises WrongSecret, after TRIES wrong ones LoginOver.
    """
    bucket = f"pin:{login.user_id}"
    if pin and not throttling.take(bucket, *PINS):
        raise WrongSecret(TOO_MANY)
    with write(of=f"login {login.id}"):
        some = (Login.id == login.id) & (Login.pin_tries < TRIES) & Login.ended_at.is_null()
        counted = Login.update(pin_tries=Login.pin_tries + 1).where(some).execute()
    stored = login.user.pin_hash if pin else login.user.password_hash
    if not (counted and stored and passwords.match(stored, pin or password)):
        _refuse(login)
    if pin:
        throttling.put_back(bucket)
    with write(of=f"login {login.id}"):
        path = Login.get_by_id(login.id).resume_path
        opened = {"locked_at": None, "pin_tries": 0, "seen_at": clock.now(), "resume_path": ""}
        Login.update(opened).where(Login.id == login.id).execute()
    return path


def _refuse(login: Login) -> NoReturn:
    """Raise WrongSecret; after TRIES of them end the login and raise LoginOver."""
    member = Member(login.user, login.school, frozenset())
    with write(of=f"login {login.id}"):
        row = Login.get_by_id(login.id)
        audit.note(member, "login.unlock_refused", login)
        over = row.pin_tries >= TRIES
        if over and row.ended_at is None:
            Login.update(ended_at=clock.now()).where(Login.id == login.id).execute()
            audit.note(member, "login.end", login, detail="wrong PINs")
    if over:
        raise LoginOver("That was wrong five times, so this sign-in has ended. Sign in with your password.")
    left = TRIES - row.pin_tries
    raise WrongSecret(f"That is not right. {left} {'try is' if left == 1 else 'tries are'} left.")


def set_pin(member: Member, pin_hash: str) -> None:
    """Give the member a PIN; an empty one takes it away."""
    with write():
        User.update(pin_hash=pin_hash).where(User.id == member.user.id).execute()
        audit.note(member, "user.pin", member.user)
