"""The schools at which one works: go on in another."""

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for

from mentoring import schools
from models.school import EVERYBODY
from views.guard import allow

room = Blueprint("my_schools", __name__, url_prefix="/my-schools")


@room.get("")
@allow(*EVERYBODY)
def index():
    return render_template("my_schools/index.html", schools=schools.of_user(g.member.user))


@room.post("/<int:number>/choice")
@allow(*EVERYBODY)
def choice_create(number):
    """Go on in another school with the same sign-in."""
    school = next((one for one in schools.of_user(g.member.user) if one.id == number), None)
    if school is None:
        abort(404)
    schools.choose(g.member, g.login, school)
    flash(f"You are at {school.name} now")
    return redirect(url_for("today.index"), 303)
