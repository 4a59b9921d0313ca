"""More: everything that is not a record, one's own sign-ins, and what Alongside is."""

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, url_for

from mentoring import about as alongside
from mentoring import logins as sign_ins
from mentoring import schools, signing_in
from mentoring.factors import FACTORS
from models.school import EVERYBODY
from views import entrance
from views.guard import allow

room = Blueprint("more", __name__, url_prefix="/more")


@room.get("")
@allow(*EVERYBODY)
def index():
    return render_template("more/index.html", schools=schools.of_user(g.member.user))


@room.get("/sign-ins")
@allow(*EVERYBODY)
def logins():
    """One's own sign-ins: this one, others that are open, and those that are over."""
    settings = current_app.config["SETTINGS"]
    found = sign_ins.of_person(g.member, settings.LOGIN_IDLE_MINUTES, settings.LOGIN_HOURS)
    others = [one for one in found if one.login.id != g.login.id]
    return render_template(
        "more/logins.html", settings=settings, days=sign_ins.RECENT_DAYS, factors=FACTORS,
        here=sign_ins.device_words(g.login.device),
        elsewhere=[one for one in others if one.state == "open"],
        over=[one for one in others if one.state != "open"],
    )  # fmt: skip


@room.post("/sign-ins/<int:number>/ending")
@allow(*EVERYBODY)
def logins_destroy(number):
    """End one of one's own sign-ins; ending this one is signing out."""
    login = sign_ins.mine(g.member, number) or abort(404)
    if login.ended_at is None:
        (signing_in.sign_out if login.id == g.login.id else signing_in.end)(g.member, login)
    if login.id == g.login.id:
        response = redirect(url_for("signing_in.new"), 303)
        entrance.clear_cookie(response)
        return response
    flash("That sign-in has ended")
    return redirect(url_for("more.logins"), 303)


@room.post("/sign-ins/others/ending")
@allow(*EVERYBODY)
def other_logins_destroy():
    """End all of one's own sign-ins but this one."""
    count = signing_in.sign_out_elsewhere(g.member, g.login)
    flash(f"{count} sign-in{'' if count == 1 else 's'} ended")
    return redirect(url_for("more.logins"), 303)


@room.get("/about")
@allow(*EVERYBODY)
def about():
    """What this is, how much the school keeps in it, and whom to ask."""
    return render_template(
        "more/about.html", version=alongside.version(), counts=alongside.counts(g.member),
        admins=alongside.admins(g.member),
    )  # fmt: skip
