"""Nominations as they are read: the leads' queue, a pupil's side by side, and what came of one's own."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from peewee import fn

from mentoring import capacity, clock, plan_names, relationships
from mentoring.capacity import Load
from models import (
    Member,
    Nomination,
    NominationChoice,
    NominationDecision,
    Option,
    Pupil,
    SchoolClass,
    User,
)
from models.nominations import UNDECIDED, WAIT, WAITING
from models.ready import given, ready
from models.school import WHOLE_SCHOOL

PAGE = 25
MOST_WAITING = 100


@dataclass
class Card:
    """A nomination as somebody may read it: barriers' names, decisions with the oldest first, days that it waits."""

    row: Nomination
    days: int
    barriers: list[str] = field(default_factory=list)
    decisions: list[NominationDecision] = field(default_factory=list)

    @property
    def last(self) -> NominationDecision | None:
        return self.decisions[-1] if self.decisions else None


@dataclass(frozen=True)
class Queue:
    """What the leads have before them: to decide, the oldest first; put off, the soonest day first; how many each
    pupil has among both, by the pupil's id."""

    waiting: list[Card]
    put_off: list[Card]
    of_pupil: Counter[int]


@dataclass(frozen=True)
class Page:
    """Cards, the newest first, and the key of the next page (0: there is none)."""

    cards: list[Card]
    older: int = 0


def queue(member: Member) -> Queue:
    """What waits for the member's decision; empty for who decides none."""
    rows = _with_people(Nomination.decidable_by(member)).where(Nomination.state.in_(UNDECIDED))
    cards = _cards(member, list(rows.order_by(Nomination.id).limit(MOST_WAITING)))
    put_off = [one for one in cards if one.row.state == WAIT]
    put_off.sort(key=lambda card: (card.row.review_on or date.min, card.row.id))
    counted = Counter(one.row.pupil_id for one in cards)
    return Queue([one for one in cards if one.row.state == WAITING], put_off, counted)


def count_waiting(member: Member) -> tuple[int, int]:
    """How many wait for the member's decision, and for how many days the oldest has."""
    count, oldest = _counted(member)[0]
    return (count, _days(member, Nomination.get_by_id(oldest))) if count else (0, 0)


@ready
def _counted(member: Member):
    rows: Any = Nomination.decidable_by(member).where(Nomination.state == WAITING)
    return rows.select(fn.COUNT(Nomination.id), fn.MIN(Nomination.id)).tuples()


def decided(member: Member, before: int = 0) -> Page:
    """The nominations that nobody need decide any more, of those that the member decides; those before a number."""
    open_to = _with_people(Nomination.visible_to(member)).where(Nomination.state.not_in(UNDECIDED))
    rows = open_to.where(Nomination.id < before) if before else open_to
    found = list(rows.order_by(Nomination.id.desc()).limit(PAGE + 1)) if member.has(*WHOLE_SCHOOL) else []
    return Page(_cards(member, found[:PAGE]), found[PAGE - 1].id if len(found) > PAGE else 0)


def mine(member: Member) -> list[Card]:
    """The member's own newest nominations."""
    rows = _with_people(Nomination.visible_to(member)).where(Nomination.author == member.user)
    return _cards(member, list(rows.order_by(Nomination.id.desc()).limit(PAGE)))


def of_pupil(member: Member, pupil: Pupil) -> list[Card]:
    """A pupil's nominations that the member may read, those that wait first, the oldest first."""
    found = _of_pupil(member, pupil=pupil.id)
    return _cards(member, sorted(found, key=lambda one: (not one.is_undecided, one.id)))


@ready
def _of_pupil(member: Member):
    rows = _with_people(Nomination.visible_to(member)).where(Nomination.pupil == given("pupil"))
    return rows.order_by(Nomination.id.desc()).limit(PAGE)


def one(member: Member, nomination: Nomination) -> Card:
    """One nomination as the member may read it."""
    return _cards(member, [nomination])[0]


def loads(member: Member, pupil: Pupil) -> list[Load]:
    """The loads of the mentors to whom the pupil can be given, by name."""
    near = relationships.close_to(member.school).get(pupil.id, set())
    return [one for one in capacity.balance(member) if one.mentor.id not in near]


def _with_people(rows):
    chosen = rows.select(Nomination, Pupil, SchoolClass, User, Option).join(Pupil).left_outer_join(SchoolClass)
    chosen = chosen.switch(Nomination).join(User, on=(Nomination.author == User.id))
    return chosen.switch(Nomination).left_outer_join(Option, on=(Nomination.how_long == Option.id))


def _cards(member: Member, rows: list[Nomination]) -> list[Card]:
    """Cards in two queries more. Words that name another pupil are hidden from who may not know that pupil; what the
    member wrote themselves stands as written, and what only leads and DSLs read is left out for others."""
    cards = {row.id: Card(row, _days(member, row)) for row in rows}
    if not cards:
        return []
    chips: Any = NominationChoice.select(NominationChoice.nomination, Option.name).join(Option)
    chips = chips.where(NominationChoice.nomination.in_(list(cards))).order_by(Option.position, Option.id)
    for number, name in chips.tuples():
        cards[number].barriers.append(name)
    for decision in _decisions(list(cards)):
        if not member.has(*WHOLE_SCHOOL) or cards[decision.nomination_id].row.pupil_id in member.related:
            decision.private_line = ""
        cards[decision.nomination_id].decisions.append(decision)
    for row in rows:
        if row.author_id != member.user.id and not member.has(*WHOLE_SCHOOL):
            texts = plan_names.hide_text(member, row.pupil, [row.tried, row.strengths, row.hoped])
            row.tried, row.strengths, row.hoped = texts
    return list(cards.values())


def _decisions(ids: list[int]):
    mentor = User.alias()
    rows = NominationDecision.select(NominationDecision, User, mentor)
    rows = rows.join(User, on=(NominationDecision.author == User.id)).switch(NominationDecision)
    rows = rows.left_outer_join(mentor, on=(NominationDecision.mentor == mentor.id))
    return rows.where(NominationDecision.nomination.in_(ids)).order_by(NominationDecision.id)


def _days(member: Member, row: Nomination) -> int:
    """Days since it was sent."""
    return (clock.today(member.school.zone) - clock.local(row.sent_at, member.school.zone).date()).days
