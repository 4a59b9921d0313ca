"""The plans that others keep for a pupil: registered with their days, and put right."""

from dataclasses import replace

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for

from forms.fields import Chip
from forms.other_plans import OtherPlanForm
from mentoring import lists, other_plans, plan_names, plans
from models import OtherPlan, Pupil
from models.school import SUPPORT_STAFF
from views import capture, clashes, known
from views.guard import allow, one_or_404

NAMES = ("keeper", "starts_on", "review_on", "ends_on", "more", "less")
room = Blueprint("other_plans", __name__, url_prefix="/other-plans")


@room.get("/new")
@allow(*SUPPORT_STAFF)
def new():
    return _page(OtherPlanForm(), "other_plans/new.html", pupil=_pupil(request.args.get("pupil", "")))


@room.post("")
@allow(*SUPPORT_STAFF)
def create():
    pupil = _pupil(request.form.get("pupil", ""))
    form = OtherPlanForm(request.form)
    _offer(form)
    if not form.validate():
        return _page(form, "other_plans/new.html", 422, pupil=pupil)
    other_plans.register(g.member, pupil, form.facts())
    flash("Registered")
    return redirect(url_for("pupils.show", number=pupil.id, _anchor="plan"), 303)


@room.get("/<int:number>/edit")
@allow(*SUPPORT_STAFF)
def edit(number):
    row = _mine(number)
    return _page(OtherPlanForm(data=_data(row)), "other_plans/edit.html", row=row, pupil=row.pupil)


@room.post("/<int:number>")
@allow(*SUPPORT_STAFF)
def update(number):
    row = _mine(number)
    form = OtherPlanForm(request.form)
    _offer(form, row)
    clashes.take(form, lambda: _kept(row))
    if not form.validate():
        return _page(form, "other_plans/edit.html", 422, row=row, pupil=row.pupil)
    try:
        other_plans.register_anew(g.member, row, form.facts(), capture.version_sent(form))
    except plans.Changed as error:
        return _clash(form, row, str(error))
    flash("Changed")
    return redirect(url_for("pupils.show", number=row.pupil_id, _anchor="plan"), 303)


def _page(form: OtherPlanForm, template: str, status: int = 200, row: OtherPlan | None = None, **context):
    _offer(form, row)
    return render_template(template, form=form, row=row, **context), status


def _offer(form: OtherPlanForm, row: OtherPlan | None = None) -> None:
    keep = {row.other_plan_id} - {None} if row else set()
    found = lists.options(g.member.school, "other_plan", keep=keep)["other_plan"]
    form.offer([Chip(one.id, one.name) for one in found])


def _data(row: OtherPlan) -> dict:
    """What is registered, as the form's data and as far as the member may read it."""
    plan_names.hide(g.member, row.pupil, [row])
    data = {name: getattr(row, name) for name in NAMES}
    return data | {"other_plan": row.other_plan_id, "version": str(row.version)}


def _kept(row: OtherPlan) -> OtherPlanForm:
    form = OtherPlanForm(data=_data(OtherPlan.get_by_id(row.id)))
    _offer(form, row)
    return form


def _clash(form: OtherPlanForm, row: OtherPlan, sentence: str):
    """The page again, with what the other saved beside what was written here."""
    now = OtherPlan.get_by_id(row.id)
    form.version.data = str(now.version)
    form.version.errors = [f"{sentence} Saving again keeps what you choose."]
    who, at = plans.last_change(now)
    clash = {"who": who, "at": at, "parts": clashes.between(form, _kept(now))}
    return _page(form, "other_plans/edit.html", 409, now, pupil=row.pupil, clash=clash)


def _pupil(text: str) -> Pupil:
    """The pupil whom the address or the form names."""
    if not known.is_number(text):
        abort(404)
    rows = Pupil.visible_to(replace(g.member, opened=frozenset())).where(Pupil.left_on.is_null())
    return one_or_404(rows.where(Pupil.id == int(text)))


def _mine(number: int) -> OtherPlan:
    return one_or_404(OtherPlan.changeable_by(g.member).where(OtherPlan.id == number))
