"""1:1 sessions: log one, read it, amend it."""

from dataclasses import replace

from flask import Blueprint, abort, g, redirect, render_template, request

from forms.sessions import SessionForm
from mentoring import lines, ratings, recording
from mentoring.entry import Entry
from models import KINDS, Participation, Rating, Record, Session
from models.records import WITHDRAWN
from models.school import RECORDERS
from views import capture, known, picking
from views.guard import allow, one_or_404
from views.shelf import shelved

KIND = KINDS["session"]
room = Blueprint("sessions", __name__, url_prefix="/sessions")
MARKS = ("feeling_in", "feeling_out", "engagement")


@room.get("/new")
@allow(*KIND.writers)
@shelved(SessionForm)
def new():
    form = capture.start(SessionForm, pupil=known.asked_for())
    if "draft" not in request.args:
        form.make_ready(attendance=request.args.get("attendance", "came"))
    _offer(form)
    return capture.page(KIND, "sessions/new.html", form)


@room.post("")
@allow(*KIND.writers)
def create():
    form = capture.receive(SessionForm)
    _offer(form)
    if capture.is_step():
        return capture.page(KIND, "sessions/new.html", form)
    if not capture.is_valid(form, KIND):
        return capture.page(KIND, "sessions/new.html", form, 422)
    result = recording.log(g.member, _entry(form))
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
    record = capture.own_record(KIND, number)
    if record.state == WITHDRAWN:
        abort(404)
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
    return capture.amended(form, KIND, record, _entry(form), "sessions/edit.html", _data)


def _offer(form: SessionForm, record: Record | None = None) -> None:
    """The targets of who is chosen, with those that the record rates already."""
    found = ratings.offered(g.member, form.pupil.data.ids, record)
    form.ratings.targets = tuple((one.target, one.title) for one in found)


def _entry(form: SessionForm) -> Entry:
    there = form.was_there
    marks = {name: form[name].data if there else None for name in MARKS}
    parts = tuple(replace(part, seen=there, **marks) for part in capture.parts(form, KIND))
    pupils = [pupil for pupil, _ in picking.picker(KIND, form.pupil.data).chosen]
    detail = {"minutes": form.minutes.data if there else None, "own_words": form.own_words.data,
              "next_step": form.next_step.data}  # fmt: skip
    given = form.ratings.given() if there else {}
    rated = {Rating: [{"target": number, "value": value} for number, value in given.items()]} if given else {}
    return Entry(
        kind=KIND, client_id=form.client_id.data, body=capture.body(), occurred_at=form.moment, note=form.note.data,
        pupils=parts, chosen=frozenset(form.chosen()), detail=detail, parts_of=rated, finish_later=form.finish_later,
        promises=tuple(capture.promises(form, pupils)), mentions=picking.mentions(form),
    )  # fmt: skip


def _data(record: Record) -> dict:
    detail = Session.get_by_id(record.id)
    data = capture.data_of(record) | capture.chosen_by_list(SessionForm, record)
    part = Participation.get_or_none(Participation.record == record)
    data |= {name: getattr(part, name) for name in MARKS} if part else {}
    data["ratings"] = dict(Rating.select(Rating.target, Rating.value).where(Rating.record == record).tuples())
    return data | {"minutes": detail.minutes, "own_words": detail.own_words, "next_step": detail.next_step}
