"""The first run: the school, the first account, then pupils or a demo school."""

import hashlib
import hmac

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, request, url_for

from database import write
from forms.setup import SetupForm, bell_rows
from mentoring import demo, entering, schools, signing_in
from models import Member, Pupil, School
from views import entrance
from views.guard import allow, public

room = Blueprint("setup", __name__, url_prefix="/setup")


def token(secret: str) -> str:
    """What the one-time link carries: good until there is a school."""
    return hmac.new(secret.encode(), b"set-up", hashlib.sha256).hexdigest()[:32]


@room.get("")
@public
def closed():
    """Without the link: where to find it."""
    if School.select().exists():
        return redirect(url_for("today.index"), 303)
    return render_template("setup/closed.html")


@room.get("/<key>")
@public
def new(key):
    _check(key)
    bells = [{"name": name, "starts": starts, "ends": ends} for name, starts, ends in schools.USUAL_DAY]
    return render_template("setup/new.html", form=SetupForm(data={"bells": [*bells, {}]}), key=key)


@room.post("/<key>")
@public
def create(key):
    _check(key)
    form = SetupForm(request.form)
    if not form.validate():
        return render_template("setup/new.html", form=form, key=key), 422
    passwords, is_demo = current_app.config["PASSWORDS"], "demo" in request.form
    secret = passwords.hash(form.password.data)
    with write():
        _check(key)
        bells = list(schools.USUAL_DAY) if is_demo else bell_rows(form.bells.data)
        school = schools.start(form.school.data, "Europe/London", bells)
        user = signing_in.create_account(None, school, form.name.data, form.email.data, secret, form.roles())
        if is_demo:
            demo.fill(school, passwords, joining=Member(user, school, frozenset(form.roles())))
    entry = entering.after_password(user, school, request.user_agent.string)
    return entrance.let_in(entry, url_for("today.index" if is_demo else "setup.choice"))


@room.get("/first-pupils")
@allow("admin")
def choice():
    """Import pupils, or look round with a demo school."""
    if Pupil.findable_by(g.member).exists():
        return redirect(url_for("today.index"), 303)
    return render_template("setup/choice.html")


@room.post("/demo-school")
@allow("admin")
def demo_school():
    """Fill the empty school with the demo's pupils, mentors and records."""
    if Pupil.findable_by(g.member).exists():
        abort(409, "This school has pupils already, so the demo was not added.")
    demo.fill(g.member.school, current_app.config["PASSWORDS"], joining=g.member)
    flash("The demo school is ready")
    return redirect(url_for("today.index"), 303)


def _check(key: str) -> None:
    if School.select().exists() or not hmac.compare_digest(
        key.encode(), token(current_app.config["SECRET_KEY"]).encode()
    ):
        abort(404)
