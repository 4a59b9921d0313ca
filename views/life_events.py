"""Life events: mark one, read it, amend it."""

from flask import Blueprint, g, redirect, render_template

from forms.life_events import LifeEventForm
from mentoring import lines, recording
from mentoring.entry import Entry
from models import KINDS, Record
from models.school import RECORDERS
from views import capture, known, picking
from views.guard import allow, one_or_404
from views.shelf import shelved

KIND = KINDS["life_event"]
room = Blueprint("life_events", __name__, url_prefix="/life-events")


@room.get("/new")
@allow(*KIND.writers)
@shelved(LifeEventForm)
def new():
    return capture.page(KIND, "life_events/new.html", capture.start(LifeEventForm, pupil=known.asked_for()))


@room.post("")
@allow(*KIND.writers)
def create():
    form = capture.receive(LifeEventForm)
    if capture.is_step():
        return capture.page(KIND, "life_events/new.html", form)
    if not capture.is_valid(form, KIND):
        return capture.page(KIND, "life_events/new.html", form, 422)
    result = recording.log(g.member, _entry(form))
    return capture.saved(form, KIND, result) or redirect(capture.onward(form), 303)


@room.get("/<int:number>")
@allow(*RECORDERS)
def show(number):
    record = one_or_404(capture.readable(KIND, number))
    return render_template("life_events/show.html", line=lines.one(g.member, record), kind=KIND)


@room.get("/<int:number>/edit")
@allow(*KIND.writers)
def edit(number):
    record = capture.editable(KIND, number)
    return capture.page(
        KIND, "life_events/edit.html", capture.start(LifeEventForm, record, **_data(record)), record=record
    )


@room.post("/<int:number>")
@allow(*KIND.writers)
def update(number):
    record = capture.own_record(KIND, number)
    form = capture.receive(LifeEventForm, record, _data)
    if capture.is_step():
        return capture.page(KIND, "life_events/edit.html", form, record=record)
    if not capture.is_valid(form, KIND):
        return capture.page(KIND, "life_events/edit.html", form, 422, record=record)
    return capture.amended(form, KIND, record, _entry(form), "life_events/edit.html", _data)


def _entry(form: LifeEventForm) -> Entry:
    pupils = [pupil for pupil, _ in picking.picker(KIND, form.pupil.data).chosen]
    return Entry(
        kind=KIND, client_id=form.client_id.data, body=capture.body(), occurred_at=form.moment, note=form.note.data,
        pupils=capture.parts(form, KIND), chosen=frozenset(form.chosen()), finish_later=form.finish_later,
        promises=tuple(capture.promises(form, pupils)), mentions=picking.mentions(form),
    )  # fmt: skip


def _data(record: Record) -> dict:
    return capture.data_of(record) | capture.chosen_by_list(LifeEventForm, record)
