"""One-time links: to choose a password, at first or again; and to join another school with the account one has."""

import secrets
from datetime import timedelta

from database import write
from mentoring import account_notices, audit, clock, factors, throttling
from mentoring.link_letters import BODIES, CHANGED, FORGOT, SUBJECTS
from mentoring.mail import Post, queue, secret
from mentoring.schools import works_elsewhere
from mentoring.signing_in import create_account, first_membership, give_role
from mentoring.tokens import token_hash
from models import Identity, Login, Member, Membership, OneTimeLink, School, User
from models.school import CONFIRMED

DAYS, MINUTES = 7, 60
FORGOTTEN = (3, 20.0)  # e-mails for an account at once, and minutes for one more
BY_TWO = "handed by two"
Made = tuple[str, OneTimeLink]  # the nonce that its token is made of, and the link
Handed = tuple[OneTimeLink, str]  # the link and its token


class LinkError(ValueError):
    """A link that cannot be made or used; the message says what to do instead."""


class Links:
    """Makes links: `post` says where they lead and with which key their tokens are made."""

    def __init__(self, post: Post):
        self.post = post

    def send(self, member: Member, user: User, roles: str = "") -> None:
        """Make a link and send it to the person's own address; with `roles` it joins them to the member's school."""
        what = "joining" if roles else "reset" if user.password_hash else "invitation"
        with write():
            kind = "joining" if roles else "mailed"
            nonce, link = self._make(member.school, user, kind, timedelta(days=DAYS), roles, member.user)
            words = {"by": member.user.name, "school": member.school.name, "days": DAYS, "link": f"{{link:{nonce}}}"}
            queue(member.school, user.email, SUBJECTS[what], BODIES[what].format(**words), what, link.expires_at)
            audit.note(member, "link.send", user, detail=kind)

    def hand(self, member: Member, user: User, roles: str = "") -> Handed:
        """Make a link to be handed over in person; it and its token, which is not to be had again. Raises LinkError:
        for whoever has come in before, a second person says yes first (`link_requests`)."""
        return self._hand(
            member, user, "joining" if roles else "handed by head" if member.has("head") else "handed", roles
        )

    def hand_by_two(self, member: Member, user: User, asked_by: User) -> Handed:
        """The same by two people: one has asked, and `member` says yes. The person is told at their next sign-in."""
        with write():
            made = self._hand(member, user, BY_TWO)
            account_notices.tell(user, "handed", f"{member.user.name}, whom {asked_by.name} had asked")
        return made

    def _hand(self, member: Member, user: User, kind: str, roles: str = "") -> Handed:
        with write():
            nonce, link = self._make(member.school, user, kind, timedelta(days=DAYS), roles, member.user)
            audit.note(member, "link.hand", user, detail=kind)
        return link, secret(self.post.key, nonce)

    def at_server(self, email: str) -> Handed:
        """A link for anybody, by whoever looks after the server. Raises LinkError."""
        user = User.get_or_none((User.email == email.strip().casefold()) & User.ended_at.is_null())
        membership = first_membership(user) if user else None
        if user is None or membership is None:
            raise LinkError("Nobody has that address who works at a school here.")
        with write():
            nonce, link = self._make(membership.school, user, "server", timedelta(days=DAYS))
            audit.note(None, "link.hand", user, detail="server", school=membership.school)
            account_notices.tell(user, "handed", "whoever looks after the server")
        return link, secret(self.post.key, nonce)

    def forgotten(self, email: str) -> None:
        """Send a link to whoever has the address, if anybody has. Nothing tells whether; it costs about the same."""
        address = email.strip().casefold()
        user = User.get_or_none((User.email == address) & User.ended_at.is_null())
        membership = first_membership(user) if user else None
        enough = throttling.take(f"forgotten:{address}", *FORGOTTEN)
        with write():
            audit.note(None, "password.forgotten", user, school=membership.school if membership else None)
            if user and membership and enough:
                nonce, link = self._make(membership.school, user, "forgotten", timedelta(minutes=MINUTES))
                body = FORGOT.format(link=f"{{link:{nonce}}}")
                queue(membership.school, user.email, "Your password for Alongside", body, "forgotten", link.expires_at)

    def choose(self, link: OneTimeLink, password_hash: str) -> None:
        """Use a link: the person's new password; they are told. Their logins and linked accounts end,
        for whoever was them may have linked their own. Raises LinkError."""
        member = Member(link.user, link.school, frozenset())
        with write(of=f"link {link.user_id}"):
            _refuse_foreign(link)
            _use(link)
            for identity in Identity.select().where(Identity.user == link.user):
                factors.unlink(member, identity)
            set_password(member, password_hash, self.post, detail=link.kind)

    def _make(
        self, school: School, user: User, kind: str, lasts: timedelta, roles: str = "", by: User | None = None
    ) -> Made:
        """A new link in place of those before. One that anybody can ask for takes the place of its own kind only:
        nobody shall be able to end another's invitation."""
        moment, nonce = clock.now(), secrets.token_urlsafe(32)
        same = (OneTimeLink.kind == kind) & (OneTimeLink.school == school)
        _end(user, same if kind in ("forgotten", "joining") else OneTimeLink.kind != "joining")
        link = OneTimeLink.create(
            school=school, user=user, kind=kind, roles=roles, token_hash=token_hash(secret(self.post.key, nonce)),
            created_at=moment, expires_at=moment + lasts, made_by=by,
        )  # fmt: skip
        _refuse_foreign(link)
        return nonce, link


