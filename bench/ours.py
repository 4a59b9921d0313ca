"""What is asked of Alongside: save an incident, read a timeline, find a pupil, find words, open the form."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from uuid import uuid4

from bench import people
from bench.clients import Ask, Client
from bench.forms import Form

LETTERS = ("am", "jo", "sha", "oka", "mar", "li", "ben")
WORD = "harmonica"


def sign_in(port: int, count: int) -> list[Client]:
    """`count` signed-in browsers, the mentors in turn."""
    clients = []
    for place in range(count):
        name = people.MENTORS[place % len(people.MENTORS)]
        client = Client(port, place % len(people.MENTORS))
        client.sign_in("/sign-in", {"email": people.email(name), "password": people.PASSWORD})
        clients.append(client)
    return clients


def questions(database: Path, client: Client) -> dict[str, Callable[[Client], Ask]]:
    """Each measurement's name with what makes one request of it for a client."""
    rng = Random(1)
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        pupils = [number for (number,) in connection.execute("SELECT id FROM pupil ORDER BY id")]
    mine = [people.known(pupils)[place :: len(people.MENTORS)] for place in range(len(people.MENTORS))]
    form = Form(_page(client), "record")
    searches = client.send("/searches", b"words=" + WORD.encode())[0] not in (404, 405)

    def save(client: Client) -> Ask:
        place, what = rng.choice(form.offered["place"]), rng.choice(form.offered["incident_type"])
        fields = form.sent(
            client_id=str(uuid4()), pupil=[str(one) for one in rng.sample(mine[client.place], 2)],
            incident_type=what, place=place, ending=form.offered["ending"][0],
            note="They argued over the score of a football match. Calm again before the register.",
        )  # fmt: skip
        return Ask("/incidents", fields, want=303)

    def timeline(client: Client) -> Ask:
        return Ask(f"/pupils/{rng.choice(mine[client.place])}")

    def pupil_search(client: Client) -> Ask:
        return Ask("/pupils/matches", [("find", rng.choice(LETTERS))], part=True)

    def word_search(client: Client) -> Ask:
        if searches:
            return Ask("/searches", [("words", WORD)])
        return Ask(f"/pupils/{rng.choice(mine[client.place])}?words={WORD}", part=True)

    def new(client: Client) -> Ask:
        return Ask("/incidents/new")

    words = "word search" if searches else "words in a timeline"
    return {"save": save, "timeline": timeline, "pupil search": pupil_search, words: word_search, "New incident": new}


def _page(client: Client) -> str:
    plain = client.headers
    client.headers = plain | {"Accept-Encoding": "identity"}
    status, page, _ = client.send("/incidents/new")
    client.headers = plain
    if status != 200:
        raise SystemExit(f"/incidents/new was answered {status}.")
    return page.decode()
