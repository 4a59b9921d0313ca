"""Somebody lost their phone, keys and paper: taking their second steps away, by who may."""

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for

from mentoring import people, resetting
from mentoring.resetting import ResetRefused
from models import User
from views import entrance
from views.guard import allow, one_or_404

room = Blueprint("factor_resets", __name__, url_prefix="/factor-resets")


@room.get("/<int:number>/new")
@allow("admin", "head")
def new(number):
    user = _colleague(number)
    try:
        resetting.refuse(g.member, user)
    except ResetRefused as error:
        return render_template("factor_resets/new.html", user=user, refused=str(error))
    return render_template("factor_resets/new.html", user=user, refused="")


@room.post("/<int:number>")
@allow("admin", "head")
def create(number):
    user = _colleague(number)
    if again := entrance.fresh(url_for("factor_resets.new", number=number)):
        return again
    try:
        resetting.reset(g.member, user)
    except ResetRefused as error:
        abort(403, str(error))
    if user.password_hash:
        flash(f"{user.name} signs in with the password alone next time, and sets a second step up again")
    else:
        flash(f"{user.name} has no password: to come in again they need a one-time link")
    return redirect(url_for("people.index"), 303)


def _colleague(number: int) -> User:
    return one_or_404(people.at_school_now(g.member).where(User.id == number))
