"""Praise: log it, read it, amend it."""

from flask import Blueprint, flash, g, redirect, render_template, url_for

from forms.praise import PraiseForm
from mentoring import clock, lines, recording
from mentoring.entry import Entry, Promise
from models import KINDS, Pupil, Record
from models.school import RECORDERS
from views import arriving, capture, known, picking
from views.guard import allow, one_or_404
from views.shelf import shelved

KIND = KINDS["praise"]
room = Blueprint("praise", __name__, url_prefix="/praise")


@room.get("/new")
@allow(*KIND.writers)
@shelved(PraiseForm)
def new():
    return capture.page(KIND, "praise/new.html", capture.start(PraiseForm, pupil=known.asked_for()))


@room.post("")
@allow(*KIND.writers)
def create():
    form = capture.receive(PraiseForm)
    if capture.is_step():
        return capture.page(KIND, "praise/new.html", form)
    if not capture.is_valid(form, KIND):
        return capture.page(KIND, "praise/new.html", form, 422)
    result = recording.log(g.member, _entry(form))
    return capture.saved(form, KIND, result) or redirect(_onward(form), 303)


@room.get("/<int:number>")
@allow(*RECORDERS)
def show(number):
    record = one_or_404(capture.readable(KIND, number))
    return render_template("praise/show.html", line=lines.one(g.member, record), kind=KIND)


@room.get("/<int:number>/edit")
@allow(*KIND.writers)
def edit(number):
    record = capture.editable(KIND, number)
    return capture.page(KIND, "praise/edit.html", capture.start(PraiseForm, record, **_data(record)), record=record)


@room.post("/<int:number>")
@allow(*KIND.writers)
def update(number):
    record = capture.own_record(KIND, number)
    form = capture.receive(PraiseForm, record, _data)
    if capture.is_step():
        return capture.page(KIND, "praise/edit.html", form, record=record)
    if not capture.is_valid(form, KIND):
        return capture.page(KIND, "praise/edit.html", form, 422, record=record)
    return capture.amended(form, KIND, record, _entry(form), "praise/edit.html", _data)


def _entry(form: PraiseForm) -> Entry:
    pupils = [pupil for pupil, _ in picking.picker(KIND, form.pupil.data).chosen]
    promises = capture.promises(form, pupils)
    if form.tell_home.data == "later" or (form.tell_home.data == "now" and arriving.is_here()):
        what = f"Good news home: {picking.names(pupils)}"
        promises.append(Promise("tell_home", what, clock.today(g.member.school.zone)))
    return Entry(
        kind=KIND, client_id=form.client_id.data, body=capture.body(), occurred_at=form.moment, note=form.note.data,
        pupils=capture.parts(form, KIND), chosen=frozenset(form.chosen()), finish_later=form.finish_later,
        promises=tuple(promises), mentions=picking.mentions(form),
    )  # fmt: skip


def _onward(form: PraiseForm) -> str:
    """On to a good-news contact where home is to be told now; families are known for one's own caseload."""
    if form.tell_home.data != "now":
        return capture.onward(form)
    mine = [row.id for row in Pupil.visible_to(g.member).where(Pupil.id.in_(form.pupil.data.ids))]
    if mine and g.member.has(*KINDS["parent_contact"].writers):
        return url_for("parent_contacts.new", pupil=mine, good_news=1)
    flash("Nobody in it is on your caseload: ask the class teacher to tell home.")
    return capture.onward(form)


def _data(record: Record) -> dict:
    return capture.data_of(record) | capture.chosen_by_list(PraiseForm, record)
