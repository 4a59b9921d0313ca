"""Who can see a pupil's records, and why."""

from flask import Blueprint, g, render_template

from mentoring import readers
from models import Pupil
from views.guard import allow, one_or_404

room = Blueprint("pupil_readers", __name__, url_prefix="/pupils")


@room.get("/<int:number>/readers")
@allow("lead", "dsl", "head", "admin")
def index(number):
    pupil = one_or_404(Pupil.card_visible_to(g.member).where(Pupil.id == number))
    return render_template("pupil_readers/index.html", pupil=pupil, readers=readers.of(g.member, pupil))
