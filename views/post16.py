"""After Year 11: what is known that makes it harder, and where a pupil of Years 9 to 11 goes next."""

from dataclasses import replace

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for

from forms.fields import Chip
from forms.post16 import Post16Form
from mentoring import finding, lists, plan_names, post16, signals
from mentoring.post16 import Standing
from models import Pupil
from models.school import SUPPORT_STAFF
from views import capture, clashes
from views.guard import allow, one_or_404

room = Blueprint("post16", __name__, url_prefix="/post-16")
NAMES = ("intended_where", "status", "status_on", "actual_where", "actual_on")


@room.get("/pupils/<int:number>/edit")
@allow(*SUPPORT_STAFF)
def edit(number):
    pupil = _pupil(number)
    now = signals.standing(g.member, pupil)
    return _page(Post16Form(data=_data(pupil, now)), pupil, now)


@room.post("/pupils/<int:number>")
@allow(*SUPPORT_STAFF)
def update(number):
    pupil = _pupil(number)
    now, form = signals.standing(g.member, pupil), Post16Form(request.form)
    _offer(form, now)
    clashes.take(form, lambda: _kept(pupil, now))
    if not form.validate():
        return _page(form, pupil, now, 422)
    try:
        post16.save(g.member, pupil, form.facts(), form.neet_indicator.chosen(), capture.version_sent(form))
    except post16.Changed:
        return _clash(form, pupil)
    flash("Saved")
    return redirect(url_for("pupils.show", number=pupil.id, _anchor="post16"), 303)


def _data(pupil: Pupil, now: Standing) -> dict:
    """What is kept, as the form's data and as far as the member may read it."""
    row = now.row
    if row is None:
        return {"version": "0", "neet_indicator": []}
    data = {name: getattr(row, name) for name in NAMES}
    places = plan_names.hide_text(g.member, pupil, [row.intended_where, row.actual_where])
    data |= dict(zip(("intended_where", "actual_where"), places, strict=True))
    data |= {"intended": row.intended_id, "actual": row.actual_id, "version": str(row.number)}
    return data | {"neet_indicator": list(now.entered)}


def _offer(form: Post16Form, now: Standing) -> None:
    keep = {now.row.intended_id, now.row.actual_id} - {None} if now.row else set()
    found = lists.options(g.member.school, "neet_indicator", "destination", keep=keep)
    ticked = [Chip(one.id, one.name) for one in found["neet_indicator"] if one.code not in post16.DRAWN]
    form.offer(ticked, [Chip(one.id, one.name) for one in found["destination"]])


def _kept(pupil: Pupil, now: Standing) -> Post16Form:
    form = Post16Form(data=_data(pupil, now))
    _offer(form, now)
    return form


def _clash(form: Post16Form, pupil: Pupil):
    """The page again, with what the other saved beside what was written here."""
    now = signals.standing(g.member, pupil)
    row = now.row or abort(404)
    form.version.data = str(row.number)
    form.version.errors = ["Somebody else saved it while you were writing. Saving again keeps what you choose."]
    clash = {"who": row.author.name, "at": row.at, "parts": clashes.between(form, _kept(pupil, now))}
    return _page(form, pupil, now, 409, clash=clash)


def _page(form: Post16Form, pupil: Pupil, now: Standing, status: int = 200, **context):
    _offer(form, now)
    before = post16.versions(g.member, pupil)
    for row in before:
        row.intended_where, row.actual_where = plan_names.hide_text(
            g.member, pupil, [row.intended_where, row.actual_where]
        )
    return render_template("post16/edit.html", form=form, pupil=pupil, now=now, before=before, **context), status


def _pupil(number: int) -> Pupil:
    """A pupil of Years 9 to 11 whom the member supports."""
    rows = Pupil.visible_to(replace(g.member, opened=frozenset())).where(Pupil.left_on.is_null())
    return one_or_404(finding.with_class(rows).where((Pupil.id == number) & Pupil.year_group.in_(post16.YEARS)))
