"""R1: what the server acknowledged is there after kill -9, with its audit row."""

import threading
from pathlib import Path
from random import Random

from faults import school, server
from faults.clients import Tablet
from faults.found import Found
from faults.ledger import BUSY, SAVED, Ledger
from faults.outbox import DELIVERED, GONE, Outbox

SAYS = "What was acknowledged survives kill -9 of the server, with its audit row"
ALIVE = (SAVED, BUSY, 429)


def run(folder: Path, short: bool) -> Found:
    """Servers side by side, each killed again and again while tablets save; what was cut off is sent again."""
    lanes, kills, acknowledged = (1, 4, 40) if short else (2, 500, 10_000)
    found = Found("SIGKILL of `flask serve` at a random moment while two tablets post forms and two their outboxes")
    pattern = school.make(folder / "pattern.db")
    tried = [Lane(school.copy(pattern, folder / f"lane-{number}.db"), number) for number in range(lanes)]
    threads = [threading.Thread(target=lane.run, args=(kills,)) for lane in tried]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.count("kills", sum(lane.kills for lane in tried), lanes * kills)
    found.count("cut off in mid-save, sent again", sum(lane.cut_off for lane in tried))
    parts = [lane.check() for lane in tried]
    for name in parts[0].numbers:
        found.count(name, sum(part.numbers[name] for part in parts))
    found.faults += [fault for part in parts for fault in part.faults]
    found.at_least("acknowledged", found.numbers["acknowledged"], acknowledged)
    return found


class Lane:
    """One database, its server and its tablets."""

    def __init__(self, database: Path, number: int):
        self.server, self.ledger, self.rng = server.Server(database), Ledger(), Random(number)
        self.tablets: list[Tablet] = []
        self.outboxes: list[Outbox] = []
        self.savers: list[Tablet | Outbox] = []
        self.kills = 0

    def run(self, kills: int) -> None:
        """Let the server live and die; in the end everything that waits is sent."""
        try:
            for _ in range(kills):
                self.server.start()
                self._sign_in()
                self._life()
            self.server.start()
            for tablet in self.tablets:
                while tablet.waiting:
                    tablet.save()
            for outbox in self.outboxes:
                outbox.insist()
        finally:
            self.server.kill()

    def _sign_in(self) -> None:
        if not self.savers:
            self.tablets = [Tablet(self.server.port, place, self.ledger) for place in range(2)]
            self.outboxes = [Outbox(Tablet(self.server.port, place, self.ledger, 1)) for place in range(2)]
            self.savers = [*self.tablets, *self.outboxes]

    @property
    def cut_off(self) -> int:
        """Saves to which no answer came."""
        return sum(one.cut_off for one in self.tablets) + sum(one.answers[GONE] for one in self.outboxes)

    def _life(self) -> None:
        """Save with all of them until at least 10 more are acknowledged and a moment has passed; then kill."""
        enough, due = threading.Event(), len(self.ledger.acknowledged) + self.rng.randint(10, 20)

        def save(saver: Tablet | Outbox) -> None:
            while saver.save() in ALIVE and len(self.ledger.acknowledged) < due:
                pass
            enough.set()
            while saver.save() in ALIVE:
                pass

        threads = [threading.Thread(target=save, args=(saver,)) for saver in self.savers]
        for thread in threads:
            thread.start()
        enough.wait(server.START_SECONDS)
        threading.Event().wait(self.rng.random() * 0.03)
        self.server.kill()
        self.kills += 1
        for thread in threads:
            thread.join()

    def check(self) -> Found:
        found = Found("")
        self.ledger.check(self.server.database, found)
        found.count("never acknowledged", len(self.ledger.sent) - len(self.ledger.acknowledged), 0)
        strange = set().union(*(one.answers for one in self.outboxes)) - {GONE, DELIVERED, BUSY, 429}
        found.faults += [f"An outbox was answered {status}." for status in sorted(strange)]
        found.faults += filter(None, [server.verify(self.server.database)])
        return found
