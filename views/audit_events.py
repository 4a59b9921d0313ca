"""The audit trail: the school's for DSL and head, security events for an admin, one's own for everybody."""

from datetime import date

from flask import Blueprint, Response, abort, g, render_template, request

from mentoring import paging, trail
from mentoring.trail_words import GROUPS, SECURITY
from models import Pupil
from models.school import EVERYBODY
from views import known
from views.guard import allow

room = Blueprint("audit_events", __name__, url_prefix="/audit-events")


@room.get("")
@allow("dsl", "head", "admin")
def index():
    """All of the school's for a DSL or head; for an admin, what bears on security, without any pupil."""
    scope = trail.scope_of(g.member)
    return _page("audit_events/index.html", scope, people=trail.people(g.member))


@room.get("/mine")
@allow(*EVERYBODY)
def mine():
    """What I did."""
    return _page("audit_events/mine.html", trail.OWN)


@room.post("/exports")
@allow("dsl", "head")
def exports_create():
    """The trail as a file for a spreadsheet; posted, for it writes an event."""
    content = trail.export(g.member, _filters(request.form))
    headers = {"Content-Disposition": 'attachment; filename="audit-events.csv"'}
    return Response(content, headers=headers, content_type="text/csv; charset=utf-8")


def _page(template: str, scope: str, **context):
    filters = _filters(request.args)
    try:
        page = trail.page(g.member, filters, request.args.get("before", ""), scope)
    except paging.BadKey as error:
        abort(400, str(error))
    pupil = Pupil.findable_by(g.member).where(Pupil.id == filters.pupil).first() if filters.pupil else None
    groups = {name: word for name, word in GROUPS.items() if scope != trail.SAFE or name in SECURITY}
    return render_template(
        template, page=page, filters=filters, scope=scope, groups=groups,
        about=pupil if scope == trail.WHOLE else None, kept=_kept(filters), **context,
    )  # fmt: skip


def _filters(said) -> trail.Filters:
    """What the address asks for; what it says wrongly is left out."""
    number = {name: int(said[name]) for name in ("person", "pupil", "record") if known.is_number(said.get(name, ""))}
    group = said.get("group", "")
    return trail.Filters(
        **number, group=group if group in GROUPS else "", first=_day(said.get("first", "")),
        last=_day(said.get("last", "")),
    )  # fmt: skip


def _kept(filters: trail.Filters) -> dict:
    """The filters as an address has them."""
    return {name: str(value) for name, value in vars(filters).items() if value}


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1990 <= day.year <= 2200 else None
