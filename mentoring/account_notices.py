"""What a person is told of their own signing in, at the next one: somebody else may have been them."""

from dataclasses import dataclass
from datetime import datetime

from database import write
from mentoring import clock
from models import AccountNotice, User

SENTENCES = {
    "recovery": "On {when} a recovery code was used to sign in as you ({detail}).",
    "wrong_codes": "On {when} somebody knew your password and gave {detail}.",
    "added": "On {when} a second step was added to your account: {detail}.",
    "removed": "On {when} a second step was taken from your account: {detail}.",
    "renewed": "On {when} new recovery codes were made. The ones from before no longer work.",
    "reset": "On {when} {detail} took away your second steps and your recovery codes.",
    "handed": "On {when} a one-time link, with which a password for your account is chosen, was printed by {detail}.",
    "linked": "On {when} your account was linked to {detail}.",
    "unlinked": "On {when} your account's link to {detail} was taken away.",
}
IF_NOT = " If you do not know why, change your password and tell your school's admin."


@dataclass(frozen=True)
class Told:
    """One thing to tell, in the words of SENTENCES."""

    at: datetime
    what: str
    detail: str

    def sentence(self, zone: str) -> str:
        """The whole of it, on the school's clock."""
        at = clock.local(self.at, zone)
        return SENTENCES[self.what].format(when=f"{at:%-d %B at %H:%M}", detail=self.detail) + IF_NOT


def tell(user: User, what: str, detail: str = "") -> None:
    """Keep something for the person's next sign-in. Call inside `database.write()`."""
    AccountNotice.create(user=user, what=what, detail=detail[:200], created_at=clock.now())


def untold(user: User, before: datetime) -> list[Told]:
    """What the person was not told yet of the time before `before`; from now on it counts as told."""
    waiting = (AccountNotice.user == user) & AccountNotice.told_at.is_null() & (AccountNotice.created_at < before)
    rows = list(AccountNotice.select().where(waiting).order_by(AccountNotice.id))
    if rows:
        with write():
            AccountNotice.update(told_at=clock.now()).where(AccountNotice.id.in_([row.id for row in rows])).execute()
    return [Told(row.created_at, row.what, row.detail) for row in rows]
