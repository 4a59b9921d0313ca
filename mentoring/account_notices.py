"""What a person is told of their own signing in, at the next one and by e-mail: somebody else may have been them."""

from dataclasses import dataclass
from datetime import datetime

from database import write
from mentoring import clock, mail
from models import AccountNotice, Membership, School, User

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
# The same for an e-mail, which tells no detail: it may be read over a shoulder, or by whoever has the mailbox.
MAILED = {
    "recovery": "a recovery code was used to sign in as you",
    "wrong_codes": "somebody knew your password and gave wrong codes",
    "added": "a second step was added to your account",
    "removed": "a second step was taken from your account",
    "renewed": "new recovery codes were made",
    "reset": "your second steps and recovery codes were taken away",
    "handed": "a one-time link, with which a password for your account is chosen, was printed",
    "linked": "your account was linked to one at another site, which signs you in",
    "unlinked": "your account's link to one at another site was taken away",
}
SUBJECT = "How you sign in to Alongside"
BODY = (
    "Hello,\n\nthis is about your account in Alongside: {what}. You read more at your next sign-in.\n\n"
    "If you do not know why, choose a new password at {{address}}/passwords/new, and tell your school's admin.\n"
)
IF_NOT = " If you do not know why, change your password, look under More, Signing in, and tell your school's admin."


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
    """Keep something for the person's next sign-in, and have it e-mailed at once. Call inside `database.write()`."""
    AccountNotice.create(user=user, what=what, detail=detail[:200], created_at=clock.now())
    held = Membership.select(Membership, School).join(School).where((Membership.user == user) & Membership.in_force())
    works = held.order_by(Membership.id).first() if mail.is_on() else None
    if works:
        mail.queue(works.school, user.email, SUBJECT, BODY.format(what=MAILED[what]), "account")


def untold(user: User, before: datetime) -> list[Told]:
    """What the person was not told yet of the time before `before`; from now on it counts as told."""
    waiting = (AccountNotice.user == user) & AccountNotice.told_at.is_null() & (AccountNotice.created_at < before)
    rows = list(AccountNotice.select().where(waiting).order_by(AccountNotice.id))
    if rows:
        with write():
            AccountNotice.update(told_at=clock.now()).where(AccountNotice.id.in_([row.id for row in rows])).execute()
    return [Told(row.created_at, row.what, row.detail) for row in rows]
