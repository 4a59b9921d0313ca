"""The second step that a person has set up, who needs one, and changing it."""

from dataclasses import dataclass

from database import every_school, write
from mentoring import account_notices, audit, clock, code_apps, recovery_codes
from mentoring.sealing import Seal
from mentoring.security_keys import Place
from mentoring.tokens import new_token, token_hash
from models import (
    CodeApp,
    Identity,
    Login,
    Member,
    Membership,
    RecoveryCode,
    School,
    SecondStep,
    SecurityKey,
    SignOnAttempt,
    User,
)
from models.ready import Ready, given

FACTORS = {
    "code": "a code from an app", "key": "a security key or phone", "recovery": "a recovery code",
    "provider": "a school account",
}  # fmt: skip
# Who sees every child, or opens every account (DfE, cyber security standards: multi-factor for sensitive accounts).
NEEDED = ("dsl", "head", "admin")
MOST, NAME = 10, "Authenticator app"
FRESH_MINUTES = 10
_needs = Ready(
    Membership.select(Membership.id).join(School).where(
        (Membership.user == given("user")) & Membership.role.in_(NEEDED) & Membership.in_force()
        & (School.demo == False)  # noqa: E712  SQL
    ).limit(1)
)  # fmt: skip


class FactorError(ValueError):
    """A change to somebody's second step that was not made; the message says what to do."""


@dataclass(frozen=True)
class Answer:
    """What somebody gives as a second step: digits, words from paper, or what a key signed for `holder` at `place`."""

    place: Place
    holder: str
    code: str = ""
    recovery: str = ""
    credential: str = ""


def needed(user: User) -> bool:
    """Whether a role that the person holds, in any real school, asks for a second step."""
    return bool(_needs.plain(user=user.id))


def held(user: User) -> bool:
    """Whether the person has set a second step up."""
    return any(table.select().where(table.user == user).exists() for table in (CodeApp, SecurityKey))


def of_person(user: User) -> tuple[list[CodeApp], list[SecurityKey]]:
    """The person's apps and keys, the oldest first."""
    apps = CodeApp.select().where(CodeApp.user == user).order_by(CodeApp.id)
    keys = SecurityKey.select().where(SecurityKey.user == user).order_by(SecurityKey.id)
    return list(apps), list(keys)


def must_set_up(login: Login, member: Member) -> bool:
    """Whether the login may do nothing but set a second step up: its person needs one and it came in without."""
    return not login.factor and needed(member.user)


def proved(seal: Seal, user: User, answer: Answer) -> str:
    """Which of FACTORS the answer is, "" for none. What is good once is used up. Call inside `database.write()`."""
    if answer.credential:
        from mentoring import key_ceremonies

        return "key" if key_ceremonies.answers(answer.holder, user, answer.place, answer.credential) else ""
    if answer.recovery.strip():
        return "recovery" if recovery_codes.answers(user, answer.recovery) else ""
    return "code" if code_apps.answers(seal, user, answer.code) else ""


def is_fresh(login: Login) -> bool:
    """Whether the login's person proved who they are within the last FRESH_MINUTES."""
    checked = login.checked_at
    return checked is not None and (clock.now() - checked).total_seconds() < FRESH_MINUTES * 60


def add_app(seal: Seal, member: Member, login: Login, sealed: str, code: str) -> str:
    """Set up an app whose first code this is; the login's new token.

    Raises FactorError where the code is not right or there are too many.
    """
    with write():
        _refuse_too_many(member.user)
        app = code_apps.start(seal, member.user, sealed, code, NAME)
        if app is None:
            raise FactorError(
                "That is not the code that the app shows now. Wait for the next one and write its six digits. If it "
                "never fits, check that the phone sets its clock by itself."
            )
        return _added(member, login, app, "code")


def add_key(member: Member, login: Login, place: Place, answer: str, name: str) -> str:
    """Set up the key that answered the login's challenge; the login's new token. Raises FactorError, KeyRefused."""
    from mentoring import key_ceremonies

    with write():
        _refuse_too_many(member.user)
        key = key_ceremonies.start(login.token_hash, member.user, place, answer, name)
        return _added(member, login, key, "key")


