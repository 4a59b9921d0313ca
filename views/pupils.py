"""Pupils: find one, read a timeline."""

from datetime import date

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from wtforms import Form

from forms.fields import NamesField, PupilsField
from mentoring import (
    attendance,
    break_glass,
    caseload,
    charts,
    clock,
    finding,
    lanes,
    moving,
    noticing,
    own_screens,
    paging,
    plan_names,
    plan_parts,
    plan_warnings,
    post16,
    progress,
    progress_words,
    ratings,
    referrals,
    signals,
    timeline,
    viewing,
    what_works,
)
from mentoring.post16 import Standing
from models import KINDS, FamilyContact, Pupil, WhatWorks
from models.school import STAFF
from views import picking
from views.fragments import htmx, page_or
from views.guard import allow, one_or_404

# Names of inputs that hold no words of the record.
NO_TEXT = ("form_", "names-", "role-", "find", "follow_up", "client_id")
room = Blueprint("pupils", __name__, url_prefix="/pupils")


class PickForm(Form):
    pupil = PupilsField()
    names = NamesField()


@room.get("")
@allow(*STAFF)
def index():
    """My caseload first, then the school by class."""
    wanted = request.args.get("class", "")
    classes = finding.classes(g.member)
    chosen = next((one for one in classes if str(one.id) == wanted), None)
    pupils = finding.in_class(g.member, chosen) if chosen else []
    return render_template(
        "pupils/index.html", mine=caseload.pupils(g.member), classes=classes, chosen=chosen, pupils=pupils, typed="",
        count=finding.count(g.member),
    )  # fmt: skip


@room.post("/matches")
@allow(*STAFF)
def matches():
    """Find as you type. Posted, so that no name stands in an address or a log."""
    typed = request.form.get("find", "").strip()[:80]
    found = finding.matches(Pupil.findable_by(g.member), typed, limit=30)
    return page_or("pupils/matches.html", "pupils/_matches.html", found=found, typed=typed)


@room.post("/picker")
@allow(*STAFF)
def picker():
    """The picker's choices for what is typed and who is chosen: a part of a form, swapped by htmx."""
    kind = picking.ASKERS.get(request.form.get("form_kind", ""))
    if kind is None:
        abort(400)
    picked = PickForm(request.form).pupil.data
    return render_template("components/_choices.html", picker=picking.picker(kind, picked), kind=kind)


@room.post("/beside")
@allow(*STAFF)
def beside():
    """The last records of who is chosen: a part of a form, swapped by htmx."""
    kind = KINDS.get(request.form.get("form_kind", ""))
    if kind is None:
        abort(400)
    picked = PickForm(request.form).pupil.data
    return render_template("components/_beside.html", beside=picking.beside_of(kind, picked), kind=kind)


@room.post("/named")
@allow(*STAFF)
def named():
    """The pupils whom a form's texts name: a part of the form, swapped by htmx as it is typed."""
    kind = KINDS.get(request.form.get("form_kind", ""))
    if kind is None:
        abort(400)
    form = PickForm(request.form)
    texts = [text for name, text in request.form.items(multi=True) if not name.startswith(NO_TEXT)]
    found = noticing.notice(g.member, texts, form.pupil.data.ids, form.names.data)
    warned = picking.warned(kind, request.form.get("note", ""), form.pupil.data.ids)
    return render_template("components/_named.html", named=found, kind=kind, warned=warned)


@room.post("/<int:number>/searches")
@allow(*STAFF)
def searches_create(number):
    """The timeline's records by words: posted, so that what is looked for stands in no address, history or log.

    Without words there is nothing to hide: the choices then stand in the address.
    """
    one_or_404(Pupil.findable_by(g.member).where(Pupil.id == number))
    filters = _filters()
    if not htmx.partial and not filters.words:
        return redirect(_address(number, filters), 303)
    return show(number)


@room.get("/<int:number>")
@allow(*STAFF)
def show(number):
    """A pupil's page: who they are, and the timeline as far as the member may read it."""
    pupil = one_or_404(finding.with_class(Pupil.findable_by(g.member)).where(Pupil.id == number))
    filters = _filters()
    viewing.pupil(g.member, pupil)
    try:
        page = timeline.page(g.member, pupil, filters, request.values.get("before", ""))
    except paging.BadKey as error:
        abort(400, str(error))
    context = {"pupil": pupil, "page": page, "filters": filters, "periods": timeline.PERIODS}
    if htmx.partial:
        more = "before" in request.values
        part = page_or("pupils/show.html", "pupils/_lines.html" if more else "pupils/_timeline.html", **context)
        if request.method == "POST" and not more:
            part.headers["HX-Push-Url"] = _address(number, filters)
        return part
    supported = Pupil.visible_to(g.member).where(Pupil.id == number).exists()
    plan = _plan_card(pupil) if supported else {}
    family = FamilyContact.visible_to(g.member).where(FamilyContact.pupil == pupil)
    return page_or(
        "pupils/show.html", "pupils/_timeline.html", supported=supported, **plan,
        signals=_signals(pupil) if supported else [],
        after=_after(pupil) if supported else None,
        away=moving.away_from(g.member, pupil) if supported else [],
        referrals=referrals.open_ones(g.member, pupil) if supported else [],
        card=Pupil.card_visible_to(g.member).where(Pupil.id == number).exists(),
        **_works(pupil, supported), voices=own_screens.waiting(g.member, pupil) if supported else [],
        charts=charts.of(g.member, pupil) if supported else None,
        **(_progress(pupil, plan) if supported else {}),
        family=list(family.order_by(FamilyContact.priority, FamilyContact.id)),
        mentors=caseload.mentors_of(g.member, pupil), open_until=break_glass.ends_at(g.member, pupil), **context,
    )  # fmt: skip


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


def _works(pupil: Pupil, supported: bool) -> dict:
    """What works with the pupil; for who only works with the class, that there is a card to read."""
    if not supported:
        return {"has_works": WhatWorks.of(g.member).where(Pupil.id == pupil.id).exists()}
    card = what_works.of(pupil)
    plan_names.hide(g.member, pupil, [card] if card else [])
    return {"works": card, "well": what_works.ended_well(g.member.school, pupil, g.member)}


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


def _address(number: int, filters: timeline.Filters) -> str:
    """The address of a timeline with its choices, and without its words."""
    return url_for(
        "pupils.show", number=number, kind=filters.kinds, period=filters.period or None, week=filters.week,
        year=filters.year,
    )  # fmt: skip


def _filters() -> timeline.Filters:
    period, year = request.values.get("period", ""), request.values.get("year", "")
    return timeline.Filters(
        kinds=tuple(name for name in request.values.getlist("kind") if name in KINDS),
        period=period if period in timeline.PERIODS else "",
        words=request.form.get("words", "").strip()[:100],
        week=_week(request.values.get("week", "")),
        year=int(year) if year.isdecimal() and 1990 <= int(year[:4]) <= 2200 and len(year) == 4 else None,
    )


def _week(text: str) -> date | None:
    """The Monday of the week of a day in the address."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return clock.week_start(day) if 1990 <= day.year <= 2200 else None
