"""The ticket by which what a tablet holds is delivered in its author's name after their login (decisions/0015).

Signed, and kept nowhere: it stays good when an older database is brought back. It opens nothing.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from itsdangerous import BadData, TimestampSigner, URLSafeTimedSerializer

from mentoring import clock, signing_in
from models import Login, Member, School, User

LASTS = timedelta(days=7)
LATE, REVOKED, LEFT = "late", "revoked", "left"


@dataclass(frozen=True)
class Ticket:
    """Who wrote, where, under which login. The stamps tell that these rows are still the ones that are meant: numbers
    are given out again where an older database was brought back."""

    user: int
    school: int
    login: int
    user_stamp: str
    login_stamp: str
    issued_at: datetime


@dataclass(frozen=True)
class Bearer:
    """The ticket's author as they are now, and what stands in the way of it: nothing, LATE, REVOKED or LEFT."""

    author: Member
    fault: str
    login: int | None = None


class _Signer(TimestampSigner):
    """Signs by our own clock."""

    def get_timestamp(self) -> int:
        return int(clock.now().timestamp())


@dataclass(frozen=True)
class Tickets:
    """Signs and reads with a key made from SECRET_KEY by HKDF (RFC 5869), for this one use."""

    secret_key: str

    @cached_property
    def _serializer(self) -> URLSafeTimedSerializer:
        made = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"alongside submit tickets")
        how = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
        return URLSafeTimedSerializer(
            made.derive(self.secret_key.encode()), salt="submit ticket", signer=_Signer, signer_kwargs=how
        )

    def issue(self, login: Login) -> tuple[str, datetime]:
        """A ticket for a login's person at its school, and when it is too old."""
        said = {
            "user": login.user_id, "school": login.school_id, "login": login.id,
            "stamps": [_stamp(login.user.created_at), _stamp(login.created_at)],
        }  # fmt: skip
        text = self._serializer.dumps(said)
        return str(text), clock.now() + LASTS

    def read(self, text: str) -> Ticket | None:
        """The ticket, however old; None where we did not sign it."""
        try:
            said, issued_at = self._serializer.loads(text, return_timestamp=True)
        except BadData:
            return None
        user_stamp, login_stamp = said["stamps"]
        return Ticket(said["user"], said["school"], said["login"], user_stamp, login_stamp, issued_at)


def bearer(ticket: Ticket) -> Bearer | None:
    """Whose ticket it is; None where they are not in this database. Asks rows of every school."""
    user, school = User.get_or_none(User.id == ticket.user), School.get_or_none(School.id == ticket.school)
    if user is None or school is None or _stamp(user.created_at) != ticket.user_stamp:
        return None
    author = signing_in.member_at(user, school)
    if user.ended_at or not author.roles:
        return Bearer(Member(user, school, frozenset()), LEFT, ticket.login)
    fault = REVOKED if _is_revoked(ticket) else LATE if clock.now() - ticket.issued_at > LASTS else ""
    return Bearer(author, fault, ticket.login)


def _is_revoked(ticket: Ticket) -> bool:
    """Whether the login was ended by somebody. One that this database does not know was not."""
    same = (Login.id == ticket.login) & (Login.user == ticket.user) & Login.revoked_at.is_null(False)
    login: Any = Login.get_or_none(same)
    return login is not None and _stamp(login.created_at) == ticket.login_stamp


def _stamp(moment: datetime) -> str:
    return moment.isoformat()
