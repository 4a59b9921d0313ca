"""Submit tickets: with one, what a tablet holds is delivered in its author's name later. They open nothing else."""

from flask import Blueprint, current_app, g

from mentoring import backups
from models.school import EVERYBODY
from views.guard import allow, for_scripts, unattended

room = Blueprint("tickets", __name__, url_prefix="/tickets")


@room.post("")
@allow(*EVERYBODY)
@for_scripts
@unattended
def create():
    """A ticket for the login's person, and the key to seal to."""
    text, expires = current_app.config["TICKETS"].issue(g.login)
    return {
        "ticket": text, "author": g.login.user_id, "school": g.login.school_id, "login": g.login.id,
        "expires": expires.isoformat(timespec="milliseconds"), "key": current_app.config["OUTBOX_KEYS"].public,
        "safe_until": backups.safe_until(),
    }  # fmt: skip
