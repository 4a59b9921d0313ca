"""Search over what support is made of: plans, what works cards and nominations, as their pages show them to a member.

They are few, some for each pupil who is supported, and so stand in no index: all that the member may read is looked
through, in a fixed number of queries.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any

from mentoring import clock, plan_names, privacy, what_works
from mentoring.naming import fold
from models import (
    Member,
    Nomination,
    NominationChoice,
    Option,
    OtherPlan,
    Plan,
    PlanChoice,
    Pupil,
    Target,
    WhatWorks,
    WhatWorksVersion,
)
from models.school import WHOLE_SCHOOL

MOST = 10
PLAN, WORKS, NOMINATION = "plans", "what_works", "nominations"  # the rooms whose pages show one
IN_TARGETS = ("own_words", "wording")
IN_NOMINATION = (("tried", "Tried"), ("strengths", "Strengths"), ("hoped", "Change hoped for"))


@dataclass
class Hit:
    """A plan, a card or a nomination: its page, whose it is, and its day (a plan's first, a card's last change, the
    one on which a nomination was sent). `texts` are what it is found by, by label; `beside` what else its page shows,
    where a name may stand too; `inside` the labels of the texts that have a word searched by."""

    room: str
    number: int
    pupil_id: int
    day: date
    name: str
    search_name: str
    texts: dict[str, str]
    beside: list[str] = field(default_factory=list)
    ended_on: date | None = None
    is_own: bool = False
    inside: list[str] = field(default_factory=list)
    pupil: Pupil | None = None

    def has(self, words: list[str]) -> bool:
        """Whether each word begins a word of it: of a name, a text, or what it is called."""
        said = f" {self.search_name} {_folded(chr(10).join([self.name, *self.texts.values()]))}"
        return all(f" {word}" in said for word in words)


@dataclass(frozen=True)
class Found:
    """The newest, and whether there are more."""

    hits: list[Hit] = field(default_factory=list)
    has_more: bool = False


def find(member: Member, words: list[str]) -> Found:
    """The newest plans, cards and nominations that have every one of the folded words, of those that the member may
    read. What a page hides from them is hidden before it is looked in."""
    if not words:
        return Found()
    every = [hit for hit in (*_plans(member), *_cards(member), *_nominations(member)) if hit.has(words)]
    if not every:
        return Found()
    every.sort(key=lambda hit: (hit.day, hit.number), reverse=True)
    hiding = plan_names.Hiding(member)
    shown = (_hide(member, hiding, hit) for hit in every)
    found = list(islice((hit for hit in shown if hit.has(words)), MOST + 1))
    return Found(_dress(member, found[:MOST], words), len(found) > MOST)


def _plans(member: Member) -> Iterator[Hit]:
    """Plans with their barriers' names and their targets, and what others keep for the pupil: the plan's page shows
    all."""
    mine = Plan.visible_to(member)
    barriers = _chips(PlanChoice, PlanChoice.plan, mine)
    columns = [getattr(Target, name) for name in plan_names.TEXTS[Target]]
    rows: Any = Target.select(Target.plan, *columns).where(Target.plan.in_(mine.select(Plan.id)))
    targets: dict[int, list[dict[str, str]]] = {}
    for number, *said in rows.tuples():
        targets.setdefault(number, []).append(dict(zip(plan_names.TEXTS[Target], said, strict=True)))
    others: dict[int, list[str]] = {}
    columns = [getattr(OtherPlan, name) for name in plan_names.TEXTS[OtherPlan]]
    for pupil, *said in OtherPlan.visible_to(member).select(OtherPlan.pupil, *columns).tuples():
        others.setdefault(pupil, []).extend(said)
    rows = mine.select(
        Plan.id, Plan.pupil, Plan.starts_on, Plan.ended_on, Option.name, Pupil.search_name, Plan.strengths,
        Plan.referrer, Plan.consent_by,
    ).join(Pupil).switch(Plan).left_outer_join(Option, on=(Plan.plan_type == Option.id))  # fmt: skip
    for number, pupil, day, ended_on, name, search_name, strengths, *more in rows.tuples():
        own = targets.get(number, [])
        texts = {"Barriers": "\n".join(barriers.get(number, [])), "Strengths": strengths,
                 "Targets": "\n".join(said[one] for said in own for one in IN_TARGETS)}  # fmt: skip
        more += [said[one] for said in own for one in said if one not in IN_TARGETS]
        yield Hit(PLAN, number, pupil, day, name or "Plan", search_name, texts, more + others.get(pupil, []), ended_on)


def _cards(member: Member) -> Iterator[Hit]:
    """Cards of pupils whose whole page the member may read. Who only works with a class opens them from there."""
    texts = [getattr(WhatWorks, name) for name, _ in what_works.PARTS]
    last = (WhatWorksVersion.what_works == WhatWorks.id) & (WhatWorksVersion.number == WhatWorks.version)
    rows: Any = WhatWorks.select(WhatWorks.pupil, WhatWorksVersion.at, Pupil.search_name, *texts).join(Pupil)
    rows = rows.switch(WhatWorks).join(WhatWorksVersion, on=last)
    mine = (WhatWorks.school == member.school) & WhatWorks.pupil.in_(Pupil.visible_to(member).select(Pupil.id))
    for pupil, at, search_name, *said in rows.where(mine).tuples():
        day = clock.local(at, member.school.zone).date()
        labelled = {label: text for (_, label), text in zip(what_works.PARTS, said, strict=True)}
        yield Hit(WORKS, pupil, pupil, day, "What works", search_name, labelled)


def _nominations(member: Member) -> Iterator[Hit]:
    """Nominations with the names of what stands in the way."""
    mine = Nomination.visible_to(member)
    barriers = _chips(NominationChoice, NominationChoice.nomination, mine)
    texts = [getattr(Nomination, name) for name, _ in IN_NOMINATION]
    rows: Any = mine.select(
        Nomination.id, Nomination.pupil, Nomination.author, Nomination.sent_at, Pupil.search_name, *texts
    ).join(Pupil)
    for number, pupil, author, at, search_name, *said in rows.tuples():
        labelled = {"What stands in the way": "\n".join(barriers.get(number, []))}
        labelled |= {label: text for (_, label), text in zip(IN_NOMINATION, said, strict=True)}
        day = clock.local(at, member.school.zone).date()
        is_own = author == member.user.id
        yield Hit(NOMINATION, number, pupil, day, "Nomination", search_name, labelled, is_own=is_own)


def _chips(table: Any, owner: Any, mine: Any) -> dict[int, list[str]]:
    """The names of the chips chosen in `mine`, by the number of its rows: a chip's `owner` is one of them."""
    rows = table.select(owner, Option.name).join(Option).where(owner.in_(mine.select(mine.model.id)))
    found: dict[int, list[str]] = {}
    for number, name in rows.tuples():
        found.setdefault(number, []).append(name)
    return found


