"""Accounts, passwords, sign-ins and the throttle that slows guessing."""

import hashlib
import logging
import secrets
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from peewee import OperationalError

from database import Busy, write
from mentoring import audit, clock
from mentoring.passwords import MOST_PASSWORD
from models import BreakGlass, Login, Member, Membership, Relationship, School, Throttle, User
from models.ready import Ready, given
from models.school import CONFIRMED

TRIES, MINUTES_A_TRY = 10, 1.0
log = logging.getLogger("alongside")
_two_at_once = threading.BoundedSemaphore(2)
# Asked before every page.
_login = Ready(
    Login.select(Login, User, School).join(User).switch(Login).join(School).where(Login.token_hash == given("token"))
)
_roles = Ready(
    Membership.select(Membership.role).where(
        (Membership.user == given("user")) & (Membership.school == given("school")) & Membership.in_force()
    ).tuples()
)  # fmt: skip
_related = Ready(
    Relationship.select(Relationship.pupil)
    .where((Relationship.user == given("user")) & (Relationship.school == given("school")))
    .where(Relationship.ended_at.is_null())
    .tuples()
)  # fmt: skip


class SignInError(ValueError):
    """A sign-in that was refused; the message is for the person."""


class TooManyTries(SignInError):
    """The account's tries are used up for the moment."""


@dataclass(frozen=True)
class Passwords:
    """Argon2id at `kib` KiB of memory, at most two at once so that a burst of sign-ins cannot starve the server."""

    kib: int

    @property
    def _hasher(self) -> PasswordHasher:
        return PasswordHasher(time_cost=3, memory_cost=self.kib, parallelism=1)

    def hash(self, password: str) -> str:
        with _two_at_once:
            return self._hasher.hash(password)

    def match(self, stored: str, password: str) -> bool:
        with _two_at_once:
            try:
                return self._hasher.verify(stored, password)
            except (VerifyMismatchError, InvalidHashError):
                return False


def create_account(
    member: Member | None, school: School, name: str, email: str, password_hash: str, roles: set[str]
) -> User:
    """A person with roles in a school. Roles that a member grants wait for a head where they have to.

    Raises SignInError when the address has an account.
    """
    address = email.strip().casefold()
    with write():
        if User.select().where(User.email == address).exists():
            raise SignInError("Somebody has an account with that e-mail address. Use another, or change that account.")
        user = User.create(name=name.strip(), email=address, password_hash=password_hash, created_at=clock.now())
        for role in sorted(roles):
            give_role(member, school, user, role)
        audit.note(member, "user.create", user, detail=" ".join(sorted(roles)))
    return user


def give_role(member: Member | None, school: School, user: User, role: str) -> Membership:
    """Give somebody a role. One of CONFIRMED waits for a headteacher, unless it is given at the server itself
    (`member` None). Call inside `database.write()`."""
    moment = clock.now()
    confirmed_at = None if member and role in CONFIRMED else moment
    return Membership.create(school=school, user=user, role=role, created_at=moment, confirmed_at=confirmed_at)


def sign_in(passwords: Passwords, email: str, password: str, device: str) -> tuple[User, str]:
    """The person and a new login's token (256 bits, URL-safe).

    Raises SignInError for a wrong pair, TooManyTries when the account's bucket is empty. An unknown address costs
    the same time as a wrong password.
    """
    address = email.strip().casefold()
    key = "signin:" + hashlib.sha256(address.encode()).hexdigest()
    _take(key)
    user = User.get_or_none((User.email == address) & User.ended_at.is_null())
    membership = _first_membership(user) if user else None
    stored = user.password_hash if user else _nobody(passwords)
    if not passwords.match(stored, password[:MOST_PASSWORD]) or user is None or membership is None:
        with write(of=key):
            audit.note(None, "login.refused", user)
        raise SignInError("That e-mail address and password do not go together. Check both and try again.")
    token = secrets.token_urlsafe(32)
    with write(of=key):
        Throttle.delete().where(Throttle.key == key).execute()
        login = Login.create(
            user=user, school=membership.school, token_hash=token_hash(token), device=device[:200],
            created_at=clock.now(), seen_at=clock.now(),
        )  # fmt: skip
        audit.note(Member(user, membership.school, frozenset()), "login.start", login)
    return user, token


def member_of(token: str, idle_minutes: int, hours: int, in_use: bool = True) -> tuple[Login | None, Member | None]:
    """The login of a token, and the member while it is good. A login that ran out comes back without a member.

    `in_use`: whether being asked shows that somebody is there.
    """
    login = next(iter(_login(token=token_hash(token))), None)
    if login is None or login.ended_at or login.user.ended_at:
        return None, None
    moment = clock.now()
    if moment - login.seen_at > timedelta(minutes=idle_minutes) or moment - login.created_at > timedelta(hours=hours):
        return login, None
    member = member_at(login.user, login.school)
    if not member.roles:
        return None, None
    if in_use and moment - login.seen_at > timedelta(minutes=1):
        _seen(login, moment)
    return login, member


def member_at(user: User, school: School) -> Member:
    """What somebody is at a school now; without any role, nothing."""
    roles = frozenset(role for (role,) in _roles(user=user.id, school=school.id))
    related = frozenset(pupil for (pupil,) in _related(user=user.id, school=school.id))
    opened = _opened(user, school) if "head" in roles else frozenset()
    return Member(user, school, roles, related, opened)


def _opened(user: User, school: School) -> frozenset[int]:
    """The pupils that a head has open for the moment."""
    mine = (BreakGlass.user == user) & (BreakGlass.school == school) & (BreakGlass.ends_at > clock.now())
    return frozenset(row.pupil_id for row in BreakGlass.select(BreakGlass.pupil).where(mine))


def _seen(login: Login, moment: datetime) -> None:
    """Note that a login is in use. Reading goes on where that cannot be written: the disk is full, the file is held."""
    try:
        with write(of=f"login {login.id}", wait=0):
            Login.update(seen_at=moment).where(Login.id == login.id).execute()
    except (Busy, OperationalError) as error:
        log.warning("login %s not noted as seen: %s", login.id, type(error).__name__)


def sign_out(member: Member, login: Login) -> None:
    """End a login."""
    with write():
        Login.update(ended_at=clock.now()).where(Login.id == login.id).execute()
        audit.note(member, "login.end", login)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _first_membership(user: User) -> Membership | None:
    held = Membership.select(Membership, School).join(School)
    return held.where((Membership.user == user) & Membership.in_force()).order_by(Membership.id).first()


def _take(key: str) -> None:
    """Take one try from the account's bucket: ten at once, then one a minute."""
    with write(of=key):
        moment = clock.now()
        bucket, _ = Throttle.get_or_create(key=key, defaults={"tokens": float(TRIES), "updated_at": moment})
        minutes = (moment - bucket.updated_at).total_seconds() / 60
        tokens = min(float(TRIES), bucket.tokens + minutes / MINUTES_A_TRY)
        enough = tokens >= 1
        Throttle.update(tokens=tokens - enough, updated_at=moment).where(Throttle.id == bucket.id).execute()
    if not enough:
        raise TooManyTries("Too many tries for this account. Wait a minute and try again.")


_nobody_hash: dict[int, str] = {}


def _nobody(passwords: Passwords) -> str:
    if passwords.kib not in _nobody_hash:
        _nobody_hash[passwords.kib] = passwords.hash(secrets.token_urlsafe(16))
    return _nobody_hash[passwords.kib]
