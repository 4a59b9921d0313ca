"""Caseloads: which pupils are with which mentor, since when and until when."""

from datetime import date

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from forms.caseloads import CapacityForm, PutOnForm, TakeOffForm
from mentoring import assigning, capacity, caseload, clock, finding
from mentoring.assigning import AssignError
from models import Caseload, Pupil, User
from models.school import SUPPORT_STAFF
from views.fragments import page_or
from views.guard import allow, one_or_404

room = Blueprint("caseloads", __name__, url_prefix="/caseloads")
MOST_FOUND = 30


@room.get("")
@allow("lead", "dsl")
def index():
    """The mentors, each with the number of their pupils now, beside what the school gives."""
    school = g.member.school
    data = {"aim": school.caseload_aim, "most": school.caseload_most}
    return _balance(CapacityForm(data=data, highest=capacity.MOST_OF_ALL))


@room.post("/capacity")
@allow("lead", "dsl")
def capacity_update():
    """How many pupils a mentor is to have, and the most."""
    form = CapacityForm(request.form, highest=capacity.MOST_OF_ALL)
    if not form.validate():
        return _balance(form, 422)
    capacity.choose(g.member, form.aim.data, form.most.data)
    flash(f"A mentor has {form.aim.data} to {form.most.data} pupils from now on")
    return redirect(url_for("caseloads.index"), 303)


def _balance(form: CapacityForm, status: int = 200):
    loads = capacity.balance(g.member)
    now = [one.mentor.id for one in loads]
    before = assigning.mentors_ever(g.member).where(User.id.not_in(now)).order_by(User.name)
    return render_template("caseloads/index.html", loads=loads, before=before, form=form), status


@room.get("/mine")
@allow(*SUPPORT_STAFF)
def mine():
    """One's own caseload with its dates, to read."""
    return render_template("caseloads/mine.html", rows=assigning.rows(g.member, g.member.user))


@room.get("/<int:number>")
@allow("lead", "dsl")
def show(number):
    return _page(one_or_404(assigning.mentors_ever(g.member).where(User.id == number)))


@room.get("/<int:number>/pupils/new")
@allow("lead", "dsl")
def pupils_new(number):
    """Pupils to tick, of one class or found by name."""
    return _picking(_mentor(number), PutOnForm(today=_today()), request.args.get("class", ""))


@room.post("/<int:number>/pupils/matches")
@allow("lead", "dsl")
def pupils_matches(number):
    """The pupils to tick for what is typed and ticked so far: posted, so that no name stands in an address."""
    return _picking(_mentor(number), PutOnForm(request.form, today=_today()), request.form.get("shown", ""))


@room.post("/<int:number>/pupils")
@allow("lead", "dsl")
def pupils_create(number):
    mentor, form = _mentor(number), PutOnForm(request.form, today=_today())
    if "step" in request.form:
        return _picking(mentor, form, request.form.get("shown", ""))
    if "class" in request.form:
        form.pupil.data.query = ""
        return _picking(mentor, form, request.form["class"])
    if form.validate() and (chosen := _chosen(form)):
        try:
            return _put_on(mentor, chosen, form.starts_on.data)
        except AssignError as error:
            form.starts_on.errors = [str(error)]
    return _picking(mentor, form, request.form.get("shown", ""), 422)


@room.post("/rows/<int:number>/ending")
@allow("lead", "dsl")
def ending_create(number):
    """Off the caseload from a day."""
    row = one_or_404(
        Caseload.select(Caseload, User).join(User).where(
            (Caseload.school == g.member.school) & (Caseload.id == number)
        )
    )  # fmt: skip
    form = TakeOffForm(request.form, number=number, today=_today())
    if form.validate():
        try:
            assigning.take_off(g.member, row, form.ends_on.data)
        except AssignError as error:
            form.ends_on.errors = [str(error)]
        else:
            flash(f"Taken off {row.mentor.name}'s caseload")
            return redirect(url_for("caseloads.show", number=row.mentor_id), 303)
    return _page(row.mentor, 422, form)


def _chosen(form: PutOnForm) -> list[Pupil]:
    """The pupils ticked; none, and a sentence on the form, where one of them cannot be put on."""
    ids = form.pupil.data.ids
    chosen = list(_within_reach().where(Pupil.id.in_(ids)))
    if len(chosen) == len(ids):
        return chosen
    form.pupil.errors = ["One of those pupils is not at the school now and is left out. Look again, then save."]
    return []


def _put_on(mentor: User, chosen: list[Pupil], starts_on: date):
    added = assigning.put_on(g.member, mentor, chosen, starts_on)
    already = f", {len(chosen) - added} on it already" if added < len(chosen) else ""
    flash(f"{added} {'pupil' if added == 1 else 'pupils'} put on {mentor.name}'s caseload{already}")
    if said := capacity.warning(g.member, mentor, starts_on):
        flash(said, "warn")
    return redirect(url_for("caseloads.show", number=mentor.id), 303)


def _picking(mentor: User, form: PutOnForm, wanted: str, status: int = 200):
    """The page on which pupils are ticked; what is ticked but not in what is listed stands above it."""
    classes = finding.classes(g.member)
    chosen = next((one for one in classes if str(one.id) == wanted), None)
    query = form.pupil.data.query
    if len(query) > 1:
        listed = finding.matches(_within_reach(), query, limit=MOST_FOUND)
    else:
        listed = finding.in_class(g.member, chosen) if chosen else []
    ids = form.pupil.data.ids
    here = {pupil.id for pupil in listed}
    rows = finding.with_class(_within_reach()).where(Pupil.id.in_(ids) & Pupil.id.not_in(here))
    apart = list(rows.order_by(Pupil.known_as, Pupil.surname))
    return page_or(
        "caseloads/pupils_new.html", "caseloads/_ticks.html", status, mentor=mentor, form=form, classes=classes,
        chosen=chosen, query=query, listed=listed, apart=apart, ticked=set(ids), most=MOST_FOUND,
        holders=assigning.holders(g.member, [*apart, *listed]),
    )  # fmt: skip


def _page(mentor: User, status: int = 200, faulty: TakeOffForm | None = None):
    rows, today = assigning.rows(g.member, mentor), _today()
    forms = {row.id: TakeOffForm(number=row.id, today=today, ends_on=row.ends_on) for row in [*rows.now, *rows.later]}
    if faulty:
        forms[faulty.number] = faulty
    is_mentor = any(one.id == mentor.id for one in caseload.mentors(g.member))
    return render_template(
        "caseloads/show.html", mentor=mentor, is_mentor=is_mentor, rows=rows, forms=forms, faulty=faulty
    ), status


def _mentor(number: int) -> User:
    """A mentor of the school now."""
    return one_or_404(caseload.mentors(g.member).where(User.id == number))


def _within_reach():
    return Pupil.findable_by(g.member).where(Pupil.left_on.is_null())


def _today():
    return clock.today(g.member.school.zone)
