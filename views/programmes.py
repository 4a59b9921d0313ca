"""Programmes: the groups that a mentor leads, who is in them, and how each run goes."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from forms.fields import Chip, Part, Picked
from forms.programmes import ProgrammeForm
from mentoring import clock, finding, lists, programme_ratings, programmes
from models import FamilyContact, Programme, Pupil, Record
from models.school import SUPPORT_STAFF
from views import capture, clashes, picking
from views.guard import allow, one_or_404

KIND = picking.PROGRAMME
room = Blueprint("programmes", __name__, url_prefix="/programmes")


@room.get("")
@allow(*SUPPORT_STAFF)
def index():
    mine = programmes.mine(g.member)
    return render_template("programmes/index.html", programmes=mine, counts=programmes.counts(mine))


@room.get("/new")
@allow(*SUPPORT_STAFF)
def new():
    form = ProgrammeForm(data={"starts_on": _today(), "leader": g.member.user.id, "second_leader": 0})
    return _page(form, "programmes/new.html")


@room.post("")
@allow(*SUPPORT_STAFF)
def create():
    form = ProgrammeForm(request.form)
    if not _is_valid(form):
        return _page(form, "programmes/new.html", 200 if capture.is_step() else 422)
    programme = programmes.start(g.member, form.facts(), form.pupil.data.ids)
    flash(f"{programme.name} started")
    return _onward(programme)


@room.get("/<int:number>")
@allow(*SUPPORT_STAFF)
def show(number):
    programme = _mine(number)
    held = programmes.held(g.member, programme)
    ids = [one.record for one in held]
    readable = {row.id for row in Record.visible_to(g.member).where(Record.id.in_(ids))}
    seats = programmes.seats(g.member, programme, programmes.day_of(programme, _today()))
    return render_template(
        "programmes/show.html", programme=programme, held=held, readable=readable, seats=seats,
        ran=[one for one in held if one.number], rated=programme_ratings.of(g.member, programme, seats),
        aims=programmes.aims_by_session(programme),
        number=programmes.next_numbers(g.member, [programme.id])[programme.id],
    )  # fmt: skip


@room.get("/<int:number>/edit")
@allow(*SUPPORT_STAFF)
def edit(number):
    programme = _mine(number)
    return _page(ProgrammeForm(data=_data(programme)), "programmes/edit.html", programme=programme)


@room.post("/<int:number>")
@allow(*SUPPORT_STAFF)
def update(number):
    programme = _mine(number)
    form = ProgrammeForm(request.form)
    _offer(form, programme)
    clashes.take(form, lambda: _kept(programme))
    if not _is_valid(form, programme):
        return _page(form, "programmes/edit.html", 200 if capture.is_step() else 422, programme=programme)
    try:
        programmes.change(g.member, programme, form.facts(), form.pupil.data.ids, capture.version_sent(form))
    except programmes.Changed as error:
        return _clash(form, programme, str(error))
    if form.for_families.data:
        programmes.choose_family(programme, _families(form.pupil.data.ids))
    flash(f"{form.name.data} changed")
    return _onward(programme)


def _data(programme: Programme) -> dict:
    """A programme as its form's data."""
    names = ("name", "for_families", "starts_on", "ends_on", "planned", "aims", "question")
    data = {name: getattr(programme, name) for name in names}
    keys = ("programme_type", "place", "leader")
    data |= {name: getattr(programme, f"{name}_id") for name in keys}
    ids = [row.pupil_id for row in _there(programme)]
    data["version"] = str(programme.version)
    return data | {"second_leader": programme.second_leader_id or 0, "pupil": Picked([Part(one) for one in ids])}


def _kept(programme: Programme) -> ProgrammeForm:
    form = ProgrammeForm(data=_data(programme))
    _offer(form, programme)
    return form


def _clash(form: ProgrammeForm, programme: Programme, sentence: str):
    """The page again, with what the other leader saved beside what was chosen here."""
    now = Programme.get_by_id(programme.id)
    form.version.data = str(now.version)
    form.version.errors = [f"{sentence} Saving again keeps what you choose."]
    who, at = programmes.last_change(now)
    clash = {"who": who, "at": at, "parts": clashes.between(form, _kept(now))}
    return _page(form, "programmes/edit.html", 409, now, clash=clash)


def _is_valid(form: ProgrammeForm, programme: Programme | None = None) -> bool:
    _offer(form, programme)
    if capture.is_step():
        return False
    fine = form.validate()
    there = [row.pupil_id for row in _there(programme)] if programme else []
    known = {pupil.id for pupil, _ in picking.picker(KIND, form.pupil.data, there).chosen}
    if not set(form.pupil.data.ids) <= known:
        form.pupil.errors = ["One of those pupils is not at the school now. Choose again."]
        fine = False
    reached = {row.id for row in Pupil.visible_to(g.member).where(Pupil.id.in_(form.pupil.data.ids))}
    strangers = set(form.pupil.data.ids) - set(there) - reached
    if form.for_families.data and strangers:
        form.pupil.errors = ["For a programme for families, choose pupils on your caseload: you know their families."]
        fine = False
    return fine


def _offer(form: ProgrammeForm, programme: Programme | None) -> None:
    keep = {programme.programme_type_id, programme.place_id} - {None} if programme else set()
    found = lists.options(g.member.school, "programme_type", "place", keep=keep)
    staff = picking.colleagues()
    known = {chip.value for chip in staff}
    for user in [programme.leader, programme.second_leader] if programme else []:
        staff += [Chip(user.id, user.name)] if user and user.id not in known else []
    chips = [[Chip(one.id, one.name) for one in found[name]] for name in ("programme_type", "place")]
    form.offer(*chips, staff)


def _page(form: ProgrammeForm, template: str, status: int = 200, programme: Programme | None = None, **context):
    _offer(form, programme)
    there = _there(programme) if programme else []
    picker = picking.picker(KIND, form.pupil.data, [row.pupil_id for row in there])
    families = _families_of(there) if programme and programme.for_families else {}
    return render_template(
        template, form=form, kind=KIND, picker=picker, programme=programme, there=there, families=families, **context
    ), status


def _families_of(there) -> dict[int, list[FamilyContact]]:
    """The family of each pupil in a programme for families, as far as the member may see it."""
    found: dict[int, list[FamilyContact]] = {}
    for person in finding.family(g.member, pupils=[row.pupil_id for row in there]):
        found.setdefault(person.pupil_id, []).append(person)
    return found


def _families(ids: list[int]) -> dict[int, int | None]:
    """Who was chosen for each pupil; a choice that is none of theirs is left out."""
    known = {(str(person.pupil_id), str(person.id)) for person in finding.family(g.member, pupils=ids)}
    sent = {pupil: request.form.get(f"family-{pupil}", "") for pupil in ids}
    return {pupil: int(person) for pupil, person in sent.items() if (str(pupil), person) in known}


def _onward(programme: Programme):
    if Programme.visible_to(g.member).where(Programme.id == programme.id).exists():
        return redirect(url_for("programmes.show", number=programme.id), 303)
    return redirect(url_for("programmes.index"), 303)


def _mine(number: int) -> Programme:
    return one_or_404(Programme.visible_to(g.member).where(Programme.id == number))


def _there(programme: Programme):
    """Who is in it on the day on which it is looked at."""
    return programmes.members(programme, programmes.day_of(programme, _today()))


def _today():
    return clock.today(g.member.school.zone)
