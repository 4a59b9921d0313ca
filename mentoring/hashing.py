"""Argon2, for passwords and PINs, without starving the server."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from mentoring.passwords import MOST_PASSWORD, prepared

STRANGERS_WAITING = 5
_two_at_once = threading.BoundedSemaphore(2)
_one_stranger = threading.BoundedSemaphore(1)
_room = threading.BoundedSemaphore(STRANGERS_WAITING)


class Crowded(Exception):
    """So many strangers are at the door that one more would keep people from their work."""


@dataclass(frozen=True)
class Passwords:
    """Argon2id at `kib` KiB of memory, at most two at once (security.md, 5), of which strangers get one: a flood of
    guesses leaves the other to those who are known. At most STRANGERS_WAITING wait, each holding a thread."""

    kib: int

    @property
    def _hasher(self) -> PasswordHasher:
        return PasswordHasher(time_cost=3, memory_cost=self.kib, parallelism=1)

    def hash(self, secret: str) -> str:
        with _two_at_once:
            return self._hasher.hash(prepared(secret))

    def match(self, stored: str, secret: str, stranger: bool = False) -> bool:
        """Whether it is the one that was hashed. Raises Crowded, to a stranger only."""
        plain = prepared(secret[: 8 * MOST_PASSWORD])
        with _turn(stranger), _two_at_once:
            try:
                return self._hasher.verify(stored, plain)
            except (VerifyMismatchError, InvalidHashError):
                return False


@contextmanager
def _turn(stranger: bool) -> Iterator[None]:
    if not stranger:
        yield
        return
    if not _room.acquire(blocking=False):
        raise Crowded
    try:
        with _one_stranger:
            yield
    finally:
        _room.release()
