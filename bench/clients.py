"""Clients outside the server's process: one keep-alive connection each, the same code for every server."""

import math
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

BUSY = 503


@dataclass(frozen=True)
class Ask:
    """One request: `fields` make it a POST of a form, `part` asks for a fragment; `want` is the status that answers."""

    path: str
    fields: list[tuple[str, str]] | None = None
    part: bool = False
    want: int = 200


class Client:
    """A browser's worth of HTTP: cookies kept, forms posted from our own page. `place` says whose it is."""

    def __init__(self, port: int, place: int = 0):
        self.place = place
        self.origin = f"http://127.0.0.1:{port}"
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.given: list[str] = []  # cookies of the last reply
        self.headers = {
            "Accept-Encoding": "gzip",
            "Accept": "text/html",
            "User-Agent": "Mozilla/5.0 (X11; Linux) bench",
        }

    def send(
        self, path: str, body: bytes | None = None, kind: str = "", part: bool = False
    ) -> tuple[int, bytes, dict[str, str]]:
        """Send and read the whole reply: status, body, headers in small letters."""
        headers = self.headers | ({"HX-Request": "true", "HX-Request-Type": "partial"} if part else {})
        if self.cookies:
            headers = headers | {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers = headers | {
                "Content-Type": kind or "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin",
                "Origin": self.origin, "Referer": self.origin,
            }  # fmt: skip
        self.connection.request("GET" if body is None else "POST", path, body, headers)
        reply = self.connection.getresponse()
        self.given = reply.headers.get_all("Set-Cookie") or []
        return reply.status, reply.read(), {name.lower(): value for name, value in reply.getheaders()}

    def ask(self, ask: Ask) -> int:
        """Send one request and read its reply; its status."""
        body = None if ask.fields is None else urlencode(ask.fields).encode()
        return self.send(ask.path, body, part=ask.part)[0]

    def sign_in(self, path: str, fields: dict[str, str]) -> None:
        """Through the form itself, its hidden token included where it has one; keeps the cookies."""
        self.headers = self.headers | {"Accept-Encoding": "identity"}
        _, page, _ = self.send(path)
        self.keep()
        token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page)
        given = {"csrfmiddlewaretoken": token.group(1).decode()} if token else {}
        status, _, _ = self.send(path, urlencode(fields | given).encode())
        if status not in (302, 303):
            raise SystemExit(f"Signing in at {path} was answered {status}.")
        self.keep()
        self.headers = self.headers | {"Accept-Encoding": "gzip"}

    def keep(self) -> None:
        """Hold the cookies of the last reply from now on."""
        for one in self.given:
            for cookie in SimpleCookie(one).values():
                self.cookies[cookie.key] = cookie.value


@dataclass
class Times:
    """What a load came to: milliseconds a request, how many were answered "locked", which other faults."""

    took: list[float] = field(default_factory=list)
    locked: int = 0
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def at(self, share: float) -> float:
        """The time in ms within which `share` of the requests were answered."""
        return sorted(self.took)[max(0, math.ceil(len(self.took) * share) - 1)] if self.took else math.nan


def load(clients: list[Client], make: Callable[[Client], Ask], seconds: float, most: int) -> Times:
    """Every client asks again and again, without a pause, for `seconds` or until `most` are answered."""
    times, lock = Times(), threading.Lock()
    ready = threading.Barrier(len(clients) + 1)

    def run(client: Client) -> None:
        client.ask(make(client))  # warm: a connection of its own on both sides
        ready.wait()
        until = time.perf_counter() + seconds
        while len(times.took) < most and time.perf_counter() < until:
            ask = make(client)
            began = time.perf_counter()
            status = client.ask(ask)
            took = (time.perf_counter() - began) * 1000
            with lock:
                times.took.append(took)
                times.locked += status == BUSY
                if status not in (ask.want, BUSY):
                    times.faults.append(f"{ask.path} answered {status}")

    threads = [threading.Thread(target=run, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    ready.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    times.seconds = time.perf_counter() - began
    return times
