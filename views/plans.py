"""Plans: a pupil's plan started, read, changed, moved on and printed."""

from dataclasses import replace
from uuid import uuid4

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for

from forms.fields import Chip
from forms.plans import EXAMPLE, SMART, PlanForm
from mentoring import (
    clock,
    lists,
    plan_names,
    plan_parts,
    plan_versions,
    plan_warnings,
    plans,
    ratings,
    recording,
    reviews,
    viewing,
)
from mentoring.marks import STAGES
from mentoring.plans import Goal
from models import Option, Plan, PlanChoice, Pupil, Target, TargetChoice
from models.school import SUPPORT_STAFF
from views import capture, clashes, known
from views.guard import allow, one_or_404

LISTS = ("plan_type", "barrier", "consent_how", "strategy")
READERS = (*SUPPORT_STAFF, "head")
room = Blueprint("plans", __name__, url_prefix="/plans")


@room.get("")
@allow(*SUPPORT_STAFF)
def index():
    """Every plan of whom the member supports, the soonest review first."""
    return render_template(
        "plans/index.html",
        plans=plan_parts.due(g.member),
        unsigned=reviews.unsigned(g.member) if g.member.has("lead") else [],
    )


@room.get("/new")
@allow(*SUPPORT_STAFF)
def new():
    pupil, today = _pupil(request.args.get("pupil", "")), _today()
    days = {"starts_on": today, "review_on": plans.proposed_review(g.member, today)}
    form = PlanForm(data={"client_id": str(uuid4()), **days}, today=today)
    return _page(form, "plans/new.html", pupil=pupil)


@room.post("")
@allow(*SUPPORT_STAFF)
def create():
    pupil = _pupil(request.form.get("pupil", ""))
    form = PlanForm(request.form, today=_today())
    _offer(form)
    if _is_step(form):
        return _page(form, "plans/new.html", pupil=pupil)
    if not _is_valid(form):
        return _page(form, "plans/new.html", 422, pupil=pupil)
    plan = plans.start(g.member, pupil, form.client_id.data, form.facts(), form.barrier.chosen(), _goals(form))
    flash("Plan started")
    return redirect(url_for("plans.show", number=plan.id), 303)


@room.get("/<int:number>")
@allow(*READERS)
def show(number):
    plan = _readable(number)
    viewing.pupil(g.member, plan.pupil)
    every, others = plan_parts.of_pupil(plan.pupil), plan_parts.others_of(plan.pupil)
    one = next(two for two in every if two.plan.id == plan.id)
    named = plan_names.hide(g.member, plan.pupil, [*plan_names.rows_of(one), *others])
    return render_template(
        "plans/show.html", one=one, plan=one.plan, pupil=plan.pupil, others=others, named=named,
        warnings=plan_warnings.of(every, others, _today()), older=[two for two in every if two.plan.id != plan.id],
        changeable=Plan.changeable_by(g.member).where(Plan.id == number).exists(),
        cycles=reviews.cycles(g.member, plan), points=ratings.points(g.member, [row.id for row in one.targets]),
        supported=_supported().where(Pupil.id == plan.pupil_id).exists(),
    )  # fmt: skip


@room.get("/<int:number>/edit")
@allow(*SUPPORT_STAFF)
def edit(number):
    plan = _changeable(number)
    return _page(PlanForm(data=_data(plan), today=_today()), "plans/edit.html", plan=plan, pupil=plan.pupil)


@room.post("/<int:number>")
@allow(*SUPPORT_STAFF)
def update(number):
    plan = _changeable(number)
    form = PlanForm(request.form, today=_today())
    _offer(form, plan)
    clashes.take(form, lambda: _kept(plan))
    _offer(form, plan)
    if _is_step(form):
        return _page(form, "plans/edit.html", plan=plan, pupil=plan.pupil)
    if not _is_valid(form, plan):
        return _page(form, "plans/edit.html", 422, plan=plan, pupil=plan.pupil)
    try:
        plans.change(g.member, plan, form.facts(), form.barrier.chosen(), _goals(form), capture.version_sent(form))
    except plans.Changed as error:
        return _clash(form, plan, str(error))
    flash("Plan changed")
    return redirect(url_for("plans.show", number=number), 303)


@room.post("/<int:number>/stage")
@allow(*SUPPORT_STAFF)
def stage_update(number):
    """One tap: where in the cycle it is."""
    plan, stage = _changeable(number), request.form.get("stage", "")
    if stage not in dict(STAGES):
        abort(400)
    plans.move_on(g.member, plan, stage)
    return redirect(url_for("plans.show", number=number), 303)


@room.get("/<int:number>/printed")
@allow(*READERS)
def printed_show(number):
    """The plan on a page for pupil and family: plain words, and no other child's name."""
    plan = _readable(number)
    viewing.pupil(g.member, plan.pupil)
    one = plan_parts.whole([plan])[0]
    named = plan_names.hide_all(g.member, plan.pupil, plan_names.rows_of(one))
    return render_template("plans/printed.html", one=one, plan=one.plan, pupil=plan.pupil, named=named)


