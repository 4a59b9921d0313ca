"""R8: what waits is delivered as its author's after their login ran out, and while somebody else is signed in."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw

from bench.clients import Client
from faults import school, server
from faults.clients import Tablet
from faults.found import Found
from faults.ledger import Ledger
from faults.outbox import Outbox

SAYS = "A login that ran out loses nothing: a queue drains as its author's, whoever is signed in, who sees none of it"
LATER = timedelta(hours=13)  # a login ends after 12
WORD = "harmonica"


def run(folder: Path, short: bool) -> Found:
    """One mentor's queue, delivered 13 hours later over another's signed-in browser, then over nobody's."""
    queue = 10 if short else 50
    found = Found("the author's login ran out (the server's clock is 13 hours on), another mentor is signed in")
    database, ledger = school.make(folder / "alongside.db"), Ledger()
    with server.serving(database) as (running,):
        author = Tablet(running.port, 0, ledger)
        outbox = Outbox(author)
        for _ in range(2 * queue):
            outbox.write(note=f"A {WORD} was taken.")
    outbox.clock += LATER
    with server.serving(database, at=datetime.now(UTC) + LATER) as (running,):
        author.at(running.port)
        found.count("pages the author's old login opens", author.client.send("/incidents/new")[0] == 200, 0)
        other = Tablet(running.port, 1, Ledger(), 1)
        outbox.insist(other.client, queue)
        outbox.insist(Client(running.port))
        found.count("delivered while another was signed in, and while nobody was", len(outbox.delivered), 2 * queue)
        found.count("pages on which the other finds it", _finds(other.client), 0)
        author = Tablet(running.port, 0, Ledger(), 2)
        found.count("pages on which the author does", _finds(author.client), 1)
    ledger.check(database, found)
    found.count("written as somebody else's", _others(database, outbox.given["author"]), 0)
    found.faults += filter(None, [server.verify(database)])
    return found


def _finds(client: Client) -> int:
    """On how many pages of a search for the word it is found: one or none."""
    _, page, _ = client.send("/searches", f"words={WORD}".encode())
    return f"A {WORD} was taken." in re.sub("<[^>]*>", "", page.decode())


def _others(database: Path, author: int) -> int:
    """Records of anybody else."""
    connection = apsw.Connection(str(database))
    try:
        return connection.execute("SELECT count(*) FROM record WHERE author_id != ?", (author,)).fetchone()[0]
    finally:
        connection.close()
