"""The lock of a shared tablet: names off, a PIN back to the same words, or on to the next person."""

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, request, url_for

from forms.passwords import PinForm, UnlockForm
from mentoring import locking, signing_in, throttling
from mentoring.locking import LoginOver, WrongSecret
from models import Member
from models.school import ROLES
from views import entrance, guard
from views.guard import allow, safe_path, while_handed, while_locked, while_setting_up

room = Blueprint("locks", __name__, url_prefix="/lock")
OLD_PASSWORD = (10, 1.0)  # tries at once, and minutes for one more


@room.get("")
@allow(*ROLES)
@while_locked
@while_setting_up
@while_handed
def show():
    """The lock itself. Whoever is not locked has nothing to do here."""
    if not guard.is_locked():
        return redirect(url_for("today.index"), 303)
    return _page(UnlockForm())


@room.post("")
@allow(*ROLES)
@while_locked
@while_setting_up
@while_handed
def create():
    """Lock. The page to come back to is the one that the form names, or the one it stands on."""
    came_from = (request.referrer or "").removeprefix(request.host_url.rstrip("/"))
    path = safe_path(request.form.get("path")) or safe_path(came_from)
    locking.lock(g.login, url_for("own_screens.show") if guard.is_handed() else path)
    return ("", 204) if guard.wants_plain() else redirect(url_for("locks.show"), 303)


@room.post("/removal")
@allow(*ROLES)
@while_locked
@while_setting_up
@while_handed
def destroy():
    """Unlock, for the person whose login it is and no other."""
    form = UnlockForm(request.form)
    if form.login.data and form.login.data != str(g.login.id):
        abort(409, "Somebody else signed in here. Sign in again: your words are kept.")
    try:
        path = locking.unlock(current_app.config["PASSWORDS"], g.login, form.pin.data or "", form.password.data or "")
    except LoginOver as error:
        return _over(str(error))
    except WrongSecret as error:
        return (str(error), 422) if guard.wants_plain() else _page(form, 422, str(error))
    onward = safe_path(path) or url_for("today.index")
    return onward if guard.wants_plain() else redirect(onward, 303)


@room.post("/uses")
@allow(*ROLES)
@while_setting_up
@while_handed
def uses_create():
    """Somebody touches the page: the login is in use."""
    return "", 204


@room.post("/hand-overs")
@allow(*ROLES)
@while_locked
@while_setting_up
def hand_overs_create():
    """End the login for the next person. What its person typed is among their drafts."""
    signing_in.sign_out(Member(g.login.user, g.login.school, frozenset()), g.login)
    response = redirect(url_for("signing_in.new"), 303)
    entrance.clear_cookie(response)
    return response


@room.get("/pin/edit")
@allow(*ROLES)
def pin_edit():
    return _pin(PinForm())


@room.post("/pin")
@allow(*ROLES)
def pin_update():
    """A new PIN, for who knows the password."""
    form, passwords = PinForm(request.form), current_app.config["PASSWORDS"]
    if not g.member.user.password_hash:
        return _pin_without_password(form)
    if not form.validate():
        return _pin(form, 422)
    if not throttling.take(f"own:{g.member.user.id}", *OLD_PASSWORD):
        form.password.errors = ["Too many tries. Wait a minute and try again."]
        return _pin(form, 429)
    if not passwords.match(g.member.user.password_hash, form.password.data):
        form.password.errors = ["That is not your password."]
        return _pin(form, 422)
    return _set_pin(form)


def _pin_without_password(form: PinForm):
    """Who comes in by single sign-on alone shows who they are by having just done so."""
    if again := entrance.fresh(url_for("locks.pin_edit")):
        return again
    del form.password
    return _set_pin(form) if form.validate() else _pin(form, 422)


def _set_pin(form: PinForm):
    locking.set_pin(g.member, current_app.config["PASSWORDS"].hash(form.pin.data))
    flash("Your PIN is set. It unlocks where you are signed in, and nothing else")
    return ("", 204) if guard.wants_plain() else redirect(url_for("more.index"), 303)


def _over(sentence: str):
    if guard.wants_plain():
        return sentence, 401
    flash(sentence)
    path = safe_path(g.login.resume_path)
    response = redirect(url_for("signing_in.new", next=path or None), 303)
    entrance.clear_cookie(response)
    return response


def _page(form: UnlockForm, status: int = 200, fault: str = ""):
    return render_template("locks/show.html", form=form, login=g.login, fault=fault), status


def _pin(form: PinForm, status: int = 200):
    return render_template("locks/pin_edit.html", form=form), status
