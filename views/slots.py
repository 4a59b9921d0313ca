"""Your timetable: the 1:1s, groups and duties of a usual week."""

from collections import Counter
from datetime import time

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from forms.fields import Chip
from forms.slots import DAYS, SlotChangeForm, SlotEndForm, SlotForm
from mentoring import caseload, clock, lists, programmes, slot_keeping, timetable
from models import Pupil, Slot
from models.school import SUPPORT_STAFF
from models.timetable import DUTY
from views.guard import allow, one_or_404

room = Blueprint("slots", __name__, url_prefix="/slots")


@room.get("")
@allow(*SUPPORT_STAFF)
def index():
    today = _today()
    slots = timetable.own(g.member, today)
    days = [(day, [slot for slot in slots if slot.weekday == number]) for number, day in enumerate(DAYS)]
    return render_template("slots/index.html", days=days, slots=slots)


@room.get("/new")
@allow(*SUPPORT_STAFF)
def new():
    data = {"title": "Break duty", "minutes": 30, "starts_on": _today(), "weekday": _asked_day()}
    return render_template("slots/new.html", form=_form(SlotForm, data=data))


@room.post("")
@allow(*SUPPORT_STAFF)
def create():
    form = _form(SlotForm, request.form)
    if not form.validate():
        return render_template("slots/new.html", form=form), 422
    made = slot_keeping.add(g.member, form.facts(), sorted(form.weekday.chosen()), form.starts_on.data)
    flash("Added to your timetable" + (f", on {len(made)} days" if len(made) > 1 else ""))
    return redirect(url_for("slots.index"), 303)


@room.get("/<int:number>/edit")
@allow(*SUPPORT_STAFF)
def edit(number):
    return _editing(_own(number))


@room.post("/<int:number>")
@allow(*SUPPORT_STAFF)
def update(number):
    slot = _own(number)
    form = _form(SlotChangeForm, request.form, slot=slot)
    if not form.validate():
        return _editing(slot, 422, form=form)
    slot_keeping.change(g.member, slot, form.facts() | {"weekday": form.weekday.data}, form.starts_on.data)
    flash("Your timetable is changed")
    return redirect(url_for("slots.index"), 303)


@room.post("/<int:number>/ending")
@allow(*SUPPORT_STAFF)
def ending_create(number):
    """Off the timetable from a day on; what was recorded stays."""
    slot = _own(number)
    ending = SlotEndForm(request.form, today=_today())
    if not ending.validate():
        return _editing(slot, 422, ending=ending)
    slot_keeping.end(g.member, slot, ending.ends_on.data)
    flash("Taken off your timetable")
    return redirect(url_for("slots.index"), 303)


def _editing(slot: Slot, status: int = 200, form: SlotChangeForm | None = None, ending: SlotEndForm | None = None):
    form = form or _form(SlotChangeForm, data=_data(slot), slot=slot)
    ending = ending or SlotEndForm(data={"ends_on": slot.ends_on or _today()}, today=_today())
    return render_template("slots/edit.html", form=form, slot=slot, ending=ending), status


def _form(form_class, sent=None, data=None, slot: Slot | None = None):
    """A form with the member's own pupils and programmes, the school's places, and what the slot has already."""
    pupils = {one.id: one for one in caseload.pupils(g.member)}
    led = {one.id: one for one in programmes.running(g.member)}
    if slot and slot.pupil:
        pupils.setdefault(slot.pupil_id, slot.pupil)
    if slot and slot.programme:
        led.setdefault(slot.programme_id, slot.programme)
    kinds = [("session", "1:1 session"), *([("group_session", "Group session")] * bool(led)), (DUTY, "Duty")]
    form = form_class(sent, data=data, today=_today(), kinds=kinds)
    places = lists.options(g.member.school, "place", keep={slot.place_id} if slot and slot.place_id else set())["place"]
    form.offer(_named(list(pupils.values())), [Chip(one.id, one.name) for one in led.values()],
               [Chip(one.id, one.name) for one in places])  # fmt: skip
    return form


def _named(pupils: list[Pupil]) -> list[Chip]:
    """Pupils as chips: by the short name, or the whole one where two have the same."""
    short = Counter(one.short_name for one in pupils)
    return [Chip(one.id, one.short_name if short[one.short_name] == 1 else one.name) for one in pupils]


def _data(slot: Slot) -> dict:
    return {
        "kind": slot.kind, "pupil": slot.pupil_id, "programme": slot.programme_id, "place": slot.place_id,
        "title": slot.title, "weekday": slot.weekday, "starts": time.fromisoformat(slot.starts),
        "minutes": timetable.minutes_of(slot), "starts_on": max(slot.starts_on, _today()),
    }  # fmt: skip


def _asked_day() -> list[int]:
    """The weekday for which the form was opened, from the address."""
    day = request.args.get("weekday", "")
    return [int(day)] if day in {"0", "1", "2", "3", "4"} else []


def _own(number: int) -> Slot:
    """A slot of the member's that is not over."""
    in_force = Slot.ends_on.is_null() | (Slot.ends_on > _today())
    return one_or_404(Slot.visible_to(g.member).where((Slot.id == number) & in_force))


def _today():
    return clock.today(g.member.school.zone)
