"""Somebody signed in proves again who they are: before their second steps, codes or links change."""

from database import write
from mentoring import audit, clock, entering, factors, throttling
from mentoring.factors import Answer
from mentoring.sealing import Seal
from mentoring.signing_in import Passwords
from models import Login, Member

TRIES, MINUTES_A_TRY = 10, 1.0


class CheckRefused(ValueError):
    """It did not prove it; the message is for the person."""


def by_password(passwords: Passwords, member: Member, login: Login, password: str) -> None:
    """Note that the password was right just now. Raises CheckRefused."""
    key = f"check:{member.user.id}"
    if not throttling.take(key, TRIES, MINUTES_A_TRY):
        raise CheckRefused("Too many tries. Wait a minute and try again.")
    if not passwords.match(member.user.password_hash, password):
        _refuse(member, login, "That is not your password. Check it and try again.")
    throttling.give_back(key)
    _checked(member, login, "password")


def by_factor(seal: Seal, member: Member, login: Login, answer: Answer, address: str) -> None:
    """Note that a second step was right just now. Raises CheckRefused."""
    if not (answer.credential or answer.recovery.strip()) and not entering.may_guess(member.user, address):
        raise CheckRefused("Too many tries. Wait a few minutes, or use your password.")
    with write():
        factor = factors.proved(seal, member.user, answer)
    if not factor:
        _refuse(member, login, "That is not right. Take the code that the app shows now, each is good once.")
    entering.guessed_right(member.user, address)
    _checked(member, login, factor)


def _checked(member: Member, login: Login, how: str) -> None:
    with write():
        Login.update(checked_at=clock.now()).where(Login.id == login.id).execute()
        audit.note(member, "login.check", login, detail=how)


def _refuse(member: Member, login: Login, sentence: str) -> None:
    with write():
        audit.note(member, "login.check_refused", login)
    raise CheckRefused(sentence)
