"""Years 9 to 11: what makes it harder to stay in education, employment or training (NEET), and where a pupil goes next.

Some indicators are drawn from what is known already; the others the school enters, from a list that it edits.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from database import write
from mentoring import audit, clock, statements
from models import Member, Option, Post16, Post16Choice, Pupil, User

YEARS = (9, 10, 11)
DRAWN = ("attendance", "sen", "looked_after")  # codes of indicators that nobody ticks: they are worked out
MOST_VERSIONS = 20
ON_THE_WAY = ("applied", "offered", "enrolled")


class Changed(Exception):
    """Somebody else saved it since it was shown."""


@dataclass(frozen=True)
class Standing:
    """What is known of a pupil now. `row` is the newest version, None where nothing was saved; `entered` and `drawn`
    are indicators by id, as the chips say them, without those that the school has retired."""

    row: Post16 | None = None
    entered: dict[int, str] = field(default_factory=dict)
    drawn: dict[int, str] = field(default_factory=dict)

    @property
    def indicators(self) -> list[str]:
        return [*self.drawn.values(), *self.entered.values()]

    @property
    def has_a_way(self) -> bool:
        """Whether there is somewhere to go: applied for at least, or gone there."""
        return bool(self.row and (self.row.status in ON_THE_WAY or self.row.actual_id))


def asks_of(pupil: Pupil) -> bool:
    """Whether this is asked of a pupil."""
    return pupil.year_group in YEARS


def standings(member: Member, pupils: Iterable[Pupil], low_attendance: Collection[int]) -> dict[int, Standing]:
    """What is known of those of the pupils who are in YEARS; `low_attendance` are the ids of those who have it. Three
    queries, none where nobody is."""
    asked = {one.id: one for one in pupils if asks_of(one)}
    if not asked:
        return {}
    chips = list(Option.select().where(
        (Option.school == member.school) & (Option.list == "neet_indicator") & Option.retired_at.is_null()
    ).order_by(Option.position, Option.id))  # fmt: skip
    rows = _newest(member, asked)
    kept = Post16Choice.select().where(Post16Choice.post16.in_([row.id for row in rows.values()]))
    ticked: dict[int, set[int]] = {}
    for one in kept:
        ticked.setdefault(one.post16_id, set()).add(one.option_id)
    found = {}
    for number, pupil in asked.items():
        row = rows.get(number)
        mine = ticked.get(row.id, set()) if row else set()
        entered = {one.id: one.name for one in chips if one.id in mine and one.code not in DRAWN}
        drawn = {one.id: one.name for one in chips if _holds(one.code, pupil, number in low_attendance)}
        found[number] = Standing(row, entered, drawn)
    return found


def _holds(code: str, pupil: Pupil, low_attendance: bool) -> bool:
    known = {"attendance": low_attendance, "sen": bool(pupil.sen_status), "looked_after": pupil.looked_after}
    return known.get(code, False)


def _newest(member: Member, ids: Collection[int]) -> dict[int, Post16]:
    return {row.pupil_id: row for row in _rows(member).where(Post16.pupil.in_(list(ids))).order_by(Post16.number)}


def versions(member: Member, pupil: Pupil) -> list[Post16]:
    """What was saved of a pupil so far, the newest first, with who saved it and the destinations."""
    return list(_rows(member).where(Post16.pupil == pupil).order_by(Post16.number.desc()).limit(MOST_VERSIONS))


def _rows(member: Member):
    actual = Option.alias()
    rows = Post16.visible_to(member).select(Post16, Option, actual, User).join(User, on=Post16.author).switch(Post16)
    rows = rows.left_outer_join(Option, on=Post16.intended).switch(Post16)
    return rows.left_outer_join(actual, on=(Post16.actual == actual.id), attr="actual")


def save(member: Member, pupil: Pupil, facts: dict[str, Any], indicators: Collection[int], seen: int) -> Post16:
    """Save a new version. `seen` is the number of the one that the person had before them, 0 for none; what says
    nothing new is left. Raises Changed."""
    with write(of=f"post16 {pupil.id}"):
        now = Post16.visible_to(member).where(Post16.pupil == pupil).order_by(Post16.number.desc()).first()
        if now and _is_same(now, facts, indicators):
            return now
        if (now.number if now else 0) != seen:
            raise Changed
        row = Post16.create(
            school=member.school, pupil=pupil, number=seen + 1, author=member.user, at=clock.now(), **facts
        )
        for option in sorted(indicators):
            Post16Choice.create(school=member.school, post16=row, option=option)
        audit.note(member, "post16.save", row, version=row.number, digest=statements.digest(row))
    return row


def _is_same(row: Post16, facts: dict[str, Any], indicators: Collection[int]) -> bool:
    keys = {"intended": "intended_id", "actual": "actual_id"}
    same = all(getattr(row, keys.get(name, name)) == value for name, value in facts.items())
    chosen = {one.option_id for one in Post16Choice.select().where(Post16Choice.post16 == row)}
    return same and chosen == set(indicators)
