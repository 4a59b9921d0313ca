"""Declared relationships: who is family or close to a pupil, and so is refused that pupil."""

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for

from forms.relationships import RelationshipForm
from mentoring import people, relationships
from models import Pupil, Relationship, User
from models.school import STAFF
from views import capture, picking
from views.guard import allow, one_or_404

KIND = picking.RELATIONSHIP
KEEPERS = ("dsl", "head", "admin")  # who declares for others
room = Blueprint("relationships", __name__, url_prefix="/relationships")


@room.get("")
@allow(*STAFF)
def index():
    return render_template("relationships/index.html", rows=relationships.in_force(g.member))


@room.get("/new")
@allow(*STAFF)
def new():
    return _page(_form(data={"user": g.member.user.id}))


@room.post("")
@allow(*STAFF)
def create():
    form = _form(request.form)
    if capture.is_step():
        return _page(form)
    if not form.validate() or not (pupil := _pupil(form)):
        return _page(form, 422)
    relationships.declare(g.member, User.get_by_id(form.user.data), pupil, form.what.data)
    flash("Declared. From now on that pupil’s records are closed")
    return redirect(url_for("relationships.index"), 303)


@room.post("/<int:number>/ending")
@allow("dsl", "head")
def ending_create(number):
    """A relationship that binds no longer; never one's own."""
    row = one_or_404(Relationship.visible_to(g.member).where(Relationship.id == number))
    if row.user_id == g.member.user.id:
        abort(403, "Nobody ends a relationship of their own. Ask another DSL or head.")
    relationships.end(g.member, row)
    flash("Ended: it closes no records any more")
    return redirect(url_for("relationships.index"), 303)


def _form(sent=None, data=None) -> RelationshipForm:
    me = [(g.member.user.id, g.member.user.name)]
    staff = people.at_school_now(g.member).order_by(User.name)
    if not g.member.has("dsl", "head"):  # an admin closes no pupil to those who read concerns
        staff = staff.where(User.id.not_in(User.holding(g.member.school, "dsl", "head").select(User.id)))
    others = [(one.id, one.name) for one in staff if one.id != g.member.user.id] if g.member.has(*KEEPERS) else []
    form = RelationshipForm(sent, data=data, whats=relationships.WHATS, people=[*me, *others])
    if sent is not None and "user" not in sent:
        form.user.data = g.member.user.id
    return form


def _pupil(form: RelationshipForm) -> Pupil | None:
    pupil = Pupil.findable_by(g.member).where(Pupil.id.in_(form.pupil.data.ids)).first()
    if pupil is None:
        form.pupil.errors = ["That pupil is not at this school. Choose again."]
    return pupil


def _page(form: RelationshipForm, status: int = 200):
    picker = picking.picker(KIND, form.pupil.data)
    return render_template("relationships/new.html", form=form, kind=KIND, picker=picker), status
