"""Incidents: log one, read it, amend it."""

from flask import Blueprint, g, redirect, render_template, request

from forms.incidents import IncidentForm
from mentoring import clock, lines, lists, recording, schools
from mentoring.entry import Entry, Promise
from models import KINDS, AdultStatement, Incident, PhysicalIntervention, Record, RestorativeTalk
from models.school import RECORDERS
from views import capture, known, picking
from views.guard import allow, one_or_404
from views.shelf import shelved

KIND = KINDS["incident"]
room = Blueprint("incidents", __name__, url_prefix="/incidents")
TALK = ("happened", "thinking_then", "thinking_now", "affected", "put_right", "next_time", "check_back_on")
FORCE = ("used_by", "led_up", "de_escalation", "minutes", "necessary", "injuries", "medical_help", "support_after",
         "pupil_account", "family_told_how")  # fmt: skip


@room.get("/new")
@allow(*KIND.writers)
@shelved(IncidentForm)
def new():
    form = capture.start(IncidentForm, place=lists.last_place(g.member), pupil=known.asked_for())
    return capture.page(KIND, "incidents/new.html", form)


@room.post("")
@allow(*KIND.writers)
def create():
    form = capture.receive(IncidentForm)
    if capture.is_step():
        return _step(form, "incidents/new.html")
    if not capture.is_valid(form, KIND):
        return capture.page(KIND, "incidents/new.html", form, 422)
    result = recording.log(g.member, _entry(form))
    return capture.saved(form, KIND, result) or redirect(capture.onward(form), 303)


@room.get("/<int:number>")
@allow(*RECORDERS)
def show(number):
    record = one_or_404(capture.readable(KIND, number))
    line = lines.one(g.member, record)
    parts = _parts(record)
    line.hide(parts["talk"], parts["force"], *parts["statements"])
    return render_template("incidents/show.html", line=line, kind=KIND, **parts)


@room.get("/<int:number>/edit")
@allow(*KIND.writers)
def edit(number):
    record = capture.editable(KIND, number)
    form = capture.start(IncidentForm, record, **_data(record))
    return capture.page(KIND, "incidents/edit.html", form, record=record)


@room.post("/<int:number>")
@allow(*KIND.writers)
def update(number):
    record = capture.own_record(KIND, number)
    form = capture.receive(IncidentForm, record, _data)
    if capture.is_step():
        return _step(form, "incidents/edit.html", record=record)
    if not capture.is_valid(form, KIND):
        return capture.page(KIND, "incidents/edit.html", form, 422, record=record)
    return capture.amended(form, KIND, record, _entry(form), "incidents/edit.html", _data)


def _step(form: IncidentForm, template: str, **context):
    """The page again, for a button inside the form that does not save."""
    if request.form["step"] == "statement" and len(form.statements) < form.statements.max_entries:
        form.statements.append_entry()
    return capture.page(KIND, template, form, **context)


def _entry(form: IncidentForm) -> Entry:
    pupils = [pupil for pupil, _ in picking.picker(KIND, form.pupil.data).chosen]
    parts_of: dict = {}
    if form.is_restorative:
        parts_of[RestorativeTalk] = [{name: form[name].data for name in TALK}]
    if form.is_intervention:
        force = {name: form[name].data for name in FORCE} | {"family_told_at": form.family_told_at}
        parts_of[PhysicalIntervention] = [force]
        said = [row.data for row in form.statements if row.data["adult"] or row.data["statement"]]
        parts_of[AdultStatement] = [{"position": place, **row} for place, row in enumerate(said, 1)]
    return Entry(
        kind=KIND, client_id=form.client_id.data, body=capture.body(), occurred_at=form.moment, note=form.note.data,
        pupils=capture.parts(form, KIND), chosen=_chosen(form), parts_of=parts_of, finish_later=form.finish_later,
        detail={"day_part": schools.day_part(g.member, form.moment), "opinion": form.opinion.data},
        promises=tuple(_promises(form, pupils, parts_of)), mentions=picking.mentions(form),
    )  # fmt: skip


def _chosen(form: IncidentForm) -> frozenset[int]:
    hidden = set() if form.is_intervention else form.force_type.chosen() | form.force_degree.chosen()
    return frozenset(form.chosen() - hidden)


def _promises(form: IncidentForm, pupils, parts_of):
    today, names = clock.today(g.member.school.zone), picking.names(pupils)
    yield from capture.promises(form, pupils)
    if "not_yet" in form.family_told.codes():
        yield Promise("tell_family", f"Tell the family: {names}", today)
    if form.is_restorative and form.check_back_on.data:
        yield Promise("check_back", f"Check back after the restorative talk: {names}", form.check_back_on.data)
    if form.is_intervention and not _is_complete(form, parts_of):
        what = f"Complete the physical-intervention record: {names}"
        yield Promise("intervention", what, form.ahead.next_day)


def _is_complete(form: IncidentForm, parts_of) -> bool:
    force = parts_of[PhysicalIntervention][0]
    filled = all(value or value == 0 for value in force.values())
    chips = form.force_type.chosen() and form.force_degree.chosen()
    return bool(filled and chips and parts_of[AdultStatement])


def _parts(record: Record) -> dict:
    statements = AdultStatement.select().where(AdultStatement.record == record)
    return {
        "talk": RestorativeTalk.get_or_none(RestorativeTalk.record == record),
        "force": PhysicalIntervention.get_or_none(PhysicalIntervention.record == record),
        "statements": list(statements.order_by(AdultStatement.position)),
    }


def _data(record: Record) -> dict:
    parts = _parts(record)
    data = capture.data_of(record) | capture.chosen_by_list(IncidentForm, record)
    data["opinion"] = Incident.get_by_id(record.id).opinion
    if parts["talk"]:
        data |= {name: getattr(parts["talk"], name) for name in TALK}
    if parts["force"]:
        data |= {name: getattr(parts["force"], name) for name in FORCE}
        if told := parts["force"].family_told_at:
            at = clock.local(told, g.member.school.zone)
            data |= {"family_told_on": at.date(), "family_told_time": at.time()}
    said = [{"adult": row.adult, "statement": row.statement} for row in parts["statements"]]
    return data | {"statements": [*said, {}]}
