"""Today: record something, the timetable, what is promised, the caseload."""

from datetime import date

from flask import Blueprint, g, render_template

from mentoring import (
    calendar,
    caseload,
    clock,
    concerns,
    desk,
    drafts,
    notices,
    overdue,
    timetable,
    todos,
    triage,
    written,
)
from models import Slot
from models.school import EVERYBODY, SUPPORT_STAFF
from views.guard import allow

room = Blueprint("today", __name__)
SOON = 5
ASKED_DAYS, MOST_ASKED = 5, 5
MOST_CONCERNS = 10


@room.get("/")
@allow(*EVERYBODY)
def index():
    now = clock.local(clock.now(), g.member.school.zone)
    part = "morning" if now.hour < 12 else "afternoon" if now.hour < 18 else "evening"
    return render_template(
        "today/index.html", now=now, greeting=f"Good {part}", todos=todos.waiting(g.member, SOON),
        wrote=[] if g.member.has(*SUPPORT_STAFF) else written.lately(g.member, SOON),
        notices=notices.waiting(g.member), nominations_waiting=triage.count_waiting(g.member),
        todo_count=todos.count_waiting(g.member), overdue=overdue.count(g.member),
        board=caseload.board(g.member), drafts=drafts.unfinished(g.member),
        **_concerns(), **_timetable(now.date()),
    )  # fmt: skip


def _concerns() -> dict:
    """What waits on the desk of a DSL or head; of one's own, only that there are some and who received them."""
    has_desk = g.member.has("dsl", "head")
    return {
        "cards": desk.waiting(g.member, MOST_CONCERNS) if has_desk else [], "unsent": desk.notices(g.member),
        "raised": [] if has_desk else concerns.mine(g.member, SOON),
    }  # fmt: skip


def _timetable(today: date) -> dict:
    """The day's slots, why there is no school, and what the last school days left unrecorded, newest first."""
    days = calendar.of(g.member.school)
    before = days.last_school_days(today, ASKED_DAYS)
    found = timetable.between(g.member, days, before[0] if before else today, today)
    here = [one for one in found if one.day == today]
    missed = [one for one in found if one.day < today and one.is_missed][::-1]
    closed = None if days.is_school_day(today) else (days.why_closed(today), days.next_school_day(today))
    return {
        "slots": here, "closed": closed, "missed": missed[:MOST_ASKED], "more_missed": len(missed[MOST_ASKED:]),
        "runs": timetable.runs(g.member, here),
        "any_slots": bool(found) or Slot.visible_to(g.member).exists(),
    }  # fmt: skip
