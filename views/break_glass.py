"""Break-glass: a head opens one pupil's records in an emergency; the DSLs see it at once."""

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, request, url_for

from forms.break_glass import BreakGlassForm
from mentoring import break_glass
from models import Pupil
from views.guard import allow, one_or_404

room = Blueprint("break_glass", __name__, url_prefix="/break-glass")


@room.get("")
@allow("dsl", "head")
def index():
    return render_template("break_glass/index.html", rows=break_glass.opened(g.member))


@room.get("/pupils/<int:number>/new")
@allow("head")
def new(number):
    return _page(_pupil(number), BreakGlassForm())


@room.post("/pupils/<int:number>")
@allow("head")
def create(number):
    pupil, form = _pupil(number), BreakGlassForm(request.form)
    if not form.validate():
        return _page(pupil, form, 422)
    break_glass.open_pupil(g.member, pupil, form.reason.data, current_app.config["POST"].is_on)
    flash(f"Open for {break_glass.MINUTES} minutes. The DSLs have been told")
    return redirect(url_for("pupils.show", number=pupil.id), 303)


@room.post("/pupils/<int:number>/ending")
@allow("head")
def ending_create(number):
    """Closed again before the hour is over."""
    pupil = _pupil(number)
    break_glass.close_pupil(g.member, pupil)
    flash("Closed again")
    return redirect(url_for("pupils.show", number=pupil.id), 303)


def _pupil(number: int) -> Pupil:
    pupil = one_or_404(Pupil.findable_by(g.member).where(Pupil.id == number))
    if number in g.member.related:
        abort(403, "You have declared a relationship to this pupil. Ask a DSL to look for you.")
    return pupil


def _page(pupil: Pupil, form: BreakGlassForm, status: int = 200):
    return render_template("break_glass/new.html", pupil=pupil, form=form, minutes=break_glass.MINUTES), status
