"""Ten codes on paper for the day the phone is lost: shown once, kept hashed, each good once."""

import secrets

from mentoring import clock
from mentoring.tokens import token_hash
from models import RecoveryCode, User

COUNT, GROUPS, IN_GROUP = 10, 6, 4
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that looks like another


def renew(user: User) -> list[str]:
    """A new set, as it is shown this once; the ones from before are gone. Call inside `database.write()`.

    Each has 24 of 31 letters, 118 bits: at 112 and more a plain hash is enough (OWASP ASVS 5.0, 6.5.2).
    """
    RecoveryCode.delete().where(RecoveryCode.user == user).execute()
    codes = ["-".join(_group() for _ in range(GROUPS)) for _ in range(COUNT)]
    for code in codes:
        RecoveryCode.create(user=user, code_hash=token_hash(_plain(code)), created_at=clock.now())
    return codes


def answers(user: User, typed: str) -> bool:
    """Whether it is one of the person's codes, not used before; from now on it is."""
    good = (RecoveryCode.user == user) & (RecoveryCode.code_hash == token_hash(_plain(typed)))
    return RecoveryCode.update(used_at=clock.now()).where(good & RecoveryCode.used_at.is_null()).execute() == 1


def left(user: User) -> int:
    """How many are unused."""
    return RecoveryCode.select().where((RecoveryCode.user == user) & RecoveryCode.used_at.is_null()).count()


def _group() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(IN_GROUP))


def _plain(typed: str) -> str:
    """As it is hashed: whatever stands between the letters, and their case, do not count."""
    return "".join(mark for mark in typed.casefold() if mark.isalnum())
