"""The same of the Django admin: add a record, list a pupil's records, find a pupil, find words."""

import os
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

from bench import people, servers
from bench.clients import Ask, Client
from bench.ours import LETTERS, WORD

NAMES = ("amara", "ben", "carys")


def filled(ours: Path) -> Path:
    """The peer's database with the records of one of ours, made once."""
    path = ours.with_name(f"{ours.stem}-peer.db")
    if not path.exists():
        fresh = path.with_suffix(".making")
        fresh.unlink(missing_ok=True)
        command = [str(servers.PEER_PYTHON), "-m", "bench.peer.filling", str(ours)]
        subprocess.run(command, cwd=servers.HERE, env=os.environ | {"PEER": str(fresh)}, check=True)
        fresh.rename(path)
    return path


def sign_in(port: int, count: int) -> list[Client]:
    """`count` signed-in browsers, three people in turn."""
    clients = [Client(port, place % len(NAMES)) for place in range(count)]
    for client in clients:
        fields = {"username": NAMES[client.place], "password": people.PASSWORD, "next": "/admin/"}
        client.sign_in("/admin/login/", fields)
    return clients


def questions(database: Path) -> dict[str, Callable[[Client], Ask]]:
    """Each measurement's name with what makes one request of it for a client."""
    rng = Random(1)
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        pupils = [number for (number,) in connection.execute("SELECT id FROM bench_pupil ORDER BY id")]
        rows = connection.execute("SELECT id FROM bench_option WHERE list = 'place' ORDER BY id")
        places = [str(number) for (number,) in rows]
    known = people.known(pupils)

    def save(client: Client) -> Ask:
        fields = {
            "csrfmiddlewaretoken": client.cookies["csrftoken"], "kind": "incident", "pupil": str(rng.choice(known)),
            "author": str(client.place + 1), "occurred_at_0": "20/11/2026", "occurred_at_1": "10:45:00",
            "place": rng.choice(places), "ending": "",
            "note": "They argued over the score of a football match. Calm again before the register.", "_save": "Save",
        }  # fmt: skip
        return Ask("/admin/bench/record/add/", list(fields.items()), want=302)

    return {
        "save": save,
        "timeline": lambda client: Ask(f"/admin/bench/record/?pupil__id__exact={rng.choice(known)}"),
        "pupil search": lambda client: Ask(f"/admin/bench/pupil/?q={rng.choice(LETTERS)}"),
        "word search": lambda client: Ask(f"/admin/bench/record/?q={WORD}"),
    }
