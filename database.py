"""The one place that opens the database, writes to it, and brings its schema up to date."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from pathlib import Path
from time import perf_counter
from typing import Any

from peewee import DatabaseProxy, OperationalError
from playhouse.apsw_ext import APSWDatabase
from playhouse.db_url import parse
from playhouse.migrations import Runner

MIGRATIONS = Path(__file__).parent / "migrations"
WRITE_WAIT_SECONDS = 5.0
BUSY = "The school's record is busy with another save. Wait a moment and save again."

EVERY_SCHOOL = "*"
usual_schools = ""  # what a thread sees that has not said anything: nothing

db = DatabaseProxy()
_schools: ContextVar[str | None] = ContextVar("schools", default=None)
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

    @contextmanager
    def turn(self, of: str, wait: float) -> Iterator[None]:
        """A transaction, one at a time: queued in front of SQLite rather than in its busy wait. `of` is not asked."""
        if not _one_writer.acquire(timeout=wait):
            raise Busy(BUSY)
        try:
            with self._waiting(wait), self.atomic():
                yield
        finally:
            _one_writer.release()

    @contextmanager
    def _waiting(self, wait: float) -> Iterator[None]:
        """Wait for another process that holds the file no longer than for one of our own threads."""
        if wait >= self.timeout:
            yield
            return
        connection = self.connection()
        connection.set_busy_timeout(int(wait * 1000))
        try:
            yield
        finally:
            connection.set_busy_timeout(int(self.timeout * 1000))

    def append_alone(self, chain: int) -> None:
        """Who writes is alone already."""

    def keep_apart(self) -> None:
        """SQLite has no row-level security: a file of several schools is kept apart by the queries alone."""

    def bypasses(self) -> bool:
        """There is nothing to bypass."""
        return False

    def is_busy(self, error: OperationalError) -> bool:
        """Whether the same may well succeed in a moment."""
        return "locked" in str(error).lower() or "busy" in str(error).lower()

    def is_full(self, error: OperationalError) -> bool:
        """Whether there was no room on the disk."""
        return "full" in str(error).lower()

    def is_broken(self, error: OperationalError) -> bool:
        """Whether the disk did not take or give what it was asked for."""
        return "disk i/o" in str(error).lower()


def waited() -> float:
    """Seconds that this thread has waited for the database since it began: first rows of queries, and commits."""
    return getattr(_waits, "seconds", 0.0)


def _note_wait(seconds: float) -> None:
    _waits.seconds = waited() + seconds


def _noting_wait(run: Callable[[], Any]) -> Callable[[], Any]:
    def noted():
        began = perf_counter()
        try:
            return run()
        finally:
            _note_wait(perf_counter() - began)

    return noted


def _as_text(_cursor, _number, value):
    """Dates and times as ISO text: the driver itself binds only what SQLite stores."""
    if isinstance(value, datetime):
        # Always with microseconds: one form, so that order in the index is order in time.
        return value.strftime("%Y-%m-%d %H:%M:%S.%f")
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

    Raises UnsafeStorage for a URL that cannot be opened, or a database that may lose what it calls saved.
    """
    scheme = url.split(":")[0]
    if scheme == "sqlite":
        database = _connect_sqlite(Path(parse(url)["database"]))
    elif scheme in ("postgresql", "postgres"):
        database = _connect_postgres(url)
    else:
        raise UnsafeStorage(
            f"DATABASE_URL begins “{scheme}:”. Use sqlite:///path/to/alongside.db or "
            "postgresql://user:password@host/name."
        )
    database.query_hooks.append(lambda query: _note_wait(query.duration))
    # Peewee's hooks do not tell of a commit, which is where a save waits for the disk.
    database.commit = _noting_wait(database.commit)
    return database


def _connect_sqlite(path: Path) -> Sqlite:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = Sqlite(
        str(path),
        timeout=WRITE_WAIT_SECONDS,
        lock_type="IMMEDIATE",
        pragmas={"foreign_keys": 1, "recursive_triggers": 1, "cache_size": -1000},  # kB a thread
    )
    db.initialize(database)
    database.connect(reuse_if_open=True)
    path.chmod(0o600)
    return database


def _connect_postgres(url: str):
    import postgres  # where the record is a SQLite file, its driver is not loaded

    try:
        database = postgres.open_url(url)
        database.schools = schools_seen
        db.initialize(database)
        database.connect(reuse_if_open=True)
    except (postgres.BadUrl, postgres.NotDurable) as error:
        raise UnsafeStorage(str(error)) from None
    except OperationalError as error:
        raise UnsafeStorage(postgres.why(database, error)) from None
    return database


@contextmanager
def write(of: str = "", wait: float | None = None) -> Iterator[None]:
    """One transaction, alone among writers; on SQLite always, on PostgreSQL beside those that say they are `of` others.

    `of` names what a verb reads and then writes, where nothing else does so: without it, the verb need fear nobody.
    May be nested: the outermost counts, and commits. Raises Busy after `wait` seconds in the queue of this process
    (WRITE_WAIT_SECONDS unless told), or behind a writer of another process.
    """
    try:
        with db.obj.turn(of, WRITE_WAIT_SECONDS if wait is None else wait):
            yield
    except OperationalError as error:
        if db.obj.is_busy(error):
            raise Busy(BUSY) from error
        raise _first_full(error) from None


def _first_full(error: OperationalError) -> BaseException:
    """The full disk behind an error, if any: SQLite then ends the whole transaction by itself, so that rolling what was
    nested in it back fails as well."""
    one: BaseException | None = error
    while one is not None:
        if isinstance(one, OperationalError) and db.obj.is_full(one):
            return one
        one = one.__context__
    return error


def schools_seen() -> str:
    """The schools whose rows this thread sees: their ids with commas, EVERY_SCHOOL, or nothing."""
    said = _schools.get()
    return usual_schools if said is None else said


def see(*schools: int) -> str | None:
    """On PostgreSQL, let this thread see and write these schools' rows only; what to give `see_again` afterwards.

    Not a permission: those are `visible_to`; this is the wall behind them.
    """
    return see_again(",".join(map(str, schools)))


def see_again(said: str | None) -> str | None:
    """Let this thread see what it saw before; what it saw until now."""
    before = _schools.get()
    _schools.set(said)
    return before


@contextmanager
def every_school() -> Iterator[None]:
    """Within the block, rows of every school: only where no school is known yet, or a command looks after all."""
    before = see_again(EVERY_SCHOOL)
    try:
        yield
    finally:
        see_again(before)


def migrate(target: str | None = None) -> list[str]:
    """Apply the migrations that have not run yet, up to `target`; their names."""
    with every_school():
        done = Runner(db.obj, str(MIGRATIONS)).up(target)
        db.obj.keep_apart()
    return done


def pending() -> list[str]:
    """Names of migrations that have not run."""
    return [step.name for step in Runner(db.obj, str(MIGRATIONS)).status() if not step.applied]