def _hide(member: Member, hiding: plan_names.Hiding, hit: Hit) -> Hit:
    """The same without the names that its page hides from the member: a plan's and a nomination's hide those whom they
    may not see (a nomination of their own, or for who decides them, nobody's), a card's every other pupil's."""
    if hit.room == NOMINATION and (hit.is_own or member.has(*WHOLE_SCHOOL)):
        return hit
    among = [*hit.texts.values(), *hit.beside]
    names = (hiding.every_name if hit.room == WORKS else hiding.names)(hit.pupil_id, among)
    hidden = [(name, "") for name in names]
    hit.texts = {label: privacy.without(text, hidden) for label, text in hit.texts.items()}
    return hit


def _dress(member: Member, hits: list[Hit], words: list[str]) -> list[Hit]:
    """Hits with their pupil, and where they have the words."""
    pupils = {one.id: one for one in Pupil.findable_by(member).where(Pupil.id.in_([hit.pupil_id for hit in hits]))}
    for hit in hits:
        hit.pupil = pupils[hit.pupil_id]
        hit.inside = [label for label, text in hit.texts.items() if _begins(_folded(text), words)]
    return hits


def _begins(said: str, words: list[str]) -> bool:
    return any(f" {word}" in f" {said}" for word in words)


@lru_cache(4096)
def _folded(text: str) -> str:
    return fold(text)
