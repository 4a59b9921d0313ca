"""R3: a disk that is full or broken refuses a save whole: nothing half-saved, reads go on, the retry lands once."""

import logging
from pathlib import Path
from random import Random
from urllib.parse import urlencode
from uuid import uuid4

import apsw

import database
from app import create_app
from bench import people
from bench.forms import Form
from faults import school, server, small_disk
from faults.disk import Disk, Watcher
from faults.found import Found
from faults.ledger import SAVED, Ledger, Sent

SAYS = "A full or broken disk never half-saves, and reads go on"
FAULTS = {"full": (apsw.FullError, "database or disk is full", 507), "broken": (apsw.IOError, "disk I/O error", 503)}
MENTOR = 0
READS = ("/", "/pupils/1", "/incidents/new")


class Failing(Watcher):
    """From the change number `first` on every change fails as `error`; nothing fails while it is None."""

    def __init__(self, error: type[apsw.Error], words: str):
        self.error, self.words = error, words
        self.first: int | None = None
        self.failed = 0

    def arm(self, first: int | None) -> None:
        """Fail from the change number `first` on, counted from now."""
        self.first, self.failed = first, 0

    def _change(self) -> None:
        if self.first is None:
            return
        self.first -= 1
        if self.first < 0:
            self.failed += 1
            raise self.error(self.words)

    def wrote(self, path: str, data: bytes, offset: int) -> None:
        self._change()

    def truncated(self, path: str, size: int) -> None:
        self._change()

    def synced(self, path: str) -> None:
        self._change()

    def deleted(self, path: str, for_good: bool) -> None:
        self._change()


def run(folder: Path, short: bool) -> Found:
    """Through the app's own requests: every change to the disk that a save makes fails once, in both ways."""
    found = Found(
        "every write, sync and truncation of a save fails from the Nth on, for every N; a small disk filled up"
    )
    pattern, disk = school.make(folder / "pattern.db"), Disk()
    for name, (error, words, wanted) in FAULTS.items():
        desk = Desk(disk, school.copy(pattern, folder / f"{name}.db"), Failing(error, words), wanted)
        desk.try_every_change(step=11 if short else 1)
        desk.tell(name, found)
    disk.unregister()
    small_disk.fill_up(pattern, folder, found, rounds=1 if short else 5)
    return found


class Desk:
    """The app in this process, a mentor signed in, and a disk that fails when told. `wanted` is what a save that fails
    must be answered."""

    def __init__(self, disk: Disk, path: Path, failing: Failing, wanted: int):
        self.path, self.failing, self.wanted = path, failing, wanted
        disk.watcher = failing
        logging.getLogger("alongside").setLevel(logging.CRITICAL)  # it says of each fault where it was
        self.app = create_app(**{name: server.environment(path)[name] for name in server.GIVEN})
        self.browser, self.ledger, self.rng = self.app.test_client(), Ledger(), Random(1)
        email = people.email(school.MENTORS[MENTOR])
        self.send("/sign-in", [("email", email), ("password", school.PASSWORD)])
        self.form = Form(self.send("/incidents/new").text, "record")
        self.tried = self.refused = self.answered_otherwise = self.reads_refused = self.half = self.retries_lost = 0

    def send(self, path: str, pairs: list[tuple[str, str]] | None = None):
        """A page, or a form posted from our own page."""
        if pairs is None:
            return self.browser.get(path)
        kind = "application/x-www-form-urlencoded"
        return self.browser.post(
            path, data=urlencode(pairs), content_type=kind, headers={"Sec-Fetch-Site": "same-origin"}
        )

    def try_every_change(self, step: int) -> None:
        """Saves whose first, second, … change fails, until one ends before its fault is reached."""
        change = 0
        while self._try(change):
            change += step
        database.db.close()

    def _try(self, change: int) -> bool:
        """One save with the disk failing from its change number `change` on; whether it came to that."""
        client_id = str(uuid4())
        pairs = school.incident(self.form, self.rng, client_id, school.caseload(MENTOR))
        sent = self.ledger.will_send(Sent(client_id, school.MENTORS[MENTOR], pairs))
        self.failing.arm(change)
        reply = self.send("/incidents", pairs)
        reached = self.failing.failed > 0
        if reached:
            self.tried += 1
            self._while_failing(client_id, reply)
        self.failing.arm(None)
        if change % 2:
            database.db.close()  # as if the server had been started again before the retry
        self.retries_lost += self.send("/incidents", pairs).status_code != SAVED
        self.ledger.answered(sent, SAVED)
        return reached

    def _while_failing(self, client_id: str, reply) -> None:
        refused = reply.status_code == self.wanted and "Nothing was saved" in reply.text
        self.refused += refused
        saved = reply.status_code == SAVED  # where the disk failed only once the save was whole
        self.answered_otherwise += not refused and not saved
        self.half += self._rows(client_id) != saved
        self.reads_refused += sum(self.send(path).status_code != 200 for path in READS)

    def _rows(self, client_id: str) -> int:
        sql = "SELECT count(*) FROM record WHERE client_id = ?"
        return database.db.execute_sql(sql, (client_id,)).fetchone()[0]

    def tell(self, name: str, found: Found) -> None:
        """The numbers of one way to fail."""
        found.count(f"times {name}", self.tried)
        found.count(f"answered {self.wanted}", self.refused)
        found.count("answered otherwise", self.answered_otherwise, 0)
        found.count("reads refused meanwhile", self.reads_refused, 0)
        found.count("half-saved", self.half, 0)
        found.count("retries that did not land", self.retries_lost, 0)
        checked = Found("")
        self.ledger.check(self.path, checked)
        found.faults += [*checked.faults, *filter(None, [server.verify(self.path)])]
