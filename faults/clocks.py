"""R10: a tablet's clock may be anything: nothing is refused, the moment is right, and a wrong clock is noted."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw

from faults import school, server
from faults.clients import Tablet
from faults.found import Found
from faults.ledger import Ledger
from faults.outbox import Outbox

SAYS = "A tablet's clock may be wrong: nothing is refused, the moment is right, more than ten minutes off is noted"
HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)
CLOCKS = (
    timedelta(), timedelta(minutes=5), timedelta(minutes=-5), timedelta(minutes=11), timedelta(minutes=-11),
    HOUR, -HOUR, DAY, -DAY, YEAR, -YEAR, 10 * YEAR,
)  # fmt: skip
OFFSETS = (0, 1, -5, 5.75, 14)  # winter, summer, New York, Kathmandu, Kiribati
WAITED = (timedelta(), timedelta(minutes=40), timedelta(hours=30), timedelta(days=89))
NOTED = timedelta(minutes=10)
SLACK = timedelta(seconds=90)  # between writing the tablet's time down and the server's reading it, on a busy machine


def run(folder: Path, short: bool) -> Found:
    """A record of each wrong clock, each zone and each time of waiting; then its moment as the server has it."""
    clocks, offsets = (CLOCKS, OFFSETS[:2]) if short else (CLOCKS, OFFSETS)
    found = Found("clocks from ten years ahead to one behind, in zones from −5 to +14, waiting up to 89 days")
    database, ledger = school.make(folder / "alongside.db"), Ledger()
    meant: dict[str, tuple[datetime, timedelta]] = {}
    with server.serving(database) as (running,):
        tablet = Tablet(running.port, 0, ledger)
        for clock in clocks:
            for offset in offsets:
                outbox = Outbox(tablet, clock, offset)
                for ago in WAITED:
                    meant[outbox.write(ago).client_id] = (datetime.now(UTC) - ago, clock)
                outbox.zone = Outbox(tablet, clock, offset + 1).zone  # the hour changes while they wait
                outbox.insist()
                found.count("delivered", outbox.states["saved"])
                found.count("refused or kept", outbox.answers.total() - outbox.states["saved"], 0)
    _compare(found, meant, _rows(database))
    ledger.check(database, found)
    found.faults += filter(None, [server.verify(database)])
    return found


def _compare(found: Found, meant: dict[str, tuple[datetime, timedelta]], rows: list[tuple[str, datetime, int]]) -> None:
    """Each record's moment and note with what was meant: its moment, and how wrong its tablet's clock was."""
    found.count("records", len(rows), len(meant))
    found.count("moments that are wrong", sum(abs(at - meant[one][0]) > SLACK for one, at, _ in rows), 0)
    noted = [bool(off) != (abs(meant[one][1]) > NOTED) for one, _, off in rows]
    found.count("wrong clocks noted", sum(bool(off) for _, _, off in rows))
    found.count("noted wrongly, or not", sum(noted), 0)


def _rows(database: Path) -> list[tuple[str, datetime, int]]:
    """Client id, moment, and by how many seconds the tablet's clock is noted to be off."""
    with closing(apsw.Connection(str(database))) as connection:
        rows = connection.execute("SELECT client_id, occurred_at, clock_off FROM record").fetchall()
    return [(one, datetime.fromisoformat(at).replace(tzinfo=UTC), off) for one, at, off in rows]
