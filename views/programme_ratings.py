"""What those in a programme rate at the start and at the end."""

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for

from forms.programmes import RatingForm
from mentoring import clock, programme_ratings, programmes
from models import Programme
from models.school import SUPPORT_STAFF
from views.guard import allow, one_or_404

room = Blueprint("programme_ratings", __name__, url_prefix="/programmes")


@room.get("/<int:number>/ratings/<moment>/edit")
@allow(*SUPPORT_STAFF)
def edit(number, moment):
    programme = _rated(number, moment)
    now = {one.seat.pupil.id: getattr(one, moment) for one in _rows(programme)}
    return _page(programme, moment, RatingForm(data={"ratings": now}))


@room.post("/<int:number>/ratings/<moment>")
@allow(*SUPPORT_STAFF)
def update(number, moment):
    programme = _rated(number, moment)
    form, rows = RatingForm(request.form), _rows(programme)
    pupils = [one.seat.pupil for one in rows]
    form.ratings.targets = tuple((one.id, one.name) for one in pupils)
    programme_ratings.save(g.member, programme, moment, pupils, form.ratings.given())
    flash("Ratings saved")
    return redirect(url_for("programmes.show", number=programme.id, _anchor="ratings"), 303)


def _page(programme: Programme, moment: str, form: RatingForm):
    form.ratings.targets = tuple((one.seat.pupil.id, one.seat.pupil.name) for one in _rows(programme))
    said = programme_ratings.MOMENTS[moment]
    return render_template("programmes/ratings.html", programme=programme, moment=moment, said=said, form=form)


def _rows(programme: Programme) -> list[programme_ratings.Rated]:
    day = programmes.day_of(programme, clock.today(g.member.school.zone))
    return programme_ratings.of(g.member, programme, programmes.seats(g.member, programme, day))


def _rated(number: int, moment: str) -> Programme:
    """A programme that the member leads and that names what is rated."""
    programme = one_or_404(Programme.visible_to(g.member).where(Programme.id == number))
    if moment not in programme_ratings.MOMENTS or not programme.question:
        abort(404)
    return programme
