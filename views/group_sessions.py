"""Group sessions: the register of a programme's session, read and amended."""

from dataclasses import dataclass, replace

from flask import Blueprint, g, redirect, render_template, request

from forms.fields import Chip, Part, Picked
from forms.group_sessions import GroupSessionForm
from mentoring import clock, lines, programmes, recording
from mentoring.entry import Entry
from mentoring.entry import Part as EntryPart
from models import KINDS, GroupSession, Programme, Record
from models.school import RECORDERS
from views import capture, known, picking
from views.guard import allow, one_or_404
from views.shelf import shelved

KIND = KINDS["group_session"]
room = Blueprint("group_sessions", __name__, url_prefix="/group-sessions")


@dataclass(frozen=True)
class Register:
    """What the form says of the programme: its seats by pupil, the session's number, its aim, the last next time."""

    programme: Programme | None
    seats: dict[int, programmes.Seat]
    number: int | None
    aim: str
    last: programmes.Held | None


def _nobodys(form: GroupSessionForm) -> dict:
    """One chip in the place of the programmes, which the page's script knows."""
    form.programme.offer([Chip(0, "NAME")])
    return {"register": Register(None, {}, None, "", None)}


@room.get("/new")
@allow(*KIND.writers)
@shelved(GroupSessionForm, _nobodys)
def new():
    form = capture.start(GroupSessionForm, programme=_asked_for())
    _offer(form)
    if "draft" not in request.args:
        form.pupil.data = _everyone(form)
        form.did_not_run.data = "not_run" in request.args
    return _page(form, "group_sessions/new.html")


@room.post("")
@allow(*KIND.writers)
def create():
    form = capture.receive(GroupSessionForm)
    _offer(form)
    if capture.is_step():
        return _step(form, "group_sessions/new.html")
    if not capture.is_valid(form, KIND):
        return _page(form, "group_sessions/new.html", 422)
    result = recording.log(g.member, _entry(form))
    return capture.saved(form, KIND, result) or redirect(capture.onward(form), 303)


@room.post("/register")
@allow(*KIND.writers)
def register():
    """Who is in the programme chosen: a part of the form, swapped by htmx."""
    form = capture.receive(GroupSessionForm)
    _offer(form)
    form.pupil.data = _everyone(form)
    picker = picking.picker(KIND, form.pupil.data)
    return render_template(
        "group_sessions/_register.html", form=form, kind=KIND, picker=picker, register=_register(form)
    )


@room.get("/<int:number>")
@allow(*RECORDERS)
def show(number):
    record = one_or_404(capture.readable(KIND, number))
    return render_template("group_sessions/show.html", line=lines.one(g.member, record), kind=KIND)


@room.get("/<int:number>/edit")
@allow(*KIND.writers)
def edit(number):
    record = capture.editable(KIND, number)
    form = capture.start(GroupSessionForm, record, **_data(record))
    _offer(form, record)
    return _page(form, "group_sessions/edit.html", record=record)


@room.post("/<int:number>")
@allow(*KIND.writers)
def update(number):
    record = capture.own_record(KIND, number)
    form = capture.receive(GroupSessionForm, record, _data)
    _offer(form, record)
    if capture.is_step():
        return _step(form, "group_sessions/edit.html", record=record)
    if not capture.is_valid(form, KIND):
        return _page(form, "group_sessions/edit.html", 422, record=record)
    entry = _entry(form, GroupSession.get_by_id(record.id))
    return capture.amended(
        form, KIND, record, entry, "group_sessions/edit.html", _data, register=_register(form, record)
    )


def _step(form: GroupSessionForm, template: str, **context):
    """The page again; with who is in the programme, where that was asked for."""
    if request.form["step"] == "show":
        form.pupil.data = _everyone(form)
    return _page(form, template, **context)


def _page(form: GroupSessionForm, template: str, status: int = 200, record: Record | None = None):
    more = {"record": record} if record else {}
    return capture.page(KIND, template, form, status, register=_register(form, record), **more)


