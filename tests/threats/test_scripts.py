"""Threat 8: no text runs. 25 payloads in every text column and every box, on every page; read as a browser reads them
here, by a real browser in tests/browser/test_scripts.py."""

import pytest

from models import Member, School, User
from tests import full_school, walking
from tests.full_school import APART
from tests.servers import sqlite_only
from tests.threats import scripts


@sqlite_only  # which keeps texts longer than their column, so that one row holds all
def test_no_stored_text_is_more_than_text_on_any_page(house):
    """A school in whose every text stand all the payloads, walked by somebody with every role in it."""
    with house.undone():
        full_school.double(scripts.ALL, APART)
        browser = house.browser_of(Member(User.get_by_id(1 + APART), School.get_by_id(1 + APART), frozenset()))
        starts = [path for _, path, methods in walking.paths(house.app, 1 + APART) if "GET" in methods]
        starts += [f"{path}?pupil={1 + APART}" for path in starts if path.endswith("/new")]
        seen = walking.walk(house.app, browser, ["/", *starts])
    showing = [page for page, text in seen.pages.items() if "xss(2)" in text]
    assert len(showing) > 40
    assert {page: found for page, text in seen.pages.items() if (found := scripts.breaches(text))} == {}


def sent(house, text: str) -> list[str]:
    """What breaks out of the reply when a text stands in every box of a form."""
    faults = []
    for endpoint in sorted({form.endpoint for form in house.forms}):
        form = house.form(endpoint)
        with house.undone():
            reply = house.send(form, form.body(**dict.fromkeys(form.texts, text)))
            pages = [reply.text if "html" in reply.content_type else ""]
            if reply.status_code == 303:
                pages.append(house.browser.get(reply.location).text)
        faults += [f"{endpoint}: {found}" for page in pages if (found := scripts.breaches(page))]
    return faults


def test_no_refused_text_is_more_than_text_where_it_is_given_back(house):
    assert sent(house, scripts.ALL) == []


@pytest.mark.parametrize("text", scripts.PAYLOADS[1:22:10])
def test_no_saved_text_is_more_than_text_on_the_next_page(house, text):
    assert sent(house, text) == []


@pytest.mark.security
@pytest.mark.parametrize("text", scripts.PAYLOADS)
def test_none_of_the_texts_is(house, text):
    assert sent(house, text) == []


def test_no_parameter_is_more_than_text_on_its_page(house):
    """What an address carries, and what a page says of it."""
    pages = {walking.endpoint_of(house.app, page, "GET"): page.partition("?")[0] for page in house.seen.pages}
    for endpoint, path in pages.items():
        for name in house.asked.names.get(endpoint, set()) | {"next", "words"}:
            reply = house.browser.get(path, query_string={name: scripts.ALL})
            if "html" in reply.content_type:
                assert scripts.breaches(reply.text) == [], f"{path}?{name}"


@pytest.mark.parametrize("payload", scripts.PAYLOADS[:25])
def test_the_control_each_payload_would_be_seen(payload):
    """As markup, as the value of an attribute, and as an address: in one of them each breaks out."""
    places = ("<p>{}</p>", '<input value="{}">', "<input value='{}'>", "<textarea>{}</textarea>", '<a href="{}">x</a>',
              "<title>{}</title>", "<a title=`{} x>y</a>", "<a title={}>y</a>")  # fmt: skip
    if "constructor" not in payload:
        assert any(scripts.breaches(place.format(payload)) for place in places)
