"""R9: a bad record among good ones holds none of them up, and is kept as it came."""

import base64
import json
from contextlib import closing
from pathlib import Path

import apsw

from faults import school, server
from faults.clients import Tablet
from faults.found import Found
from faults.ledger import Ledger
from faults.outbox import Outbox, stray_id

SAYS = "One bad record in fifty holds up no other, and is kept as it came"


def run(folder: Path, short: bool) -> Found:
    """Queues, each with one bad one at another place, drained in one pass."""
    queue, rounds = (12, len(BAD)) if short else (50, 10 * len(BAD))
    found = Found(f"one bad envelope at another place in each queue of {queue}: {', '.join(BAD)}")
    database, ledger = school.make(folder / "alongside.db"), Ledger()
    spoiled: dict[str, dict] = {}
    with server.serving(database) as (running,):
        outbox = Outbox(Tablet(running.port, 0, ledger))
        for number in range(rounds):
            place, spoil = (number * 7) % queue, list(BAD.values())[number % len(BAD)]
            for at in range(queue):
                if at == place:
                    spoiled |= spoil(outbox)
                else:
                    outbox.write()
            outbox.insist()
    found.count("queues", rounds)
    found.count("good ones saved", outbox.states["saved"], rounds * (queue - 1))
    found.count("bad ones answered “kept”", outbox.states["kept"], rounds)
    found.count("of them kept as they came", _raw(database, spoiled), rounds)
    found.count("to-dos for their author", _todos(database), rounds)
    ledger.check(database, found)
    found.faults += filter(None, [server.verify(database)])
    return found


def _damaged(outbox: Outbox) -> dict[str, dict]:
    """Its sealed bytes are not those that were sealed."""
    envelope = outbox.put(stray_id(), b'{"pairs": []}')
    sealed = bytearray(base64.b64decode(envelope["sealed"]))
    sealed[-1] ^= 1
    envelope["sealed"] = base64.b64encode(bytes(sealed)).decode()
    return {envelope["client_id"]: envelope}


def _not_a_form(outbox: Outbox) -> dict[str, dict]:
    """What is sealed is no form at all."""
    envelope = outbox.put(stray_id(), b"\xff\x00 not a form")
    return {envelope["client_id"]: envelope}


def _not_valid(outbox: Outbox) -> dict[str, dict]:
    """The form's own rules refuse it: nobody, and nothing that happened."""
    client_id = stray_id()
    pairs = [["client_id", client_id], ["when", "now"], ["follow_up", "none"], ["note", "Nobody was there."]]
    envelope = outbox.put(client_id, json.dumps({"pairs": pairs}).encode())
    return {client_id: envelope}


def _unknown_pupil(outbox: Outbox) -> dict[str, dict]:
    """It is about a pupil who is not in this school."""
    client_id = stray_id()
    pairs = outbox.tablet.form.sent(client_id=client_id, pupil="987654", note="Who?")
    envelope = outbox.put(client_id, json.dumps({"pairs": pairs}).encode())
    return {client_id: envelope}


BAD = {
    "damaged": _damaged, "sealed but no form": _not_a_form, "refused by its form": _not_valid,
    "of an unknown pupil": _unknown_pupil,
}  # fmt: skip


def _raw(database: Path, spoiled: dict[str, dict]) -> int:
    """How many of the bad ones stand in the database with the very bytes that were sealed."""
    with closing(apsw.Connection(str(database))) as connection:
        rows = connection.execute("SELECT client_id, envelope FROM arrival WHERE state = 'kept'").fetchall()
    return sum(spoiled[client_id]["sealed"] in envelope for client_id, envelope in rows if client_id in spoiled)


def _todos(database: Path) -> int:
    with closing(apsw.Connection(str(database))) as connection:
        return connection.execute("SELECT count(*) FROM todo WHERE reason = 'arrival'").fetchone()[0]
