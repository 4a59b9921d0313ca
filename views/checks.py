"""Proving again who one is, before what one signs in with changes."""

from flask import Blueprint, current_app, g, redirect, render_template, request, url_for

from forms.factors import CheckForm
from mentoring import checking, security_keys
from mentoring.checking import CheckRefused
from mentoring.factors import Answer
from models import CodeApp
from models.school import EVERYBODY
from views import entrance, guard
from views.guard import allow, while_setting_up

room = Blueprint("checks", __name__, url_prefix="/checks")


@room.get("/new")
@allow(*EVERYBODY)
@while_setting_up
def new():
    return _page(CheckForm(data={"next": guard.safe_path(request.args.get("next"))}))


@room.post("")
@allow(*EVERYBODY)
@while_setting_up
def create():
    form, seal = CheckForm(request.form), current_app.config["SEAL"]
    answer = Answer(entrance.place(), g.login.token_hash, form.code.data, "", form.credential.data or "")
    if not (form.password.data or form.code.data or form.credential.data):
        form.password.errors = ["Write your password, or use another of these ways."]
        return _page(form, 422)
    try:
        if form.password.data:
            checking.by_password(current_app.config["PASSWORDS"], g.member, g.login, form.password.data)
        else:
            checking.by_factor(seal, g.member, g.login, answer, request.remote_addr or "")
    except CheckRefused as error:
        (form.code if form.code.data else form.password).errors = [str(error)]
        return _page(form, 422)
    return redirect(guard.safe_path(form.next.data) or url_for("factors.index"), 303)


@room.post("/challenges")
@allow(*EVERYBODY)
def challenges_create():
    """What the browser asks of one of the person's keys."""
    if not security_keys.keys_at(g.member.user, entrance.place()):
        return {"sentence": "None of your keys can be used here."}, 409
    from mentoring import key_ceremonies

    options = key_ceremonies.ask(g.login.token_hash, g.member.user, entrance.place())
    return current_app.response_class(options, mimetype="application/json")


def _page(form: CheckForm, status: int = 200):
    user = g.member.user
    return render_template(
        "checks/new.html", form=form, keys=security_keys.keys_at(user, entrance.place()),
        apps=CodeApp.select().where(CodeApp.user == user).exists(),
    ), status  # fmt: skip
