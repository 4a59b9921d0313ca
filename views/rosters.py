"""The names that a tablet keeps, encrypted, for choosing pupils without signal."""

from flask import Blueprint, current_app, g

from mentoring import rosters
from mentoring.backups import stamp
from models.school import STAFF
from views.guard import allow, for_scripts, unattended

room = Blueprint("rosters", __name__, url_prefix="/rosters")


@room.post("")
@allow(*STAFF)
@for_scripts
@unattended
def create():
    """One's own pupils and groups, and when the tablet has to forget them."""
    until = rosters.until(g.login, current_app.config["SETTINGS"].LOGIN_HOURS)
    return {"until": stamp(until), **rosters.of_member(g.member)}
