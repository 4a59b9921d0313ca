"""What arrives from a tablet without signal, carried out in the room that it is for, as its author and nobody else."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app, g, request
from peewee import InterfaceError, OperationalError
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from database import Busy, see, write
from mentoring import arrivals, audit, clock, drafts, envelopes, keeping, recording, schools, signing_in
from mentoring.envelopes import Envelope, Pairs
from mentoring.outbox_keys import NotOpened
from mentoring.tickets import Bearer
from mentoring.viewing import NotNoted
from models import KINDS, Arrival, Kind, Member
from models.outbox import SAVED
from views import guard, logs

NO_FAULT_OF_ITS = (Busy, NotNoted, OperationalError, InterfaceError)  # the next try may well succeed
NOT_THEIRS = "Its author's role does not record this."
AMENDS = "It changes a record that was saved before: compare it with what stands there now."
ELSEWHERE = "It was begun at another of its author's schools: it waits there."
FAULT = "It could not be carried out: look at it, and save it again."


@dataclass(frozen=True)
class Arriving:
    """When the form was written, and what its tablet's clock showed then."""

    now: datetime
    latest: datetime


class NotTaken(Exception):
    """A form that its room's own rules refuse: `faults` are their sentences, `typed` names that are no one pupil."""

    def __init__(self, form):
        super().__init__("A form was refused.")
        self.faults = [sentence for _, sentence in form.faults()]
        self.typed = form.pupil.data.typed


@dataclass(frozen=True)
class Place:
    """Where a form is for: its kind, the page that asks it, and the endpoint that makes a new record of it, if any."""

    kind: Kind
    page: str
    endpoint: str = ""


def is_here() -> bool:
    """Whether the form comes from a tablet that had no signal when it was written: nobody looks at the answer."""
    return "arriving" in g


def times() -> dict[str, datetime]:
    """What a form is told of such a moment."""
    return vars(g.arriving) if is_here() else {}


def now() -> datetime:
    """When the form was written."""
    return g.arriving.now if is_here() else clock.now()


def to_outbox(response):
    """After a save that a tablet holds a sealed copy of: that it is saved, under which client id, and where to go on. A
    redirect would be followed unseen."""
    if guard.OUTBOX in request.headers and response.status_code == 303 and "saved" in g:
        said = {"client_id": request.form.get("client_id", ""), "onward": response.headers.pop("Location")}
        response.status_code, response.mimetype = 201, "application/json"
        response.set_data(json.dumps(said))
    return response


def receive(bearer: Bearer, envelope: Envelope) -> Arrival:
    """Carry an envelope out, once however often it comes; what came of it. Raises database.Busy."""
    came_at = clock.now()
    _speak_for(bearer)
    found = _opened(envelope)
    with write():
        known = arrivals.found(bearer.author, envelope)
        if known:
            return known
        arrival = arrivals.begin(bearer, envelope, came_at)
        _decide(bearer, envelope, arrival, found)
    return arrival


def try_again(bearer: Bearer, arrival: Arrival) -> bool:
    """Carry out what could not be opened when it came; whether it could be now."""
    envelope = envelopes.kept(arrival)
    _speak_for(bearer)
    found = _opened(envelope)
    if isinstance(found, str) or place_of(envelope) is None:
        return False
    with write():
        _decide(bearer, envelope, arrival, found)
        keeping.opened_since(arrival, bearer.author)
    return True


def _speak_for(bearer: Bearer) -> None:
    """Let this thread see the author's school, and its events say by which sign-in they came."""
    see(*schools.in_sight(bearer.author))
    audit.asked_by(bearer.login, g.get("request_id", ""))


def place_of(envelope: Envelope) -> Place | None:
    """The place that an envelope names; None for one that is none of ours."""
    kind = KINDS.get(envelope.said["kind"])
    try:
        endpoint, given = current_app.url_map.bind("localhost").match(envelope.said["path"], method="POST")
    except HTTPException:
        return None
    if kind and endpoint == f"{kind.room}.create":
        return Place(kind, f"/{kind.path}/new", endpoint)
    if kind and endpoint == f"{kind.room}.update":
        return Place(kind, f"/{kind.path}/{given['number']}/edit")
    return None


