"""Supervision: for a lead, what mentors and contributors have in hand, and a note of what was agreed; both read it."""

from uuid import uuid4

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from forms.fields import Chip
from forms.supervisions import SupervisionForm
from mentoring import clock, guiding, lists, overdue, recording, supervision
from mentoring.supervision import Action
from models import SupervisionNote, User
from models.school import RECORDERS
from views.guard import allow, one_or_404

room = Blueprint("supervisions", __name__, url_prefix="/supervisions")


@room.get("")
@allow("lead")
def index():
    """The people whom a lead guides themselves, then the school's others."""
    found, guides = list(supervision.supervised(g.member)), {row.user_id: row for row in guiding.now(g.member)}
    own = {number for number, row in guides.items() if row.guide_id == g.member.user.id}
    mentors = {one.id for one in User.holding(g.member.school, "mentor")}
    others = [one for one in found if one.id not in own]
    return render_template(
        "supervisions/index.html", own=[one for one in found if one.id in own],
        mentors=[one for one in others if one.id in mentors], guides=guides,
        others=[one for one in others if one.id not in mentors], met=supervision.last_met(g.member),
    )  # fmt: skip


@room.get("/mine")
@allow(*RECORDERS)
def mine():
    """Whom one guides, by whom one is guided, and the notes that one reads of either."""
    rows, met = guiding.now(g.member), supervision.last_met(g.member)
    me = g.member.user.id
    return render_template(
        "supervisions/mine.html", notes=supervision.notes(g.member), today=clock.today(g.member.school.zone),
        guiding=[(row, met.get(row.user_id)) for row in rows if row.guide_id == me],
        guided_by=next((row for row in rows if row.user_id == me), None),
    )  # fmt: skip


@room.get("/people/<int:number>")
@allow("lead")
def show(number):
    user, rows = _supervised(number), guiding.now(g.member)
    return render_template(
        "supervisions/show.html", user=user, load=supervision.load(g.member, user),
        guided_by=next((row for row in rows if row.user_id == number), None), before=guiding.before(g.member, user),
        guiding=[row for row in rows if row.guide_id == number],
        notes=supervision.notes(g.member, user), late_days=overdue.SCHOOL_DAYS,
    )  # fmt: skip


@room.get("/people/<int:number>/notes/new")
@allow("lead")
def new(number):
    today = clock.today(g.member.school.zone)
    rows = [{"owner": number}] * 3
    form = SupervisionForm(data={"client_id": str(uuid4()), "held_on": today, "actions": rows}, today=today)
    return _page(form, _supervised(number))


@room.post("/people/<int:number>/notes")
@allow("lead")
def create(number):
    user, form = _supervised(number), SupervisionForm(request.form, today=clock.today(g.member.school.zone))
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


def _supervised(number: int) -> User:
    return one_or_404(supervision.supervised(g.member).where(User.id == number))


def _offer(form: SupervisionForm, user: User) -> None:
    """Give the form the school's chips and the two people."""
    found = lists.options(g.member.school, "supervision_topic", "supervision_load")
    chips = {name: [Chip(one.id, one.name, one.code) for one in rows] for name, rows in found.items()}
    people = [Chip(user.id, user.name), Chip(g.member.user.id, g.member.user.name)]
    form.offer(chips["supervision_topic"], chips["supervision_load"], people)


def _page(form: SupervisionForm, user: User, status: int = 200):
    _offer(form, user)
    return render_template("supervisions/new.html", form=form, user=user), status