def invite(member: Member, name: str, email: str, roles: set[str]) -> tuple[User, str]:
    """The person to make a link for: somebody new with `roles`; or who has an account at another school, with the roles
    that the link is to give them.

    The latter keeps that account and joins with it, once they have shown that it is theirs. Raises SignInError.
    """
    user = User.get_or_none(User.email == email.strip().casefold())
    if user and user.ended_at is None and works_elsewhere(member.school, user) and not _was_here(member.school, user):
        return user, " ".join(sorted(roles))
    return create_account(member, member.school, name, email, "", roles), ""


def has_come_in(user: User) -> bool:
    """Whether somebody is more than invited: whoever gets a link of theirs would get all that they can do and read."""
    tables = (Login, Identity)
    return bool(user.password_hash) or any(one.select().where(one.user == user).exists() for one in tables)


def chosen_by_hand(users: list[User]) -> dict[int, OneTimeLink]:
    """The last link by hand that was used, with who printed it, by person: a head looks at it before saying yes."""
    rows = OneTimeLink.select(OneTimeLink, User).join(User, on=(OneTimeLink.made_by == User.id))
    used = OneTimeLink.used_at.is_null(False) & OneTimeLink.kind.startswith("handed")
    return {row.user_id: row for row in rows.where(used & OneTimeLink.user.in_(users)).order_by(OneTimeLink.id)}


def found(token: str) -> OneTimeLink | None:
    """The link of a token while it is good."""
    rows = OneTimeLink.select(OneTimeLink, User, School).join(User).switch(OneTimeLink).join(School)
    link = rows.where((OneTimeLink.token_hash == token_hash(token)) & _open(clock.now())).first()
    if link is None or link.user.ended_at:
        return None
    return link if link.kind == "joining" or first_membership(link.user) else None


def is_invitation(link: OneTimeLink) -> bool:
    """Whether a link lets somebody come in for the first time: by a password, or by an account that they have at a
    provider, bound by the link and never by an address."""
    return link.kind != "joining" and not has_come_in(link.user)


def accept(link: OneTimeLink) -> None:
    """Use an invitation by another way than a password. Raises LinkError. Call inside `database.write()`."""
    _refuse_foreign(link)
    if not is_invitation(link):
        raise LinkError("You have come in before. Sign in as you did then, or ask for a new password.")
    _use(link)
    _end(link.user, OneTimeLink.kind != "joining")


def join(link: OneTimeLink, member: Member) -> None:
    """Use a joining link, signed in as its person at another school. Raises LinkError."""
    with write(of=f"link {link.user_id}"):
        if member.user.id != link.user_id:
            raise LinkError("This link is for somebody else. Sign in with the account that it was sent to.")
        _use(link)
        _end(link.user, OneTimeLink.kind != "joining")
        for role in link.roles.split():
            give_role(member, link.school, link.user, role)
        audit.note(Member(link.user, link.school, frozenset()), "user.join", link.user, detail=link.roles)


def set_password(member: Member, password_hash: str, post: Post, but: Login | None = None, detail: str = "") -> None:
    """Give the member a password of their own choice; end their logins save `but`, and their links; tell them."""
    user = member.user
    with write():
        User.update(password_hash=password_hash).where(User.id == user.id).execute()
        factors.end_logins(user, but)
        _end(user, OneTimeLink.kind != "joining")
        audit.note(member, "user.password", user, detail=detail)
        if post.is_on:
            queue(member.school, user.email, "Your password was changed", CHANGED, "password changed")


def refuse_elsewhere(school: School, user: User) -> None:
    """Raise LinkError for somebody whose account opens another school's records too."""
    if works_elsewhere(school, user):
        raise LinkError(
            "They also work at another school, whose records the same password opens, so no link can be handed over "
            "here. They can ask for one by e-mail: “Forgotten your password?” where one signs in."
        )


def _refuse_foreign(link: OneTimeLink) -> None:
    """Whoever is handed a link could use it: none opens another school's records, or more than its maker may read; and
    none opens, by one person alone, an account that has been somebody's.

    Asked when it is made and when it is used: roles change between. What went to the person's own address is theirs.
    """
    if not link.kind.startswith("handed"):
        return
    refuse_elsewhere(link.school, link.user)
    if link.kind == BY_TWO:
        return
    if has_come_in(link.user):
        raise LinkError(
            "They have come in before, so a second person, a headteacher or a DSL, says yes to such a link first. It "
            "has to be asked for again, in People."
        )
    held = (Membership.user == link.user) & (Membership.school == link.school) & Membership.in_force()
    if link.kind == "handed by head" or not Membership.select().where(held & Membership.role.in_(CONFIRMED)).exists():
        return
    raise LinkError(
        "For a lead, a DSL or a head a headteacher makes the link, or whoever looks after the server "
        "(flask one-time-link). By e-mail it can go to them."
    )


def _was_here(school: School, user: User) -> bool:
    return Membership.select().where((Membership.user == user) & (Membership.school == school)).exists()


def _open(moment):
    return OneTimeLink.used_at.is_null() & OneTimeLink.ended_at.is_null() & (OneTimeLink.expires_at > moment)


def _end(user: User, which) -> None:
    moment = clock.now()
    OneTimeLink.update(ended_at=moment).where((OneTimeLink.user == user) & _open(moment) & which).execute()


def _use(link: OneTimeLink) -> None:
    moment = clock.now()
    if not OneTimeLink.update(used_at=moment).where((OneTimeLink.id == link.id) & _open(moment)).execute():
        raise LinkError("This link was used already, or its time is over. Ask for a new one.")
