"""The log of one's own training, which nobody else reads."""

from uuid import uuid4

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for

from forms.trainings import TrainingForm
from mentoring import clock, recording, supervision, training
from models import Training
from models.school import RECORDERS
from views.guard import allow, one_or_404

room = Blueprint("trainings", __name__, url_prefix="/trainings")


@room.get("")
@allow(*RECORDERS)
def index():
    entries = training.log(g.member)
    minutes = training.minutes_this_year(g.member, entries)
    return render_template("trainings/index.html", entries=entries, this_year=Training(minutes=minutes).hours)


@room.get("/file")
@allow(*RECORDERS)
def file_show():
    """The log as CSV."""
    response = Response(training.file(g.member), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = "attachment; filename=training.csv"
    return response


@room.get("/new")
@allow(*RECORDERS)
def new():
    today = _today()
    return _page(TrainingForm(data={"client_id": str(uuid4()), "held_on": today}, today=today))


@room.post("")
@allow(*RECORDERS)
def create():
    form = TrainingForm(request.form, today=_today())
    if not _fine(form):
        return _page(form, status=422)
    client_id = form.client_id.data if recording.is_client_id(form.client_id.data) else str(uuid4())
    training.add(g.member, client_id, _facts(form))
    return _saved("Saved")


@room.get("/<int:number>/edit")
@allow(*RECORDERS)
def edit(number):
    row = _mine(number)
    facts = {"held_on": row.held_on, "title": row.title, "hours": row.hours, "taken": row.taken}
    return _page(TrainingForm(data=facts, today=_today()), row)


@room.post("/<int:number>")
@allow(*RECORDERS)
def update(number):
    row, form = _mine(number), TrainingForm(request.form, today=_today())
    if not _fine(form):
        return _page(form, row, 422)
    training.change(g.member, row, _facts(form))
    return _saved("Saved")


@room.post("/<int:number>/removal")
@allow(*RECORDERS)
def destroy(number):
    training.remove(g.member, _mine(number))
    return _saved("Taken off your log")


def _fine(form: TrainingForm) -> bool:
    valid = form.validate()
    return form.names_nobody(supervision.names_in(g.member, form.texts()), form.taken) and valid


def _facts(form: TrainingForm) -> dict:
    return {"held_on": form.held_on.data, "title": form.title.data, "minutes": form.minutes, "taken": form.taken.data}


def _saved(words: str):
    flash(words)
    return redirect(url_for("trainings.index"), 303)


def _page(form: TrainingForm, row: Training | None = None, status: int = 200):
    return render_template("trainings/edit.html" if row else "trainings/new.html", form=form, row=row), status


def _mine(number: int) -> Training:
    return one_or_404(Training.visible_to(g.member).where(Training.id == number))


def _today():
    return clock.today(g.member.school.zone)
