"""Signing in, under More: the second steps, recovery codes and links of one's own."""

from collections.abc import Callable

from flask import Blueprint, current_app, flash, g, make_response, redirect, render_template, request, url_for
from wtforms import Field

from forms.factors import CodeAppForm, NameForm, SecurityKeyForm
from mentoring import code_apps, factors, recovery_codes, single_sign_on
from mentoring.factors import FactorError
from mentoring.security_keys import KeyRefused
from models import CodeApp, SecurityKey
from models.school import EVERYBODY
from views import entrance, guard
from views.cookies import LOGIN, set_cookie
from views.guard import allow, one_or_404, while_setting_up

room = Blueprint("factors", __name__, url_prefix="/factors")


@room.get("")
@allow(*EVERYBODY)
def index():
    """What one signs in with, and how to change it."""
    apps, keys = factors.of_person(g.member.user)
    return render_template(
        "factors/index.html", apps=apps, keys=keys, needed=factors.needed(g.member.user), here=entrance.place(),
        codes_left=recovery_codes.left(g.member.user), providers=current_app.config["PROVIDERS"],
        identities=single_sign_on.identities(g.member.user),
    )  # fmt: skip


@room.get("/new")
@allow(*EVERYBODY)
@while_setting_up
def new():
    """Set a second step up: an app first, a key or phone beside it."""
    if again := entrance.fresh(request.full_path.rstrip("?")):
        return again
    return _new(guard.safe_path(request.args.get("next")))


@room.post("/code-apps")
@allow(*EVERYBODY)
@while_setting_up
def code_apps_create():
    form = CodeAppForm(request.form)
    secret, code = form.offer.data, form.code.data
    return _set_up(form, form.code, lambda: factors.add_app(_seal(), g.member, g.login, secret, code))


@room.post("/security-keys/challenges")
@allow(*EVERYBODY)
@while_setting_up
def challenges_create():
    """What the browser asks of a new key."""
    if entrance.place().why_not() or not factors.is_fresh(g.login):
        return {"sentence": "Load this page again, then try once more."}, 409
    from mentoring import key_ceremonies

    options = key_ceremonies.offer(g.login.token_hash, g.member.user, entrance.place())
    return current_app.response_class(options, mimetype="application/json")


@room.post("/security-keys")
@allow(*EVERYBODY)
@while_setting_up
def security_keys_create():
    form = SecurityKeyForm(request.form)
    answer, name = form.credential.data, form.name.data or "Security key or phone"
    return _set_up(form, form.name, lambda: factors.add_key(g.member, g.login, entrance.place(), answer, name))


@room.post("/code-apps/<int:number>")
@allow(*EVERYBODY)
def code_apps_update(number):
    return _rename(_mine(CodeApp, number))


@room.post("/security-keys/<int:number>")
@allow(*EVERYBODY)
def security_keys_update(number):
    return _rename(_mine(SecurityKey, number))


@room.post("/code-apps/<int:number>/removal")
@allow(*EVERYBODY)
def code_apps_destroy(number):
    return _remove(_mine(CodeApp, number))


@room.post("/security-keys/<int:number>/removal")
@allow(*EVERYBODY)
def security_keys_destroy(number):
    return _remove(_mine(SecurityKey, number))


@room.post("/recovery-codes")
@allow(*EVERYBODY)
def recovery_codes_create():
    """Ten new codes, on this page only."""
    if again := entrance.fresh(url_for("factors.index")):
        return again
    try:
        codes = factors.renew_codes(g.member, g.login)
    except FactorError as error:
        flash(str(error), "warn")
        return redirect(url_for("factors.index"), 303)
    return render_template("factors/recovery_codes.html", codes=codes, onward=url_for("factors.index"))


def _mine(table, number: int):
    return one_or_404(table.select().where((table.user == g.member.user) & (table.id == number)))


def _rename(factor):
    form = NameForm(request.form)
    if form.validate() and form.name.data:
        factors.rename(g.member, factor, form.name.data)
        flash("The name is saved")
    else:
        flash("Write a name of at most 60 characters", "warn")
    return redirect(url_for("factors.index"), 303)


def _remove(factor):
    if again := entrance.fresh(url_for("factors.index")):
        return again
    try:
        factors.remove(g.member, g.login, factor)
        flash(f"{factor.name} is removed. You are signed out everywhere else")
    except FactorError as error:
        flash(str(error), "warn")
    return redirect(url_for("factors.index"), 303)


def _set_up(form: CodeAppForm | SecurityKeyForm, item: Field, add: Callable[[], str]):
    """Go on with what `add` set up, or say at the form's `item` why it did not."""
    onward = guard.safe_path(form.onward.data)
    if again := entrance.fresh(url_for("factors.new", next=onward or None)):
        return again
    if not form.validate():
        return _new(onward, form)
    first = not factors.held(g.member.user)
    try:
        token = add()
    except (FactorError, KeyRefused) as error:
        item.errors = [str(error)]
        return _new(onward, form)
    return _added(token, first, onward)


def _added(token: str, first: bool, onward: str):
    """With the first one come the recovery codes, once, in the reply itself: they are kept nowhere."""
    if first:
        g.must_set_up = False
        codes = factors.renew_codes(g.member, g.login)
        response = make_response(
            render_template("factors/recovery_codes.html", codes=codes, onward=onward or url_for("today.index"))
        )
    else:
        flash("That is set up. You are signed out everywhere else")
        response = redirect(onward or url_for("factors.index"), 303)
    set_cookie(response, LOGIN, token)
    return response


def _new(onward: str, sent: CodeAppForm | SecurityKeyForm | None = None):
    """The page of both ways; `sent` is the form that has to be put right."""
    app_form = sent if isinstance(sent, CodeAppForm) else CodeAppForm(data={"onward": onward})
    key_form = sent if isinstance(sent, SecurityKeyForm) else SecurityKeyForm(data={"onward": onward})
    offer = code_apps.offer(_seal(), g.member.user, app_form.offer.data or "")
    return render_template(
        "factors/new.html", form=app_form, key_form_=key_form, offer=offer, why_not=entrance.place().why_not(),
        needed=factors.needed(g.member.user),
    ), 422 if sent else 200  # fmt: skip


def _seal():
    return current_app.config["SEAL"]
