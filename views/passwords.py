"""One's own password: forgotten, or changed."""

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for

from forms.passwords import ForgottenForm, OwnPasswordForm
from mentoring import links, throttling
from mentoring.links import Links
from models.school import ROLES
from views.guard import allow, public

room = Blueprint("passwords", __name__, url_prefix="/passwords")
OLD_PASSWORD = (10, 1.0)  # tries at once, and minutes for one more


@room.get("/new")
@public
def new():
    """Forgotten it?"""
    return _forgotten(ForgottenForm())


@room.post("")
@public
def create():
    """Send a link, if the address has an account. The answer is the same where it has none."""
    post, form = current_app.config["POST"], ForgottenForm(request.form)
    if not form.validate():
        return _forgotten(form, 422)
    if post.is_on:
        Links(post).forgotten(form.email.data)
    return _forgotten(form, asked=True)


@room.get("/edit")
@allow(*ROLES)
def edit():
    return _own(OwnPasswordForm())


@room.post("/own")
@allow(*ROLES)
def update():
    """A new password for oneself; one's sign-ins elsewhere end."""
    form, passwords = OwnPasswordForm(request.form), current_app.config["PASSWORDS"]
    form.personal = (g.member.user.name, g.member.user.email, g.member.school.name)
    if not form.validate():
        return _own(form, 422)
    if not throttling.take(f"own:{g.member.user.id}", *OLD_PASSWORD):
        form.old.errors = ["Too many tries. Wait a minute and try again."]
        return _own(form, 429)
    if not passwords.match(g.member.user.password_hash, form.old.data):
        form.old.errors = ["That is not your password now. If you have forgotten it, sign out and ask for a link."]
        return _own(form, 422)
    links.set_password(g.member, passwords.hash(form.password.data), current_app.config["POST"], but=g.login)
    flash("Your password is changed, and your sign-ins elsewhere have ended")
    return redirect(url_for("more.index"), 303)


def _forgotten(form: ForgottenForm, status: int = 200, asked: bool = False):
    is_on = current_app.config["POST"].is_on
    return render_template("passwords/new.html", form=form, is_on=is_on, asked=asked and is_on), status


def _own(form: OwnPasswordForm, status: int = 200):
    return render_template("passwords/edit.html", form=form), status
