"""Who guides whom among the school's people: one guide at a time, those before kept with their days."""

from collections.abc import Iterable
from datetime import date

from database import write
from mentoring import audit, clock
from models import Guiding, Member, User

GUIDES = ("mentor", "lead")
GUIDED = ("mentor", "contributor")
MOST_BEFORE = 20


class GuidingError(ValueError):
    """What cannot be noted of who guides whom; the message says how to put it right."""


class Changed(ValueError):
    """Somebody else saved meanwhile."""


def guides(member: Member):
    """A query of the people who can guide others: the school's mentors and leads now."""
    return User.holding(member.school, *GUIDES)


def can_be_guided(member: Member, by: User):
    """A query of the people whom somebody can guide: the school's mentors and contributors now, but for themselves."""
    return User.holding(member.school, *GUIDED).where(User.id != by.id)


def now(member: Member) -> list[Guiding]:
    """Who guides whom today, as far as the member sees it, with both people, by the name of who is guided."""
    guide, user = User.alias(), User.alias()
    rows = Guiding.visible_to(member).where(Guiding.current(member)).select(Guiding, guide, user)
    rows = rows.join(guide, on=(Guiding.guide == guide.id)).switch(Guiding).join(user, on=(Guiding.user == user.id))
    return list(rows.order_by(user.name, user.id))


def of(member: Member, guide: User) -> set[int]:
    """The numbers of those whom somebody guides today."""
    return {row.user_id for row in now(member) if row.guide_id == guide.id}


def before(member: Member, user: User) -> list[Guiding]:
    """Who guided somebody before, with the guides, the newest first; not what was noted by mistake, for no day."""
    over = (Guiding.user == user) & (Guiding.ends_on > Guiding.starts_on)
    rows = Guiding.visible_to(member).where(over & (Guiding.ends_on <= clock.today(member.school.zone)))
    rows = rows.select(Guiding, User).join(User, on=(Guiding.guide == User.id))
    return list(rows.order_by(Guiding.ends_on.desc(), Guiding.id.desc()).limit(MOST_BEFORE))


def choose(member: Member, guide: User, ids: Iterable[int], day: date, seen: set[int] | None = None) -> None:
    """Let somebody guide the people of the ids from a day, which is today or was, and nobody else. Who is theirs
    already stays so; who was another's no longer is. Again is once.

    Raises GuidingError where one of them has had a guide only since a later day, or had one until then; Changed where
    those whom they guide are others than those `seen`, if that is said.
    """
    wanted = set(ids)
    with write(of=f"guiding {member.school.id}"):
        there = {row.user_id: row for row in now(member)}
        mine = of(member, guide)
        if seen is not None and mine not in (seen, wanted):
            raise Changed(f"Somebody else changed whom {guide.name} guides. Look at the list again, then save.")
        for number in sorted((mine - wanted) | (wanted - mine)):
            if number in there:
                _end(member, there[number], day)
            if number in wanted:
                _refuse_within(member, number, day)
                row = Guiding.create(school=member.school, guide=guide, user=number, starts_on=day)
                audit.note(member, "guiding.start", row)


def meet(member: Member, row: Guiding) -> None:
    """Note that the member met today with somebody whom they guide; twice on a day is once."""
    today = clock.today(member.school.zone)
    with write():
        earlier = Guiding.met_on.is_null() | (Guiding.met_on < today)
        if Guiding.update(met_on=today).where((Guiding.id == row.id) & earlier).execute():
            audit.note(member, "guiding.meet", row)


def end_what_is_over(member: Member, user: User) -> None:
    """End today what somebody's roles no longer let them do: to guide, or to be guided. Call inside
    `database.write()`."""
    today = clock.today(member.school.zone)
    going_on = (Guiding.school == member.school) & Guiding.ends_on.is_null()
    for column, roles in ((Guiding.guide, GUIDES), (Guiding.user, GUIDED)):
        if not User.holding(member.school, *roles).where(User.id == user.id).exists():
            for row in Guiding.select().where(going_on & (column == user)):
                _end(member, row, max(today, row.starts_on))


def _refuse_within(member: Member, user: int, day: date) -> None:
    """Refuse a day on which another still guided somebody: one guide at a time."""
    rows = Guiding.visible_to(member).select(Guiding, User).join(User, on=(Guiding.user == User.id))
    held = (Guiding.user == user) & (Guiding.ends_on > day) & (Guiding.ends_on > Guiding.starts_on)
    last = rows.where(held).order_by(Guiding.ends_on.desc()).first()
    if last:
        said = f"{last.guide.name} guided {last.user.name} until {last.ends_on:%-d %B %Y}."
        raise GuidingError(f"{said} Choose that day or a later one.")


def _end(member: Member, row: Guiding, day: date) -> None:
    if day < row.starts_on:
        said = f"{row.guide.name} has guided {row.user.name} since {row.starts_on:%-d %B %Y}."
        raise GuidingError(f"{said} Choose that day or a later one.")
    Guiding.update(ends_on=day).where((Guiding.id == row.id) & Guiding.ends_on.is_null()).execute()
    audit.note(member, "guiding.end", row)
