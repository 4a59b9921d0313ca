"""R15: the server is lost and a day-old copy brought back: tablets bring what they still hold."""

import shutil
from contextlib import closing
from pathlib import Path

import apsw

from faults import school, server
from faults.clients import Tablet
from faults.found import Found
from faults.ledger import SAVED, Ledger
from faults.outbox import Outbox

SAYS = "After a restore of a day-old copy, tablets bring back what they still hold"
TABLETS = 3


def run(folder: Path, short: bool) -> Found:
    """Half of what tablets deliver is in the copy, half came later; then the copy takes the database's place."""
    each, desk = (10, 3) if short else (84, 20)
    found = Found("kill -9, and the database replaced by a copy taken before half of the deliveries")
    database, ledger, at_desk = school.make(folder / "alongside.db"), Ledger(), Ledger()
    with server.serving(database) as (running,):
        outboxes = [Outbox(Tablet(running.port, place, ledger)) for place in range(TABLETS)]
        _deliver(outboxes, each)
        copy = _copied(database, folder / "copy.db")
        _deliver(outboxes, each)
        clerk = Tablet(running.port, 0, at_desk, 1)
        for _ in range(desk):
            if clerk.save() != SAVED:
                found.faults.append("An entry at the desk was not saved.")
        running.kill()
        for tail in ("", "-wal", "-shm"):
            Path(f"{database}{tail}").unlink(missing_ok=True)
        shutil.move(copy, database)
        running.start()
        found.count("delivered before", 2 * TABLETS * each)
        found.count(
            "missing after the restore, and sent again", sum(one.bring_back() for one in outboxes), TABLETS * each
        )
        for one in outboxes:
            one.insist()
        found.count("missing then", sum(one.bring_back() for one in outboxes), 0)
    ledger.check(database, found)
    found.count("entries at a desk since the copy, which no tablet held: lost", len(at_desk.acknowledged))
    found.faults += filter(None, [server.verify(database)])
    return found


def _deliver(outboxes: list[Outbox], each: int) -> None:
    for outbox in outboxes:
        for _ in range(each):
            outbox.write()
        outbox.insist()


def _copied(database: Path, to: Path) -> Path:
    """A copy by SQLite's own backup, as docs/deploying.md has it, while the server runs."""
    with (
        closing(apsw.Connection(str(database))) as source,
        closing(apsw.Connection(str(to))) as target,
        target.backup("main", source, "main") as backup,
    ):
        backup.step(-1)
    return to
