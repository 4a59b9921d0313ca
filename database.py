"""The one place that opens the database, writes to it, and brings its schema up to date."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time
from pathlib import Path
from time import perf_counter

from peewee import DatabaseProxy, OperationalError
from playhouse.apsw_ext import APSWDatabase
from playhouse.db_url import parse
from playhouse.migrations import Runner

MIGRATIONS = Path(__file__).parent / "migrations"
WRITE_WAIT_SECONDS = 5.0

db = DatabaseProxy()
_one_writer = threading.RLock()
_waits = threading.local()


class Busy(Exception):
    """Another save held the database for too long; try again in a moment."""


class UnsafeStorage(SystemExit):
    """The database cannot promise that what it calls saved is on disk."""


class Sqlite(APSWDatabase):
    """SQLite set so that a committed save survives a power cut, checked on every connection."""

    def _add_conn_hooks(self, conn):
        super()._add_conn_hooks(conn)
        conn.convert_binding = _as_text
        cursor = conn.cursor()
        journal, synchronous = journal_for(self.server_version)
        mode = cursor.execute(f"PRAGMA journal_mode = {journal}").fetchone()[0]
        cursor.execute(f"PRAGMA synchronous = {synchronous}")
        kept = cursor.execute("PRAGMA synchronous").fetchone()[0]
        if self.database != ":memory:" and (mode.upper() != journal or kept != {"FULL": 2, "EXTRA": 3}[synchronous]):
            raise UnsafeStorage(
                f"SQLite answered journal_mode={mode}, synchronous={kept} for {self.database}; Alongside needs "
                f"{journal} and {synchronous}. Put the database on a local disk that allows them."
            )

    def commit(self):
        """Peewee's hooks do not tell of a commit, which is where a save waits for the disk."""
        began = perf_counter()
        try:
            return super().commit()
        finally:
            _note_wait(perf_counter() - began)


def waited() -> float:
    """Seconds that this thread has waited for the database since it began: first rows of queries, and commits."""
    return getattr(_waits, "seconds", 0.0)


def _note_wait(seconds: float) -> None:
    _waits.seconds = waited() + seconds


def _as_text(_cursor, _number, value):
    """Dates and times as ISO text: the driver itself binds only what SQLite stores."""
    if isinstance(value, date | time):
        return str(value)
    raise TypeError(f"SQLite cannot store a {type(value).__name__}.")


def journal_for(version: tuple[int, ...]) -> tuple[str, str]:
    """Journal mode and synchronous level by SQLite's version.

    Versions before 3.51.3 (but 3.44.6 and 3.50.7) can corrupt a WAL database when two connections write and
    checkpoint at once (SQLite 3.51.3 release notes); they get the rollback journal with EXTRA instead.
    """
    backported = any(version[:2] == mended[:2] and version >= mended for mended in ((3, 44, 6), (3, 50, 7)))
    mended = version >= (3, 51, 3) or backported
    return ("WAL", "FULL") if mended else ("DELETE", "EXTRA")


def connect(url: str):
    """Point `db` at the database of a DATABASE_URL and return it.

    Raises UnsafeStorage for a URL that this version does not open.
    """
    parts = parse(url)
    if not url.startswith("sqlite:"):
        raise UnsafeStorage(f"DATABASE_URL begins “{url.split(':')[0]}:”. Use sqlite:///path/to/alongside.db.")
    path = Path(parts["database"])
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = Sqlite(
        str(path),
        timeout=WRITE_WAIT_SECONDS,
        lock_type="IMMEDIATE",
        pragmas={"foreign_keys": 1, "recursive_triggers": 1, "cache_size": -2000},
    )
    database.query_hooks.append(lambda query: _note_wait(query.duration))
    db.initialize(database)
    database.connect(reuse_if_open=True)
    path.chmod(0o600)
    return database


@contextmanager
def write(wait: float | None = None) -> Iterator[None]:
    """One transaction, one writer at a time: queued in front of SQLite rather than in its busy wait.

    May be nested: the outermost commits. Raises Busy when another writer of this process holds on for longer than
    `wait` seconds (WRITE_WAIT_SECONDS unless told), or one of another process for WRITE_WAIT_SECONDS.
    """
    if not _one_writer.acquire(timeout=WRITE_WAIT_SECONDS if wait is None else wait):
        raise Busy("The school's record is busy with another save. Wait a moment and save again.")
    try:
        with db.atomic():
            yield
    except OperationalError as error:
        if "locked" in str(error).lower() or "busy" in str(error).lower():
            raise Busy("The school's record is busy with another save. Wait a moment and save again.") from error
        raise
    finally:
        _one_writer.release()


def migrate(target: str | None = None) -> list[str]:
    """Apply the migrations that have not run yet, up to `target`; their names."""
    return Runner(db.obj, str(MIGRATIONS)).up(target)


def pending() -> list[str]:
    """Names of migrations that have not run."""
    return [step.name for step in Runner(db.obj, str(MIGRATIONS)).status() if not step.applied]
