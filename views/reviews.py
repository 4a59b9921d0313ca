"""Reviews: a plan reviewed, read, amended, and signed off by a lead."""

from collections.abc import Iterable

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for

from database import write
from forms.fields import Chip, Part, Picked
from forms.reviews import ReviewForm
from forms.target_fields import Scored
from mentoring import arrivals, clock, lines, plan_names, ratings, recording, reviews
from mentoring.entry import Entry
from mentoring.marks import HIGHEST, stands
from models import KINDS, Plan, Record, Review, ReviewScore, Target
from models.plans import OPEN
from models.records import WITHDRAWN
from models.school import RECORDERS
from views import arriving, capture, known, picking
from views.guard import allow, one_or_404
from views.shelf import shelved

KIND = KINDS["review"]
room = Blueprint("reviews", __name__, url_prefix="/reviews")
ENDED = "The plan that you reviewed does not go on any more. See which plan is meant now, then save again."
MOVED_ON = "{then} of this plan was signed off meanwhile. Saved, this is a review of cycle {now}: is it one?"
VIEWS = ("pupil_view", "family_view", "teacher_view")


def _nobodys(form: ReviewForm) -> dict:
    """One chip in the place of the plans, which the page's script knows."""
    form.plan.offer([Chip(0, "NAME")])
    return {"measures": tuple(HIGHEST)}


@room.get("/new")
@allow(*KIND.writers)
@shelved(ReviewForm, _nobodys)
def new():
    form = capture.start(ReviewForm, **_asked_for())
    _offer(form, looked_at="draft" in request.args)
    return capture.page(KIND, "reviews/new.html", form)


@room.post("")
@allow(*KIND.writers)
def create():
    form = capture.receive(ReviewForm)
    if capture.is_step():
        _offer_anew(form)
        return capture.page(KIND, "reviews/new.html", form)
    _offer(form, looked_at=True)
    if not _is_valid(form):
        return capture.page(KIND, "reviews/new.html", form, 422)
    result = _logged(form)
    return capture.saved(form, KIND, result) or redirect(_onward(form), 303)


@room.post("/targets")
@allow(*KIND.writers)
def targets_show():
    """The plans and targets of who is chosen, to be scored: a part of the form, swapped by htmx."""
    form = capture.receive(ReviewForm)
    _offer_anew(form)
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


def _logged(form: ReviewForm) -> recording.Saved:
    """The review saved; one that comes from a tablet has its author look at what has changed since."""
    with write():
        result = reviews.log(g.member, _entry(form))
        if arriving.is_here() and not result.replay:
            arrivals.flag_ended(g.member, result.record, ReviewScore)
            arrivals.flag_second(g.member, result.record)
    return result


def _asked_for() -> dict:
    """The plan in the address, with its pupil."""
    number = request.args.get("plan", "")
    rows = Plan.changeable_by(g.member).where(Plan.id == int(number)) if known.is_number(number) else None
    plan = rows.first() if rows is not None else None
    if plan:
        return {"pupil": Picked([Part(plan.pupil_id)]), "plan": plan.id}
    return {"pupil": known.asked_for()}


def _offer_anew(form: ReviewForm) -> None:
    """As `_offer`, where somebody else may have been chosen: a plan that is not theirs is let go."""
    theirs = (Plan.id == form.plan.data) & Plan.pupil.in_(form.pupil.data.ids)
    if not Plan.changeable_by(g.member).where(theirs).exists():
        form.plan.data, form.cycle.data = None, ""
    _offer(form)


def _offer(form: ReviewForm, record: Record | None = None, looked_at: bool = False) -> None:
    """The plans of who is chosen that go on, and the one that the record is of; the only one is taken; its targets.
    `looked_at`: scores of targets that are not offered are to be said."""
    kept = Review.get_by_id(record.id).plan_id if record else None
    ids = form.pupil.data.ids
    found = list(Plan.changeable_by(g.member).where(Plan.pupil.in_(ids)).order_by(Plan.id))
    if kept and kept not in {one.id for one in found}:
        found += list(Plan.select().where((Plan.id == kept) & Plan.pupil.in_(ids)))
    form.plan.offer([Chip(one.id, one.name) for one in found])
    sent, form.moved_on = form.plan.data, ""
    plan = found[0] if len(found) == 1 else next((one for one in found if one.id == sent), None)
    form.plan.data = plan.id if plan else None
    form.scores.targets = _targets(plan, record, form.scores.sent) if plan else ()
    form.scores.left = _left(form) if looked_at else ()
    if record is None:
        form.moved_on = _moved_on(form, plan, sent)
        form.cycle.data = str(plan.cycle) if plan else ""


def _moved_on(form: ReviewForm, plan: Plan | None, sent: int | None) -> str:
    """What to ask where the plan that was `sent` has ended since the form was opened, or is in another cycle now."""
    if sent and form.plan.chips and (plan is None or plan.id != sent):
        return ENDED
    then = form.cycle.data
    if plan is None or then == str(plan.cycle) or not then and not _begun_since(plan):
        return ""
    return MOVED_ON.format(now=plan.cycle, then=f"Cycle {then}" if then else "A cycle")


def _begun_since(plan: Plan) -> bool:
    """Whether the plan's cycle began on the day of a form that comes from a tablet, or since: one that does not say its
    cycle may be of the one before."""
    written = clock.local(arriving.now(), g.member.school.zone).date()
    return arriving.is_here() and plan.cycle > 1 and plan.cycle_on >= written


def _targets(plan: Plan, record: Record | None, sent: list[int]) -> tuple[Scored, ...]:
    """The plan's targets that go on, those that the record scores already, and those scored since the form was opened
    that ended meanwhile: the score was given."""
    scored = ReviewScore.select(ReviewScore.target).where(ReviewScore.record == record)
    ids = [*sent, *(row.target_id for row in scored)] if record else sent
    rows = ratings.with_plan(g.member).where((Target.plan == plan) & ((Target.state == OPEN) | Target.id.in_(ids)))
    return _scored(rows.order_by(Target.position))


def _left(form: ReviewForm) -> tuple[Scored, ...]:
    """The targets that were scored and are not offered, by what the member may call them."""
    others = set(form.scores.sent) - {one.number for one in form.scores.targets}
    return _scored(ratings.with_plan(g.member).where(Target.id.in_(sorted(others))))


def _scored(rows: Iterable[Target]) -> tuple[Scored, ...]:
    return tuple(
        Scored(row.id, title, row.measure, HIGHEST[row.measure], stands(row.measure, row.baseline, row.aim))
        for row, title in ratings.titled(g.member, list(rows))
    )


def _is_valid(form: ReviewForm) -> bool:
    fine = capture.is_valid(form, KIND)
    if form.pupil.errors:
        form.plan.errors = []
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
