"""No input answers with a fault (security.md A10): every route, every field and parameter of it, hostile values.

The routes are those of tests/permissions.txt, which is compared with the app; the fields are those of the forms on the
pages, and whatever else the views and forms were seen to ask for. `make test` takes the same few examples each time,
`make test-security` takes many random ones (EXAMPLES).
"""

from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import KINDS
from tests import makers, walking
from tests.sealing import Tablet
from tests.threats import hostile
from tests.threats.conftest import thorough

MATRIX = Path(__file__).parent.parent / "permissions.txt"
ROUTES = [tuple(line.split()[:2]) for line in MATRIX.read_text().splitlines()]
ROUTES = [(endpoint, method) for endpoint, methods in ROUTES for method in methods.split("+")]


@pytest.fixture(scope="module")
def known(house) -> dict[str, list[str]]:
    """Names that each endpoint asks for, of its query or its form."""
    found = {endpoint: set(names) for endpoint, names in house.asked.names.items()}
    for form in house.forms:
        found.setdefault(form.endpoint, set()).update(one.name for one in form.controls)
    everywhere = set().union(*found.values())
    return {"": sorted(everywhere)} | {endpoint: sorted(names) for endpoint, names in found.items()}


def addresses(house, endpoint: str) -> list[str]:
    """Honest addresses of an endpoint, and those with words where a word may stand."""
    return [path for rule, path, _ in walking.paths(house.app) if rule.endpoint == endpoint]


def ask(house, method: str, path: str, query: bytes = b"", headers: dict | None = None, **options):
    """A request as raw as a hostile client sends it, undone; its status and the faults that it left in the log."""
    raw = unquote_to_bytes(path).decode("latin-1")
    with house.watched(), house.undone():
        reply = house.browser.open(
            "/", method=method, headers=headers, query_string=query.decode("latin-1"),
            environ_overrides={"PATH_INFO": raw}, **options,
        )  # fmt: skip
        reply.get_data()
    fine = reply.status_code < 500 or reply.status_code == 501
    assert fine and not house.faults, f"{method} {path} answered {reply.status_code}: {house.faults}"
    return reply


def pairs(data, base: list[tuple[str, bytes]], names: list[str], everywhere: list[str]) -> list[tuple[str, bytes]]:
    """An honest form's pairs, with a few of them missing, repeated, replaced or joined by others."""
    found = list(base)
    for _ in range(data.draw(st.integers(1, 4))):
        name = data.draw(st.one_of(st.sampled_from(names or everywhere), st.sampled_from(everywhere), hostile.NAMES))
        how = data.draw(st.sampled_from(["replace", "replace", "replace", "add", "take", "twice", "all"]))
        values = data.draw(st.lists(hostile.VALUES, min_size=1, max_size=3 if how == "twice" else 1))
        if how in ("replace", "take"):
            found = [pair for pair in found if pair[0] != name]
        if how == "all":
            found = [(one, values[0]) for one, _ in found]
        if how != "take":
            found += [(name, value) for value in values]
    return found


@pytest.mark.parametrize(("endpoint", "method"), ROUTES, ids=lambda one: one)
def test_no_input_is_a_fault(house, known, endpoint, method):
    names, everywhere = known.get(endpoint, []), known[""]
    form = next((one for one in house.forms if one.endpoint == endpoint), None)
    form = house.form(endpoint) if form else None
    paths = [form.path] if form else addresses(house, endpoint) or ["/static/x/y"]
    base = [(name, value.encode()) for name, value in form.body()] if form else []

    @thorough(6)
    @given(st.data())
    def tried(data):
        headers = {} if data.draw(st.booleans()) else data.draw(hostile.HEADERS)
        query = pairs(data, [], names, everywhere) if data.draw(st.booleans()) or method == "GET" else []
        sent = pairs(data, base, names, everywhere) if method != "GET" else []
        verb = data.draw(st.sampled_from([method] * 20 + hostile.METHODS))
        path = data.draw(st.sampled_from(paths))
        if data.draw(st.integers(0, 5)) == 0:
            start, _, last = path.rpartition("/")
            path = f"{start}/{hostile.quote_from_bytes(data.draw(hostile.VALUES), safe='')}" if last else path
        body, kind = hostile.encoded(sent), "application/x-www-form-urlencoded"
        if data.draw(st.integers(0, 3)) == 0 or (form and form.files):
            name = data.draw(st.sampled_from(["file", *names]))
            named = data.draw(
                st.sampled_from(["", "a.csv", "a.xlsx", "a.ics", "../../x\x00.csv", "\u202e.csv", "x" * 900])
            )
            body, kind = hostile.multipart(sent, [(name, named, data.draw(hostile.VALUES))])
        kind = headers.get("Content-Type", kind)
        rest = {name: value for name, value in headers.items() if name != "Content-Type"}
        options = {"data": body, "content_type": kind} if method != "GET" else {}
        ask(house, verb, path, hostile.encoded(query), rest, **options)

    tried()


