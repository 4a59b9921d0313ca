"""Supervision: for a lead, what those whom they guide have in hand, and a note of what was agreed; both read it."""

from uuid import uuid4

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from forms.fields import Chip
from forms.supervisions import SupervisionForm
from mentoring import clock, lists, overdue, recording, supervision
from mentoring.supervision import Action
from models import SupervisionNote, User
from models.school import RECORDERS
from views.guard import allow, one_or_404

room = Blueprint("supervisions", __name__, url_prefix="/supervisions")


@room.get("")
@allow("lead")
def index():
    """The people whom a lead guides."""
    found = list(supervision.guided(g.member))
    mentors = {one.id for one in User.holding(g.member.school, "mentor")}
    return render_template(
        "supervisions/index.html", mentors=[one for one in found if one.id in mentors],
        others=[one for one in found if one.id not in mentors],
    )  # fmt: skip


@room.get("/mine")
@allow(*RECORDERS)
def mine():
    """The notes that one reads, of one's own supervision and of those whom one guides."""
    return render_template("supervisions/mine.html", notes=supervision.notes(g.member))


@room.get("/people/<int:number>")
@allow("lead")
def show(number):
    user = _guided(number)
    return render_template(
        "supervisions/show.html", user=user, load=supervision.load(g.member, user),
        notes=supervision.notes(g.member, user), late_days=overdue.SCHOOL_DAYS,
    )  # fmt: skip


@room.get("/people/<int:number>/notes/new")
@allow("lead")
def new(number):
    today = clock.today(g.member.school.zone)
    rows = [{"owner": number}] * 3
    form = SupervisionForm(data={"client_id": str(uuid4()), "held_on": today, "actions": rows}, today=today)
    return _page(form, _guided(number))


@room.post("/people/<int:number>/notes")
@allow("lead")
def create(number):
    user, form = _guided(number), SupervisionForm(request.form, today=clock.today(g.member.school.zone))
    _offer(form, user)
    fine = form.validate()
    if not form.names_nobody(supervision.names_in(g.member, form.texts()), form.said) or not fine:
        return _page(form, user, 422)
    chips = form.supervision_topic.chosen() | form.supervision_load.chosen()
    actions = [Action(one.what.data, one.owner.data, one.due_on.data) for one in form.actions if one.what.data]
    client_id = form.client_id.data if recording.is_client_id(form.client_id.data) else str(uuid4())
    note = supervision.keep(g.member, user, client_id, form.held_on.data, form.said.data, chips, actions)
    flash("Saved")
    return redirect(url_for("supervisions.note_show", number=note.id), 303)


@room.get("/notes/<int:number>")
@allow(*RECORDERS)
def note_show(number):
    note = one_or_404(SupervisionNote.visible_to(g.member).where(SupervisionNote.id == number))
    return render_template(
        "supervisions/note_show.html", note=note, chips=supervision.chips(note),
        todos=supervision.agreed(g.member, note),
    )  # fmt: skip


def _guided(number: int) -> User:
    return one_or_404(supervision.guided(g.member).where(User.id == number))


def _offer(form: SupervisionForm, user: User) -> None:
    """Give the form the school's chips and the two people."""
    found = lists.options(g.member.school, "supervision_topic", "supervision_load")
    chips = {name: [Chip(one.id, one.name, one.code) for one in rows] for name, rows in found.items()}
    people = [Chip(user.id, user.name), Chip(g.member.user.id, g.member.user.name)]
    form.offer(chips["supervision_topic"], chips["supervision_load"], people)


def _page(form: SupervisionForm, user: User, status: int = 200):
    _offer(form, user)
    return render_template("supervisions/new.html", form=form, user=user), status
