"""Threat 20: names and notes stand on pages, and nowhere else: in no log, no address, no header, no page of a fault."""

from html.parser import HTMLParser
from http.cookies import SimpleCookie

import pytest
from itsdangerous import base64_decode

from tests import walking
from tests.page_forms import TEXTS
from tests.test_logs import written  # noqa: F401  what `flask serve` would log
from tests.threats import hostile

CANARY = "Zedekiah Quokka"
PARTS = ("zedekiah", "quokka")
# What is named after it was saved, on the next page and by way of its cookie: chips, programmes, terms, colleagues.
NAMED_IN_NOTICE = {
    "lists.options_create", "lists.options_update", "people.create", "people.update", "programmes.create",
    "programmes.update", "term_dates.create", "term_dates.update",
}  # fmt: skip


def leaks(reply) -> list[str]:
    """Headers of a reply that say the canary, in the clear or as a cookie carries it."""
    found = [f"{name}: {value}" for name, value in reply.headers if any(part in value.lower() for part in PARTS)]
    for value in reply.headers.getlist("Set-Cookie"):
        for cookie in SimpleCookie(value).values():
            if any(part in _open(cookie.value) for part in PARTS):
                found.append(f"cookie {cookie.key}")
    return found


def _open(value: str) -> str:
    """What a signed cookie of Flask's holds, as anybody can read it."""
    import zlib

    try:
        body = base64_decode(value.lstrip(".").split(".")[0])
        return (zlib.decompress(body) if value.startswith(".") else body).decode(errors="replace").lower()
    except Exception:  # noqa: BLE001  no such cookie
        return value.lower()


def test_what_is_typed_stands_in_no_log_address_or_header(house, written):  # noqa: F811
    """Every form with the canary in every box, as a page and as htmx sends it, and whatever it leads to."""
    faults = []
    for endpoint in sorted({form.endpoint for form in house.forms}):
        form = house.form(endpoint)
        body = form.body(**dict.fromkeys(form.texts, CANARY))
        for headers in ({}, walking.PARTIAL, {"Accept": "application/json"}):
            with house.undone():
                reply = house.send(form, body, headers=headers)
                found = leaks(reply)
                if reply.location:
                    found += leaks(house.browser.get(reply.location))
            allowed = {"cookie notice"} if endpoint in NAMED_IN_NOTICE else set()
            faults += [f"{endpoint}: {one}" for one in set(found) - allowed]
    assert faults == []
    assert len(written.getvalue().splitlines()) > 100
    assert not any(part in written.getvalue().lower() for part in PARTS)


def test_no_page_tells_of_names_in_its_headers(house, written):  # noqa: F811
    for page in house.seen.pages:
        reply = house.browser.get(page)
        assert "quillwort" not in str(reply.headers).lower(), page
    assert "quillwort" not in written.getvalue().lower()


def test_no_link_carries_words(house):
    """An address is kept by browsers, proxies and logs: it holds numbers and choices, never what a text says."""
    for page, text in house.seen.pages.items():
        _, links = walking.read(house.app, page, text)
        assert [link for link in links if "quillwort" in link.lower()] == [], page


def test_no_box_is_sent_in_an_address(house):
    forms = [one for one in house.seen.forms.values() if one.method == "GET"]
    assert {f"{one.endpoint} {name}" for one in forms for name in one.texts} == set()


class Kept(HTMLParser):
    """Boxes for words (and in the form of a record: chips) whose state a browser writes into its profile, to give it
    back after a crash: those that neither say nor stand in a form that says what is to be filled in by itself."""

    def __init__(self, text: str):
        super().__init__()
        self.form: dict = {}
        self.names: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        if tag == "form":
            self.form = said
        silent = "autocomplete" not in said and self.form.get("autocomplete") != "off"
        words = tag == "textarea" or (tag == "input" and said.get("type", "text") in TEXTS | {"password"})
        if silent and (words or (tag == "input" and self.form.get("id") == "record" and said["type"] != "hidden")):
            self.names.append(f"{self.form.get('action')} {said.get('name')}")

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = {}


def test_no_browser_keeps_what_stands_in_a_box(house):
    kept = {name for text in house.seen.pages.values() for name in Kept(text).names}
    assert kept == set()
    assert Kept("<form id=record><input type=radio name=a></form><textarea name=b>").names == ["None a", "None b"]


@pytest.mark.parametrize("path", ["/nowhere/zedekiah-quokka", "/pupils/zedekiah", "/weeks/quokka", "/lists/quokka",
                                  "/setup/quokka", "/pupils/1?before=quokka", "/static/x/zedekiah.css"])  # fmt: skip
def test_no_page_of_a_refusal_says_what_was_asked(house, written, path):  # noqa: F811
    for method in ("GET", "POST", "PUT"):
        reply = house.browser.open(path, method=method, data={"note": CANARY})
        assert reply.status_code >= 400
        assert not any(part in reply.text.lower() + str(reply.headers).lower() for part in PARTS)
    assert not any(part in written.getvalue().lower() for part in PARTS)


def test_no_page_of_a_fault_says_what_was_typed(house, written, monkeypatch):  # noqa: F811
    """Each verb that saves fails with the words of the record in its mouth."""

    def fails(*_args, **_kwargs):
        raise RuntimeError(CANARY)

    for name in ("notes.create", "incidents.update", "people.create", "searches.create", "pupils.show"):
        monkeypatch.setitem(house.app.view_functions, name, fails_as(house.app.view_functions[name], fails))
        form = next((one for one in house.forms if one.endpoint == name), None)
        reply = house.send(form, form.body(**dict.fromkeys(form.texts, CANARY))) if form else (
            house.browser.get("/pupils/1"))  # fmt: skip
        assert reply.status_code == 500 and not any(part in reply.text.lower() for part in PARTS), name
        assert leaks(reply) == []
    assert "RuntimeError at" in written.getvalue()
    assert not any(part in written.getvalue().lower() for part in PARTS)


def fails_as(view, fails):
    fails.allowed = view.allowed
    return fails


def test_server_timing_is_two_numbers(house):
    reply = house.send(house.form("searches.create"), [("words", CANARY)])
    timing = reply.headers["Server-Timing"]
    assert set(timing) <= set("total;dur=0123456789., b") and hostile.quote_from_bytes(b"x") == "x"
