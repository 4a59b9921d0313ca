"""People: who works here, in which role; who has left."""

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, request, url_for

from forms.people import NewPersonForm, PersonForm, RoleForm
from mentoring import classes, granting, link_requests, links, people, single_sign_on
from mentoring.granting import PersonError, SelfGrant
from mentoring.links import LinkError, Links
from mentoring.signing_in import SignInError
from models import Membership, User
from models.school import CONFIRMED, ROLES
from views import entrance
from views.guard import allow, one_or_404

room = Blueprint("people", __name__, url_prefix="/people")


@room.get("")
@allow("admin", "head")
def index():
    everybody, waiting = people.everybody(g.member), granting.waiting(g.member)
    here = [one for one in everybody if one.roles]
    return render_template(
        "people/index.html", here=here, left=[one for one in everybody if not one.roles], roles=ROLES, waiting=waiting,
        ways=single_sign_on.ways([one.user for one in here if not one.user.password_hash]),
        by_hand=links.chosen_by_hand([one.user for one in waiting]), asked=link_requests.waiting(g.member),
    )  # fmt: skip


@room.post("/roles/<int:number>/confirmation")
@allow("head")
def confirmation_create(number):
    """A role that waited counts from now on."""
    membership = _waiting(number)
    try:
        granting.confirm(g.member, membership)
    except PersonError as error:
        abort(403, str(error))
    flash(f"{membership.user.name} is {ROLES[membership.role]} now")
    return redirect(url_for("people.index"), 303)


@room.post("/roles/<int:number>/refusal")
@allow("head")
def refusal_create(number):
    """A role that waited is not given."""
    membership = _waiting(number)
    granting.refuse(g.member, membership)
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
    roles = set(form.roles.data)
    try:
        user, joining = links.invite(g.member, form.name.data, form.email.data, roles)
    except SignInError as error:
        form.email.errors = [str(error)]
        return _new(form, 422)
    post = current_app.config["POST"]
    if not post.is_on:
        return _handed(user, joining)
    Links(post).send(g.member, user, joining)
    flash(f"An e-mail with a link is on its way to {user.email}")
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
    except SelfGrant as error:
        abort(403, str(error))
    except PersonError as error:
        (form.name if isinstance(error, people.NotOurs) else form.roles).errors = [str(error)]
        return _edit(person, form, 422)
    flash(f"{form.name.data} is saved")
    return redirect(url_for("people.index"), 303)


@room.get("/<int:number>/roles/new")
@allow("head")
def roles_new(number):
    """A role more: what a head gives, an admin's own included, since no admin gives themselves one."""
    person = _person(number)
    return _role(person, RoleForm(roles=_others(person)))


@room.post("/<int:number>/roles")
@allow("head")
def roles_create(number):
    person = _person(number)
    form = RoleForm(request.form, roles=_others(person))
    if not form.validate():
        return _role(person, form, 422)
    try:
        granting.give(g.member, person.user, form.role.data)
    except SelfGrant as error:
        abort(403, str(error))
    waits = form.role.data in CONFIRMED
    flash(f"{person.user.name} is given the role {ROLES[form.role.data]}{': confirm it here' if waits else ''}")
    return redirect(url_for("people.index"), 303)


@room.get("/<int:number>/links/new")
@allow("admin", "head")
def links_new(number):
    """A one-time link for somebody who has no password yet, or has forgotten it."""
    return _link(_person(number))


@room.post("/<int:number>/links")
@allow("admin", "head")
def links_create(number):
    """Make it and send it, or show it, once, to be printed; by hand for who has come in before, a second person does.

    Links from before end.
    """
    person, post = _person(number), current_app.config["POST"]
    by_hand = request.form.get("by") != "mail" or not post.is_on
    try:
        if by_hand and not links.has_come_in(person.user):
            return _handed(person.user)
        if by_hand:
            asked = link_requests.ask(post, g.member, person.user)
            flash(f"Asked for. {_seconds(person.user, asked.asked_by)} can say yes, prints it and hands it over")
        else:
            Links(post).send(g.member, person.user)
            flash(f"An e-mail with a link is on its way to {person.user.email}")
    except LinkError as error:
        return _link(person, 422, str(error))
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
        entrance.clear_cookie(response)
        return response
    flash(f"{person.user.name} has left and cannot sign in any more")
    return redirect(url_for("people.index"), 303)


@room.post("/<int:number>/leaving/removal")
@allow("admin")
def leaving_destroy(number):
    """Somebody is back."""
    user = one_or_404(people.at_school(g.member).where(User.id == number))
    roles = [ROLES[role] for role in people.come_back(g.member, user)]
    flash(f"{user.name} is back as {' and '.join(roles)}, and signs in as before")
    return redirect(url_for("people.index"), 303)


def _person(number: int) -> people.Person:
    """Somebody who works here now."""
    return people.one(g.member, one_or_404(people.at_school_now(g.member).where(User.id == number)))


def _waiting(number: int) -> Membership:
    """A role of the school's that waits for a head."""
    return one_or_404(granting.waiting_rows(g.member).where(Membership.id == number))


def _new(form: NewPersonForm, status: int = 200):
    return render_template("people/new.html", form=form, is_on=current_app.config["POST"].is_on), status


def _edit(person: people.Person, form: PersonForm, status: int = 200):
    theirs = classes.of(g.member, person.user)
    return render_template("people/edit.html", person=person, form=form, classes=theirs), status


def _others(person: people.Person) -> dict[str, str]:
    """The roles that somebody does not hold."""
    return {role: word for role, word in ROLES.items() if role not in person.roles}


def _role(person: people.Person, form: RoleForm, status: int = 200):
    return render_template("people/roles_new.html", person=person, form=form), status


def _seconds(user: User, asking: User) -> str:
    """Who can say yes to a link by hand, in words; nobody: nothing."""
    return " or ".join(one.name for one in link_requests.seconds(g.member.school, asking, user))


def _link(person: people.Person, status: int = 200, fault: str = ""):
    return render_template(
        "people/links_new.html", person=person, is_on=current_app.config["POST"].is_on, fault=fault,
        by_two=links.has_come_in(person.user), seconds=_seconds(person.user, g.member.user),
    ), status  # fmt: skip


def _handed(user: User, roles: str = ""):
    """The page with the link: the answer itself, because it is shown only once."""
    link, token = Links(current_app.config["POST"]).hand(g.member, user, roles)
    address = entrance.link_address(token)
    return render_template("people/links_create.html", user=user, link=link, address=address), 201


def _leaving(person: people.Person, status: int = 200, fault: str = ""):
    duties = people.duties(g.member, person.user)
    return render_template("people/leaving_new.html", person=person, duties=duties, fault=fault), status
