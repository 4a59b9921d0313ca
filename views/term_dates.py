"""Term dates: the school's terms, holidays and closed days."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from forms.term_dates import TermDateForm
from mentoring import clock, term_dates
from mentoring.term_dates import Span
from models import TermDate
from views.guard import allow, one_or_404

room = Blueprint("term_dates", __name__, url_prefix="/term-dates")
LAST_TERM_ENDS_IN = 6


@room.get("")
@allow("admin")
def index():
    years = term_dates.by_year(g.member)
    return render_template("term_dates/index.html", years=years, unfinished=_unfinished(dict(years)))


@room.get("/new")
@allow("admin")
def new():
    return render_template("term_dates/new.html", form=TermDateForm(data={"what": "closed"}))


@room.post("")
@allow("admin")
def create():
    form = TermDateForm(request.form)
    if not form.validate():
        return render_template("term_dates/new.html", form=form), 422
    row = term_dates.enter(g.member, _span(form))
    flash(f"“{row.name}” is entered")
    return redirect(url_for("term_dates.index"), 303)


@room.get("/<int:number>/edit")
@allow("admin")
def edit(number):
    row = _row(number)
    data = {"what": "term" if row.is_term else "closed", "name": row.name, "starts_on": row.starts_on,
            "ends_on": row.ends_on}  # fmt: skip
    return render_template("term_dates/edit.html", form=TermDateForm(data=data), row=row)


@room.post("/<int:number>")
@allow("admin")
def update(number):
    row, form = _row(number), TermDateForm(request.form)
    if not form.validate():
        return render_template("term_dates/edit.html", form=form, row=row), 422
    term_dates.change(g.member, row, _span(form, row.uid))
    flash(f"“{form.name.data}” is saved")
    return redirect(url_for("term_dates.index"), 303)


@room.post("/<int:number>/removal")
@allow("admin")
def destroy(number):
    row = _row(number)
    term_dates.remove(g.member, row)
    flash(f"“{row.name}” is removed")
    return redirect(url_for("term_dates.index"), 303)


def _unfinished(years: dict[int, list[TermDate]]):
    """The last day of this school year's terms, where a term is still to be entered after it."""
    year = clock.school_year(clock.today(g.member.school.zone))
    ends = [row.ends_on for row in years.get(year, []) if row.is_term]
    last = max(ends, default=None)
    return last if last and (last.year == year or last.month < LAST_TERM_ENDS_IN) else None


def _span(form: TermDateForm, uid: str = "") -> Span:
    return Span(form.name.data, form.what.data == "term", form.starts_on.data, form.last_day, uid)


def _row(number: int) -> TermDate:
    return one_or_404(TermDate.visible_to(g.member).where(TermDate.id == number))
