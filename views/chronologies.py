"""A pupil's chronology: every concern, addition, decision and action in the order of time."""

from flask import Blueprint, g, render_template

from mentoring import body_map, concerns, desk, handling, viewing
from models import Pupil
from views.guard import allow, one_or_404

room = Blueprint("chronologies", __name__, url_prefix="/chronologies")


@room.get("/<int:number>")
@allow("dsl", "head")
def show(number):
    """The chronology of the pupil `number`."""
    found = Pupil.findable_by(g.member).where((Pupil.id == number) & Pupil.id.not_in(sorted(g.member.related)))
    pupil = one_or_404(found)
    viewing.pupil(g.member, pupil)
    steps = desk.chronology(g.member, pupil)
    marks = concerns.marks([step.record for step in steps if step.what == "concern"])
    return render_template(
        "chronologies/show.html", pupil=pupil, steps=steps, marks=marks, actions=handling.ACTIONS, maps=body_map,
    )  # fmt: skip
