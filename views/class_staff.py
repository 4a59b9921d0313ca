"""The classes with which a member of staff works."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from forms.class_staff import ClassStaffForm
from forms.fields import Chip
from mentoring import classes, finding, people
from models import User
from views.guard import allow, one_or_404

room = Blueprint("class_staff", __name__, url_prefix="/people")


@room.get("/<int:number>/classes/edit")
@allow("admin")
def edit(number):
    person = _person(number)
    return _page(person, _form(data={"school_class": [one.id for one in classes.of(g.member, person)]}))


@room.post("/<int:number>/classes")
@allow("admin")
def update(number):
    person, form = _person(number), _form(request.form)
    if not form.validate():
        return _page(person, form, 422)
    classes.change(g.member, person, form.school_class.chosen())
    flash(f"{person.name}’s classes are saved")
    return redirect(url_for("people.edit", number=person.id), 303)


def _person(number: int) -> User:
    return one_or_404(people.at_school_now(g.member).where(User.id == number))


def _form(sent=None, data=None) -> ClassStaffForm:
    form = ClassStaffForm(sent, data=data)
    form.school_class.offer([Chip(one.id, one.name) for one in finding.classes(g.member)])
    return form


def _page(person: User, form: ClassStaffForm, status: int = 200):
    return render_template("class_staff/edit.html", person=person, form=form), status
