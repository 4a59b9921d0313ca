"""Alongside as it is served (`flask serve`), in processes of our own that can be killed and started again."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import datetime
from multiprocessing.process import BaseProcess
from pathlib import Path

from faults import school
from mentoring import anchors, verifying
from settings import SETTINGS, load
from tests.browser import serving as forked

HERE = Path(__file__).parent.parent
KEPT = HERE / "instance" / "faults"
COMMAND = [sys.executable, "-m", "flask", "--app", "app"]
START_SECONDS = 120
GIVEN = (
    "DATABASE_URL", "SECRET_KEY", "AUDIT_KEY", "ANCHORS_DIR", "OUTBOX_KEY_FILE", "ARGON2_KIB", "LOCK_MINUTES",
    "LOGIN_IDLE_MINUTES",
)  # fmt: skip


def environment(database: Path, port: int = 8000) -> dict[str, str]:
    """The settings of a school and a login that outlasts the try."""
    usual = {name: value for name, value in SETTINGS.items() if value}
    return os.environ | usual | _given(database) | {"PORT": str(port)}


def _given(database: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": f"sqlite:///{database}", "SECRET_KEY": school.SECRET_KEY, "AUDIT_KEY": school.AUDIT_KEY,
        "ANCHORS_DIR": str(database.parent / "anchors"), "OUTBOX_KEY_FILE": str(KEPT / "outbox-key.pem"),
        "ARGON2_KIB": str(school.KIB),
        "LOCK_MINUTES": "1000", "LOGIN_IDLE_MINUTES": "1000",
    }  # fmt: skip


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as spare:
        spare.bind(("127.0.0.1", 0))
        return spare.getsockname()[1]


class Server:
    """One server process on a database, at a port that it keeps over its restarts. `at`: when its clock begins;
    `static`: another release's files."""

    def __init__(self, database: Path, at: datetime | None = None, static: Path | None = None):
        self.database, self.static = database, static
        self.at = f"{at:%Y-%m-%dT%H:%M:%S}" if at else ""
        self.port = free_port()
        self.process: BaseProcess | None = None

    def start(self) -> None:
        """Start it and wait until it answers. Raises SystemExit where it does not."""
        self.launch()
        self.wait()

    def launch(self) -> None:
        """Start the process."""
        nowhere = Path(os.devnull)
        given = environment(self.database, self.port)
        self.process = forked.begin(given, nowhere, nowhere, self.at, self.static)

    def wait(self) -> None:
        """Wait until it answers."""
        until = time.monotonic() + START_SECONDS
        while not self._listens():
            if self.process is None or not self.process.is_alive() or time.monotonic() > until:
                raise SystemExit(f"The server on {self.database} does not start.")
            time.sleep(0.005)

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def kill(self) -> None:
        """SIGKILL: nothing of it runs any more, its last words included."""
        if self.process:
            self.process.kill()
            self.process.join()
        self.process = None


@contextmanager
def serving(database: Path, count: int = 1, at: datetime | None = None, static: Path | None = None):
    """`count` server processes on one database; killed afterwards, whatever happened."""
    servers = [Server(database, at, static) for _ in range(count)]
    try:
        for server in servers:
            server.launch()
        for server in servers:
            server.wait()
        yield servers
    finally:
        for server in servers:
            server.kill()


def flask(database: Path, *command: str) -> subprocess.CompletedProcess:
    """A command of the app on a database, its words kept."""
    return subprocess.run([*COMMAND, *command], cwd=HERE, env=environment(database), capture_output=True, text=True)


def verify(database: Path) -> str:
    """What `flask verify` would find wrong; empty where all is as it was written."""
    school.open_at(database)
    try:
        return verifying.verify(anchors.read(load(**_given(database)).anchors)).fault
    finally:
        school.close()
