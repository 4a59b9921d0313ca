"""R15: the server is lost and a day-old copy brought back: tablets bring what they still hold."""

from pathlib import Path

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
    found = Found("kill -9, and the database replaced by a `flask backup` taken before half of the deliveries")
    database, ledger, at_desk = school.make(folder / "alongside.db"), Ledger(), Ledger()
    with server.serving(database) as (running,):
        outboxes = [Outbox(Tablet(running.port, place, ledger)) for place in range(TABLETS)]
        _deliver(outboxes, each)
        copied = server.flask(database, "backup", str(folder / "copy.db"))
        found.faults += [f"flask backup: {copied.stderr}"] if copied.returncode else []
        _deliver(outboxes, each)
        found.count("delivered", 2 * TABLETS * each)
        found.count("missing before", _brought_back(outboxes), 0)
        held = sum(len(one.delivered) for one in outboxes)
        found.count("let go of by the tablets, for the backup has them", 2 * TABLETS * each - held)
        clerk = Tablet(running.port, 0, at_desk, 1)
        found.count("entries at a desk", sum(clerk.save() == SAVED for _ in range(desk)), desk)
        running.kill()
        _restore(folder / "copy.db", database)
        running.start()
        found.count("missing after the restore, and sent again", _brought_back(outboxes), TABLETS * each)
        found.count("missing then", _brought_back(outboxes), 0)
    ledger.check(database, found)
    found.count("of the desk's entries lost, which no tablet held", desk + 2 * TABLETS * each - ledger.rows)
    found.faults += filter(None, [server.verify(database)])
    return found


def _brought_back(outboxes: list[Outbox]) -> int:
    """How many the server missed; they are delivered again."""
    missing = sum(one.bring_back() for one in outboxes)
    for one in outboxes:
        one.insist()
    return missing


def _restore(copy: Path, database: Path) -> None:
    """Put the copy in the database's place; the journal of the old one is nothing to it."""
    for tail in ("-wal", "-shm"):
        Path(f"{database}{tail}").unlink(missing_ok=True)
    copy.replace(database)


def _deliver(outboxes: list[Outbox], each: int) -> None:
    for outbox in outboxes:
        for _ in range(each):
            outbox.write()
        outbox.insist()