@room.get("/<int:number>/versions")
@allow(*READERS)
def versions_index(number):
    plan = _readable(number)
    viewing.pupil(g.member, plan.pupil)
    rows = [(row, [_hidden(plan, line) for line in lines]) for row, lines in plan_versions.of(plan)]
    return render_template("plans/versions.html", plan=plan, pupil=plan.pupil, versions=rows)


def _hidden(plan: Plan, line: tuple[str, str, str]) -> tuple[str, str, str]:
    """A line of a version as the member may read it."""
    label, said, before = line
    return (label, *plan_names.hide_text(g.member, plan.pupil, [said, before]))


def _page(form: PlanForm, template: str, status: int = 200, plan: Plan | None = None, **context):
    _offer(form, plan)
    return render_template(template, form=form, plan=plan, smart=SMART, example=EXAMPLE, **context), status


def _offer(form: PlanForm, plan: Plan | None = None) -> None:
    """The school's chips, with retired ones that the plan wears."""
    keep: set[int] = set()
    if plan:
        worn = PlanChoice.select(PlanChoice.option).where(PlanChoice.plan == plan)
        worn |= TargetChoice.select(TargetChoice.option).join(Target).where(Target.plan == plan)
        keep = {row.option_id for row in worn} | {plan.plan_type_id, plan.consent_how_id} - {None}
    found = lists.options(g.member.school, *LISTS, keep=keep)
    form.offer({name: [Chip(o.id, o.name, o.code) for o in rows] for name, rows in found.items()})


def _is_step(form: PlanForm) -> bool:
    """Whether another target was asked for, without scripts as with them: the page again, with nothing lost."""
    if request.form.get("step") != "target":
        return False
    if len(form.targets) < form.targets.max_entries:
        form.targets.append_entry()
    return True


def _is_valid(form: PlanForm, plan: Plan | None = None) -> bool:
    fine = form.validate()
    if plan is None and not recording.is_client_id(form.client_id.data):
        form.client_id.errors = ["This page was out of date. Save again: what you typed is still here."]
        form.client_id.data = str(uuid4())
        fine = False
    return fine


def _goals(form: PlanForm) -> list[Goal]:
    return [
        Goal(int(row.form.number.data) if known.is_number(row.form.number.data) else None, row.form.columns(),
             frozenset(row.form.strategy.chosen()))
        for row in form.targets if row.form.is_there
    ]  # fmt: skip


def _data(plan: Plan) -> dict:
    """A plan as its form's data."""
    rows = list(Target.select().where(Target.plan == plan).order_by(Target.position))
    plan_names.hide(g.member, plan.pupil, [plan, *rows])
    names = ("strengths", "referrer", "consent_by", "consent_on", "starts_on", "review_on")
    data = {name: getattr(plan, name) for name in names} | {"version": str(plan.version)}
    data |= {"plan_type": plan.plan_type_id, "consent_how": plan.consent_how_id}
    barriers = PlanChoice.select(PlanChoice.option).join(Option).where(PlanChoice.plan == plan)
    return data | {"barrier": [row.option_id for row in barriers], "targets": [_target(row) for row in rows]}


def _target(row: Target) -> dict:
    names = ("own_words", "wording", "measure", "measured", "baseline", "aim", "helper", "state")
    used = TargetChoice.select(TargetChoice.option).where(TargetChoice.target == row)
    return {name: getattr(row, name) for name in names} | {
        "number": str(row.id), "strategy": [one.option_id for one in used]
    }  # fmt: skip


def _kept(plan: Plan) -> PlanForm:
    form = PlanForm(data=_data(Plan.get_by_id(plan.id)), today=_today())
    _offer(form, plan)
    return form


def _clash(form: PlanForm, plan: Plan, sentence: str):
    """The page again, with what the other saved beside what was written here."""
    now = Plan.get_by_id(plan.id)
    form.version.data = str(now.version)
    form.version.errors = [f"{sentence} Saving again keeps what you choose."]
    who, at = plans.last_change(now)
    clash = {"who": who, "at": at, "parts": clashes.between(form, _kept(now))}
    return _page(form, "plans/edit.html", 409, now, pupil=plan.pupil, clash=clash)


def _supported():
    """The pupils for whom the member starts a plan."""
    return Pupil.visible_to(replace(g.member, opened=frozenset())).where(Pupil.left_on.is_null())


def _pupil(text: str) -> Pupil:
    """The pupil whom the address or the form names."""
    if not known.is_number(text):
        abort(404)
    return one_or_404(_supported().where(Pupil.id == int(text)))


def _readable(number: int) -> Plan:
    return one_or_404(Plan.visible_to(g.member).where(Plan.id == number))


def _changeable(number: int) -> Plan:
    return one_or_404(Plan.changeable_by(g.member).where(Plan.id == number))


def _today():
    return clock.today(g.member.school.zone)
