"""The week: one's timetable on its days, with what is recorded of it."""

from datetime import date, timedelta

from flask import Blueprint, abort, g, render_template

from mentoring import calendar, clock, timetable
from models import Slot
from models.school import SUPPORT_STAFF
from views.guard import allow

room = Blueprint("weeks", __name__, url_prefix="/weeks")
FURTHEST = timedelta(weeks=104)


@room.get("")
@allow(*SUPPORT_STAFF)
def index():
    """This week; from Saturday on, the next."""
    today = clock.today(g.member.school.zone)
    return _page(clock.week_start(today + timedelta(days=2 if today.weekday() > 4 else 0)))


@room.get("/<day>")
@allow(*SUPPORT_STAFF)
def show(day):
    """The week of a day, given as 2026-11-23."""
    try:
        asked = date.fromisoformat(day)
    except ValueError:
        abort(404)
    if abs(asked - clock.today(g.member.school.zone)) > FURTHEST:
        abort(404)
    return _page(clock.week_start(asked))


def _page(monday: date):
    friday, days = monday + timedelta(days=4), calendar.of(g.member.school)
    found = timetable.between(g.member, days, monday, friday)
    week = [monday + timedelta(days=number) for number in range(5)]
    columns = [
        (day, "" if days.is_school_day(day) else days.why_closed(day), [one for one in found if one.day == day])
        for day in week
    ]
    return render_template(
        "weeks/show.html", monday=monday, columns=columns, before=monday - timedelta(days=7),
        after=monday + timedelta(days=7), any_slots=bool(found) or Slot.visible_to(g.member).exists(),
        this_monday=clock.week_start(clock.today(g.member.school.zone)),
    )  # fmt: skip