def _opened(envelope: Envelope) -> Pairs | str:
    """The form, or why it cannot be opened."""
    try:
        return envelopes.opened(current_app.config["OUTBOX_KEYS"], envelope)
    except NotOpened as error:
        return str(error)


def _decide(bearer: Bearer, envelope: Envelope, arrival: Arrival, found: Pairs | str) -> None:
    """Save it, or keep it where somebody will look at it."""
    author, place, by_mail = bearer.author, place_of(envelope), current_app.config["POST"].is_on
    arrival.state, arrival.why, arrival.opened, arrival.flag = SAVED, "", True, bearer.fault
    if isinstance(found, str) or place is None:
        keeping.raw(envelope, arrival)
        why = found if isinstance(found, str) else "It is for a form that this version does not have."
        keeping.unopened(arrival, author, KINDS.get(arrival.kind), why, by_mail)
        return
    pairs = keeping.tidied(arrival, found)
    home = _at_home(author, pairs)
    if arrival.what == envelopes.DRAFT:
        keeping.as_draft(arrival, home, place.kind, place.page, pairs)
        arrivals.put(arrival, author)
        return
    why, typed = keeping.WHY.get(bearer.fault) or _refused(author, home, place), []
    if not why:
        why, typed = _saved(author, place, arrival, pairs)
    if why:
        keeping.raw(envelope, arrival)
        keeping.to_be_looked_at(arrival, home, place.kind, place.page, pairs, why, typed, by_mail)


def _at_home(author: Member, pairs: Pairs) -> Member:
    """The author at the school where the form was begun, which is the ticket's unless its tablet mixed them up."""
    home = drafts.home_of(author.user, author.school, dict(pairs).get("form_school", ""))
    if home.id == author.school.id:
        return author
    see(author.school.id, home.id)
    return signing_in.member_at(author.user, home)


def _refused(author: Member, home: Member, place: Place) -> str:
    if home is not author:
        return ELSEWHERE
    if not place.endpoint:
        return AMENDS
    return "" if author.has(*guard.allowed(place.endpoint)) else NOT_THEIRS


def _saved(author: Member, place: Place, arrival: Arrival, pairs: Pairs) -> tuple[str, list[str]]:
    """Save it in its room; why that could not be, if so, and names that were typed and are no one pupil."""
    at = Arriving(arrival.written_at, arrival.written_at + timedelta(seconds=max(0, arrival.skew)))
    try:
        with write():
            result = _carried_out(author, place, pairs, at)
    except NotTaken as error:
        return " ".join(error.faults), error.typed
    except NO_FAULT_OF_ITS:
        raise
    except Exception as error:  # whatever it is, one bad envelope holds up no other
        logs.log.error("request=%s arrival fault=%s", g.get("request_id", "-"), logs.place(error))
        return FAULT, []
    arrival.record = result.record
    if not result.replay:
        arrivals.mark(arrival, result.record)
    if arrival.id or not result.replay:  # what was saved online came from there
        arrivals.put(arrival, author)
    return "", []


def _carried_out(author: Member, place: Place, pairs: Pairs, at: Arriving) -> recording.Saved:
    """Post a form to its room as its author: a request within the request, without the browser's cookies."""
    app, request_id = current_app._get_current_object(), g.get("request_id", "")  # type: ignore[attr-defined]
    path = f"/{place.kind.path}"
    with app.app_context(), app.test_request_context(path, method="POST", data=MultiDict(pairs)):
        g.member, g.login, g.arriving, g.request_id = author, None, at, request_id
        try:
            app.view_functions[place.endpoint]()
        except HTTPException:
            if "saved" not in g:
                raise
        return g.saved
