"""Parent contacts: log one, read it, amend it."""

from datetime import timedelta

from flask import Blueprint, g, redirect, render_template, request

from forms.fields import Chip
from forms.parent_contacts import ParentContactForm
from mentoring import clock, finding, lines, recording
from mentoring.entry import Entry, Promise
from models import KINDS, FamilyContact, ParentContact, Record
from models.school import RECORDERS
from views import capture, known, picking
from views.guard import allow, one_or_404
from views.shelf import shelved

KIND = KINDS["parent_contact"]
room = Blueprint("parent_contacts", __name__, url_prefix="/parent-contacts")


def _nobodys(form: ParentContactForm) -> dict:
    """Without signal no family is known: whoever it was is typed."""
    form.family_contact.offer([Chip(0, "Someone else")])
    form.family_contact.data = 0
    return {"family": []}


@room.get("/new")
@allow(*KIND.writers)
@shelved(ParentContactForm, _nobodys)
def new():
    form = capture.start(ParentContactForm, pupil=known.asked_for())
    family = _offer_family(form)
    if not form.family_contact.raw_data and "draft" not in request.args:
        _make_ready(form, family, request.args.get("family", ""))
    return capture.page(KIND, "parent_contacts/new.html", form, family=family)


@room.post("")
@allow(*KIND.writers)
def create():
    form = capture.receive(ParentContactForm)
    family = _offer_family(form)
    if capture.is_step():
        return capture.page(KIND, "parent_contacts/new.html", form, family=family)
    if not capture.is_valid(form, KIND):
        return capture.page(KIND, "parent_contacts/new.html", form, 422, family=family)
    result = recording.log(g.member, _entry(form, family))
    return capture.saved(form, KIND, result) or redirect(capture.onward(form), 303)


@room.post("/family")
@allow(*KIND.writers)
def family():
    """The people to choose from, once pupils are picked: a part of the form, swapped by htmx."""
    form = capture.receive(ParentContactForm)
    people = _offer_family(form)
    if form.family_contact.data not in {chip.value for chip in form.family_contact.chips}:
        form.family_contact.data = _likeliest(people)
    return render_template("parent_contacts/_family.html", form=form, family=people)


@room.get("/<int:number>")
@allow(*RECORDERS)
def show(number):
    record = one_or_404(capture.readable(KIND, number))
    return render_template("parent_contacts/show.html", line=lines.one(g.member, record), kind=KIND)


@room.get("/<int:number>/edit")
@allow(*KIND.writers)
def edit(number):
    record = capture.editable(KIND, number)
    form = capture.start(ParentContactForm, record, **_data(record))
    return capture.page(KIND, "parent_contacts/edit.html", form, record=record, family=_offer_family(form, record))


@room.post("/<int:number>")
@allow(*KIND.writers)
def update(number):
    record = capture.own_record(KIND, number)
    form = capture.receive(ParentContactForm, record, _data)
    family = _offer_family(form, record)
    if capture.is_step():
        return capture.page(KIND, "parent_contacts/edit.html", form, record=record, family=family)
    if not capture.is_valid(form, KIND):
        return capture.page(KIND, "parent_contacts/edit.html", form, 422, record=record, family=family)
    return capture.amended(form, KIND, record, _entry(form, family), "parent_contacts/edit.html", _data, family=family)


def _offer_family(form: ParentContactForm, record: Record | None = None) -> list[FamilyContact]:
    """The families of the pupils picked, by priority, as the form's chips; with whom the record already names."""
    ids = [pupil.id for pupil, _ in picking.picker(KIND, form.pupil.data).chosen]
    people = finding.family(g.member, pupils=ids)
    if record is not None:
        kept = ParentContact.get_by_id(record.id).family_contact
        people += [kept] if kept and kept.id not in {one.id for one in people} else []
    form.family_contact.offer([*(Chip(one.id, one.chip) for one in people), Chip(0, "Someone else")])
    return people


def _make_ready(form: ParentContactForm, family: list[FamilyContact], asked: str) -> None:
    """The likeliest is chosen already: the first-priority person, or the one whose number was tapped; call, reached."""
    tapped = next((one.id for one in family if str(one.id) == asked), None)
    form.family_contact.data = tapped or _likeliest(family)
    form.make_ready()
    if "good_news" in request.args:
        form.purpose.data = [chip.value for chip in form.purpose.chips if chip.code == "good_news"]


def _likeliest(family: list[FamilyContact]) -> int | None:
    """The first-priority person who may be contacted: nobody under a restriction is ever chosen for one."""
    return next((one.id for one in family if not one.restriction), None)


def _entry(form: ParentContactForm, family: list[FamilyContact]) -> Entry:
    pupils = [pupil for pupil, _ in picking.picker(KIND, form.pupil.data).chosen]
    person = next((one for one in family if one.id == form.family_contact.data), None)
    someone = form.someone_else.data if form.family_contact.data == 0 else ""
    promises = capture.promises(form, pupils)
    if form.is_unanswered and form.call_again.data != "none":
        today = clock.today(g.member.school.zone)
        days = {"today": today, "tomorrow": form.ahead.next_day, "week": today + timedelta(days=7)}
        who = person.name if person else someone or "the family"
        promises.append(Promise("call_again", f"Call {who} again", days[form.call_again.data]))
    detail = {"family_contact": person, "someone_else": someone, "agreed": form.agreed.data,
              "interpreter": form.interpreter.data}  # fmt: skip
    return Entry(
        kind=KIND, client_id=form.client_id.data, body=capture.body(), occurred_at=form.moment, note=form.note.data,
        pupils=capture.parts(form, KIND), chosen=frozenset(form.chosen()), detail=detail,
        finish_later=form.finish_later, promises=tuple(promises), mentions=picking.mentions(form),
    )  # fmt: skip


def _data(record: Record) -> dict:
    detail = ParentContact.get_by_id(record.id)
    data = capture.data_of(record) | capture.chosen_by_list(ParentContactForm, record)
    person = 0 if detail.someone_else else detail.family_contact_id
    return data | {
        "family_contact": person, "someone_else": detail.someone_else, "agreed": detail.agreed,
        "interpreter": detail.interpreter,
    }  # fmt: skip
