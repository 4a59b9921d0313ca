"""PostgreSQL set so that a committed save survives a power cut, checked on every connection."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from peewee import InterfaceError, OperationalError, PostgresqlDatabase
from psycopg.conninfo import conninfo_to_dict
from psycopg.types.string import StrDumperUnknown

import row_security

CONNECT_SECONDS = 5
# What a commit needs to be on disk when it says so (PostgreSQL manual, "Reliability and the Write-Ahead Log").
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")
EVERYTHING, CHAINS = 20041, 20042
# Said in place of libpq's own words, which quote what they do not understand: it may be half of the password.
NOT_UNDERSTOOD = (
    "DATABASE_URL is not understood. Write it as postgresql://user:password@host/database; in the password, write % as "
    "%25, @ as %40, : as %3A and / as %2F."
)
# Lock not available, serialisation failure, deadlock, too many connections, the server is stopping or starting.
BUSY = {"55P03", "40001", "40P01", "53300", "57P01", "57P02", "57P03"}
DISK_FULL, DISK_BROKEN = "53100", "58030"


class BadUrl(ValueError):
    """A DATABASE_URL that says no PostgreSQL database; the message names no part of it."""


class NotDurable(Exception):
    """The server may lose what it calls committed; the message says which setting to put right."""


class Words(StrDumperUnknown):
    """Text as PostgreSQL takes it: NUL, which nobody types and it cannot store, is left out."""

    def dump(self, obj):
        return super().dump(obj.replace("\0", ""))


class Postgres(PostgresqlDatabase):
    """One connection a thread; one that the server closed is opened again."""

    schools: Callable[[], str] = staticmethod(lambda: "")  # set by database.connect
    field_types = PostgresqlDatabase.field_types | {"DATETIME": "TIMESTAMPTZ"}

    def _connect(self):
        conn = super()._connect()  # type: ignore[misc]
        conn.adapters.register_dumper(str, Words)
        # In a zone that has an hour twice, Python holds its instants unequal to the same ones in UTC.
        conn.execute("SET TIME ZONE 'UTC'")
        said = {name: conn.execute(f"SHOW {name}").fetchone()[0] for name in DURABLE}
        if off := [name for name, value in said.items() if value == "off"]:
            conn.close()
            raise NotDurable(
                f"PostgreSQL answered {' and '.join(f'{name} = off' for name in off)}, so a power cut could lose what "
                f"Alongside calls saved. Switch {'it' if len(off) == 1 else 'them'} on in postgresql.conf, reload "
                "PostgreSQL, and start Alongside again."
            )
        return conn

    def begin(self, isolation_level=None):
        return self._again(super().begin, isolation_level)

    def execute_sql(self, sql, params=None):
        return self._again(self._execute_for_schools, sql, params)

    def _execute_for_schools(self, sql: str, params):
        """Run it with the rows of the schools that the thread sees now; the connection remembers what it was told."""
        conn, wanted = self.connection(), self.schools()
        if sql.startswith("ROLLBACK"):
            conn.schools = None  # what was told since is rolled back too
        elif getattr(conn, "schools", None) != wanted:
            super().execute_sql("SELECT set_config('alongside.schools', %s, false)", (wanted,))
            conn.schools = wanted
        return super().execute_sql(sql, params)

    def rollback(self):
        self.connection().schools = None
        return super().rollback()

    def keep_apart(self) -> None:
        """Give every table of a school's rows its policy (row_security.py)."""
        with self.atomic():
            row_security.keep_apart(self.execute_sql)

    def bypasses(self) -> bool:
        """Whether this role is held by no policy: a superuser, or one with BYPASSRLS."""
        return bool(self.execute_sql(row_security.BYPASSES).fetchone()[0])

    def _again(self, run: Callable[..., Any], *given):
        """Once more where the server has closed the connection, unless a transaction went with it."""
        try:
            return run(*given)
        except (OperationalError, InterfaceError):
            if self.in_transaction() or not self.is_lost():
                raise
            self.close()
            return run(*given)

    def is_lost(self) -> bool:
        """Whether the connection of this thread is there and of no more use."""
        return not self.is_closed() and self.connection().closed

    @contextmanager
    def turn(self, of: str, wait: float) -> Iterator[None]:
        """A transaction beside those of other names; without a name, beside nobody. At most `wait` seconds' wait."""
        with self.atomic():
            if self.transaction_depth() == 1:
                self._take_turn(of, wait)
            yield

    def _take_turn(self, of: str, wait: float) -> None:
        # The columns are evaluated in order, so the wait holds for the locks, which end with the transaction.
        limit = f"{max(1, round(wait * 1000))}ms"
        locks, keys = "pg_advisory_xact_lock(%s, 0)", [EVERYTHING]
        if of:
            locks = "pg_advisory_xact_lock_shared(%s, 0), pg_advisory_xact_lock(%s)"
            keys.append(int.from_bytes(hashlib.sha256(of.encode()).digest()[:8], "big", signed=True))
        self.execute_sql(f"SELECT set_config('lock_timeout', %s, true), {locks}", (limit, *keys))  # noqa: S608

    def append_alone(self, chain: int) -> None:
        """Wait until nobody else appends to a chain of audit events. Asked by itself: what is read next is then new."""
        self.execute_sql("SELECT pg_advisory_xact_lock(%s, %s)", (CHAINS, chain))

    def is_busy(self, error: OperationalError) -> bool:
        """Whether the same may well succeed in a moment."""
        return _state(error) in BUSY or self.is_closed() or self.is_lost()

    def is_full(self, error: OperationalError) -> bool:
        """Whether there was no room on the server's disk."""
        return _state(error) == DISK_FULL

    def is_broken(self, error: OperationalError) -> bool:
        """Whether the server's disk did not take or give what it was asked for."""
        return _state(error) == DISK_BROKEN


def open_url(url: str) -> Postgres:
    """The database of a URL, not connected yet. Raises BadUrl."""
    authority, _, rest = url.partition("://")[2].partition("/")
    try:
        if authority.count("@") > 1 or "@" in rest:
            raise BadUrl(NOT_UNDERSTOOD)
        parts: dict[str, Any] = conninfo_to_dict(url)
    except psycopg.Error:
        raise BadUrl(NOT_UNDERSTOOD) from None
    if not parts.get("port", "0").replace(",", "").isdecimal():
        raise BadUrl(NOT_UNDERSTOOD)
    if not parts.get("dbname"):
        raise BadUrl("DATABASE_URL names no database. Write it as postgresql://user:password@host/database.")
    parts.setdefault("connect_timeout", CONNECT_SECONDS)
    return Postgres(parts.pop("dbname"), prefer_psycopg3=True, **parts)


def why(database: Postgres, error: Exception) -> str:
    """A refused connection in one sentence that says how to put it right, without the password."""
    said = str(error).rpartition("FATAL:")[2].strip().split("\n")[0].removeprefix("connection failed: ")
    if password := str(database.connect_params.get("password") or ""):
        said = said.replace(password, "…")
    return (
        f"PostgreSQL cannot be reached: {said}. Check that the server runs and that DATABASE_URL has the right user, "
        "password, host and database."
    )


def _state(error: Exception) -> str:
    return getattr(getattr(error, "orig", None), "sqlstate", None) or ""
