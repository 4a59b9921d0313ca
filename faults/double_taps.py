"""R6: however many posts of one client id arrive at once, they are one record."""

import threading
from collections import Counter
from pathlib import Path

from faults import school, server
from faults.clients import Tablet
from faults.found import Found
from faults.ledger import SAVED, Ledger

SAYS = "A double tap is one record"
AT_ONCE = 50


def run(folder: Path, short: bool) -> Found:
    """Rounds of 50 posts of the same form at the same moment: to one process, then to several on one database."""
    rounds, processes = (2, 2) if short else (40, 4)
    found = Found(f"{AT_ONCE} posts of one client id at the same moment, to one process and over {processes}")
    database, ledger = school.make(folder / "alongside.db"), Ledger()
    answers: Counter = Counter()
    with server.serving(database, processes) as running:
        taps = [Tablet(running[0].port, 0, ledger, place) for place in range(AT_ONCE)]
        for servers in (running[:1], running):
            for place, tap in enumerate(taps):
                tap.at(servers[place % len(servers)].port)
            for _ in range(rounds):
                answers += _at_once(taps)
    found.count("rounds", 2 * rounds)
    found.count("posts answered 303", answers[SAVED], 2 * rounds * AT_ONCE)
    ledger.check(database, found)
    found.count("records", ledger.rows, 2 * rounds)
    found.faults += filter(None, [server.verify(database)])
    return found


def _at_once(taps: list[Tablet]) -> Counter:
    """One form from every connection, let go together; what each was answered in the end."""
    sent, ready, answers = taps[0].write(), threading.Barrier(len(taps)), Counter()

    def tap(tablet: Tablet) -> None:
        ready.wait()
        answers[tablet.insist(sent)[0]] += 1

    threads = [threading.Thread(target=tap, args=(tablet,)) for tablet in taps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
