"""Names of other pupils in the texts of a plan, or of what works with a pupil: hidden from who may not see
those pupils, and from every family.

A plan is about one pupil. Whoever else is named in it reads as "another pupil": on screen unless the reader supports
that pupil too, on the printed page always.
"""

import re
from collections.abc import Iterable

from mentoring import noticing, privacy
from mentoring.plan_parts import Whole
from models import Base, Member, OtherPlan, Plan, Pupil, Target, WhatWorks

ADULT = re.compile(r"\b(?:Mr|Mrs|Miss|Ms|Mx|Dr|Sir|Dame|Rev)\.?\s+[\w'’-]+")  # whose surname a pupil may share
TEXTS = {
    Plan: ("strengths", "referrer", "consent_by"), Target: ("own_words", "wording", "measured", "helper"),
    OtherPlan: ("keeper", "more", "less"), WhatWorks: ("strengths", "triggers", "helps", "worse"),
}  # fmt: skip


def hide(member: Member, pupil: Pupil, rows: Iterable[Base]) -> list[str]:
    """Hide, in rows that are going to be shown, names of pupils whom the member may not see; names of others that
    are left in them, as written."""
    rows = list(rows)
    found = _named(member, pupil.id, _texts(rows))
    hidden, shown = _by_reach(member, found)
    _mask(rows, hidden)
    return shown


def hide_all(member: Member, pupil: Pupil, rows: Iterable[Base]) -> list[str]:
    """Hide every other pupil's name, as for a family; the words hidden, for somebody to check."""
    rows = list(rows)
    found = list(_named(member, pupil.id, _texts(rows)))
    _mask(rows, found)
    return found


def hide_text(member: Member, pupil: Pupil, texts: list[str]) -> list[str]:
    """Texts as the member may read them."""
    hidden, _ = _by_reach(member, _named(member, pupil.id, texts))
    return [privacy.mask(text, [(name, "") for name in hidden]) for text in texts]


class Hiding:
    """What is hidden in the texts of many pupils, as their pages hide it: two queries for all of them."""

    def __init__(self, member: Member):
        self._member, self._roll = member, noticing.roll(member)
        self._seen = {number for (number,) in Pupil.visible_to(member).select(Pupil.id).tuples()}

    def names(self, pupil: int, texts: Iterable[str]) -> list[str]:
        """Words of a pupil's texts that name pupils whom the member may not see."""
        found = _named(self._member, pupil, texts, self._roll)
        return [text for text, pupils in found.items() if not set(pupils) <= self._seen]

    def every_name(self, pupil: int, texts: Iterable[str]) -> list[str]:
        """Words of a pupil's texts that name any other pupil."""
        return list(_named(self._member, pupil, texts, self._roll))


def rows_of(one: Whole) -> list[Base]:
    """The rows of a plan that hold texts."""
    return [one.plan, *one.targets]


def _named(member: Member, pupil: int, texts: Iterable[str], roll: noticing.Roll | None = None) -> dict[str, list[int]]:
    """Words that name other pupils, and the ids of those whom they may mean."""
    plain = [ADULT.sub(" ", text) for text in texts if text]
    return {one.text: one.hidden for one in noticing.notice(member, plain, [pupil], {}, roll) if one.hidden}


def _by_reach(member: Member, found: dict[str, list[int]]) -> tuple[list[str], list[str]]:
    """The words that name somebody out of the member's reach, and the others."""
    ids = [number for one in found.values() for number in one]
    seen = {row.id for row in Pupil.visible_to(member).where(Pupil.id.in_(ids))} if ids else set()
    hidden = [text for text, pupils in found.items() if not set(pupils) <= seen]
    return hidden, [text for text in found if text not in hidden]


def _texts(rows: list[Base]) -> list[str]:
    return [getattr(row, name) for row in rows for name in TEXTS[type(row)]]


def _mask(rows: list[Base], names: list[str]) -> None:
    for row in rows:
        for name in TEXTS[type(row)]:
            setattr(row, name, privacy.mask(getattr(row, name), [(one, "") for one in names]))
