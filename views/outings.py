"""Trips and holiday projects: the consent list, and the contact list for the leader."""

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for

from forms.fields import Chip
from forms.programmes import ConsentForm
from mentoring import clock, finding, outings, programmes
from mentoring.outings import Going
from models import FamilyContact, Programme
from models.school import SUPPORT_STAFF
from views.guard import allow, one_or_404

room = Blueprint("outings", __name__, url_prefix="/programmes")


@room.get("/<int:number>/consents")
@allow(*SUPPORT_STAFF)
def index(number):
    programme = _outing(number)
    return render_template("programmes/consents.html", programme=programme, found=_going(programme))


@room.get("/<int:number>/consents/<int:pupil>/edit")
@allow(*SUPPORT_STAFF)
def edit(number, pupil):
    programme = _outing(number)
    one = _of(programme, pupil)
    return _page(programme, one, ConsentForm(data=_data(one)))


@room.post("/<int:number>/consents/<int:pupil>")
@allow(*SUPPORT_STAFF)
def update(number, pupil):
    programme = _outing(number)
    one = _of(programme, pupil)
    form = ConsentForm(request.form)
    family = _offer(form, one)
    if not form.validate():
        return _page(programme, one, form), 422
    person = next((row for row in family if row.id == form.family_contact.data), None)
    said = form.is_answered
    outings.answer(g.member, programme, one.pupil, {
        "answer": form.answer.data, "care": form.care.data, "family_contact": person if said else None,
        "answered_by": form.answered_by.data if said and person is None else "",
        "answered_on": form.answered_on.data if said else None,
    })  # fmt: skip
    flash(f"Saved for {one.pupil.short_name}")
    return redirect(url_for("outings.index", number=programme.id), 303)


@room.get("/<int:number>/contacts")
@allow(*SUPPORT_STAFF)
def contacts(number):
    """The list that the leader takes along. That it was opened is written down."""
    programme = _outing(number)
    outings.note_printed(g.member, programme)
    return render_template("programmes/contacts.html", programme=programme, found=_going(programme), now=clock.now())


def _page(programme: Programme, one: Going, form: ConsentForm):
    _offer(form, one)
    return render_template("programmes/consent.html", programme=programme, one=one, form=form)


def _data(one: Going) -> dict:
    row = one.consent
    if row is None or row.answer == "outstanding":
        return {"answered_on": _today(), "care": one.care}
    return {"answer": row.answer, "family_contact": row.family_contact_id or 0, "answered_by": row.answered_by,
            "answered_on": row.answered_on, "care": row.care}  # fmt: skip


def _offer(form: ConsentForm, one: Going) -> list[FamilyContact]:
    """The pupil's family, as far as the member may see it, and somebody else."""
    family = finding.family(g.member, pupils=[one.pupil.id])
    form.family_contact.offer([*(Chip(row.id, row.chip) for row in family), Chip(0, "Somebody else")])
    return family


def _going(programme: Programme) -> list[Going]:
    return outings.going(g.member, programme, programmes.day_of(programme, _today()))


def _of(programme: Programme, pupil: int) -> Going:
    return next((one for one in _going(programme) if one.pupil.id == pupil), None) or abort(404)


def _outing(number: int) -> Programme:
    """A trip or holiday project that the member leads."""
    programme = one_or_404(Programme.visible_to(g.member).where(Programme.id == number))
    if not programme.is_outing:
        abort(404)
    return programme


def _today():
    return clock.today(g.member.school.zone)
