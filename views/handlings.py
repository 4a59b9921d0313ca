"""What a DSL or head does about a concern: one thing at a time, each kept."""

from flask import Blueprint, abort, flash, g, redirect, request, url_for

from forms.handlings import FORMS
from mentoring import handling, recording
from views import desks
from views.guard import allow

room = Blueprint("handlings", __name__, url_prefix="/handlings")
SAID = {
    "acknowledged": "Acknowledged", "assigned": "Assigned", "decided": "Decision kept", "acted": "To-do made",
    "referred": "Kept", "told": "The author can read it now", "shared": "Shared", "unshared": "Sharing ended",
    "linked": "Linked", "closed": "Closed", "reopened": "Opened again",
}  # fmt: skip


@room.post("/<int:number>/<action>")
@allow("dsl", "head")
def create(number, action):
    """One of the actions on the concern `number`."""
    record = desks.handled(number)
    if action not in FORMS:
        abort(404)
    form = desks.form_for(record, action, request.form)
    if not form.validate():
        return desks.page(record, form, action)
    if not recording.is_client_id(form.client_id.data):
        abort(422, "This page was out of date. Open the concern again.")
    try:
        handling.handle(g.member, record, action, form.client_id.data, **form.facts())
    except handling.NotHandled as error:
        abort(409, str(error))
    flash(SAID[action])
    return redirect(url_for("concerns.show", number=number), 303)
