"""A really full file system: a few megabytes of memory mounted as a disk, with a file in it that takes the room."""

import os
import subprocess
from contextlib import contextmanager
from pathlib import Path

from faults import school, server
from faults.clients import Tablet
from faults.found import Found
from faults.ledger import SAVED, Ledger

MEGABYTES, LEFT_KB = 24, 700
REFUSALS = (507, 503)


def fill_up(pattern: Path, folder: Path, found: Found, rounds: int) -> None:
    """Save until the disk is full, read, make room, send again: `rounds` times; then count what is there."""
    with mounted(folder / "small") as disk:
        if disk is None:
            found.count("small disk filled up (this account may mount none)", 0)
            return
        ledger, refused, reads = Ledger(), 0, 0
        database = school.copy(pattern, disk / "alongside.db")
        with server.serving(database) as (running,):
            tablet = Tablet(running.port, 0, ledger)
            for _ in range(rounds):
                _leave(disk, LEFT_KB)
                while (status := tablet.save()) == SAVED:
                    pass
                refused += status in REFUSALS
                reads += sum(tablet.client.send(path)[0] == 200 for path in ("/", "/incidents/new"))
                (disk / "ballast").unlink()
                if tablet.save() != SAVED:
                    found.faults.append("The retry did not land once there was room.")
        checked = Found("")
        ledger.answers = {one: count for one, count in ledger.answers.items() if one not in REFUSALS}
        ledger.check(database, checked)
        found.faults += [*checked.faults, *filter(None, [server.verify(database)])]
    found.count("small disk filled up, answered 507 or 503", refused, rounds)
    found.count("reads answered on the full disk", reads, rounds * 2)


@contextmanager
def mounted(folder: Path):
    """A small disk at `folder`, or None where this account may mount none."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(folder)]
    done = subprocess.run(command, capture_output=True)
    try:
        yield None if done.returncode else folder
    finally:
        if not done.returncode:
            subprocess.run(["umount", str(folder)], check=True)


def _leave(disk: Path, kilobytes: int) -> None:
    """Fill the disk up to its last `kilobytes`."""
    free = os.statvfs(disk)
    (disk / "ballast").write_bytes(bytes(max(0, free.f_bavail * free.f_frsize - kilobytes * 1024)))
