"""What arrived and is no record: kept for its author, for the DSLs where they have left, or closed as it came."""

from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from mentoring import arrivals, clock, drafts, notices, todos, unsent
from mentoring.envelopes import MOST_LETTERS, Envelope, Pairs
from mentoring.tickets import LATE, LEFT, REVOKED
from models import Arrival, Draft, Kind, Member, Notice, RecordVersion
from models.outbox import KEPT

WHY = {
    LATE: "It came more than 7 days after its author was last signed in on that tablet.",
    REVOKED: "The sign-in on that tablet had been ended.",
    LEFT: "Its author does not work here any more.",
}
PAGE = "/arrivals"
UNOPENED = "Something written without signal arrived and cannot be opened. It is kept as it came."
LEAVER = "{name}, who has left, wrote something without signal. It is among what is not saved yet."
RELATIVE = {"now": 0, "5": 5, "15": 15}  # answers to "when", in minutes ago


def tidied(arrival: Arrival, pairs: Pairs) -> Pairs:
    """The form with its envelope's client id, and with when it was begun by our clock."""
    said = [(name, value) for name, value in pairs if name not in ("client_id", "step", "form_begun")]
    begun = next((value for name, value in pairs if name == "form_begun"), "")
    try:
        moment = datetime.fromisoformat(begun).astimezone(UTC) - timedelta(seconds=arrival.skew)
        said.append(("form_begun", moment.isoformat()))
    except (ValueError, OverflowError):
        pass
    return [("client_id", arrival.client_id), *said]


def as_draft(arrival: Arrival, author: Member, kind: Kind, page: str, pairs: Pairs) -> bool:
    """Keep what was typed and not saved as its author's draft, unless a newer one is there or it was saved since."""
    number, school = arrival.client_id, author.school
    kept = drafts.keep(author.user, school, number, page, kind.word, pairs, arrival.written_at, MOST_LETTERS)
    if kept and arrival.flag == LEFT:
        _tell_of_leaver(author, number)
    return kept


def to_be_looked_at(
    arrival: Arrival, author: Member, kind: Kind, page: str, pairs: Pairs, why: str, typed: list[str], by_mail: bool
) -> None:
    """Keep a record that was not saved as its author's draft, with a to-do that opens it; `typed` are names that are no
    one pupil. A concern is told of at once. Call inside `database.write()`."""
    arrival.state, arrival.why, arrival.opened = KEPT, why[:300], True
    arrival.draft_id = _free_id(author, arrival)
    pairs = [("client_id", arrival.draft_id), *_dated(arrival, author, pairs)]
    args = (author.user, author.school, arrival.draft_id, page, kind.word, pairs)
    drafts.keep(*args, arrival.written_at, MOST_LETTERS)
    arrivals.put(arrival, author)
    if kind.sealed:
        unsent.tell(_draft(author, arrival.draft_id), by_mail)
    if arrival.flag == LEFT:
        _tell_of_leaver(author, arrival.draft_id)
        return
    what = f"{kind.word}, {_when(arrival, author)}"
    words = f"Say who it was: {', '.join(typed)} ({what})" if typed else f"Look at it again, it is not saved: {what}"
    _promise(author, words, arrivals.address(page, arrival.draft_id))


def unopened(arrival: Arrival, author: Member, kind: Kind | None, why: str, by_mail: bool) -> None:
    """Keep what cannot be opened as it came, and tell its author and the admins. Call inside `database.write()`."""
    arrival.state, arrival.why, arrival.opened = KEPT, why[:300], False
    arrivals.put(arrival, author)
    if kind and kind.sealed and arrival.what == "record":
        unsent.tell_unopened(author, arrival.client_id, arrival.written_at, by_mail)
    waits = (Notice.school == author.school) & (Notice.path == PAGE) & Notice.seen_at.is_null()
    if not Notice.select().where(waits).exists():
        notices.tell(author.school, ("admin",), UNOPENED, PAGE)
    if arrival.flag != LEFT:
        word = kind.word if kind else "Something"
        _promise(author, f"Write it again if you can, it could not be opened: {word}, {_when(arrival, author)}", PAGE)


def opened_since(arrival: Arrival, author: Member) -> None:
    """What could not be opened was, after all: its author need not write it again."""
    others = Arrival.visible_to(author).where((Arrival.state == KEPT) & ~Arrival.opened & (Arrival.id != arrival.id))
    if not others.exists():
        arrivals.close_todos(author, author.user.id, PAGE, "It could be opened after all")


def raw(envelope: Envelope, arrival: Arrival) -> None:
    """Have an arrival hold its envelope; only where it is written down for the first time."""
    if arrival.id is None:
        arrival.envelope = envelope.text


def _promise(author: Member, what: str, path: str) -> None:
    todos.give(author, author.user.id, what, clock.today(author.school.zone), todos.ARRIVAL, path)


def _free_id(author: Member, arrival: Arrival) -> str:
    """The client id for its draft: another one where a record has its own, or a draft that is newer."""
    number = arrival.client_id
    sent = (RecordVersion.author == author.user) & (RecordVersion.client_id == number)
    draft = Draft.get_or_none((Draft.author == author.user) & (Draft.client_id == number))
    newer = draft is not None and draft.updated_at > arrival.written_at
    if newer or RecordVersion.select().where(sent).exists():
        return str(uuid5(NAMESPACE_URL, f"{number}:{arrival.digest}"))
    return number


def _dated(arrival: Arrival, author: Member, pairs: Pairs) -> Pairs:
    """The form with its moment said in full, for “just now” moves on while it waits."""
    said = dict(pairs)
    pairs = [(name, value) for name, value in pairs if name != "client_id"]
    minutes = RELATIVE.get(said.get("when", "now"))
    if minutes is None:
        return pairs
    at = clock.local(arrival.written_at - timedelta(minutes=minutes), author.school.zone)
    kept = [(name, value) for name, value in pairs if name not in ("when", "on", "at")]
    return [*kept, ("when", "pick"), ("on", f"{at:%Y-%m-%d}"), ("at", f"{at:%H:%M}")]


def _draft(author: Member, client_id: str) -> Draft:
    return Draft.get((Draft.author == author.user) & (Draft.client_id == client_id))


def _when(arrival: Arrival, author: Member) -> str:
    at = clock.local(arrival.written_at, author.school.zone)
    return f"{at:%a %-d %b %H:%M}"


def _tell_of_leaver(author: Member, client_id: str) -> None:
    """Tell the DSLs that a draft passes to them: never of one about an adult who works here."""
    if not _draft(author, client_id).adult:
        notices.tell(author.school, ("dsl",), LEAVER.format(name=author.user.name[:80]), "/")
