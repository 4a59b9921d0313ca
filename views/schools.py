"""The school: its name and its bell times."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from forms.schools import MOST_BELLS, SchoolDetailsForm
from forms.setup import bell_rows
from mentoring import schools
from views.guard import allow

room = Blueprint("schools", __name__, url_prefix="/school")
SPARE_ROWS = 2


@room.get("")
@allow("admin")
def edit():
    school = g.member.school
    bells = [{"name": bell.name, "starts": bell.starts, "ends": bell.ends} for bell in schools.bells(school)]
    contacts = {name: getattr(school, name) for name in schools.CONTACTS}
    data = contacts | {"name": school.name, "bells": [*bells, *[{}] * SPARE_ROWS][:MOST_BELLS]}
    return _page(SchoolDetailsForm(data=data))


@room.post("")
@allow("admin")
def update():
    form = SchoolDetailsForm(request.form)
    if not form.validate():
        return _page(form, 422)
    contacts = {name: form[name].data for name in schools.CONTACTS}
    schools.change(g.member, form.name.data, bell_rows(form.bells.data), **contacts)
    flash("The school's details are saved")
    return redirect(url_for("schools.edit"), 303)


def _page(form: SchoolDetailsForm, status: int = 200):
    return render_template("schools/edit.html", form=form), status
