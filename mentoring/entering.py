"""From the right password to a login: at once, or by way of a second step."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from database import write
from mentoring import account_notices, audit, clock, factors, recovery_codes, throttling
from mentoring.factors import Answer
from mentoring.sealing import Seal
from mentoring.tokens import new_token, token_hash
from models import Login, Member, School, SecondStep, User

STEP_MINUTES, TRIES = 5, 5
# Codes tried for one account, at once and then a minute: from one address, and from all. Three of a million are right
# at any time, so who has stolen the password guesses one with a chance of about 1 in 1,000 a day, and each fifth wrong
# one is told to the person. One address cannot use up another's, and keys and recovery codes are not counted at all.
HERE, EVERYWHERE = (10, 3.0), (60, 10.0)


class StepRefused(ValueError):
    """A second step that was not right; the message is for the person. `over`: sign in again from the start."""

    def __init__(self, sentence: str, over: bool = False, throttled: bool = False):
        super().__init__(sentence)
        self.over, self.throttled = over, throttled


@dataclass(frozen=True)
class Entry:
    """What the browser gets: the token of a login, or, `halfway`, of a second step that must come first.

    `told` are sentences for the person's next page.
    """

    user: User
    school: School
    token: str
    halfway: bool = False
    told: tuple[str, ...] = ()


def after_password(user: User, school: School, device: str) -> Entry:
    """Go on after the right password, or a one-time link in its place: the one seam through which everybody comes."""
    with write():  # nothing is set up between the question and the login
        if not factors.held(user):
            return start(user, school, device, "")
        moment, token = clock.now(), new_token()
        over = SecondStep.created_at < moment - timedelta(minutes=STEP_MINUTES)
        SecondStep.delete().where(over).execute()
        SecondStep.create(
            user=user, school=school, token_hash=token_hash(token), device=device[:200], created_at=moment
        )
    return Entry(user, school, token, halfway=True)


def after_provider(user: User, school: School, device: str, sure: bool) -> Entry:
    """Go on after single sign-on; `sure` where the provider says that it asked for a second step itself."""
    return start(user, school, device, "provider") if sure else after_password(user, school, device)


def start(user: User, school: School, device: str, factor: str, since: datetime | None = None) -> Entry:
    """A new login that stands on `factor` ("" for the password alone); what came up after `since` is told next time."""
    token, moment = new_token(), clock.now()
    told = account_notices.untold(user, since or moment)
    with write():
        login = Login.create(
            user=user, school=school, token_hash=token_hash(token), device=device[:200], created_at=moment,
            seen_at=moment, checked_at=moment, factor=factor,
        )  # fmt: skip
        audit.note(Member(user, school, frozenset()), "login.start", login, detail=factor)
    return Entry(user, school, token, told=tuple(one.sentence(school.zone) for one in told))


def step_of(token: str) -> SecondStep | None:
    """The second step that a browser is at, for STEP_MINUTES after the password."""
    since = clock.now() - timedelta(minutes=STEP_MINUTES)
    rows = SecondStep.select(SecondStep, User, School).join(User).switch(SecondStep).join(School)
    row = rows.where((SecondStep.token_hash == token_hash(token)) & (SecondStep.created_at >= since)).first()
    return row if row and row.user.ended_at is None else None


def finish(seal: Seal, step: SecondStep, answer: Answer, address: str) -> Entry:
    """The login, for the right answer. `address` is the browser's, for the throttle.

    Raises StepRefused: after TRIES wrong ones the step is over.
    """
    member = Member(step.user, step.school, frozenset())
    if not _counted(step):
        raise StepRefused("That was tried too often. Sign in again.", over=True)
    by_code = not (answer.credential or answer.recovery.strip())
    if by_code and not may_guess(step.user, address):
        raise StepRefused(
            "Too many wrong codes. Use a security key or a recovery code, or wait a quarter of an hour.", throttled=True
        )
    with write():
        factor = factors.proved(seal, step.user, answer)
        if factor and not SecondStep.delete().where(SecondStep.id == step.id).execute():
            raise StepRefused("That was sent twice. Sign in again.", over=True)
        if factor == "recovery":
            _recovered(member, step)
    if not factor:
        _refuse(member, step)
    if by_code:
        guessed_right(step.user, address)
    return start(step.user, step.school, step.device, factor, since=step.created_at)


def may_guess(user: User, address: str) -> bool:
    """Whether another six digits may be tried for the account from there."""
    return throttling.take(f"codes-here:{user.id} {address}", *HERE) and throttling.take(
        f"codes:{user.id}", *EVERYWHERE
    )


def guessed_right(user: User, address: str) -> None:
    """The code was right: what was tried from there is forgiven."""
    throttling.give_back(f"codes-here:{user.id} {address}")
    throttling.give_back(f"codes:{user.id}")


def _counted(step: SecondStep) -> bool:
    """Count a try before it is looked at, so that many at once are no more than TRIES."""
    some = (SecondStep.id == step.id) & (SecondStep.tries < TRIES)
    with write():
        return SecondStep.update(tries=SecondStep.tries + 1).where(some).execute() == 1


def _recovered(member: Member, step: SecondStep) -> None:
    """Somebody came in by paper: what they lost may be signed in elsewhere."""
    factors.end_logins(step.user)
    audit.note(member, "recovery_codes.use", step.user, detail=f"{recovery_codes.left(step.user)} left")
    account_notices.tell(step.user, "recovery", step.device)


def _refuse(member: Member, step: SecondStep) -> None:
    with write():
        audit.note(member, "second_step.refused", step.user)
        row = SecondStep.get_or_none(SecondStep.id == step.id)
        over = row is None or row.tries >= TRIES
        if over:
            SecondStep.delete().where(SecondStep.id == step.id).execute()
            account_notices.tell(step.user, "wrong_codes", f"{TRIES} wrong codes")
    if over:
        raise StepRefused(f"That was wrong {TRIES} times. Sign in again.", over=True)
    raise StepRefused("That is not right. Take the code that the app shows now, each is good once.")
