"""Pupils: find one, read a timeline."""

from datetime import date

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from wtforms import Form

from forms.fields import NamesField, PupilsField
from mentoring import (
    break_glass,
    caseload,
    clock,
    finding,
    noticing,
    paging,
    timeline,
    triage,
    viewing,
)
from models import KINDS, Pupil
from models.school import STAFF
from views import picking, pupil_support
from views.fragments import htmx, page_or
from views.guard import allow, one_or_404, there_or_404

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
    pupil = there_or_404(finding.one_with_class(g.member, number))
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
    return page_or(
        "pupils/show.html", "pupils/_timeline.html",
        card=finding.reads_need(g.member, pupil),
        nominated=triage.of_pupil(g.member, pupil), mentors=caseload.mentors_of(g.member, pupil),
        open_until=break_glass.ends_at(g.member, pupil), **pupil_support.of(pupil), **context,
    )  # fmt: skip


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
