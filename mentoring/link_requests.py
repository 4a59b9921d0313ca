"""Links by hand for somebody who has come in before: one person asks, a second says yes and prints it."""

from datetime import timedelta

from database import write
from mentoring import audit, clock, links, notices
from mentoring.links import DAYS, Handed, LinkError, Links
from mentoring.mail import Post
from models import LinkRequest, Member, School, User

ANSWERS, ASKS = ("dsl", "head"), ("admin", "head")
NOBODY = (
    "Such a link needs a second person, a headteacher or a DSL, and there is none here but you and them. It can go to "
    "them by e-mail; or whoever looks after the server prints one (flask one-time-link)."
)
INSTEAD = " Or an admin asks for it, and you say yes."


class Involved(LinkError):
    """Somebody who is one of the two already, or whose own account it is."""


def ask(post: Post, member: Member, user: User) -> LinkRequest:
    """Ask for a link; asked again while it waits is the same. Raises LinkError where no second person could say yes."""
    links.refuse_elsewhere(member.school, user)
    if not seconds(member.school, member.user, user):
        others = User.holding(member.school, "admin").where(User.id.not_in([member.user.id, user.id]))
        raise LinkError(NOBODY + (INSTEAD if member.has(*ANSWERS) and others.exists() else ""))
    with write(of=f"link {user.id}"):
        there = rows(member).where(LinkRequest.user == user).first()
        if there:
            return there
        row = LinkRequest.create(school=member.school, user=user, asked_by=member.user, asked_at=clock.now())
        audit.note(member, "link.ask", user)
        words = f"{member.user.name} asked for a one-time link for {user.name}."
        notices.tell(member.school, ANSWERS, words, "/link-requests", but=member.user, by_mail=post.is_on)
    return row


def seconds(school: School, *involved: User) -> list[User]:
    """Who can say yes: the school's heads and DSLs, save those involved already."""
    return list(User.holding(school, *ANSWERS).where(User.id.not_in([one.id for one in involved])))


def rows(member: Member):
    """A query of the school's requests that wait, with their person and who asked, while both work there."""
    asker = User.alias()
    found = LinkRequest.select(LinkRequest, User, asker).join(User, on=(LinkRequest.user == User.id))
    found = found.switch(LinkRequest).join(asker, on=(LinkRequest.asked_by == asker.id))
    waits = (LinkRequest.school == member.school) & LinkRequest.answered_at.is_null()
    waits &= LinkRequest.asked_at > clock.now() - timedelta(days=DAYS)
    asking = User.holding(member.school, *ASKS).select(User.id)
    return found.where(waits & User.ended_at.is_null() & LinkRequest.asked_by.in_(asking))


def waiting(member: Member) -> list[LinkRequest]:
    """The school's requests that wait, the oldest first."""
    return list(rows(member).order_by(LinkRequest.id))


def may_answer(member: Member, row: LinkRequest) -> bool:
    """Whether the member is a second person: neither who asked nor whose account it is."""
    return member.has(*ANSWERS) and member.user.id not in (row.asked_by_id, row.user_id)


def confirm(post: Post, member: Member, row: LinkRequest) -> Handed:
    """Say yes; the link and its token, to be printed. Everybody who could have said yes is told. Raises LinkError."""
    with write(of=f"link {row.user_id}"):
        _answer(member, row)
        made = Links(post).hand_by_two(member, row.user, row.asked_by)
        LinkRequest.update(link=made[0]).where(LinkRequest.id == row.id).execute()
        audit.note(member, "link.confirm", row.user, detail=row.asked_by.name)
        words = f"{member.user.name} printed the one-time link for {row.user.name} that {row.asked_by.name} asked for."
        notices.tell(member.school, ANSWERS, words, "/audit-events", but=member.user)
    return made


def refuse(member: Member, row: LinkRequest) -> None:
    """Say no. Raises LinkError."""
    with write(of=f"link {row.user_id}"):
        _answer(member, row)
        audit.note(member, "link.refuse", row.user, detail=row.asked_by.name)


def _answer(member: Member, row: LinkRequest) -> None:
    if not may_answer(member, row):
        raise Involved("Two people make such a link. Another headteacher or DSL answers this one.")
    said = {"answered_by": member.user, "answered_at": clock.now()}
    if not LinkRequest.update(said).where((LinkRequest.id == row.id) & LinkRequest.answered_at.is_null()).execute():
        raise LinkError("Somebody has answered it already.")
