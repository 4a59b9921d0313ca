"""Notices: put away what one has been told."""

from flask import Blueprint, g, redirect, request, url_for

from mentoring import notices
from models import Notice
from models.school import EVERYBODY
from views import guard
from views.guard import allow, one_or_404

room = Blueprint("notices", __name__, url_prefix="/notices")


@room.post("/<int:number>/dismissal")
@allow(*EVERYBODY)
def dismissal_create(number):
    """Put a notice away, and go on to what it leads to where that was asked for."""
    notice = one_or_404(Notice.visible_to(g.member).where(Notice.id == number))
    notices.seen(g.member, notice)
    onward = guard.safe_path(notice.path) if "onward" in request.form else ""
    return redirect(onward or url_for("today.index"), 303)
