"""Caseload moves: pupils go from one mentor to another on a day, all at once."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from forms.caseload_moves import MoveForm
from forms.fields import Chip
from mentoring import assigning, capacity, caseload, clock
from mentoring.assigning import AssignError
from models import Caseload, User
from views.guard import allow, one_or_404

room = Blueprint("caseload_moves", __name__, url_prefix="/caseloads")


@room.get("/<int:number>/moves/new")
@allow("lead", "dsl")
def new(number):
    mentor = _mentor(number)
    rows = _rows(mentor)
    return _page(mentor, _form(mentor, rows, data={"row": [row.id for row in rows], "starts_on": _today()}))


@room.post("/<int:number>/moves")
@allow("lead", "dsl")
def create(number):
    mentor = _mentor(number)
    rows = _rows(mentor)
    form = _form(mentor, rows, request.form)
    if not form.validate():
        return _page(mentor, form, 422)
    to = User.get_by_id(form.mentor.data)
    moved = [row for row in rows if row.id in form.row.chosen()]
    try:
        assigning.move(g.member, moved, to, form.starts_on.data)
    except AssignError as error:
        form.starts_on.errors = [str(error)]
        return _page(mentor, form, 422)
    flash(f"{len(moved)} {'pupil' if len(moved) == 1 else 'pupils'} moved to {to.name}")
    if said := capacity.warning(g.member, to, form.starts_on.data):
        flash(said, "warn")
    return redirect(url_for("caseloads.show", number=to.id), 303)


def _mentor(number: int) -> User:
    return one_or_404(assigning.mentors_ever(g.member).where(User.id == number))


def _rows(mentor: User) -> list[Caseload]:
    found = assigning.rows(g.member, mentor)
    return [*found.now, *found.later]


def _form(mentor: User, rows: list[Caseload], sent=None, data=None) -> MoveForm:
    others = [(one.id, one.name) for one in caseload.mentors(g.member) if one.id != mentor.id]
    form = MoveForm(sent, data=data, today=_today(), mentors=others)
    form.row.offer([Chip(row.id, row.pupil.name) for row in rows])
    return form


def _page(mentor: User, form: MoveForm, status: int = 200):
    return render_template("caseload_moves/new.html", mentor=mentor, form=form), status


def _today():
    return clock.today(g.member.school.zone)