def sealed(data, house, known, tablet) -> dict:
    """An envelope round a form of some kind with hostile fields; what it says openly is itself hostile, or missing."""
    kind = data.draw(st.sampled_from(list(KINDS.values())))
    form = house.form(f"{kind.room}.create")
    base = [(name, value.encode()) for name, value in form.body()]
    sent: dict[str, list[str]] = {}
    for name, value in pairs(data, base, known[form.endpoint], known[""]):
        sent.setdefault(name.encode("utf-8", "replace").decode(), []).append(value.decode("utf-8", "replace"))
    said = tablet.envelope(sent | {"client_id": makers.client_id()}, kind.name)
    for name in data.draw(st.lists(st.sampled_from([*said, "sent_at", "ticket"]), max_size=2)):
        said[name] = data.draw(hostile.JSON)
    return said


def test_no_envelope_is_a_fault(house, known):
    """What a tablet sends is JSON, with a form sealed in it that nobody has looked at."""

    @thorough(40)
    @given(st.data())
    def tried(data):
        with house.watched(), house.undone():
            tablet = Tablet(house.app, house.full.member)
            envelope = sealed(data, house, known, tablet)
            reply = tablet.send(
                envelope, **{name: envelope[name] for name in ("sent_at", "ticket") if name in envelope}
            )
        assert reply.status_code < 500 and not house.faults, f"{envelope} answered {reply.status_code}: {house.faults}"

    tried()


@pytest.mark.parametrize("path", ["/outbox", "/outbox/missing"])
def test_no_json_is_a_fault(house, path):
    @thorough(40)
    @given(hostile.JSON, hostile.JSON)
    def tried(value, other):
        for body in (value, {"ticket": value, "client_ids": other}, {"ticket": value} | dict.fromkeys("ab", other)):
            with house.watched(), house.undone():
                reply = house.browser.post(path, json=body)
            assert reply.status_code < 500 and not house.faults, f"{body} answered {reply.status_code}: {house.faults}"

    tried()


@pytest.mark.parametrize("value", hostile.ALL, ids=lambda value: repr(value[:12]))
def test_no_text_sent_everywhere_is_a_fault(house, known, value):
    """One hostile value in every parameter of every page at once, long in those that the page was seen to ask for."""
    for endpoint in (
        "pupils.show",
        "pupils.index",
        "incidents.new",
        "slots.new",
        "signing_in.new",
        "imports.progress_show",
    ):
        asked = set(known.get(endpoint, []))
        query = hostile.encoded([(name, value[: 3000 if name in asked else 100]) for name in known[""]])
        ask(house, "GET", addresses(house, endpoint)[0], query)


def test_so_many_fields_are_refused_in_words(house):
    form = house.form("notes.create")
    many = [(f"x{number}", b"1") for number in range(6000)]
    body, kind = hostile.multipart(many, [])
    assert ask(house, "POST", form.path, data=body, content_type=kind).status_code == 413
    assert ask(house, "POST", form.path, data=b"x" * 3_000_000, content_type=kind).status_code in (400, 413)
