"""The outbox of a tablet without signal, as decisions/0015 has it: sealed, numbered, delivered by a ticket."""

import json
import time
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from http.client import HTTPException
from uuid import uuid4

from bench.clients import Client
from faults.clients import Tablet
from faults.ledger import SAVED, Ledger, Sent
from tests.sealing import beside_of, seal

DELIVERED, GONE = 201, 0
KEPT = {409, 413, 422}  # said, and the next is tried


class Outbox:
    """What one mentor wrote on a tablet whose clock is `clock` ahead, in a zone `offset` hours from UTC."""

    def __init__(self, tablet: Tablet, clock: timedelta = timedelta(), offset: float = 0):
        self.tablet, self.clock, self.zone = tablet, clock, timezone(timedelta(hours=offset))
        status, body, _ = tablet.client.send("/tickets", b"")
        if status != 200:
            raise SystemExit(f"/tickets was answered {status}.")
        self.given = json.loads(body)
        self.envelopes: dict[str, dict] = {}  # waiting, by client id, in the order of their numbers
        self.delivered: dict[str, dict] = {}  # sealed copies of what is not yet in a backup
        self.answers: Counter = Counter()
        self.last = DELIVERED  # the status of the newest answer
        self.states: Counter = Counter()
        self.number = 0

    @property
    def ledger(self) -> Ledger:
        return self.tablet.ledger

    def now(self, ago: timedelta = timedelta()) -> str:
        """What the tablet's clock shows, or showed."""
        return (datetime.now(UTC) + self.clock - ago).astimezone(self.zone).isoformat(timespec="milliseconds")

    def write(self, ago: timedelta = timedelta(), **given) -> Sent:
        """Seal an incident that was written a while ago and put it into the queue."""
        sent = self.tablet.write(**given)
        self.put(sent.client_id, json.dumps({"pairs": sent.pairs}).encode(), ago)
        return sent

    def put(self, client_id: str, plain: bytes, ago: timedelta = timedelta(), **other) -> dict:
        """Seal anything and put it into the queue."""
        self.number += 1
        said = {
            "format": 1, "client_id": client_id, "what": "record", "kind": "incident", "path": "/incidents",
            "author": self.given["author"], "made_at": self.now(ago), "sequence": self.number,
        } | other  # fmt: skip
        sealed = seal(self.given["key"]["jwk"], plain, beside_of(said))
        self.envelopes[client_id] = said | {"key": self.given["key"]["id"]} | sealed
        return self.envelopes[client_id]

    def drain(self, by: Client | None = None, most: int | None = None) -> bool:
        """Deliver what waits, at `most` so many, the oldest first, over a browser's connection; whether that went."""
        by = by or self.tablet.client
        for client_id, envelope in list(self.envelopes.items())[:most]:
            status, answer = self.send(envelope, by)
            if status == DELIVERED and answer["client_id"] == client_id:
                self.delivered[client_id] = self.envelopes.pop(client_id) | {"received_at": answer["received_at"]}
                self.states[answer["state"]] += 1
                if answer["state"] == "saved":
                    self.ledger.answered(self.ledger.sent[client_id], SAVED)
            elif status not in KEPT:
                return False
        return most is not None or not self.envelopes

    def save(self) -> int:
        """Deliver what waits, or else a new record; the status as a form's post would have it."""
        if not self.envelopes:
            self.write()
        return SAVED if self.drain() else self.last

    def insist(self, by: Client | None = None, most: int | None = None) -> None:
        """Drain until nothing waits, or at `most` so many have gone, as the slow timer does."""
        while not self.drain(by, most):
            time.sleep(0.1)

    def send(self, envelope: dict, by: Client) -> tuple[int, dict]:
        """One envelope; status and what was said. 0 where there was no whole answer."""
        sending = {"sent_at": self.now(), "ticket": self.given["ticket"]}
        said = {name: value for name, value in envelope.items() if name != "received_at"}
        return self._post("/outbox", said | sending, by)

    def bring_back(self, by: Client | None = None) -> int:
        """Ask what the server misses of what was delivered, and queue it again; how many. What a backup has is let go
        of."""
        asked = {"ticket": self.given["ticket"], "client_ids": list(self.delivered)}
        status, answer = GONE, {}
        while status == GONE:  # the connection of before may be dead
            status, answer = self._post("/outbox/missing", asked, by or self.tablet.client)
        if status != 200:
            raise SystemExit(f"/outbox/missing was answered {status}.")
        for client_id in answer["missing"]:
            self.envelopes[client_id] = self.delivered.pop(client_id)
        if answer["safe_until"]:
            safe = datetime.fromisoformat(answer["safe_until"])
            held = {one: sealed for one, sealed in self.delivered.items() if _received(sealed) > safe}
            self.delivered = held
        return len(answer["missing"])

    def _post(self, path: str, said: dict, by: Client) -> tuple[int, dict]:
        try:
            status, body, _ = by.send(path, json.dumps(said).encode(), "application/json")
            answer = json.loads(body)
        except (OSError, HTTPException, ValueError):
            by.connection.close()
            status, answer = GONE, {}
        self.answers[status] += 1
        self.last = status
        return status, answer


def _received(sealed: dict) -> datetime:
    return datetime.fromisoformat(sealed["received_at"])


def stray_id() -> str:
    """A client id that no ledger knows."""
    return str(uuid4())
