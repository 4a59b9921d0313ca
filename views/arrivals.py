"""What arrived from tablets without signal and has to be looked at: one's own; for admins, how much of the school's."""

from flask import Blueprint, g, render_template

from mentoring import arrivals
from models.school import STAFF
from views.guard import allow

room = Blueprint("arrivals", __name__, url_prefix="/arrivals")


@room.get("")
@allow(*STAFF)
def index():
    return render_template(
        "arrivals/index.html", mine=arrivals.of_member(g.member),
        unopened=arrivals.unopened(g.member) if g.member.has("admin") else None,
    )  # fmt: skip
