"""Shells: the form of each kind without anybody's data, for the service worker to keep."""

from flask import Blueprint, abort, g

from models import KINDS
from models.school import STAFF
from views import shelf
from views.guard import allow, unattended

room = Blueprint("shells", __name__, url_prefix="/shells")


@room.get("/<room>")
@allow(*STAFF)
@unattended
def show(room):
    """The shell of a room, for those who record its kind."""
    kind = next((one for one in KINDS.values() if one.room == room), None)
    if kind is None:
        abort(404)
    if not g.member.has(*kind.writers):
        abort(403)
    return shelf.shell(kind)
