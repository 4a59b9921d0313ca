"""Times each question with 1 and with 16 clients, and how the answer grows with the records."""

import shutil
import statistics
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import filling, ours, servers, theirs
from bench.clients import Ask, Client, Times, load

MANY = 16
TURNS, A_TURN = 7, 12
Questions = dict[str, Callable[[Client], Ask]]


@dataclass(frozen=True)
class Speed:
    """One question's times at one size, alone and with MANY clients."""

    subject: str
    question: str
    size: int
    alone: Times
    together: Times


@contextmanager
def of_its_own(database: Path):
    """A copy that may be written to, gone afterwards: measured saves do not pile up in the kept one."""
    copy = database.with_suffix(".run")
    tails = [copy, *(Path(f"{copy}-{tail}") for tail in ("wal", "shm"))]
    for path in tails:
        path.unlink(missing_ok=True)
    shutil.copyfile(database, copy)
    try:
        yield copy
    finally:
        for path in tails:
            path.unlink(missing_ok=True)


@contextmanager
def served(subject: str, size: int, count: int = MANY):
    """A server of the subject on a database of `size` records, with `count` clients signed in, and what to ask it."""
    if subject == "hello":
        with servers.hello() as server:
            yield server, [Client(server.port) for _ in range(count)], {"hello": lambda client: Ask("/")}
        return
    kept = filling.filled(size)
    kept = kept if subject == "Alongside" else theirs.filled(kept)
    with of_its_own(kept) as database:
        serve = servers.alongside if subject == "Alongside" else servers.peer
        with serve(database) as server:
            if subject == "Alongside":
                clients = ours.sign_in(server.port, count)
                yield server, clients, ours.questions(database, clients[0])
            else:
                yield server, theirs.sign_in(server.port, count), theirs.questions(database)


def times(subject: str, size: int, seconds: float) -> tuple[list[Speed], dict[str, float]]:
    """Every question of a subject at a size, `seconds` each; then the server's memory in MB.

    `signing in` is the highest while MANY people signed in, `working` the highest while the questions were answered.
    """
    found = []
    with served(subject, size) as (server, clients, questions):
        memory = {"signing in": server.memory()["VmHWM"]}
        server.forget_peak()
        for name, make in questions.items():
            alone = load(clients[:1], make, seconds, 400)
            together = load(clients, make, seconds, 1600)
            for fault in (alone.faults + together.faults)[:1]:
                raise SystemExit(f"{subject}, {name}: {fault}")
            found.append(Speed(subject, name, size, alone, together))
        memory["working"] = server.memory()["VmHWM"]
    return found, memory


def growth(subject: str, small: int, large: int) -> dict[str, float]:
    """How many times longer each question takes at `large` than at `small`: both servers asked in turns."""
    with served(subject, small, 1) as (_, few, asked_few), served(subject, large, 1) as (_, many, asked_many):
        found = {}
        for name in asked_few:
            rounds = [
                (load(few, asked_few[name], 0.3, A_TURN).took, load(many, asked_many[name], 0.3, A_TURN).took)
                for _ in range(TURNS)
            ]
            before, after = ([one for turn in side for one in turn] for side in zip(*rounds, strict=True))
            found[name] = statistics.median(after) / statistics.median(before)
    return found
