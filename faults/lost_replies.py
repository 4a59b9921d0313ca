"""R5: a reply that is lost and the save sent again are one record; sent again with other words, both are kept."""

from pathlib import Path

from faults import school, server
from faults.clients import Tablet
from faults.found import Found
from faults.ledger import BOTH_KEPT, SAVED, Ledger, Sent
from faults.proxy import HALF, NOTHING, RESET, Proxy

SAYS = "A lost reply, and the save sent again, are one record; changed in between, both are kept"
WAYS = (NOTHING, HALF, RESET)


def run(folder: Path, short: bool) -> Found:
    """Saves through a proxy that loses the reply to each once; then some sent again with other words."""
    saves, changed = (30, 5) if short else (1000, 100)
    found = Found("a proxy loses the server's reply to each save: nothing of it arrives, half of it, or a reset")
    database, ledger, plan = school.make(folder / "alongside.db"), Ledger(), []
    with server.serving(database) as (running,):
        proxy = Proxy(running.port, lambda: plan.pop() if plan else None)
        tablet = Tablet(proxy.port, 0, ledger)
        for number in range(saves):
            sent = tablet.write()
            plan.append(WAYS[number % len(WAYS)])
            _answered(found, tablet, sent, 0)
            _answered(found, tablet, sent, SAVED)
        again = [_change(one, number) for number, one in enumerate(list(ledger.sent.values())[:changed])]
        for sent in again * 2:  # the changed one, too, is sent twice
            _answered(found, tablet, sent, BOTH_KEPT)
        proxy.close()
    found.count("replies lost", proxy.lost, saves)
    ledger.check(database, found)
    found.count("records of unchanged saves", ledger.rows - ledger.conflicts, saves)
    found.count("kept beside them because they were changed", ledger.conflicts, changed)
    found.faults += filter(None, [server.verify(database)])
    return found


def _answered(found: Found, tablet: Tablet, sent: Sent, wanted: int) -> None:
    status, _ = tablet.post(sent)
    if status != wanted:
        found.faults.append(f"Answered {status} instead of {wanted}.")


def _change(sent: Sent, number: int) -> Sent:
    """The same record with another note."""
    pairs = [(name, f"Other words, {number}." if name == "note" else value) for name, value in sent.pairs]
    return Sent(sent.client_id, sent.author, pairs)
