"""Baselines: what a pupil's weeks of a measure are compared with, chosen by whoever supports the pupil."""

from datetime import date

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for

from forms.baselines import OWN, BaselineForm
from mentoring import tracking, viewing
from mentoring.measures import MEASURES, NOTHING, Amount, BadFigure, Measure
from models import Baseline, Pupil
from views.guard import allow, one_or_404

room = Blueprint("baselines", __name__, url_prefix="/tracking/pupils/<int:number>/baselines")
OFFERED = 12


@room.get("/<measure>/edit")
@allow("mentor", "lead")
def edit(number, measure):
    pupil, one = _asked(number, measure)
    viewing.pupil(g.member, pupil)
    rows = tracking.baselines(g.member, pupil, one)
    return _page(pupil, one, BaselineForm(data=_data(rows, one)), rows)


@room.post("/<measure>")
@allow("mentor", "lead")
def update(number, measure):
    pupil, one = _asked(number, measure)
    rows = tracking.baselines(g.member, pupil, one)
    form = BaselineForm(request.form)
    form.offer(_weeks(pupil, one, rows), one.hint)
    amount = _amount(form, one) if form.validate() else None
    if amount is None:
        return _page(pupil, one, form, rows, 422)
    monday = None if form.is_own else date.fromisoformat(form.week.data)
    try:
        tracking.choose_baseline(g.member, pupil, one, monday, amount, form.reason.data, form.seen_number)
    except tracking.Changed:
        return _clash(pupil, one, form)
    flash(f"Baseline of {one.word.lower()} chosen")
    return redirect(url_for("tracking.show", number=pupil.id), 303)


def _asked(number: int, measure: str) -> tuple[Pupil, Measure]:
    pupil = one_or_404(Pupil.visible_to(g.member).where(Pupil.id == number))
    if measure not in MEASURES:
        abort(404)
    return pupil, MEASURES[measure]


def _amount(form: BaselineForm, measure: Measure) -> Amount | None:
    """The figure that was typed, NOTHING for a week; None where it cannot be read, which the form then says."""
    if not form.is_own:
        return NOTHING
    try:
        return measure.read(form.figure.data)
    except BadFigure as error:
        form.figure.errors = [str(error)]
        return None


def _data(rows: list[Baseline], measure: Measure) -> dict:
    if not rows:
        return {}
    row = rows[0]
    figure = measure.typed(tracking.amount_of_baseline(row))
    return {"seen": str(row.id), "week": row.monday.isoformat() if row.monday else OWN, "figure": figure,
            "reason": row.reason}  # fmt: skip


def _weeks(pupil: Pupil, measure: Measure, rows: list[Baseline]) -> list[tuple[str, str]]:
    """The weeks to choose from, with their figures, and the one that is chosen now."""
    found = dict(tracking.weeks_with(g.member, pupil, measure, OFFERED))
    for row in rows[:1]:
        if row.monday:
            found.setdefault(row.monday, NOTHING)
    return [(day.isoformat(), f"{day:%-d %b}: {measure.said(found[day]) or 'no figure'}") for day in sorted(found)]


def _clash(pupil: Pupil, measure: Measure, form: BaselineForm):
    """The page again: what a colleague chose meanwhile stands above, what was chosen here below."""
    rows = tracking.baselines(g.member, pupil, measure)
    form.seen.data = str(rows[0].id)
    form.seen.errors = [f"{rows[0].author.name} chose another baseline meanwhile. Choosing again keeps yours."]
    return _page(pupil, measure, form, rows, 409)


def _page(pupil: Pupil, measure: Measure, form: BaselineForm, rows: list[Baseline], status: int = 200):
    form.offer(_weeks(pupil, measure, rows), measure.hint)
    lines = [(row, measure.said(tracking.amount_of_baseline(row))) for row in rows]
    return render_template("baselines/edit.html", pupil=pupil, measure=measure, form=form, lines=lines), status
