"""1:1 sessions: log one, read it, amend it."""

from dataclasses import replace

from flask import Blueprint, g, redirect, render_template, request

from database import write
from forms.sessions import SessionForm
from mentoring import arrivals, lines, own_screens, ratings
from mentoring.entry import Entry
from models import KINDS, OwnScreen, Participation, Pupil, Rating, Record, Session
from models.school import RECORDERS
from views import arriving, capture, known, picking
from views.guard import allow, one_or_404
from views.shelf import shelved

KIND = KINDS["session"]
room = Blueprint("sessions", __name__, url_prefix="/sessions")
MARKS = ("feeling_in", "feeling_out", "engagement")


@room.get("/new")
@allow(*KIND.writers)
@shelved(SessionForm)
def new():
    form = capture.start(SessionForm, pupil=known.asked_for(), **_own_screen())
    if "draft" not in request.args:
        form.make_ready(attendance=request.args.get("attendance", "came"))
    form.ratings.looked_at = "draft" in request.args
    _offer(form)
    return capture.page(KIND, "sessions/new.html", form)


@room.post("")
@allow(*KIND.writers)
def create():
    form = capture.receive(SessionForm)
    form.ratings.looked_at = arriving.is_here()
    _offer(form)
    if capture.is_step():
        return capture.page(KIND, "sessions/new.html", form)
    if not capture.is_valid(form, KIND):
        return capture.page(KIND, "sessions/new.html", form, 422)
    result = own_screens.log(g.member, _entry(form))
    if arriving.is_here() and not result.replay:
        arrivals.flag_ended(g.member, result.record)
    return capture.saved(form, KIND, result) or redirect(capture.onward(form), 303)


@room.post("/ratings")
@allow(*KIND.writers)
def ratings_show():
    """The targets of who is chosen, to be rated: a part of the form, swapped by htmx."""
    form = capture.receive(SessionForm)
    _offer(form)
    return render_template("sessions/_ratings.html", form=form)


@room.get("/<int:number>")
@allow(*RECORDERS)
def show(number):
    record = one_or_404(capture.readable(KIND, number))
    line = lines.one(g.member, record)
    pupils = [part.pupil_id for part in line.parts if part.seen]
    unrated = len(ratings.offered(g.member, pupils)) > len(line.rated)
    return render_template("sessions/show.html", line=line, kind=KIND, unrated=unrated and line.amendable)


@room.get("/<int:number>/edit")
@allow(*KIND.writers)
def edit(number):
    record = capture.editable(KIND, number)
    more = {"reason": "Ratings added"} if request.args.get("add") == "ratings" else {}
    form = capture.start(SessionForm, record, **_data(record), **more)
    _offer(form, record)
    return capture.page(KIND, "sessions/edit.html", form, record=record)


@room.post("/<int:number>")
@allow(*KIND.writers)
def update(number):
    record = capture.own_record(KIND, number)
    form = capture.receive(SessionForm, record, _data)
    _offer(form, record)
    if capture.is_step():
        return capture.page(KIND, "sessions/edit.html", form, record=record)
    if not capture.is_valid(form, KIND):
        return capture.page(KIND, "sessions/edit.html", form, 422, record=record)
    with write():
        reply = capture.amended(form, KIND, record, _entry(form, record), "sessions/edit.html", _data)
        if "saved" in g:
            own_screens.take_up(g.member, form.client_id.data, record)
    return reply


def _own_screen() -> dict:
    """The form that a pupil's screen was handed over for, where the address names what they said."""
    number = request.args.get("own_screen", "")
    rows = OwnScreen.visible_to(g.member).where((OwnScreen.id == number) & (OwnScreen.author == g.member.user))
    one = rows.first() if known.is_number(number) else None
    return {"client_id": one.client_id} if one else {}


def _offer(form: SessionForm, record: Record | None = None) -> None:
    """The targets of who is chosen, with those that the record rates already; and what the pupil said themselves."""
    ids = form.pupil.data.ids
    screen = own_screens.of_form(g.member, form.client_id.data, ids)
    own = own_screens.marks(screen, record)
    found = ratings.offered(g.member, ids, record, own, form.ratings.data)
    form.ratings.targets = tuple((one.target, one.title) for one in found)
    form.ratings.own = {one.target: own[one.target] for one in found if one.target in own}
    form.voice = own_screens.detail(screen, record)
    one = Pupil.findable_by(g.member).where(Pupil.left_on.is_null() & Pupil.id.not_in(sorted(g.member.related)))
    taken_up = screen is None and form.voice
    form.hand_to = one.where(Pupil.id == ids[0]).first() if len(ids) == 1 and not taken_up else None


def _entry(form: SessionForm, record: Record | None = None) -> Entry:
    there = form.was_there
    marks = {name: form[name].data if there else None for name in MARKS}
    parts = tuple(replace(part, seen=there, **marks) for part in capture.parts(form, KIND))
    pupils = [pupil for pupil, _ in picking.picker(KIND, form.pupil.data).chosen]
    detail = {"minutes": form.minutes.data if there else None, "own_words": form.own_words.data,
              "next_step": form.next_step.data}  # fmt: skip
    return Entry(
        kind=KIND, client_id=form.client_id.data, body=capture.body(), occurred_at=form.moment, note=form.note.data,
        pupils=parts, chosen=frozenset(form.chosen()), detail=detail | form.voice, parts_of=_rated(form),
        finish_later=form.finish_later, promises=tuple(capture.promises(form, pupils)),
        mentions=picking.mentions(form),
    )  # fmt: skip


def _rated(form: SessionForm) -> dict:
    """The ratings: the pupil's own stay theirs."""
    given = form.ratings.given() if form.was_there else {}
    rows = [{"target": number, "value": value} for number, value in given.items()]
    own = [{"target": number, "value": value, "by_pupil": True} for number, value in form.ratings.own.items()]
    return {Rating: rows + own} if rows or own else {}


def _data(record: Record) -> dict:
    detail = Session.get_by_id(record.id)
    data = capture.data_of(record) | capture.chosen_by_list(SessionForm, record)
    part = Participation.get_or_none(Participation.record == record)
    data |= {name: getattr(part, name) for name in MARKS} if part else {}
    given = (Rating.record == record) & ~Rating.by_pupil
    data["ratings"] = dict(Rating.select(Rating.target, Rating.value).where(given).tuples())
    return data | {"minutes": detail.minutes, "own_words": detail.own_words, "next_step": detail.next_step}
