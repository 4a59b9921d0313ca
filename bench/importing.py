"""The import of 2,000 pupils, through the real upload, preview and import requests."""

import csv
import io
import re
import time
from pathlib import Path
from random import Random
from urllib.parse import urlencode

import pyotp

from bench import filling, people, servers
from bench.clients import Client

HEADINGS = ("Adno", "UPN", "Legal Surname", "Legal Forename", "DOB", "Gender", "Year", "Reg")
EDGE = "----what-a-browser-puts-between"


def export() -> bytes:
    """A management system's file of people.PUPILS pupils."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(HEADINGS)
    for number, row in enumerate(people.roll(Random(2))):
        year = f"Year {row['year_group']}" if row["year_group"] else "Reception"
        rows.writerow([
            f"{number:06}", "", row["surname"], row["forename"], f"{row['born_on']:%d/%m/%Y}", row["sex"][0], year,
            row["class"],
        ])  # fmt: skip
    return text.getvalue().encode("utf-8-sig")


def seconds() -> dict[str, float]:
    """Seconds for the upload, the preview and the import, each until its reply is read."""
    path = filling.FOLDER / "empty.run"
    _forget(path)
    filling.fill(f"sqlite:///{path}", 0)
    try:
        with servers.alongside(path) as server:
            return _import(server.port)
    finally:
        _forget(path)


def _set_up_second_step(client: Client) -> None:
    """What an admin does before anything else: scan the key, write the digits."""
    page = client.send("/factors/new")[1].decode()
    offer, key = re.search(r'name="offer" value="([^"]+)"', page), re.search(r'<code class="secret"[^>]*>([^<]+)', page)
    if offer is None or key is None:
        raise SystemExit("The page that sets a second step up does not offer a key.")
    sent = {"offer": offer[1], "code": pyotp.TOTP(key[1].replace(" ", "")).now()}
    client.send("/factors/code-apps", urlencode(sent).encode())
    client.keep()


def _import(port: int) -> dict[str, float]:
    client = Client(port)
    client.sign_in("/sign-in", {"email": people.email(people.ADMIN), "password": people.PASSWORD})
    client.headers = client.headers | {"Accept-Encoding": "identity"}
    _set_up_second_step(client)
    head = f'--{EDGE}\r\nContent-Disposition: form-data; name="file"; filename="pupils.csv"\r\n\r\n'
    body = head.encode() + export() + f"\r\n--{EDGE}--\r\n".encode()
    marks = [time.perf_counter()]
    _, _, headers = client.send("/imports", body, f"multipart/form-data; boundary={EDGE}")
    marks.append(time.perf_counter())
    address = headers["location"]
    _, page, _ = client.send(address)
    marks.append(time.perf_counter())
    seen = re.search(r'name="seen" value="([^"]*)"', page.decode())
    if seen is None or f"{people.PUPILS:,}" not in page.decode():
        raise SystemExit("The preview does not offer to import the pupils.")
    status, _, _ = client.send(f"{address}/confirmation", urlencode({"seen": seen.group(1)}).encode())
    marks.append(time.perf_counter())
    if status != 303:
        raise SystemExit(f"The import was answered {status}.")
    names = ("upload", "preview", "import")
    return {name: marks[place + 1] - marks[place] for place, name in enumerate(names)}


def _forget(path: Path) -> None:
    for each in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        each.unlink(missing_ok=True)
