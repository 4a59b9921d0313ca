"""Reviews: a plan reviewed, read, amended, and signed off by a lead."""

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for

from forms.fields import Chip, Part, Picked
from forms.reviews import ReviewForm
from forms.target_fields import Scored
from mentoring import lines, plan_names, ratings, recording, reviews
from mentoring.entry import Entry
from mentoring.marks import HIGHEST, amount
from models import KINDS, Plan, Record, Review, ReviewScore, Target
from models.plans import OPEN
from models.records import WITHDRAWN
from models.school import RECORDERS
from views import arriving, capture, known, picking
from views.guard import allow, one_or_404
from views.shelf import shelved

KIND = KINDS["review"]
room = Blueprint("reviews", __name__, url_prefix="/reviews")
NO_PLAN = "There is no plan of theirs that goes on. Start one from the pupil's page, or write a note."
WHICH = "Choose which plan it is."
VIEWS = ("pupil_view", "family_view", "teacher_view")


@room.get("/new")
@allow(*KIND.writers)
@shelved(ReviewForm)
def new():
    form = capture.start(ReviewForm, **_asked_for())
    _offer(form)
    return capture.page(KIND, "reviews/new.html", form)


@room.post("")
@allow(*KIND.writers)
def create():
    form = capture.receive(ReviewForm)
    _offer(form)
    if capture.is_step():
        return capture.page(KIND, "reviews/new.html", form)
    if not _is_valid(form):
        return capture.page(KIND, "reviews/new.html", form, 422)
    result = reviews.log(g.member, _entry(form))
    return capture.saved(form, KIND, result) or redirect(_onward(form), 303)


@room.post("/targets")
@allow(*KIND.writers)
def targets_show():
    """The plans and targets of who is chosen, to be scored: a part of the form, swapped by htmx."""
    form = capture.receive(ReviewForm)
    _offer(form)
    return render_template("reviews/_targets.html", form=form)


@room.get("/<int:number>")
@allow(*RECORDERS)
def show(number):
    record = one_or_404(capture.readable(KIND, number))
    line = lines.one(g.member, record)
    try:
        outcome = reviews.outcome_of(g.member, record) if g.member.has("lead") else None
    except reviews.NotSigned:
        outcome = None
    if outcome:
        plan_names.hide(g.member, line.detail.plan.pupil, outcome.met)
    mine = Plan.visible_to(g.member).where(Plan.id == line.detail.plan_id)
    return render_template(
        "reviews/show.html", line=line, kind=KIND, scores=reviews.scores(g.member, record), outcome=outcome,
        signed=reviews.signed(record), plan=mine.first(),
    )  # fmt: skip


@room.get("/<int:number>/edit")
@allow(*KIND.writers)
def edit(number):
    record = capture.editable(KIND, number)
    form = capture.start(ReviewForm, record, **_data(record))
    _offer(form, record)
    return capture.page(KIND, "reviews/edit.html", form, record=record)


@room.post("/<int:number>")
@allow(*KIND.writers)
def update(number):
    record = capture.own_record(KIND, number)
    form = capture.receive(ReviewForm, record, _data)
    _offer(form, record)
    if capture.is_step():
        return capture.page(KIND, "reviews/edit.html", form, record=record)
    if not _is_valid(form):
        return capture.page(KIND, "reviews/edit.html", form, 422, record=record)
    reply = capture.amended(form, KIND, record, _entry(form, record), "reviews/edit.html", _data)
    if "saved" in g:
        reviews.follow(g.member, record)
    return reply


@room.post("/<int:number>/sign-off")
@allow("lead")
def sign_off_create(number):
    """A lead's yes: the plan goes on from the review, or ends."""
    record = one_or_404(capture.readable(KIND, number).where(Record.state != WITHDRAWN))
    sent = request.form.get("version", "")
    try:
        reviews.sign_off(g.member, record, int(sent) if known.is_number(sent) else 0)
    except (reviews.NotSigned, recording.Changed) as error:
        abort(409, str(error))
    flash("Signed off")
    return redirect(url_for("reviews.show", number=number), 303)


