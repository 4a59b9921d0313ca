"""To do: every promise on one list, by the day it is due."""

from datetime import timedelta

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for

from forms.todos import DoneForm
from mentoring import clock, todos
from models import Todo
from views.guard import allow, one_or_404

room = Blueprint("todos", __name__, url_prefix="/todos")


@room.get("")
@allow("mentor")
def index():
    return _page(DoneForm())


@room.post("/<int:number>/outcome")
@allow("mentor")
def outcome_create(number):
    """Done, with what came of it."""
    todo = _mine(number)
    form = DoneForm(request.form)
    if not form.validate():
        return _page(form, 422, number)
    try:
        todos.done(g.member, todo, form.outcome.data)
    except todos.NotDone as error:
        abort(409, str(error))
    flash("Done")
    return redirect(url_for("todos.index"), 303)


@room.post("/<int:number>/outcome/removal")
@allow("mentor")
def outcome_destroy(number):
    """Not done after all."""
    todos.undo(g.member, _mine(number))
    flash("Back on the list")
    return redirect(url_for("todos.index"), 303)


def _page(form: DoneForm, status: int = 200, open_number: int | None = None):
    today = clock.today(g.member.school.zone)
    waiting = todos.waiting(g.member)
    groups = [
        ("Late", [todo for todo in waiting if todo.due_on < today]),
        ("Today", [todo for todo in waiting if todo.due_on == today]),
        ("Later", [todo for todo in waiting if todo.due_on > today]),
    ]
    done = todos.recently_done(g.member, today - timedelta(days=7))
    return render_template(
        "todos/index.html", groups=groups, done=done, others=todos.handed_over(g.member), form=form,
        open_number=open_number, count=len(waiting),
    ), status  # fmt: skip


def _mine(number: int) -> Todo:
    return one_or_404(Todo.visible_to(g.member).where(Todo.id == number))
