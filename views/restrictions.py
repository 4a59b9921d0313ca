"""Restrictions: a record that only named readers and the DSLs know of."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from forms.fields import Chip
from forms.restrictions import RestrictionForm
from mentoring import lines, restricting
from models import KINDS, Record, User
from models.records import RESTRICTED
from models.school import RECORDERS
from views.guard import allow, one_or_404

room = Blueprint("restrictions", __name__, url_prefix="/records")


@room.get("/<int:number>/restriction/edit")
@allow("dsl", "head")
def edit(number):
    record = _record(number)
    # Who wrote it knows what it says: they go on reading it unless somebody decides otherwise.
    before = restricting.named(record) if record.tier == RESTRICTED else {record.author_id}
    return _page(record, _form(data={"reader": sorted(before)}))


@room.post("/<int:number>/restriction")
@allow("dsl", "head")
def update(number):
    record, form = _record(number), _form(request.form)
    if not form.validate():
        return _page(record, form, 422)
    restricting.restrict(g.member, record, form.reader.chosen())
    flash(f"{KINDS[record.kind].word} restricted")
    return _onward(record)


@room.post("/<int:number>/restriction/removal")
@allow("dsl", "head")
def destroy(number):
    record = _record(number)
    restricting.lift(g.member, record)
    flash(f"{KINDS[record.kind].word} open again to all who support its pupils")
    return _onward(record)


def _onward(record: Record):
    """Back to the record, or to Today for who is not among its readers now."""
    if Record.visible_to(g.member).where(Record.id == record.id).exists():
        return redirect(url_for(f"{KINDS[record.kind].room}.show", number=record.id), 303)
    return redirect(url_for("today.index"), 303)


def _record(number: int) -> Record:
    return one_or_404(Record.restrictable_by(g.member).where(Record.id == number))


def _form(sent=None, data=None) -> RestrictionForm:
    form = RestrictionForm(sent, data=data)
    # DSLs read what is restricted without being named, but may be.
    form.reader.offer([Chip(one.id, one.name) for one in User.holding(g.member.school, *RECORDERS)])
    return form


def _page(record: Record, form: RestrictionForm, status: int = 200):
    line = lines.one(g.member, record)
    return render_template("restrictions/edit.html", line=line, kind=line.kind, form=form), status
