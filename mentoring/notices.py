"""Notices: what somebody is to know at once, in words without content."""

from database import write
from mentoring import clock, mail
from models import Member, Notice, School, User
from models.ready import ready

SUBJECT = "A notice waits for you in Alongside"
BODY = "Something that you should know of waits for you in Alongside.\n\nOpen it here: {address}\n"


def tell(
    school: School, roles: tuple[str, ...], words: str, path: str = "", but: User | None = None, by_mail: bool = False
) -> list[Notice]:
    """Tell everybody who holds one of the roles, each for themselves, save `but`; whoever comes to hold the first of
    them, where nobody does. `words` name nobody's content; `path` leads to more. `by_mail`: with an e-mail to each that
    says only that something waits. Call inside `database.write()`."""
    row = {"school": school, "words": words[:200], "path": path, "at": clock.now()}
    told = [Notice.create(**row, user=user) for user in User.holding(school, *roles) if user != but]
    for one in told if by_mail else ():
        mail.queue(school, one.user.email, SUBJECT, BODY, "notice")
    return told or [Notice.create(**row, role=roles[0])]


def tell_one(school: School, user: User, words: str, path: str = "") -> Notice:
    """Tell one person, as `tell` does. Call inside `database.write()`."""
    return Notice.create(school=school, user=user, words=words[:200], path=path, at=clock.now())


@ready
def waiting(member: Member):
    """What the member has not put away yet, the newest first."""
    rows = Notice.visible_to(member).where(Notice.seen_at.is_null())
    return rows.order_by(Notice.at.desc(), Notice.id.desc())


def seen(member: Member, notice: Notice) -> None:
    """Put a notice away; twice is once."""
    with write():
        mine = Notice.visible_to(member).select(Notice.id)
        Notice.update(seen_at=clock.now()).where(
            (Notice.id == notice.id) & Notice.id.in_(mine) & Notice.seen_at.is_null()
        ).execute()
