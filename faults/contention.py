"""R4: workers on one database never drop a save; a lock held from outside is 503 and the save lands after it."""

import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from bench.clients import Times
from faults import school, server
from faults.clients import Tablet
from faults.found import Found
from faults.ledger import BUSY, SAVED, Ledger

SAYS = "Several workers never drop a save; a held lock is 503 with Retry-After, and the save lands after it"
HOLD = """
import sys, apsw
connection = apsw.Connection(sys.argv[1])
connection.set_busy_timeout(60_000)
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


def run(folder: Path, short: bool) -> Found:
    """Every worker's tablet saves without a pause; then all try while another process holds the database."""
    processes, saves, seconds = (2, 40, 0) if short else (4, 250, 10)
    found = Found(f"{processes} server processes on one database, then its lock held from outside")
    database, ledger, times = school.make(folder / "alongside.db"), Ledger(), Times()
    with server.serving(database, processes) as running:
        tablets = [Tablet(one.port, place, ledger, place) for place, one in enumerate(running)]
        _together(tablets, lambda tablet: _save(tablet, saves, times))
        found.count("saves in contention", len(times.took), processes * saves)
        found.count("of them answered otherwise than 303", times.locked + len(times.faults), 0)
        found.count("ms of them at p99", round(times.at(0.99)))
        _while_held(found, database, tablets, seconds)
    ledger.check(database, found)
    found.count("records", ledger.rows, processes * (saves + 1))
    found.faults += filter(None, [server.verify(database)])
    return found


def _together(tablets: list[Tablet], work) -> None:
    threads = [threading.Thread(target=work, args=(tablet,)) for tablet in tablets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _save(tablet: Tablet, saves: int, times: Times) -> None:
    for _ in range(saves):
        sent, began = tablet.write(), time.perf_counter()
        status, _ = tablet.post(sent)
        times.took.append((time.perf_counter() - began) * 1000)
        if status != SAVED:
            times.faults.append(str(status))
            tablet.insist(sent)


def _while_held(found: Found, database: Path, tablets: list[Tablet], seconds: float) -> None:
    """Everybody posts while the lock is held, reads meanwhile, and sends again once it is free."""
    answers: list[tuple[int, dict]] = []
    sent = {tablet: tablet.write() for tablet in tablets}
    with held(database):
        until = time.monotonic() + seconds
        _together(tablets, lambda tablet: answers.append(tablet.post(sent[tablet])))
        reads = [_read(tablet, path) for tablet in tablets for path in ("/", "/incidents/new")]
        time.sleep(max(0, until - time.monotonic()))
    landed = sum(tablet.insist(sent[tablet])[0] == SAVED for tablet in tablets)
    good = [1 for status, headers in answers if status == BUSY and headers.get("retry-after", "").isdecimal()]
    found.count("answered 503 with Retry-After while it was held", len(good), len(tablets))
    found.count("reads meanwhile", sum(status == 200 for status, _ in reads), 2 * len(tablets))
    found.count("ms for the slowest of them", round(max(took for _, took in reads)))
    found.count("landed after it", landed, len(tablets))


def _read(tablet: Tablet, path: str) -> tuple[int, float]:
    """A page's status and the milliseconds that it took."""
    began = time.perf_counter()
    status, _, _ = tablet.client.send(path)
    return status, (time.perf_counter() - began) * 1000


@contextmanager
def held(database: Path):
    """Another process holds the database from writing, as a stuck backup would."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout.readline() == "held\n"
    try:
        yield
    finally:
        holder.communicate()