def _offer(form: GroupSessionForm, record: Record | None = None) -> None:
    """The programmes that the member leads now, and the one that the record is of."""
    kept = GroupSession.get_by_id(record.id).programme if record else None
    rows = programmes.running(g.member, form.programme.data)
    rows += [kept] if kept and kept not in rows else []
    form.programme.offer([Chip(one.id, one.name) for one in rows])


def _asked_for() -> int | None:
    number = request.args.get("programme", "")
    return int(number) if known.is_number(number) else None


def _programme(form: GroupSessionForm) -> Programme | None:
    offered = {chip.value for chip in form.programme.chips}
    return Programme.get_by_id(form.programme.data) if form.programme.data in offered else None


def _leads(programme: Programme) -> bool:
    """Whether the member leads it still: who gave it up knows their own sessions, and nothing of what comes after."""
    return Programme.visible_to(g.member).where(Programme.id == programme.id).exists()


def _everyone(form: GroupSessionForm) -> Picked:
    programme = _programme(form)
    leads = programme is not None and _leads(programme)
    rows = programmes.members(programme, clock.today(g.member.school.zone)) if leads else []
    return Picked([Part(row.pupil_id, "in") for row in rows if row.pupil.left_on is None])


def _register(form: GroupSessionForm, record: Record | None = None) -> Register:
    programme, number = _programme(form), _number(record) if record else None
    if programme is None or not _leads(programme):
        return Register(programme, {}, number, "", None)
    today = clock.today(g.member.school.zone)
    seats = {seat.pupil.id: seat for seat in programmes.seats(g.member, programme, today)}
    held = [one for one in programmes.held(g.member, programme) if not record or one.record != record.id]
    number = number or programmes.next_numbers(g.member, [programme.id])[programme.id]
    return Register(programme, seats, number, programmes.aim(programme, number), held[-1] if held else None)


def _number(record: Record) -> int | None:
    """The number of a session as the member counts them."""
    number = GroupSession.get_by_id(record.id).number
    return number - lines.unknown_before(g.member, [record.id]).get(record.id, 0) if number else None


def _entry(form: GroupSessionForm, before: GroupSession | None = None) -> Entry:
    programme, ran = _programme(form), not form.did_not_run.data
    same = before is not None and programme is not None and before.programme_id == programme.id
    kept = before.number if before and same else None

    def number() -> dict:
        return {"number": (kept or programmes.next_number(programme)) if programme and ran else None}

    families = programme is not None and programme.for_families
    pupils = [pupil for pupil, _ in picking.picker(KIND, form.pupil.data).chosen]
    hidden = form.group_activity.chosen() | form.aim_met.chosen() if not ran else form.not_run.chosen()
    return Entry(
        kind=KIND, client_id=form.client_id.data, body=capture.body(), occurred_at=form.moment, note=form.note.data,
        pupils=tuple(_part(part, ran, families) for part in capture.parts(form, KIND)),
        chosen=frozenset(form.chosen() - hidden), finish_later=form.finish_later,
        detail={"programme": programme, "next_time": form.next_time.data}, settle=number,
        alone=f"programme {programme.id}" if programme else "",
        promises=tuple(capture.promises(form, pupils)), mentions=picking.mentions(form),
    )  # fmt: skip


def _part(part: EntryPart, ran: bool, families: bool) -> EntryPart:
    if not ran:
        return replace(part, role="", seen=False, engagement=None)
    there = part.role != "absent"
    return replace(part, seen=there and not families, engagement=part.engagement if there else None)


def _data(record: Record) -> dict:
    detail = GroupSession.get_by_id(record.id)
    data = capture.data_of(record) | capture.chosen_by_list(GroupSessionForm, record)
    return data | {
        "programme": detail.programme_id, "next_time": detail.next_time,
        "did_not_run": detail.programme_id is not None and detail.number is None,
    }  # fmt: skip
