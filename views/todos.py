"""To do: every promise on one list, by the day it is due."""

from collections.abc import Iterable
from datetime import date, timedelta

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for

from forms.fields import Chip
from forms.todos import DoneForm, HandOverForm
from mentoring import clock, overdue, todos
from models import Todo, User
from models.school import STAFF
from views.guard import allow, one_or_404

room = Blueprint("todos", __name__, url_prefix="/todos")


@room.get("")
@allow(*STAFF)
def index():
    return _page()


@room.post("/<int:number>/outcome")
@allow(*STAFF)
def outcome_create(number):
    """Done, with what came of it."""
    todo = _mine(number)
    form = DoneForm(request.form)
    if not form.validate():
        return _page(422, number, form=form)
    try:
        todos.done(g.member, todo, form.outcome.data)
    except todos.NotDone as error:
        abort(409, str(error))
    flash("Done")
    return redirect(url_for("todos.index"), 303)


@room.post("/<int:number>/outcome/removal")
@allow(*STAFF)
def outcome_destroy(number):
    """Not done after all."""
    try:
        todos.undo(g.member, _mine(number))
    except todos.NotDone as error:
        abort(409, str(error))
    flash("Back on the list")
    return redirect(url_for("todos.index"), 303)


@room.post("/<int:number>/owner")
@allow(*STAFF)
def owner_update(number):
    """One's own, or one that a lead oversees and is overdue, handed over to somebody else."""
    mine = Todo.visible_to(g.member).where((Todo.id == number) & (Todo.owner == g.member.user))
    todo = mine.first() or one_or_404(overdue.rows(g.member).where(Todo.id == number))
    colleagues = {one.id: one for one in todos.takers(g.member, [todo])[todo.id]}
    handing = _handing(colleagues.values(), request.form)
    if not handing.validate():
        return _page(422, number, handing=handing)
    try:
        todos.hand_over(g.member, todo, colleagues[handing.owner.data])
    except todos.NotHandedOver as error:
        abort(409, str(error))
    flash(f"Handed over to {colleagues[handing.owner.data].name}")
    return redirect(url_for("todos.index"), 303)


def _page(status: int = 200, open_number: int | None = None, form=None, handing=None):
    """The list; `form` or `handing` is what was sent for the to-do `open_number` and has to be put right."""
    today = clock.today(g.member.school.zone)
    waiting, late = todos.waiting(g.member), overdue.of(g.member)
    theirs = [todo for _, some in late.groups for todo in some]
    shown = {todo.id for todo in theirs}
    others = [todo for todo in todos.handed_over(g.member) if todo.id not in shown]
    handings = {todo: _handing(staff) for todo, staff in todos.takers(g.member, [*waiting, *theirs]).items()}
    if handing and open_number:
        handings[open_number] = handing
    return render_template(
        "todos/index.html", groups=_by_day(waiting, today), others=others, count=len(waiting),
        done=todos.recently_done(g.member, today - timedelta(days=7)), open_number=open_number, form=form or DoneForm(),
        handings=handings, open_part="done" if form else "hand", late=late, late_days=overdue.SCHOOL_DAYS,
    ), status  # fmt: skip


def _by_day(waiting: list[Todo], today: date) -> list[tuple[str, list[Todo]]]:
    """The to-dos by when they are due; the week ends on Sunday."""
    tomorrow, sunday = today + timedelta(days=1), clock.week_start(today) + timedelta(days=6)
    groups: dict[str, list[Todo]] = {word: [] for word in ("Late", "Today", "Tomorrow", "This week", "Later")}
    for todo in waiting:
        day = todo.due_on
        word = "Late" if day < today else "Today" if day == today else "Tomorrow" if day == tomorrow else ""
        groups[word or ("This week" if day <= sunday else "Later")].append(todo)
    return list(groups.items())


def _handing(colleagues: Iterable[User], sent=None) -> HandOverForm:
    """The form of handing over, with the colleagues as its chips."""
    form = HandOverForm(sent)
    form.owner.offer([Chip(one.id, one.name) for one in colleagues])
    return form


def _mine(number: int) -> Todo:
    return one_or_404(Todo.visible_to(g.member).where(Todo.id == number))
