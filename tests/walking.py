"""Walks the app as a browser does: every route, every page, every form with what a person would send from it.

What is found here is what the tests of threats are made of, so that a new route or field is tested without an edit.
"""

from dataclasses import dataclass, field
from functools import partial
from urllib.parse import parse_qsl, urlsplit

from flask import has_request_context, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter

from tests import page_forms
from tests.page_forms import PageForm

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
MOST_OF_ONE = 2  # pages looked at of one endpoint
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


def endpoint_of(app, path: str, method: str) -> str | None:
    """The endpoint that an address leads to; None for none."""
    try:
        return app.url_map.bind("localhost").match(urlsplit(path).path, method=method)[0]
    except HTTPException:
        return None


def read(app, page: str, text: str) -> tuple[list[PageForm], list[str]]:
    """(forms, links) of a page."""
    return page_forms.read(partial(endpoint_of, app), page, text)


@dataclass
class Walk:
    """What a walk from the first page saw: every page by address, and one of each form."""

    pages: dict[str, str] = field(default_factory=dict)
    forms: dict[tuple, PageForm] = field(default_factory=dict)


def walk(app, browser, starts: list[str], most: int = MOST_OF_ONE) -> Walk:
    """Follow every link from `starts`, at most `most` pages of an endpoint with the same names in the query."""
    seen, waiting, counted = Walk(), list(dict.fromkeys(starts)), {}
    while waiting:
        path = waiting.pop(0).partition("#")[0]
        endpoint = endpoint_of(app, path, "GET")
        sort = (endpoint, tuple(sorted({name for name, _ in parse_qsl(urlsplit(path).query)})))
        if path in seen.pages or endpoint in (None, "assets.show") or counted.get(sort, 0) >= most:
            continue
        reply = browser.get(path)
        counted[sort] = counted.get(sort, 0) + 1
        seen.pages[path] = reply.text if "html" in reply.content_type else ""
        if reply.location:
            waiting.append(reply.location)
        forms, links = read(app, path, seen.pages[path])
        waiting += links
        for one in forms:
            seen.forms.setdefault((one.endpoint, one.path, frozenset(item.name for item in one.controls)), one)
    return seen


def paths(app, number: int = 1, word: str = "word") -> list[tuple]:
    """(rule, path, methods) of every route but the assets', its identifiers filled with `number` or `word`."""
    known, found = {"name": "place", "day": "2026-11-23"} if word == "word" else {}, []
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "assets.show":
            values = {name: number if isinstance(rule._converters[name], IntegerConverter) else known.get(name, word)
                      for name in rule.arguments}  # fmt: skip
            found.append((rule, rule.build(values)[1], rule.methods - {"HEAD", "OPTIONS"}))
    return found


def starts(app) -> list[str]:
    """Every address that a browser can open, with row 1 of everything, for pupil 1 where a form asks."""
    found = [path for _, path, methods in paths(app) if "GET" in methods]
    return found + [f"{path}?pupil=1" for path in found if path.endswith("/new")] + [
        f"{path}?class=1" for path in found if path.endswith("/pupils/new")]  # fmt: skip


class Asked:
    """Notes which names a view asks of its query and its form, as it asks: `asked[endpoint]`."""

    def __init__(self, app, names: dict[str, set[str]] | None = None):
        self.names = {endpoint: set(asked) for endpoint, asked in (names or {}).items()}
        asked = self

        class Noting(ImmutableMultiDict):
            def getlist(self, key, *args, **kwargs):
                asked.note(key)
                return super().getlist(key, *args, **kwargs)

            def get(self, key, *args, **kwargs):
                asked.note(key)
                return super().get(key, *args, **kwargs)

            def __getitem__(self, key):
                asked.note(key)
                return super().__getitem__(key)

            def __contains__(self, key):
                asked.note(key)
                return super().__contains__(key)

        app.request_class = type("Request", (app.request_class,), {"parameter_storage_class": Noting})

    def note(self, name) -> None:
        if isinstance(name, str) and has_request_context() and request.endpoint:
            self.names.setdefault(request.endpoint, set()).add(name)
