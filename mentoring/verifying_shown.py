"""Whether plans, weekly figures, cards and nominations show what their newest version, or event, says (for `flask
verify`)."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from peewee import JOIN, fn

from database import write
from mentoring import plan_versions, what_works
from mentoring.plan_parts import whole
from models import (
    AuditEvent,
    FigureVersion,
    Nomination,
    NominationDecision,
    Plan,
    PlanVersion,
    WeekFigure,
    WhatWorks,
    WhatWorksVersion,
)
from models.nominations import TAKEN_BACK, WAITING

CHUNK = 500
# What a school may call otherwise later: a list's words stand in a version as they were, which chips in its standing.
CHIPS = ("Type", "Barriers", "Agreed how", "strategies")
PLAN_EVENTS = ("plan.start", "plan.change", "plan.stage")
SAYING = ("nomination.send", "nomination.take_back", "nomination.decide")


def strange_shown() -> Iterator[str]:
    """A sentence for each that does not show what it should."""
    yield from _plans()
    yield from _figures()
    yield from _cards()
    yield from _nominations()


def _plans() -> Iterator[str]:
    newest = (PlanVersion.plan == Plan.id) & (PlanVersion.number == Plan.version)
    rows: Any = Plan.select(Plan.id, PlanVersion.payload).join(PlanVersion, JOIN.LEFT_OUTER, on=newest)
    last = 0
    while chunk := list(rows.where(Plan.id > last).order_by(Plan.id).limit(CHUNK).tuples()):
        for number in _strange_plans(dict(chunk)):
            if not _says_now(number):
                yield f"Plan {number} does not say what its newest version says."
        last = chunk[-1][0]


def _strange_plans(payloads: dict[int, str | None]) -> list[int]:
    """Those of the plans, by id with their newest versions, that say something else."""
    plans = list(Plan.select().where(Plan.id.in_(list(payloads))))
    said = {one.plan.id: plan_versions.said(one) for one in whole(plans)}
    stands, stages = plan_versions.standing(plans), _stages(list(payloads))
    return [
        number for number, payload in payloads.items()
        if payload is None or not _says(number, said[number], stands[number], stages.get(number), payload)
    ]  # fmt: skip


def _stages(plans: list[int]) -> dict[int, str]:
    """The hash of the newest stage of those plans that were put into another since their newest version; none where
    the event has no hash."""
    event = AuditEvent.alias()
    of = (event.subject == "plan") & (event.subject_id == AuditEvent.subject_id) & event.action.in_(PLAN_EVENTS)
    rows: Any = AuditEvent.select(AuditEvent.subject_id, AuditEvent.digest).where(
        (AuditEvent.subject == "plan") & AuditEvent.subject_id.in_(plans) & (AuditEvent.action == "plan.stage")
        & (AuditEvent.id == event.select(fn.MAX(event.id)).where(of))
    )  # fmt: skip
    return dict(rows.tuples())


def _says(number: int, now: dict[str, str], stands: dict[str, Any], stage: str | None, payload: str) -> bool:
    then, stood = plan_versions.read(payload)
    same = now.keys() == then.keys() and all(now[one] == then[one] for one in now if not one.endswith(CHIPS))
    if stage is not None:
        same = same and stage in ("", plan_versions.of_stage(number, stands["stage"]))
    if stood is None:
        return same
    if stage is not None:
        stood["stage"] = stands["stage"]
    return same and stood == stands


def _says_now(number: int) -> bool:
    """The same asked while nobody saves: between two looks somebody may have."""
    with write(of=f"plan {number}"):
        plan = Plan.get_by_id(number)
        row = PlanVersion.get_or_none((PlanVersion.plan == plan) & (PlanVersion.number == plan.version))
        return not _strange_plans({number: row.payload if row else None})


def _figures() -> Iterator[str]:
    newest = (FigureVersion.figure == WeekFigure.id) & (FigureVersion.number == WeekFigure.version)
    for column in ("value", "possible", "authorised"):
        shown, kept = getattr(WeekFigure, column), getattr(FigureVersion, column)
        differs = (shown != kept) | (shown.is_null() != kept.is_null()) | FigureVersion.id.is_null()
        rows: Any = WeekFigure.select(WeekFigure.id).join(FigureVersion, JOIN.LEFT_OUTER, on=newest).where(differs)
        for (number,) in rows.order_by(WeekFigure.id).tuples():
            yield f"Figure {number} is not what its newest version says."


def _cards() -> Iterator[str]:
    newest = (WhatWorksVersion.what_works == WhatWorks.id) & (WhatWorksVersion.number == WhatWorks.version)
    rows = WhatWorks.select(WhatWorks, WhatWorksVersion.payload).join(WhatWorksVersion, JOIN.LEFT_OUTER, on=newest)
    last = 0
    while chunk := list(rows.where(WhatWorks.id > last).order_by(WhatWorks.id).limit(CHUNK).objects()):
        for row in chunk:
            said = json.loads((row.payload or "{}").replace("\\u0000", ""))  # which PostgreSQL leaves out of texts
            if {label: text.replace("\0", "") for label, text in what_works.said(row.__data__).items()} != said:
                yield f"What works {row.id} does not say what its newest version says."
        last = chunk[-1].id


def _nominations() -> Iterator[str]:
    """Nominations that do not stand where the newest event and decision leave them."""
    event, decision = AuditEvent.alias(), NominationDecision.alias()
    of = (event.subject == "nomination") & (event.subject_id == Nomination.id) & event.action.in_(SAYING)
    back = event.select(event.action).where(of).order_by(event.id.desc()).limit(1)
    newest = decision.select(fn.MAX(decision.id)).where(decision.nomination == Nomination.id)
    rows: Any = Nomination.select(
        Nomination.id, Nomination.state, Nomination.review_on, back, NominationDecision.code,
        NominationDecision.review_on,
    ).join(NominationDecision, JOIN.LEFT_OUTER, on=(NominationDecision.id == newest))  # fmt: skip
    last = 0
    while chunk := list(rows.where(Nomination.id > last).order_by(Nomination.id).limit(CHUNK).tuples()):
        for number, state, day, action, code, on in chunk:
            if (state, day) != _left(action, code, on):
                yield f"Nomination {number} does not stand where its events leave it."
        last = chunk[-1][0]


def _left(action: str, code: str | None, day: date | None) -> tuple[str, date | None]:
    if action == "nomination.take_back":
        return TAKEN_BACK, None
    return (code, day) if code else (WAITING, None)
