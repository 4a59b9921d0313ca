"""Signposting and referrals: record one, read it, amend it, say where it stands."""

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for

from forms.fields import Chip
from forms.signpostings import KEEP, SignpostingForm, StatusForm
from mentoring import clock, finding, lines, lists, recording, referrals
from mentoring.entry import Entry, Promise
from models import KINDS, FamilyContact, Option, Record, Signposting, Todo
from models.records import WITHDRAWN
from models.school import RECORDERS
from views import capture, known, picking
from views.guard import allow, one_or_404
from views.shelf import shelved

KIND = KINDS["signposting"]
ELSE = Chip(0, "Somebody else")
room = Blueprint("signpostings", __name__, url_prefix="/signpostings")


def _nobodys(form: SignpostingForm) -> dict:
    """Without signal the school's agencies are there, and no family is known: whoever agreed is typed."""
    form.agency.offer(_agencies())
    form.family_contact.offer([ELSE])
    form.family_contact.data = 0
    return {"family": [], "lately": [], "asks_chase": True}


@room.get("")
@allow(*KIND.writers)
def index():
    """The referrals that are not over, of every pupil in reach."""
    return render_template("signpostings/index.html", found=referrals.open_ones(g.member))


@room.get("/new")
@allow(*KIND.writers)
@shelved(SignpostingForm, _nobodys)
def new():
    form = capture.start(SignpostingForm, pupil=known.asked_for(), agreed_on=_today())
    return _page(form, "signpostings/new.html")


@room.post("")
@allow(*KIND.writers)
def create():
    form = capture.receive(SignpostingForm)
    family = _offer(form)
    if capture.is_step():
        return _page(form, "signpostings/new.html")
    if not capture.is_valid(form, KIND):
        return _page(form, "signpostings/new.html", 422)
    result = recording.log(g.member, _entry(form, family))
    return capture.saved(form, KIND, result) or redirect(capture.onward(form), 303)


@room.post("/family")
@allow(*KIND.writers)
def family():
    """Who may have agreed, once the pupil is picked: a part of the form, swapped by htmx."""
    form = capture.receive(SignpostingForm)
    return render_template("signpostings/_family.html", form=form, family=_offer(form))


@room.get("/<int:number>")
@allow(*RECORDERS)
def show(number):
    record = one_or_404(capture.readable(KIND, number))
    return _show(record)


@room.get("/<int:number>/edit")
@allow(*KIND.writers)
def edit(number):
    record = capture.editable(KIND, number)
    return _page(capture.start(SignpostingForm, record, **_data(record)), "signpostings/edit.html", record=record)


@room.post("/<int:number>")
@allow(*KIND.writers)
def update(number):
    record = capture.own_record(KIND, number)
    form = capture.receive(SignpostingForm, record, _data)
    family = _offer(form, record)
    if capture.is_step():
        return _page(form, "signpostings/edit.html", record=record)
    if not capture.is_valid(form, KIND):
        return _page(form, "signpostings/edit.html", 422, record=record)
    more = {"family": family, "lately": referrals.lately(g.member), "asks_chase": _asks_chase(record)}
    return capture.amended(form, KIND, record, _entry(form, family, record), "signpostings/edit.html", _data, **more)


@room.post("/<int:number>/statuses")
@allow(*KIND.writers)
def statuses_create(number):
    """Where a referral stands now: whoever supports the pupil hears of it first."""
    record = one_or_404(capture.readable(KIND, number))
    if record.state == WITHDRAWN or not Signposting.get_by_id(record.id).referred:
        abort(404)
    waiting = referrals.chasing(record)
    form = _status_form(record, waiting, request.form)
    if not form.validate():
        return _show(record, form), 422
    choice = form.chase.data or _usual(waiting)
    day = referrals.chase_day(g.member.school, choice, form.chase_on.data, _today())
    status = Option.get_by_id(form.status.data)
    referrals.say(g.member, record, status, form.since.data or _today(), day, choice == KEEP[0])
    flash(f"{status.name}, saved")
    return redirect(url_for("signpostings.show", number=record.id), 303)


def _show(record: Record, form: StatusForm | None = None):
    line, waiting = lines.one(g.member, record), referrals.chasing(record)
    usual = _usual(waiting)
    return render_template(
        "signpostings/show.html", line=line, kind=KIND, form=form or _status_form(record, waiting),
        history=referrals.history(record), waiting=waiting, was_wrong=form is not None,
        next_chase=referrals.chase_day(g.member.school, usual, None, _today()),
    )  # fmt: skip


def _usual(waiting: Todo | None) -> str:
    """What happens to the chase by one tap: what is due was just done, and comes again; anything else stays."""
    return "two_weeks" if waiting and waiting.due_on <= _today() else KEEP[0]


