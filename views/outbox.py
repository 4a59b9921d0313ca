"""The outbox's other end: takes what a tablet held without signal, by its author's ticket, whoever is signed in."""

from flask import Blueprint, current_app, request

from mentoring import arrivals, backups, envelopes, recording, throttling, tickets
from mentoring.envelopes import Malformed
from mentoring.tickets import Bearer
from views import arriving, guard

room = Blueprint("outbox", __name__, url_prefix="/outbox")
MOST = 2 * 1024 * 1024  # bytes: a form's worth, sealed and in base64
MOST_ASKED = 5000
ENOUGH = (1000, 1 / 600)  # at once for one author, and minutes for one more: a week of records, then ten a second
STRANGER = "This ticket is not one of ours, or its author is not known here. Sign in again."
TOO_MANY = "Too many at once. What waits is safe: it is tried again."


def takes_envelopes(view):
    """Mark a view as one that takes JSON of an envelope's size."""
    view.most_bytes = MOST
    return view


@room.post("")
@guard.by_ticket
@takes_envelopes
def create():
    """Save what is in an envelope, or keep it. It is never refused for its content."""
    data = _sent()
    try:
        envelope = envelopes.read(data)
    except Malformed as error:
        return _said(str(error), 422)
    bearer = _bearer(data)
    if not isinstance(bearer, Bearer):
        return bearer
    if envelope.said["author"] != bearer.author.user.id:
        return _said("The ticket is somebody else's than what is sealed.", 422)
    arrival = arriving.receive(bearer, envelope)
    return {
        "client_id": envelope.said["client_id"], "state": "kept" if arrival.state == "kept" else "saved",
        "received_at": backups.stamp(arrival.received_at), "safe_until": backups.safe_until(),
    }, 201  # fmt: skip


@room.post("/missing")
@guard.by_ticket
@takes_envelopes
def missing_create():
    """Which of the client ids this database does not know: one that is older than what was delivered."""
    data = _sent()
    asked = data.get("client_ids") if isinstance(data, dict) else None
    good = isinstance(asked, list) and all(isinstance(one, str) and recording.is_client_id(one) for one in asked)
    if not good or len(asked) > MOST_ASKED:
        return _said(f"“client_ids” must be at most {MOST_ASKED} UUIDs.", 422)
    bearer = _bearer(data)
    if not isinstance(bearer, Bearer):
        return bearer
    found = arrivals.missing(bearer.author.user.id, asked)
    return {"missing": found, "safe_until": backups.safe_until()}


def _sent():
    """What was sent as JSON; None where it is none."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


def _bearer(data: dict):
    """Whose ticket came along, or the answer to a ticket that is nobody's, or has been used too often just now."""
    text = data.get("ticket")
    ticket = current_app.config["TICKETS"].read(text) if isinstance(text, str) else None
    bearer = tickets.bearer(ticket) if ticket else None
    if bearer is None:
        return _said(STRANGER, 401)
    if not throttling.take(f"outbox:{bearer.author.user.id}", *ENOUGH):
        return *_said(TOO_MANY, 429), {"Retry-After": "5"}
    return bearer


def _said(sentence: str, status: int):
    return {"error": sentence}, status
