"""Today: record something, what is promised, the caseload."""

from flask import Blueprint, g, render_template

from mentoring import caseload, clock, drafts, todos
from views.guard import allow

room = Blueprint("today", __name__)
SOON = 5


@room.get("/")
@allow("mentor", "admin")
def index():
    now = clock.local(clock.now(), g.member.school.zone)
    part = "morning" if now.hour < 12 else "afternoon" if now.hour < 18 else "evening"
    return render_template(
        "today/index.html", now=now, greeting=f"Good {part}", todos=todos.waiting(g.member, SOON),
        todo_count=todos.count_waiting(g.member), board=caseload.board(g.member), drafts=drafts.unfinished(g.member),
    )  # fmt: skip