def _status_form(record: Record, waiting: Todo | None, sent=None) -> StatusForm:
    earliest = clock.local(record.occurred_at, g.member.school.zone).date()
    form = StatusForm(sent, today=_today(), earliest=earliest, data={"since": _today(), "chase": _usual(waiting)})
    found = lists.options(g.member.school, "referral_status")["referral_status"]
    form.status.offer([Chip(one.id, one.name, one.code) for one in found])
    return form


def _page(form: SignpostingForm, template: str, status: int = 200, record: Record | None = None):
    people = _offer(form, record)
    return capture.page(
        KIND, template, form, status, record=record, family=people, lately=referrals.lately(g.member),
        asks_chase=_asks_chase(record),
    )  # fmt: skip


def _asks_chase(record: Record | None) -> bool:
    """Whether the form asks when to chase it: from the first day on, its own page does."""
    return record is None or not referrals.was_chased(record)


def _agencies(keep: int | None = None) -> list[Chip]:
    found = referrals.offered(g.member.school, keep)
    return [*(Chip(one.id, one.name) for one in found), Chip(0, "Another agency")]


def _offer(form: SignpostingForm, record: Record | None = None) -> list[FamilyContact]:
    """The directory and the family of the pupil picked, as the form's chips; with what the record already names."""
    saved = Signposting.get_by_id(record.id) if record else None
    form.agency.offer(_agencies(saved.agency_id if saved else None))
    ids = [pupil.id for pupil, _ in picking.picker(KIND, form.pupil.data).chosen]
    people = finding.family(g.member, pupils=ids)
    kept = saved.family_contact if saved else None
    people += [kept] if kept and kept.id not in {one.id for one in people} else []
    form.family_contact.offer([*(Chip(one.id, one.chip) for one in people), ELSE])
    return people


def _entry(form: SignpostingForm, family: list[FamilyContact], record: Record | None = None) -> Entry:
    pupils = [pupil for pupil, _ in picking.picker(KIND, form.pupil.data).chosen]
    detail = _detail(form, family)
    promises = capture.promises(form, pupils)
    day = _chase_on(form, record) if form.is_referral else None
    if day:
        what = referrals.words(detail["agency_name"], picking.names(pupils) if pupils else "")
        promises.append(Promise(referrals.CHASE, what, day))
    return Entry(
        kind=KIND, client_id=form.client_id.data, body=capture.body(), occurred_at=form.moment, note=form.note.data,
        pupils=capture.parts(form, KIND), chosen=_chosen(form), detail=detail, finish_later=form.finish_later,
        promises=tuple(promises), mentions=picking.mentions(form),
    )  # fmt: skip


def _chosen(form: SignpostingForm) -> frozenset[int]:
    """The chips of the school's lists: of signposting nothing of what only a referral asks."""
    names = ["referral_purpose"] + ["sharing_basis", "shared_what"] * form.is_referral
    names += ["consent_how"] * form.has_agreed
    return frozenset(value for name in names for value in form[name].chosen())


def _detail(form: SignpostingForm, family: list[FamilyContact]) -> dict:
    """The facts as they are kept: of signposting nothing of what only a referral asks."""
    named = next((chip.label for chip in form.agency.chips if chip.value == form.agency.data), "")
    person = next((one for one in family if one.id == form.family_contact.data), None)
    agreed, refused = form.has_agreed, form.is_referral and form.agreed.data == "no"
    return {
        "agency": form.agency.data or None,
        "agency_name": named if form.agency.data else form.other_agency.data,
        "referred": form.is_referral,
        "agreed": True if agreed else False if refused else None,
        "family_contact": person if agreed else None,
        "agreed_by": form.agreed_by.data if agreed and not form.family_contact.data else "",
        "agreed_on": form.agreed_on.data if agreed else None,
        "why_without": form.why_without.data if refused else "",
        "shared": form.shared.data if form.is_referral else "",
    }


def _chase_on(form: SignpostingForm, record: Record | None):
    """The day to chase it: as the form says, or as was promised before."""
    if _asks_chase(record):
        return referrals.chase_day(g.member.school, form.chase.data, form.chase_on.data, form.today)
    waiting = referrals.chasing(record) if record else None
    return waiting.due_on if waiting else None


def _data(record: Record) -> dict:
    detail = Signposting.get_by_id(record.id)
    data = capture.data_of(record) | capture.chosen_by_list(SignpostingForm, record)
    names = ("agreed_by", "agreed_on", "why_without", "shared")
    data |= {name: getattr(detail, name) for name in names}
    typed = bool(detail.agency_name) and detail.agency_id is None
    someone = bool(detail.agreed_by) and detail.family_contact_id is None
    return data | {
        "way": "referred" if detail.referred else "told",
        "agency": 0 if typed else detail.agency_id, "other_agency": detail.agency_name if typed else "",
        "agreed": {True: "yes", False: "no"}.get(detail.agreed), "family_contact": 0 if someone else
        detail.family_contact_id,
    }  # fmt: skip


def _today():
    return clock.today(g.member.school.zone)
