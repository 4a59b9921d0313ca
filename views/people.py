"""People: who works here, in which role; who has left."""

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, request, url_for

from forms.people import NewPersonForm, PasswordForm, PersonForm
from mentoring import classes, people, signing_in
from mentoring.people import PersonError
from mentoring.signing_in import SignInError
from models import Membership, User
from models.school import ROLES
from views import guard
from views.guard import allow, one_or_404

room = Blueprint("people", __name__, url_prefix="/people")


@room.get("")
@allow("admin", "head")
def index():
    everybody = people.everybody(g.member)
    return render_template(
        "people/index.html", here=[one for one in everybody if one.roles],
        left=[one for one in everybody if not one.roles], roles=ROLES, waiting=people.waiting(g.member),
    )  # fmt: skip


@room.post("/roles/<int:number>/confirmation")
@allow("head")
def confirmation_create(number):
    """A role that waited counts from now on."""
    membership = _waiting(number)
    try:
        people.confirm(g.member, membership)
    except PersonError as error:
        abort(403, str(error))
    flash(f"{membership.user.name} is {ROLES[membership.role]} now")
    return redirect(url_for("people.index"), 303)


@room.post("/roles/<int:number>/refusal")
@allow("head")
def refusal_create(number):
    """A role that waited is not given."""
    membership = _waiting(number)
    people.refuse(g.member, membership)
    flash(f"{membership.user.name} is not made {ROLES[membership.role]}")
    return redirect(url_for("people.index"), 303)


@room.get("/new")
@allow("admin")
def new():
    return _new(NewPersonForm(roles=ROLES))


@room.post("")
@allow("admin")
def create():
    form = NewPersonForm(request.form, roles=ROLES)
    if not form.validate():
        return _new(form, 422)
    secret = current_app.config["PASSWORDS"].hash(form.password.data)
    try:
        signing_in.create_account(
            g.member, g.member.school, form.name.data, form.email.data, secret, set(form.roles.data)
        )
    except SignInError as error:
        form.email.errors = [str(error)]
        return _new(form, 422)
    flash(f"{form.name.data} can sign in. Hand over the password: it is not shown again")
    return redirect(url_for("people.index"), 303)


@room.get("/<int:number>/edit")
@allow("admin")
def edit(number):
    person = _person(number)
    return _edit(person, PersonForm(data={"name": person.user.name, "roles": list(person.roles)}, roles=ROLES))


@room.post("/<int:number>")
@allow("admin")
def update(number):
    person = _person(number)
    form = PersonForm(request.form, roles=ROLES)
    if not form.validate():
        return _edit(person, form, 422)
    try:
        people.change(g.member, person.user, form.name.data, set(form.roles.data))
    except people.SelfGrant as error:
        abort(403, str(error))
    except PersonError as error:
        form.roles.errors = [str(error)]
        return _edit(person, form, 422)
    flash(f"{form.name.data} is saved")
    return redirect(url_for("people.index"), 303)


@room.get("/<int:number>/password/edit")
@allow("admin")
def password_edit(number):
    return _password(_person(number), PasswordForm())


@room.post("/<int:number>/password")
@allow("admin")
def password_update(number):
    """A new password; whoever is signed in with the old one is signed out."""
    person = _person(number)
    form = PasswordForm(request.form)
    form.personal = (person.user.name, person.user.email)
    if not form.validate():
        return _password(person, form, 422)
    try:
        secret = current_app.config["PASSWORDS"].hash(form.password.data)
        people.set_password(g.member, person.user, secret, but=g.login)
    except PersonError as error:
        form.password.errors = [str(error)]
        return _password(person, form, 422)
    flash(f"{person.user.name} has a new password. Hand it over: it is not shown again")
    return redirect(url_for("people.index"), 303)


@room.get("/<int:number>/leaving/new")
@allow("admin")
def leaving_new(number):
    """What somebody leaves behind, before they do."""
    return _leaving(_person(number))


@room.post("/<int:number>/leaving")
@allow("admin")
def leaving_create(number):
    person = people.one(g.member, one_or_404(people.at_school(g.member).where(User.id == number)))
    try:
        people.leave(g.member, person.user)
    except PersonError as error:
        return _leaving(person, 422, str(error))
    if person.user.id == g.member.user.id:
        response = redirect(url_for("signing_in.new"), 303)
        guard.clear_cookie(response)
        return response
    flash(f"{person.user.name} has left and cannot sign in any more")
    return redirect(url_for("people.index"), 303)


@room.post("/<int:number>/leaving/removal")
@allow("admin")
def leaving_destroy(number):
    """Somebody is back."""
    user = one_or_404(people.at_school(g.member).where(User.id == number))
    roles = [ROLES[role] for role in people.come_back(g.member, user)]
    flash(f"{user.name} is back as {' and '.join(roles)}, with the password from before")
    return redirect(url_for("people.index"), 303)


def _person(number: int) -> people.Person:
    """Somebody who works here now."""
    return people.one(g.member, one_or_404(people.at_school_now(g.member).where(User.id == number)))


def _waiting(number: int) -> Membership:
    """A role of the school's that waits for a head."""
    return one_or_404(people.waiting_rows(g.member).where(Membership.id == number))


def _new(form: NewPersonForm, status: int = 200):
    return render_template("people/new.html", form=form), status


def _edit(person: people.Person, form: PersonForm, status: int = 200):
    theirs = classes.of(g.member, person.user)
    return render_template("people/edit.html", person=person, form=form, classes=theirs), status


def _password(person: people.Person, form: PasswordForm, status: int = 200):
    return render_template("people/password_edit.html", person=person, form=form), status


def _leaving(person: people.Person, status: int = 200, fault: str = ""):
    duties = people.duties(g.member, person.user)
    return render_template("people/leaving_new.html", person=person, duties=duties, fault=fault), status
