"""Accounts, passwords, sign-ins and the throttle that slows guessing."""

import logging
import secrets
from datetime import timedelta

from peewee import OperationalError

from database import Busy, every_school, write
from mentoring import audit, clock, devices, entering, factors, throttling
from mentoring.devices import Visitor
from mentoring.entering import Entry
from mentoring.hashing import Crowded, Passwords
from mentoring.tokens import token_hash
from models import BreakGlass, Login, Member, Membership, Relationship, School, User
from models.ready import Ready, given
from models.school import CONFIRMED

# Tries at once, and minutes for one more: for an account, and for a place, where a whole school may sit.
TRIES, PLACE = (10, 1.0), (300, 1 / 60)
SEEN_EVERY = timedelta(seconds=10)
log = logging.getLogger("alongside")
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
        audit.note(member, "user.create", user, detail=" ".join(sorted(roles)), school=school)
    return user


def give_role(member: Member | None, school: School, user: User, role: str) -> Membership:
    """Give somebody a role. One of CONFIRMED waits for a headteacher, unless it is given at the server itself
    (`member` None). Call inside `database.write()`."""
    moment = clock.now()
    confirmed_at = None if member and role in CONFIRMED else moment
    audit.note(member, "role.grant", user, detail=role, school=school)
    return Membership.create(school=school, user=user, role=role, created_at=moment, confirmed_at=confirmed_at)


def sign_in(passwords: Passwords, email: str, password: str, visitor: Visitor) -> Entry:
    """What the browser gets for the right pair.

    Raises SignInError for a wrong pair, TooManyTries when the tries are used up. An unknown address is answered and
    costs as a wrong password does.
    """
    address = email.strip().casefold()
    user = User.get_or_none((User.email == address) & User.ended_at.is_null())
    known = devices.is_known(user, visitor.token)
    bucket = _take(address, visitor, known)
    membership = first_membership(user) if user else None
    stored = user.password_hash if user and user.password_hash else _nobody(passwords)
    try:
        right = passwords.match(stored, password, stranger=not known)
    except Crowded as error:
        raise TooManyTries("Many people are signing in just now. Wait a few seconds and try again.") from error
    if not right or user is None or membership is None or not user.password_hash:
        with write(of=bucket):
            audit.note(None, "login.refused", user, school=membership.school if membership else None)
        raise SignInError("That e-mail address and password do not go together. Check both and try again.")
    throttling.give_back(bucket)
    throttling.forget()
    return entering.after_password(user, membership.school, visitor.device)


def member_of(
    token: str, idle_minutes: int, hours: int, lock_minutes: int, counts: bool = True
) -> tuple[Login | None, Member | None]:
    """The login of a token, and the member while it is good. A login that ran out comes back without a member.

    `counts` where somebody's hand is behind the request. A login that nobody used for longer than `lock_minutes` comes
    back locked.
    """
    login = next(iter(_login(token=token_hash(token))), None)
    if login is None or login.ended_at or login.user.ended_at:
        return None, None
    moment = clock.now()
    unused = moment - login.seen_at
    if unused > timedelta(minutes=idle_minutes) or moment - login.created_at > timedelta(hours=hours):
        return login, None
    member = member_at(login.user, login.school)
    if not member.roles:
        return None, None
    if login.locked_at is None and unused > timedelta(minutes=lock_minutes):
        login.locked_at = moment
        note_login(login, locked_at=moment)
    elif login.locked_at is None and counts and unused > SEEN_EVERY:
        note_login(login, seen_at=moment)
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


def note_login(login: Login, **columns) -> None:
    """Note that a login is in use, locked, or where it was. Reading goes on where that cannot be written: the disk is
    full, the file is held."""
    try:
        with write(of=f"login {login.id}", wait=0):
            Login.update(columns).where(Login.id == login.id).execute()
    except (Busy, OperationalError) as error:
        log.warning("login %s not noted as seen: %s", login.id, type(error).__name__)


def sign_out(member: Member, login: Login) -> None:
    """End a login, at whichever school it is."""
    with write(), every_school():
        Login.update(ended_at=clock.now()).where(Login.id == login.id).execute()
        audit.note(member, "login.end", login)


def end(member: Member, login: Login) -> None:
    """End one of the member's logins from elsewhere: its tickets, too, are believed no more."""
    with write(), every_school():
        sign_out(member, login)
        Login.update(revoked_at=clock.now()).where(Login.id == login.id).execute()


def sign_out_elsewhere(member: Member, login: Login) -> int:
    """End the member's other logins, at every school; how many there were."""
    with write(), every_school():
        mine = (Login.user == member.user) & Login.ended_at.is_null()
        others = list(Login.select().where(mine & (Login.id != login.id)))
        for other in others:
            sign_out(member, other)
        factors.revoke_tickets(member.user, login)
    return len(others)


def first_membership(user: User) -> Membership | None:
    """Where the person works: the first of their roles that counts, with its school."""
    held = Membership.select(Membership, School).join(School)
    return held.where((Membership.user == user) & Membership.in_force()).order_by(Membership.id).first()


def _take(address: str, visitor: Visitor, known: bool) -> str:
    """Take one try; the bucket it came from. Raises TooManyTries.

    A browser that signed in before has a bucket of its own for the account, and nothing that others do empties it.
    All strangers share one an account, and one a place: loose, because a school is one address.
    """
    if known:
        bucket = f"known:{address} {visitor.token}"
        enough = throttling.take(bucket, *TRIES)
    else:
        bucket = f"stranger:{address}"
        place = f"place:{throttling.place(visitor.address)}"
        enough = throttling.take(place, *PLACE) and throttling.take(bucket, *TRIES)
    if not enough:
        raise TooManyTries("Too many tries for this account. Wait a minute and try again.")
    return bucket


_nobody_hash: dict[int, str] = {}


def _nobody(passwords: Passwords) -> str:
    if passwords.kib not in _nobody_hash:
        _nobody_hash[passwords.kib] = passwords.hash(secrets.token_urlsafe(16))
    return _nobody_hash[passwords.kib]