def _asked_for() -> dict:
    """The plan in the address, with its pupil."""
    number = request.args.get("plan", "")
    rows = Plan.changeable_by(g.member).where(Plan.id == int(number)) if known.is_number(number) else None
    plan = rows.first() if rows is not None else None
    if plan:
        return {"pupil": Picked([Part(plan.pupil_id)]), "plan": plan.id}
    return {"pupil": known.asked_for()}


def _offer(form: ReviewForm, record: Record | None = None) -> None:
    """The plans of who is chosen that go on, and the one that the record is of; the only one is taken; its targets."""
    kept = Review.get_by_id(record.id).plan_id if record else None
    ids = form.pupil.data.ids
    found = list(Plan.changeable_by(g.member).where(Plan.pupil.in_(ids)).order_by(Plan.id))
    if kept and kept not in {one.id for one in found}:
        found += list(Plan.select().where((Plan.id == kept) & Plan.pupil.in_(ids)))
    form.plan.offer([Chip(one.id, one.name) for one in found])
    if len(found) == 1:
        form.plan.data = found[0].id
    plan = next((one for one in found if one.id == form.plan.data), None)
    form.scores.targets = _targets(plan, record) if plan else ()


def _targets(plan: Plan, record: Record | None) -> tuple[Scored, ...]:
    """The plan's targets that go on, and those that the record scores already."""
    scored = ReviewScore.select(ReviewScore.target).where(ReviewScore.record == record)
    ids = [row.target_id for row in scored] if record else []
    rows = ratings.with_plan(g.member).where((Target.plan == plan) & ((Target.state == OPEN) | Target.id.in_(ids)))
    return tuple(
        Scored(row.id, title, row.measure, HIGHEST[row.measure], _stands(row))
        for row, title in ratings.titled(g.member, list(rows.order_by(Target.position)))
    )


def _stands(target: Target) -> str:
    pairs = (("baseline", target.baseline), ("aim", target.aim))
    return " · ".join(f"{word} {amount(target.measure, value)}" for word, value in pairs if value is not None)


def _is_valid(form: ReviewForm) -> bool:
    fine = capture.is_valid(form, KIND)
    asked = form.pupil.data.ids and not form.finish_later
    if asked and form.plan.data is None and not form.plan.errors:
        form.plan.errors = [WHICH if form.plan.chips else NO_PLAN]
        return False
    return fine


def _entry(form: ReviewForm, record: Record | None = None) -> Entry:
    pupils = [pupil for pupil, _ in picking.picker(KIND, form.pupil.data).chosen]
    plan = Plan.get_or_none(Plan.id == form.plan.data) if form.plan.data else None
    before = Review.get_by_id(record.id) if record else None
    cycle = before.cycle if before and plan and before.plan_id == plan.id else plan.cycle if plan else None
    given = form.scores.given()
    return Entry(
        kind=KIND, client_id=form.client_id.data, body=capture.body(), occurred_at=form.moment, note=form.note.data,
        pupils=capture.parts(form, KIND), chosen=frozenset(form.chosen()),
        detail={"plan": plan, "cycle": cycle} | {name: form[name].data for name in VIEWS},
        parts_of={ReviewScore: given} if given else {}, finish_later=form.finish_later,
        promises=tuple(capture.promises(form, pupils)), mentions=picking.mentions(form),
    )  # fmt: skip


def _data(record: Record) -> dict:
    detail = Review.get_by_id(record.id)
    data = capture.data_of(record) | capture.chosen_by_list(ReviewForm, record)
    data |= {name: getattr(detail, name) for name in VIEWS} | {"plan": detail.plan_id}
    found = {}
    for row in ReviewScore.select().where(ReviewScore.record == record):
        for name, value in (("score", row.value), ("against", row.against)):
            found |= {f"{name}-{row.target_id}": str(value)} if value is not None else {}
    return data | {"scores": found}


def _onward(form: ReviewForm) -> str:
    plan = form.plan.data
    return url_for("plans.show", number=plan) if plan and not arriving.is_here() else capture.onward(form)
