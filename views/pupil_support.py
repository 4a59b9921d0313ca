"""What stands on a pupil's page beside the timeline, for who supports the pupil."""

from flask import g

from mentoring import (
    attendance,
    charts,
    clock,
    entry_checks,
    finding,
    lanes,
    moving,
    own_screens,
    plan_names,
    plan_parts,
    plan_warnings,
    post16,
    progress,
    progress_words,
    ratings,
    referrals,
    signals,
    what_works,
)
from mentoring.post16 import Standing
from models import Pupil, WhatWorks


def of(pupil: Pupil) -> dict:
    """What the page is given: `supported`, and all that supporting opens. For who only works with the class, whether
    there is a card of what works."""
    if not finding.reads_page(g.member, pupil):
        return {"supported": False, "has_works": WhatWorks.of(g.member).where(Pupil.id == pupil.id).exists()}
    plan = _plan_card(pupil)
    return {
        "supported": True, "signals": _signals(pupil), "after": _after(pupil),
        "away": moving.away_from(g.member, pupil), "referrals": referrals.open_ones(g.member, pupil),
        "voices": own_screens.waiting(g.member, pupil), "charts": charts.of(g.member, pupil),
        "family": finding.family(g.member, pupils=[pupil.id]),
        **_works(pupil), **_entry(pupil), **plan, **_progress(pupil, plan),
    }  # fmt: skip


def _signals(pupil: Pupil) -> list[signals.Signal]:
    """The pupil's signals, with what was said of those that rest as the member may read it."""
    found = signals.of(g.member, [pupil]).get(pupil.id, []) if pupil.left_on is None else []
    rests = [one.rest for one in found if one.rest]
    said = plan_names.hide_text(g.member, pupil, [row.doing for row in rests]) if rests else []
    for row, text in zip(rests, said, strict=True):
        row.doing = text
    return found


def _after(pupil: Pupil) -> Standing | None:
    """What is known for after Year 11, of a pupil in Years 9 to 11, as the member may read it."""
    if not post16.asks_of(pupil):
        return None
    known = signals.standing(g.member, pupil)
    if known.row:
        places = plan_names.hide_text(g.member, pupil, [known.row.intended_where, known.row.actual_where])
        known.row.intended_where, known.row.actual_where = places
    return known


def _works(pupil: Pupil) -> dict:
    """What works with the pupil."""
    card = what_works.of(pupil)
    plan_names.hide(g.member, pupil, [card] if card else [])
    return {"works": card, "well": what_works.ended_well(g.member.school, pupil, g.member)}


def _entry(pupil: Pupil) -> dict:
    """The pupil's entry checks, and which can be started."""
    found = entry_checks.of_pupil(g.member, pupil)
    return {"entry": found, "entry_offered": entry_checks.offered(g.member, pupil, found)}


def _plan_card(pupil: Pupil) -> dict:
    """The pupil's plans with what does not go together in them, as far as the member may read other pupils' names."""
    plans, others = plan_parts.of_pupil(pupil), plan_parts.others_of(pupil)
    plan_names.hide(g.member, pupil, [*(row for one in plans for row in plan_names.rows_of(one)), *others])
    points = ratings.points(
        g.member, {row.id for one in plans for row in one.open} | {row.id for row in lanes.rated(plans)}
    )
    warnings = plan_warnings.of(plans, others, clock.today(g.member.school.zone))
    return {"plans": plans, "others": others, "points": points, "warnings": warnings}


def _progress(pupil: Pupil, plan: dict) -> dict:
    """Whether it helps: what is counted, with the ratings of targets and the attendance beside it."""
    kept, drawn = attendance.kept(g.member, pupil), lanes.rated(plan["plans"])
    days = {point.day for target in drawn for point in plan["points"].get(target.id, [])}
    found = progress.of(g.member, pupil, days)
    said = {"attendance": attendance.drawn(kept, attendance.lately(g.member)), "progress": found}
    if not found:
        return said
    return said | {
        "progress_said": progress_words.sentence(found),
        "lanes": lanes.of(found, plan["plans"], plan["points"], kept),
    }  # fmt: skip
