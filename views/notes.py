"""Notes: write one, read it, amend it."""

from flask import Blueprint, g, redirect, render_template

from forms.notes import NoteForm
from mentoring import lines, recording
from mentoring.entry import Entry
from models import KINDS
from models.school import RECORDERS
from views import capture, known, picking
from views.guard import allow, one_or_404
from views.shelf import shelved

KIND = KINDS["note"]
room = Blueprint("notes", __name__, url_prefix="/notes")


@room.get("/new")
@allow(*KIND.writers)
@shelved(NoteForm)
def new():
    return capture.page(KIND, "notes/new.html", capture.start(NoteForm, pupil=known.asked_for()))


@room.post("")
@allow(*KIND.writers)
def create():
    form = capture.receive(NoteForm)
    if capture.is_step():
        return capture.page(KIND, "notes/new.html", form)
    if not capture.is_valid(form, KIND):
        return capture.page(KIND, "notes/new.html", form, 422)
    result = recording.log(g.member, _entry(form))
    return capture.saved(form, KIND, result) or redirect(capture.onward(form), 303)


@room.get("/<int:number>")
@allow(*RECORDERS)
def show(number):
    record = one_or_404(capture.readable(KIND, number))
    return render_template("notes/show.html", line=lines.one(g.member, record), kind=KIND)


@room.get("/<int:number>/edit")
@allow(*KIND.writers)
def edit(number):
    record = capture.editable(KIND, number)
    data = capture.data_of(record)
    return capture.page(KIND, "notes/edit.html", capture.start(NoteForm, record, **data), record=record)


@room.post("/<int:number>")
@allow(*KIND.writers)
def update(number):
    record = capture.own_record(KIND, number)
    form = capture.receive(NoteForm, record, capture.data_of)
    if capture.is_step():
        return capture.page(KIND, "notes/edit.html", form, record=record)
    if not capture.is_valid(form, KIND):
        return capture.page(KIND, "notes/edit.html", form, 422, record=record)
    return capture.amended(form, KIND, record, _entry(form), "notes/edit.html", capture.data_of)


def _entry(form: NoteForm) -> Entry:
    pupils = [pupil for pupil, _ in picking.picker(KIND, form.pupil.data).chosen]
    return Entry(
        kind=KIND, client_id=form.client_id.data, body=capture.body(), occurred_at=form.moment, note=form.note.data,
        pupils=capture.parts(form, KIND), finish_later=form.finish_later,
        promises=tuple(capture.promises(form, pupils)), mentions=picking.mentions(form),
    )  # fmt: skip
