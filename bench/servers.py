"""Server processes: Alongside as it is served, a bare Flask, a Django admin; all on waitress, with THREADS threads."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from settings import SETTINGS

HERE = Path(__file__).parent.parent
PEER_PYTHON = HERE / ".venv-bench" / "bin" / "python"
THREADS = SETTINGS["THREADS"]


@dataclass
class Server:
    """A server that answers; `started` is how long its first 200 took from the start of the process, in seconds."""

    port: int
    process: subprocess.Popen
    started: float

    def memory(self) -> dict[str, float]:
        """Resident memory in MB: VmRSS now, VmHWM at its highest since the last `forget_peak`."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        found = dict(line.split(":", 1) for line in lines)
        return {name: int(found[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM")}

    def forget_peak(self) -> None:
        """Let VmHWM begin again from here."""
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")


def alongside(database: Path):
    """`flask serve` on a database, with the settings that a school has."""
    given = {"DATABASE_URL": f"sqlite:///{database}", "SECRET_KEY": "only for measuring", "AUDIT_KEY": "bench",
             "ANCHORS_DIR": str(database.parent)}  # fmt: skip
    usual = {name: value for name, value in SETTINGS.items() if value and name != "PORT"}
    command = [sys.executable, "-m", "flask", "--app", "app", "serve"]
    lasting = {"LOCK_MINUTES": "1000", "LOGIN_IDLE_MINUTES": "1000"}  # nobody sits at these clients
    return _serving(command, usual | given | lasting, "/sign-in")


def hello():
    """A bare Flask that says hello."""
    return _serving([sys.executable, "-m", "bench.hello"], {"THREADS": THREADS}, "/")


def peer(database: Path):
    """The Django admin of bench/peer on a database of its own."""
    return _serving(
        [str(PEER_PYTHON), "-m", "bench.peer"], {"THREADS": THREADS, "PEER": str(database)}, "/admin/login/"
    )


@contextmanager
def _serving(command: list[str], environment: dict[str, str], first: str):
    with socket.socket() as spare:
        spare.bind(("127.0.0.1", 0))
        port = spare.getsockname()[1]
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=HERE, env=os.environ | environment | {"PORT": str(port)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while not _answers(port, first):
            if process.poll() is not None or time.perf_counter() - began > 60:
                raise SystemExit(f"{' '.join(command)} does not answer.")
            time.sleep(0.005)
        yield Server(port, process, time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait(30)


def _answers(port: int, path: str) -> bool:
    try:
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
