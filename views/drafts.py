"""Drafts: kept as somebody types, given back to nobody else."""

from flask import Blueprint, abort, flash, g, redirect, request, url_for

from mentoring import drafts, recording, unsent
from models.school import STAFF
from views import guard
from views.guard import allow

room = Blueprint("drafts", __name__, url_prefix="/drafts")


@room.post("")
@allow(*STAFF)
@guard.while_locked
def create():
    """Keep the form as it stands. Nothing comes back but that it is kept, so a page that has locked may send its last
    words; not those of somebody else, who signed in meanwhile in another window."""
    if request.args.get("login", str(g.login.id)) != str(g.login.id):
        abort(409, "Somebody else signed in here. Sign in again.")
    client_id, page = request.form.get("client_id", "").lower(), guard.safe_path(request.form.get("form_path"))
    if not page or not recording.is_client_id(client_id):
        abort(422, "This page was out of date. Open it again.")
    pairs = list(request.form.items(multi=True))
    title = request.form.get("form_title", "")
    drafts.keep(g.login.user, g.login.school, client_id, page, title, pairs)
    return "", 204


@room.post("/<client_id>/removal")
@allow(*STAFF)
def destroy(client_id):
    """Throw a draft away; a leaver's concern is put away, and stays on the list of concerns."""
    flash("Put away" if unsent.throw_away(g.member, client_id) else "Thrown away")
    return redirect(url_for("today.index"), 303)
