"""Mentors at their tablets: each posts records and keeps what is not acknowledged until it is."""

import time
from http.client import HTTPException
from random import Random
from urllib.parse import urlencode
from uuid import uuid4

from bench import people
from bench.clients import Client
from bench.forms import Form
from faults import school
from faults.ledger import BUSY, SAVED, Ledger, Sent


class Tablet:
    """A mentor signed in at a port, by their place among the mentors. `waiting` is what has not been acknowledged."""

    def __init__(self, port: int, place: int, ledger: Ledger, seed: int = 0):
        self.place = place % len(school.MENTORS)
        self.ledger, self.rng = ledger, Random(f"{place} {seed}")
        self.pupils = school.caseload(self.place)
        self.client = Client(port)
        self.client.sign_in(
            "/sign-in", {"email": people.email(school.MENTORS[self.place]), "password": school.PASSWORD}
        )
        self.client.headers |= {"Accept-Encoding": "identity"}
        status, page, _ = self.client.send("/incidents/new")
        if status != 200:
            raise SystemExit(f"/incidents/new was answered {status}.")
        self.form = Form(page.decode(), "record")
        self.waiting: Sent | None = None
        self.cut_off = 0

    def at(self, port: int) -> None:
        """Speak to another port from now on."""
        self.client.connection.close()
        self.client.connection.port = port

    def write(self, client_id: str = "", **given) -> Sent:
        """A new record of two pupils, noted in the ledger as about to be sent."""
        client_id = client_id or str(uuid4())
        pairs = school.incident(self.form, self.rng, client_id, self.pupils, **given)
        return self.ledger.will_send(Sent(client_id, school.MENTORS[self.place], pairs))

    def post(self, sent: Sent) -> tuple[int, dict[str, str]]:
        """Post a record; status and headers. 0 where there was no whole answer. What is saved is acknowledged."""
        try:
            status, _, headers = self.client.send("/incidents", urlencode(sent.pairs).encode())
        except (OSError, HTTPException):
            self.client.connection.close()  # the next request opens another
            self.cut_off += 1
            return 0, {}
        self.ledger.answered(sent, status)
        return status, headers

    def save(self) -> int:
        """Post what waits, or else a new record; the status."""
        self.waiting = self.waiting or self.write()
        status, _ = self.post(self.waiting)
        if status == SAVED:
            self.waiting = None
        return status

    def insist(self, sent: Sent) -> tuple[int, int]:
        """Post until it is answered otherwise than busy; that status, and how often it was busy or gone."""
        tries = 0
        while (answer := self.post(sent))[0] in (0, BUSY):
            tries += 1
            time.sleep(float(answer[1].get("retry-after", 0.05)))
        return answer[0], tries
