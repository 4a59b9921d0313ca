"""What a tablet sends: an envelope with its moment, its kind and what is sealed in it (decisions/0015)."""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from mentoring import recording
from mentoring.outbox_keys import Keys, NotOpened
from models import Arrival

FORMATS = (1,)  # those of the last 90 days
RECORD, DRAFT = "record", "draft"
SEALED_BESIDE = ("format", "client_id", "what", "kind", "path", "author", "made_at", "sequence")
LONGEST_WAIT = timedelta(days=90)
ON_TIME = timedelta(minutes=1)
CLOCK_OFF = timedelta(minutes=10)
MOST_PAIRS, MOST_LETTERS = 5000, 1024 * 1024
TEXTS = {"client_id": 36, "what": 10, "kind": 30, "path": 200, "made_at": 40, "sent_at": 40, "key": 64}
SEALED = ("wrapped", "iv", "sealed")
NUMBERS = {"format": 999, "author": 2**53, "sequence": 2**53}
Pairs = list[tuple[str, str]]


class Malformed(ValueError):
    """What came is no envelope; the message is a sentence that says which part of it is not as it must be."""


@dataclass(frozen=True)
class Envelope:
    """An envelope as it came, without its ticket: `said` is the whole of it."""

    said: dict[str, Any]
    made_at: datetime
    sent_at: datetime

    @property
    def client_id(self) -> str:
        return self.said["client_id"].lower()

    @property
    def digest(self) -> str:
        """The SHA-256 of what is sealed and said beside it: however often it is sent, that is the same."""
        same = [self.beside, *(self.said[name] for name in SEALED)]
        return hashlib.sha256("\n".join(same).encode()).hexdigest()

    @property
    def beside(self) -> str:
        """What is said openly and sealed along, as JSON.stringify writes it."""
        return json.dumps([self.said[name] for name in SEALED_BESIDE], separators=(",", ":"), ensure_ascii=False)

    @property
    def text(self) -> str:
        """All that came, as one text."""
        return json.dumps(self.said, ensure_ascii=False)

    def written_at(self, received: datetime) -> datetime:
        """When it was written, by our clock: as long before it came as the tablet's clock ran meanwhile. Where that was
        set on the way, nothing better is known than that it came."""
        return received if self._was_set else min(received, received - self._waited)

    def skew(self, received: datetime) -> int:
        """How many seconds the tablet's clock was ahead; below 0: behind. Of one that was set on the way, at least."""
        off = -self._waited if self._was_set else self.sent_at - received
        return round(off.total_seconds())

    @property
    def _waited(self) -> timedelta:
        return self.sent_at - self.made_at

    @property
    def _was_set(self) -> bool:
        return not timedelta() <= self._waited <= LONGEST_WAIT


def read(data: Any) -> Envelope:
    """The envelope of what was sent as JSON. Raises Malformed."""
    if not isinstance(data, dict):
        raise Malformed("This is no envelope: an object in JSON is expected.")
    for name, most in NUMBERS.items():
        if type(data.get(name)) is not int or not 0 <= data[name] <= most:
            raise Malformed(f"“{name}” must be a whole number.")
    for name, longest in TEXTS.items():
        if not _is_word(data.get(name), longest):
            raise Malformed(f"“{name}” must be a text of 1 to {longest} characters.")
    for name in SEALED:
        if not isinstance(data.get(name), str) or not data[name].isascii():
            raise Malformed(f"“{name}” must be base64.")
    if not recording.is_client_id(data["client_id"]) or data["what"] not in (RECORD, DRAFT):
        raise Malformed("“client_id” must be a UUID, and “what” record or draft.")
    said = {name: data[name] for name in (*NUMBERS, *TEXTS, *SEALED)}
    return Envelope(said, _moment(data["made_at"]), _moment(data["sent_at"]))


def kept(arrival: Arrival) -> Envelope:
    """The envelope of something that was kept as it came."""
    return read(json.loads(arrival.envelope))


def opened(keys: Keys, envelope: Envelope) -> Pairs:
    """The form that is sealed in an envelope. Raises NotOpened."""
    said = envelope.said
    if said["format"] not in FORMATS:
        raise NotOpened(f"It is of format {said['format']}, which this version does not know.")
    try:
        wrapped, iv, sealed = (base64.b64decode(said[name], validate=True) for name in SEALED)
        return _pairs(keys.open(said["key"], wrapped, iv, sealed, envelope.beside.encode()))
    except binascii.Error:
        raise NotOpened("What is sealed was damaged on the way: it is not base64.") from None


def offset(moment: datetime) -> int:
    """How many minutes a moment's own clock is ahead of UTC."""
    return round((moment.utcoffset() or timedelta()).total_seconds() / 60)


def _is_word(text: Any, longest: int) -> bool:
    return isinstance(text, str) and 0 < len(text) <= longest and text.isprintable()


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Malformed("“made_at” and “sent_at” must be ISO 8601.") from None
    if moment.tzinfo is None:
        raise Malformed("“made_at” and “sent_at” must say their distance from UTC.")
    return moment


def _pairs(plain: bytes) -> Pairs:
    """The names and values of a form. Half of a letter, which JSON can carry and a form cannot, is left out."""
    try:
        found = json.loads(plain)["pairs"]
        pairs = [(_whole(name), _whole(value)) for name, value in found]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise NotOpened("What is sealed is no form.") from None
    if len(pairs) > MOST_PAIRS or len(plain) > MOST_LETTERS:
        raise NotOpened("What is sealed is larger than a form can be.")
    return pairs


def _whole(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
