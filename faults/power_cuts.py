"""R2: what was acknowledged is there after a power cut; a control that commits as is usually advised must lose some."""

import shutil
from contextlib import suppress
from itertools import count
from pathlib import Path
from random import Random
from uuid import uuid4

import apsw
from peewee import PeeweeException

import database
from faults import school
from faults.disk import Disk, Watcher
from faults.found import Found
from faults.ledger import CHIPS, SAVED, Ledger, Sent
from faults.platters import Platters
from mentoring import clock, recording, verifying
from mentoring.entry import Entry, Part
from models import KINDS, Option

SAYS = "What was acknowledged survives a power cut"
# The version of SQLite that the app is told, by which it chooses; and how it is made to commit instead.
MODES = {"WAL, FULL": (None, ""), "DELETE, EXTRA": ((3, 40, 1), ""), "WAL, NORMAL, the control": (None, "NORMAL")}
CHANGES = 63 * 30  # a save makes 63 changes to the disk: up to thirty saves before the cut
FRESH = 25  # cuts that one file goes through, before the next begins anew
USUAL = database.Sqlite.server_version


def run(folder: Path, short: bool) -> Found:
    """The app's own saving on a disk that forgets what was not synced, in each mode that the app may choose."""
    cuts = 20 if short else 1000
    found = Found("power cut at a random write of a save; of what was not synced, a random part of the sectors stays")
    pattern, disk = school.make(folder / "pattern.db"), Disk()
    for name, (version, synchronous) in MODES.items():
        database.Sqlite.server_version = version or USUAL
        machine = Machine(disk, pattern, folder / name.replace(" ", ""), synchronous)
        for _ in range(cuts):
            machine.life()
        found.count(f"cuts on {name}", machine.cuts)
        if synchronous:
            found.count("lost by the control", machine.lost)
            found.at_least("lost by the control", machine.lost, 1)
            continue
        found.count("acknowledged", machine.acknowledged)
        found.count("lost", machine.lost, 0)
        found.faults += machine.faults
        found.at_least(f"acknowledged on {name}", machine.acknowledged, cuts * 3)
    database.Sqlite.server_version = USUAL
    disk.unregister()
    return found


class Machine:
    """A school's server whose power fails. `synchronous` is how it commits, as the app sets it where empty."""

    def __init__(self, disk: Disk, pattern: Path, folder: Path, synchronous: str):
        self.disk, self.pattern, self.folder, self.synchronous = disk, pattern, folder, synchronous
        self.rng, self.ledger = Random(folder.name), Ledger()
        self.path, self.waiting = pattern, ""  # what is not acknowledged is sent again
        self.cuts = self.acknowledged = self.lost = 0
        self.faults: list[str] = []
        self.numbers = count()

    def life(self) -> None:
        """Start, save until the power goes, start again and look."""
        if self.cuts % FRESH == 0:
            self._begin_anew()
        self.cuts += 1
        self.disk.watcher = platters = Platters(self.path.parent, self.rng.randrange(CHANGES))
        with suppress(PeeweeException, apsw.Error, database.UnsafeStorage):
            self._start()
            while True:
                self._save()
        assert platters.off, "Saving failed, and the power was on."
        _let_go()
        self.disk.watcher, before, self.path = Watcher(), self.path, self._folder() / "alongside.db"
        platters.survive(self.rng, self.path.parent)
        shutil.rmtree(before.parent)
        self._look()

    def _begin_anew(self) -> None:
        self.ledger, self.waiting, self.path = Ledger(), "", self._folder() / "alongside.db"
        school.copy(self.pattern, self.path)

    def _folder(self) -> Path:
        new = self.folder / str(next(self.numbers))
        new.mkdir(parents=True)
        return new

    def _start(self) -> None:
        database.connect(f"sqlite:///{self.path}")
        if self.synchronous:
            database.db.execute_sql(f"PRAGMA synchronous = {self.synchronous}")
        if self.cuts % 2:
            database.db.connection().wal_autocheckpoint(100)  # so that cuts fall into checkpoints, too
        self.mentors = school.mentors()
        rows = Option.select(Option.list, Option.id).order_by(Option.position.desc()).tuples()
        self.chips = frozenset(number for name, number in dict(rows).items() if name in CHIPS)

    def _save(self) -> None:
        """Log what waits since the last cut, or a new record."""
        self.waiting = self.waiting or str(uuid4())
        mentor = self.mentors[int(self.waiting[0], 16) % len(self.mentors)]
        pupils = school.caseload(self.mentors.index(mentor))[:2]
        pairs = [*(("pupil", str(one)) for one in pupils), *((name, "") for name in CHIPS)]
        sent = self.ledger.will_send(Sent(self.waiting, mentor.user.name, pairs))
        entry = Entry(
            kind=KINDS["incident"], client_id=self.waiting, body=self.waiting, occurred_at=clock.now(),
            note="They argued over the score.", pupils=tuple(map(Part, pupils)), chosen=self.chips,
        )  # fmt: skip
        recording.log(mentor, entry)
        self.ledger.answered(sent, SAVED)
        self.acknowledged, self.waiting = self.acknowledged + 1, ""

    def _look(self) -> None:
        """Open a copy of what the cut left, and hold it against what was acknowledged. The next life goes on with what
        was left itself, so that some power cuts fall into the mending of the one before."""
        left, self.path, found = (
            self.path,
            shutil.copytree(self.path.parent, self._folder() / "copy") / self.path.name,
            Found(""),
        )
        try:
            self._start()
            fault = verifying.verify([]).fault
            school.close()
            self.ledger.check(self.path, found)
        except (PeeweeException, apsw.Error) as error:
            fault = f"The file cannot be read: {error}"
            _let_go()
        shutil.rmtree(self.path.parent.parent)
        self.path = left
        found.faults += [fault] if fault else []
        self.faults += [f"After cut {self.cuts}: {one}" for one in found.faults]
        if found.faults:
            self.lost += int(found.numbers.get("lost", len(self.ledger.acknowledged)))
            self._begin_anew()


def _let_go() -> None:
    with suppress(PeeweeException, apsw.Error):
        database.db.close()
