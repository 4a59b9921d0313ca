"""Weekly tracking: the caseload against the weeks, one measure at a time; or one pupil, with every measure."""

from datetime import date, timedelta

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for

from forms.tracking import Sent, cells
from mentoring import calendar, caseload, clock, finding, school_weeks, tracking, viewing
from mentoring import cells as tracked
from mentoring.calendar import Calendar
from mentoring.measures import MEASURES, Measure
from models import Pupil, User
from models.school import WHOLE_SCHOOL
from views.fragments import htmx
from views.guard import allow, one_or_404

room = Blueprint("tracking", __name__, url_prefix="/tracking")
FURTHEST = timedelta(weeks=520)
STATUS = {tracked.CLASHED: 409, tracked.REFUSED: 422}


@room.get("")
@allow("mentor", "lead")
def index():
    """The caseload against the weeks of a half-term, one measure at a time."""
    return _index({})


@room.get("/pupils/<int:number>")
@allow("mentor", "lead")
def show(number):
    """One pupil: every measure against the weeks of a half-term."""
    pupil = one_or_404(finding.with_class(Pupil.visible_to(g.member)).where(Pupil.id == number))
    viewing.pupil(g.member, pupil)
    return _show(pupil, {})


@room.post("/figures")
@allow("mentor", "lead")
def figures_create():
    """Save cells: one as it is left, or, without scripts, all of a page. Each stands for itself: what cannot be saved
    stays as it was typed, with the reason beside it."""
    sent, days = cells(request.form.items(multi=True)), calendar.of(g.member.school)
    done = _put(sent, days)
    if htmx.partial and len(done) == 1:
        (cell,) = done.values()
        return render_template("tracking/_state.html", cell=cell), STATUS.get(cell.state, 200)
    wrong = {key: cell for key, cell in done.items() if cell.state != tracked.SAVED}
    pupil = _pupil_asked()
    if wrong:
        return _show(pupil, wrong) if pupil else _index(wrong)
    flash("Saved" if done else "Nothing had changed")
    there = url_for("tracking.show", number=pupil.id, **_chosen("week")) if pupil else url_for(
        "tracking.index", **_chosen("mentor", "measure", "week")
    )  # fmt: skip
    return redirect(there, 303)


@room.get("/pupils/<int:number>/weeks/<day>/<measure>")
@allow("mentor", "lead")
def figures_show(number, day, measure):
    """What a figure was, since when, and who wrote it down."""
    pupil = one_or_404(Pupil.visible_to(g.member).where(Pupil.id == number))
    monday = _day(day)
    if measure not in MEASURES or monday is None:
        abort(404)
    viewing.pupil(g.member, pupil)
    rows = tracking.versions(g.member, pupil, MEASURES[measure], monday)
    lines = [(row, tracking.amount_of(row)) for row in rows]
    return render_template(
        "tracking/figures_show.html", pupil=pupil, measure=MEASURES[measure], monday=monday, lines=lines
    )


def _put(sent: list[Sent], days: Calendar) -> dict[str, tracked.Cell]:
    """Save what differs from what is kept; the cells by their names. 404 for a pupil whom the member may not read."""
    pupils = tracking.visible(g.member, {one.pupil for one in sent})
    if not {one.pupil for one in sent} <= set(pupils) or not {one.measure for one in sent} <= set(MEASURES):
        abort(404)
    now = tracking.grid(g.member, pupils, {one.measure for one in sent}, {one.monday for one in sent})
    found = {}
    for one in sent:
        cell = tracked.of(now, pupils[one.pupil], MEASURES[one.measure], one.monday, _today())
        if one.text != cell.kept_text or htmx.partial:
            found[cell.name] = tracked.put(g.member, days, cell, one.text, one.version)
    return found


def _index(wrong: dict[str, tracked.Cell]):
    mentors = _mentors()
    mentor = next((one for one in mentors if one.id == _asked_of("mentor")), mentors[0] if mentors else None)
    measure = MEASURES.get(request.args.get("measure", ""), MEASURES["attendance"])
    pupils = tracking.pupils(g.member, mentor) if mentor else []
    return _page(
        "tracking/index.html", pupils, [measure], wrong, mentors=mentors, mentor=mentor, measure=measure,
        every=MEASURES.values(), endpoint="tracking.index", place=_chosen("mentor", "measure"),
    )  # fmt: skip


def _show(pupil: Pupil, wrong: dict[str, tracked.Cell]):
    return _page(
        "tracking/show.html", [pupil], list(MEASURES.values()), wrong, pupil=pupil, endpoint="tracking.show",
        place={"number": pupil.id},
    )  # fmt: skip


def _page(template: str, pupils: list[Pupil], measures: list[Measure], wrong: dict[str, tracked.Cell], **context):
    """A grid's page; `wrong` are the cells that could not be saved."""
    days, today = calendar.of(g.member.school), _today()
    asked = _day(request.args.get("week", ""))
    here = clock.week_start(asked) if asked and asked <= today else school_weeks.newest(days, today)
    half = school_weeks.half_term(days, here, today)
    here = here if here in half.mondays else half.mondays[-1]
    grid = tracking.grid(g.member, [one.id for one in pupils], [one.name for one in measures], half.mondays)
    rows = [
        (pupil, measure, grid.baseline(pupil.id, measure),
         [_cell(tracked.of(grid, pupil, measure, monday, today), wrong) for monday in half.mondays])
        for pupil in pupils for measure in measures
    ]  # fmt: skip
    statuses = [STATUS.get(cell.state, 200) for cell in wrong.values()]
    return render_template(
        template, rows=rows, half=half, here=here, week=_chosen("week"), **context,
    ), max(statuses, default=200)  # fmt: skip


def _cell(cell: tracked.Cell, wrong: dict[str, tracked.Cell]) -> tracked.Cell:
    return wrong.get(cell.name, cell)


def _mentors() -> list[User]:
    """Whose caseloads the member may look at: their own first."""
    own = [g.member.user] if g.member.has("mentor") else []
    every = list(caseload.mentors(g.member)) if g.member.has(*WHOLE_SCHOOL) else []
    return own + [one for one in every if one not in own]


def _pupil_asked() -> Pupil | None:
    """The pupil whose own page was sent; None where it was a caseload's."""
    asked = _asked_of("pupil")
    return one_or_404(finding.with_class(Pupil.visible_to(g.member)).where(Pupil.id == asked)) if asked else None


def _chosen(*names: str) -> dict[str, str]:
    """What was chosen to be looked at, as the address says it."""
    return {name: request.args[name] for name in names if name in request.args}


def _asked_of(name: str) -> int:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if abs(day - _today()) < FURTHEST else None


def _today() -> date:
    return clock.today(g.member.school.zone)