def remove(member: Member, login: Login, factor: CodeApp | SecurityKey) -> None:
    """Take one away and end other logins. Raises FactorError for the last one of who needs one."""
    with write():
        apps, keys = of_person(member.user)
        if len(apps) + len(keys) == 1 and needed(member.user):
            raise FactorError("Your role needs a second step, and this is your only one. Set up another first.")
        factor.delete_instance()
        if len(apps) + len(keys) == 1:
            RecoveryCode.delete().where(RecoveryCode.user == member.user).execute()
        end_logins(member.user, but=login)
        audit.note(member, "factor.remove", factor, detail=_kind(factor))
        account_notices.tell(member.user, "removed", factor.name)


def rename(member: Member, factor: CodeApp | SecurityKey, name: str) -> None:
    """Give an app or a key another name."""
    with write():
        type(factor).update(name=name).where(type(factor).id == factor.id).execute()
        audit.note(member, "factor.rename", factor, detail=_kind(factor))


def renew_codes(member: Member, login: Login) -> list[str]:
    """Ten new recovery codes in place of the old; other logins end. Raises FactorError without a second step."""
    with write():
        if not held(member.user):
            raise FactorError("Recovery codes stand in for an app or a key. Set one up first.")
        codes = recovery_codes.renew(member.user)
        end_logins(member.user, but=login)
        audit.note(member, "recovery_codes.renew", member.user)
        account_notices.tell(member.user, "renewed")
        return codes


def clear(member: Member | None, user: User, by: str) -> None:
    """Take every factor of somebody away and end their logins; `by` is told to them. For `resetting`."""
    with write():
        for table in (CodeApp, SecurityKey, RecoveryCode, Identity):  # a linked account would come in all the same
            table.delete().where(table.user == user).execute()
        end_logins(user)
        audit.note(member, "factors.reset", user)
        account_notices.tell(user, "reset", by)


def unlink(member: Member, identity: Identity) -> None:
    """Take away the link to an account at another site; its person is told. Call inside `database.write()`."""
    identity.delete_instance()
    audit.note(member, "identity.unlink", identity, detail=identity.provider)
    account_notices.tell(member.user, "unlinked", identity.label)


def end_logins(user: User, but: Login | None = None) -> None:
    """End the person's logins at every school, save `but`, and every sign-in that has come half-way."""
    logins = (Login.user == user) & Login.ended_at.is_null()
    if but is not None:
        logins &= Login.id != but.id
    with every_school():
        Login.update(ended_at=clock.now()).where(logins).execute()
        revoke_tickets(user, but)
        SecondStep.delete().where(SecondStep.user == user).execute()
        SignOnAttempt.delete().where(SignOnAttempt.user == user).execute()


def revoke_tickets(user: User, but: Login | None = None) -> None:
    """Let the tickets of all the person's logins, save `but`, be believed no more: those that are over among them."""
    logins = (Login.user == user) & Login.revoked_at.is_null()
    Login.update(revoked_at=clock.now()).where(logins & (Login.id != (but.id if but else 0))).execute()


def _added(member: Member, login: Login, factor: CodeApp | SecurityKey, kind: str) -> str:
    """The login now stands on the factor, under a new token (OWASP ASVS 5.0, 7.2.4); others end."""
    token = new_token()
    proof = {"token_hash": token_hash(token), "factor": kind, "checked_at": clock.now()}
    Login.update(proof).where(Login.id == login.id).execute()
    end_logins(member.user, but=login)
    audit.note(member, "factor.add", factor, detail=kind)
    account_notices.tell(member.user, "added", factor.name)
    return token


def _refuse_too_many(user: User) -> None:
    apps, keys = of_person(user)
    if len(apps) + len(keys) >= MOST:
        raise FactorError(f"You have {MOST} already. Remove one that you no longer use first.")


def _kind(factor: CodeApp | SecurityKey) -> str:
    return "code" if isinstance(factor, CodeApp) else "key"
