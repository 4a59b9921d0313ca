"""Signing in by another site's word: who was linked once, and nobody for having the same e-mail address."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from peewee import JOIN

from database import write
from mentoring import account_notices, audit, clock, entering, factors, links
from mentoring.entering import Entry
from mentoring.links import LinkError
from mentoring.providers import Person, Provider
from mentoring.tokens import new_token, token_hash
from models import Identity, Login, Member, Membership, OneTimeLink, School, SignOnAttempt, User

MINUTES = 10
LONGEST_PAGE = 1000


class SignOnRefused(ValueError):
    """Somebody whom a provider knows and we do not let in; the message says what to do."""


@dataclass(frozen=True)
class Departure:
    """Where a browser goes, and the state that it must bring back (in a cookie and in the address)."""

    address: str
    state: str


@dataclass(frozen=True)
class Arrival:
    """Who came back. `entry` for a sign-in; none for a link, which was made."""

    onward: str
    word: str
    entry: Entry | None = None


def depart(
    provider: Provider, back: str, onward: str = "", login: Login | None = None, link: OneTimeLink | None = None
) -> Departure:
    """Send a browser to the provider. With a `login`, which must be the same on the way back, to link who comes back to
    its person; with the invitation that somebody holds (`link`), to its person, who comes in by it. Raises
    ProviderError.
    """
    whose = login or link
    state, nonce, verifier = new_token(), new_token(), secrets.token_urlsafe(48)
    from mentoring import openid  # its libraries take 6 MB and a tenth of a second: only where accounts are linked

    address = openid.departure(provider, back, state, nonce, verifier)
    with write():
        moment = clock.now()
        SignOnAttempt.delete().where(SignOnAttempt.created_at < moment - timedelta(minutes=MINUTES)).execute()
        SignOnAttempt.create(
            provider=provider.name, state_hash=token_hash(state), nonce=nonce, verifier=verifier,
            onward=onward if len(onward) <= LONGEST_PAGE else "", user=whose.user if whose else None, login=login,
            link=link, created_at=moment,
        )  # fmt: skip
    return Departure(address, state)


def arrive(provider: Provider, back: str, state: str, code: str, login: Login | None, device: str) -> Arrival:
    """Take the provider's word for who came back with a state that this browser was given, once.

    Raises SignOnRefused or ProviderError; the attempt is over either way.
    """
    attempt = _attempt(provider, state)
    if attempt is None:
        raise SignOnRefused("That took too long, or was begun in another window. Begin again.")
    from mentoring import openid  # as above

    said = openid.person(provider, back, code, attempt.nonce, attempt.verifier)
    if attempt.user is not None:
        return _link(provider, attempt, said, login, device)
    return Arrival(attempt.onward, provider.word, _enter(provider, said, device))


def identities(user: User) -> list[Identity]:
    """What the person's account is linked to."""
    return list(Identity.select().where(Identity.user == user).order_by(Identity.id))


def ways(users: list[User]) -> dict[int, str]:
    """The providers by which people sign in, in words, by the person's id."""
    rows = Identity.select(Identity.user, Identity.provider).where(Identity.user.in_(users)).order_by(Identity.id)
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.user_id, []).append(row.provider.capitalize())
    return {user: " and ".join(dict.fromkeys(names)) for user, names in found.items()}


def unlink(member: Member, identity: Identity) -> None:
    """Take a link away. Raises SignOnRefused for the only way that somebody comes in."""
    with write():
        if not member.user.password_hash and len(identities(member.user)) == 1:
            raise SignOnRefused(
                "You have no password, so this is the only way that you come in. Ask for a link first, under "
                "“Forgotten your password?” where one signs in."
            )
        factors.unlink(member, identity)


def _attempt(provider: Provider, state: str) -> SignOnAttempt | None:
    """The attempt of a state, taken out so that it is good once."""
    rows = SignOnAttempt.select(SignOnAttempt, User).join(User, JOIN.LEFT_OUTER)
    with write():
        row = rows.where(
            (SignOnAttempt.state_hash == token_hash(state)) & (SignOnAttempt.provider == provider.name)
        ).first()
        if row is None or not SignOnAttempt.delete().where(SignOnAttempt.id == row.id).execute():
            return None
    return row if clock.now() - row.created_at <= timedelta(minutes=MINUTES) else None


def _enter(provider: Provider, said: Person, device: str) -> Entry:
    known = (Identity.issuer == said.issuer) & (Identity.subject == said.subject)
    identity = Identity.select(Identity, User).join(User).where(known).first()
    if identity is None:
        with write():
            audit.note(None, "login.refused", detail=f"{provider.name}: not linked")
        raise SignOnRefused(
            f"This {provider.word} account is not linked to anybody here. Sign in with your password, then link it "
            "under More, Signing in."
        )
    held = Membership.select(Membership, School).join(School).where(
        (Membership.user == identity.user) & Membership.in_force()
    ).order_by(Membership.id).first()  # fmt: skip
    if identity.user.ended_at or held is None:
        with write():
            audit.note(None, "login.refused", identity.user, detail=f"{provider.name}: has left")
        raise SignOnRefused("Your account here has ended. Ask your school's admin if that is not right.")
    with write():
        Identity.update(used_at=clock.now(), label=said.label).where(Identity.id == identity.id).execute()
    return entering.after_provider(identity.user, held.school, device, said.sure)


def _link(provider: Provider, attempt: SignOnAttempt, said: Person, login: Login | None, device: str) -> Arrival:
    user = attempt.user
    if attempt.login_id and (login is None or login.id != attempt.login_id):
        raise SignOnRefused("You were signed out meanwhile, so nothing was linked. Sign in and begin again.")
    if user.ended_at:
        raise SignOnRefused("Your account here has ended. Ask your school's admin if that is not right.")
    with write(of=f"link {user.id}"):
        school = login.school if attempt.login_id and login else _accept(attempt)
        other = Identity.get_or_none((Identity.issuer == said.issuer) & (Identity.subject == said.subject))
        if other is not None and other.user_id != user.id:
            raise SignOnRefused(f"That {provider.word} account is linked to somebody else here. Choose another.")
        if other is None:
            made = Identity.create(
                user=user, provider=provider.name, issuer=said.issuer, subject=said.subject, label=said.label,
                created_at=clock.now(),
            )  # fmt: skip
            audit.note(Member(user, school, frozenset()), "identity.link", made, detail=provider.name)
            account_notices.tell(user, "linked", f"{provider.word} ({said.label})")
    return Arrival(attempt.onward, provider.word, None if attempt.login_id else _enter(provider, said, device))


def _accept(attempt: SignOnAttempt) -> School:
    """Use the invitation up by which somebody comes in, instead of a password; the school that it is for."""
    try:
        links.accept(attempt.link)
    except LinkError as error:
        raise SignOnRefused(str(error)) from error
    return attempt.link.school
