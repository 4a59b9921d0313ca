"""What works with a pupil: the mentor's own words, and the responses to incidents that ended well, counted."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import ColumnBase

from database import write
from mentoring import audit, clock, statements, todos
from mentoring.plans import REVIEW, Changed
from models import Choice, Member, Option, Participation, Pupil, Record, Todo, User, WhatWorks, WhatWorksVersion
from models.ready import given, ready, ready_for_all
from models.records import SUPPORT, WITHDRAWN

DAYS = 365  # how far back incidents are looked at
FEWEST = 2  # times that a response has to have ended well: one could be anything
MOST, LINKS = 5, 3
PARTS = (
    ("strengths", "Strengths"),
    ("triggers", "Triggers"),
    ("helps", "What helps"),
    ("worse", "What makes it worse"),
)


@dataclass(frozen=True)
class Response:
    """A response to the pupil's incidents: used `used` times, after which `records` ended well, the newest first."""

    name: str
    used: int
    records: list[int]

    @property
    def well(self) -> int:
        return len(self.records)

    @property
    def newest(self) -> list[int]:
        return self.records[:LINKS]


def of(pupil: Pupil) -> WhatWorks | None:
    """The pupil's card. For who may read it."""
    return next(iter(_card(pupil=pupil.id)), None)


@ready_for_all
def _card():
    return WhatWorks.select().where(WhatWorks.pupil == given("pupil"))


def save(member: Member, pupil: Pupil, facts: dict[str, Any], version: int) -> None:
    """Save the card as its newest version, with the promise to look at it again. `version` is the one that the person
    saw, 0 for none; saving what it says already is no version. Raises Changed when somebody else saved since."""
    with write(of=f"what works {pupil.id}"):
        row = of(pupil)
        if row and all(getattr(row, name) == value for name, value in facts.items()):
            return
        if (row.version if row else 0) != version:
            raise Changed("Somebody else changed it while you were writing. Look at both before you save yours.")
        if row is None:
            row = WhatWorks.create(school=member.school, pupil=pupil, **facts)
        else:
            WhatWorks.update(**facts, version=version + 1).where(WhatWorks.id == row.id).execute()
        digest = _keep(member, row.id, facts, version + 1)
        _promise(member, pupil, row, facts["review_on"])
        audit.note(member, "what_works.save", row, version=version + 1, digest=digest)


def ended_well(school: Any, pupil: Pupil, member: Member | None = None) -> list[Response]:
    """Responses to the pupil's incidents of DAYS days after which it ended well at least FEWEST times, most often
    first; of incidents that the member may read where one is given. None that is restricted counts for anybody, and
    none that the pupil only saw."""
    since = Record.occurred_at.db_value(clock.now() - timedelta(days=DAYS))
    if member:
        return _counted(_read_by(member, school=school.id, pupil=pupil.id, since=since))
    return _counted(_after_incidents(school=school.id, pupil=pupil.id, since=since))


def _responses():
    """Record, list, chip and code of what was done at a pupil's incidents since a moment, and how they ended."""
    inside = (Participation.pupil == given("pupil")) & (Participation.role != "saw")
    inside &= Participation.occurred_at >= given("since")
    open_to_all: ColumnBase = (Record.tier == SUPPORT) & (Record.state != WITHDRAWN)
    kept = inside & open_to_all & (Record.school == given("school")) & (Record.kind == "incident")
    rows: Any = Choice.select(Record.id, Option.list, Option.name, Option.code).join(Option).switch(Choice).join(Record)
    rows = rows.join(Participation, on=(Participation.record == Record.id))
    wanted = kept & Option.list.in_(["response", "ending"])
    return rows.where(wanted).order_by(Record.occurred_at.desc(), Option.position).tuples()


_after_incidents = ready_for_all(_responses)


@ready
def _read_by(member: Member):
    return _responses().where(Record.readable(member))


def versions(row: WhatWorks) -> list[tuple[WhatWorksVersion, dict[str, str]]]:
    """The card's versions with what each said by label, the newest first."""
    rows = WhatWorksVersion.select(WhatWorksVersion, User).join(User).where(WhatWorksVersion.what_works == row)
    return [(one, json.loads(one.payload)) for one in rows.order_by(WhatWorksVersion.number.desc())]


def _counted(rows: Iterable[tuple[int, str, str, str]]) -> list[Response]:
    used: dict[str, list[int]] = {}
    well: set[int] = set()
    for record, name, label, code in rows:
        if name == "response":
            used.setdefault(label, []).append(record)
        elif code == "resolved":
            well.add(record)
    found = [Response(label, len(ids), [one for one in ids if one in well]) for label, ids in used.items()]
    return sorted((one for one in found if one.well >= FEWEST), key=lambda one: (-one.well, one.used, one.name))[:MOST]


def said(facts: dict[str, Any]) -> dict[str, str]:
    """What a card of these columns says, by label."""
    return {label: facts[name] for name, label in PARTS} | {"Look at it again": f"{facts['review_on']:%-d %B %Y}"}


def _keep(member: Member, row: int, facts: dict[str, Any], number: int) -> str:
    """Keep a version; its hash, for its event."""
    payload = json.dumps(said(facts), ensure_ascii=False)
    kept = WhatWorksVersion.create(
        school=member.school, what_works=row, number=number, author=member.user, payload=payload, at=clock.now()
    )
    return statements.digest(kept)


def _promise(member: Member, pupil: Pupil, row: WhatWorks, day: date) -> None:
    """Let looking at it again be on somebody's list for its day."""
    if Todo.update(due_on=day).where((Todo.id == row.todo_id) & Todo.done_at.is_null()).execute():
        return
    what = f"Look at what works again: {pupil.short_name}"
    todo = todos.give(member, member.user.id, what, day, REVIEW, f"/what-works/{pupil.id}", pupil.id)
    WhatWorks.update(todo=todo).where(WhatWorks.id == row.id).execute()
