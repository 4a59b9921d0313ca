"""What waits on the tablet. The page holds nobody's data: its script finds there what it shows."""

from flask import Blueprint, render_template

from views.guard import public, unattended

room = Blueprint("waiting", __name__, url_prefix="/waiting")


@room.get("")
@public
@unattended
def index():
    """The same page for everybody, signed in or not: a tablet keeps it for when there is no signal."""
    return render_template("waiting/index.html", member=None)
