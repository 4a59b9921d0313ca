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
        again = sum(one.bring_back() for one in outboxes)
        found.count("missing before", again, 0)
        let_go = 2 * TABLETS * each - sum(len(one.delivered) for one in outboxes)
        found.count("let go of by the tablets, for the backup has them", let_go)
        clerk = Tablet(running.port, 0, at_desk, 1)
        for _ in range(desk):
            if clerk.save() != SAVED:
                found.faults.append("An entry at the desk was not saved.")
        running.kill()
        for tail in ("-wal", "-shm"):
            Path(f"{database}{tail}").unlink(missing_ok=True)
        (folder / "copy.db").replace(database)
        running.start()
        again = sum(one.bring_back() for one in outboxes)
        found.count("missing after the restore, and sent again", again, TABLETS * each)
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
