"""Threat 9: what another site sends in somebody's name is not carried out; what is only looked at changes nothing."""

from datetime import timedelta

import pytest

from mentoring import clock
from models import Login
from tests import full_school, makers, walking

BROWSERS = {
    "cross-site": {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    "another name of ours": {"Sec-Fetch-Site": "same-site", "Origin": "https://evil.school.example"},
    "typed or bookmarked": {"Sec-Fetch-Site": "none"},
    "nonsense": {"Sec-Fetch-Site": "same-origin, cross-site"},
    "an old browser": {"Origin": "https://evil.example"},
    "a sandboxed page": {"Origin": "null"},
    "a name that ends as ours": {"Origin": "http://localhost.evil.example"},
    "another port": {"Origin": "http://localhost:8001"},
    "another scheme": {"Origin": "https://localhost"},
    "no word at all": {},
}
# What a page that is looked at may write: that it was.
NOTED = ("audit_event", "login", "throttle")


@pytest.fixture(scope="module")
def plain(house):
    """A client that says nothing of where a form comes from."""
    browser = house.app.test_client()
    browser.__class__ = makers.Browser.__mro__[1]
    return browser


@pytest.mark.parametrize("headers", BROWSERS.values(), ids=BROWSERS)
def test_no_form_of_another_site_is_carried_out(house, plain, headers):
    with house.undone():
        Login.update(seen_at=clock.now() - timedelta(minutes=1)).execute()  # nor does it count as a use of the login
        before = full_school.dump()
        for endpoint in sorted({form.endpoint for form in house.forms}):
            plain.set_cookie("login", house.token)
            reply = house.send(house.form(endpoint), browser=plain, headers=headers)
            assert reply.status_code == 403, endpoint
            assert "notice" not in str(reply.headers.getlist("Set-Cookie")), endpoint
        assert full_school.dump() == before


@pytest.mark.parametrize("path", ["/sign-in", "/setup/word"])
def test_nor_is_one_that_anybody_may_send(plain, path):
    """Else somebody could be signed in as somebody else, and write into their account."""
    assert plain.post(path, data={}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}])
def test_the_control_our_own_page_is_believed(house, plain, headers):
    with house.undone():
        plain.set_cookie("login", house.token)
        assert house.send(house.form("notes.create"), browser=plain, headers=headers).status_code == 303


def test_looking_changes_nothing(house):
    """A link, an image or a prefetch of another site may ask for any page: no GET may do anything."""
    before = full_school.dump()
    for page in [*house.seen.pages, *(path for _, path, _ in walking.paths(house.app))]:
        with house.undone():
            for headers in ({"Sec-Fetch-Site": "cross-site"}, walking.PARTIAL):
                house.browser.get(page, headers=headers)
            after = full_school.dump() if house.touched() else before
        changed = [key for key in before | after if before.get(key) != after.get(key) and key[0] not in NOTED]
        assert changed == [], page


def test_no_method_but_those_named_reaches_a_view(house):
    """PUT and DELETE are no way round; nor is a method named in a header or a field."""
    for _rule, path, methods in walking.paths(house.app):
        for method in {"PUT", "PATCH", "DELETE", "TRACE"} - methods:
            assert house.browser.open(path, method=method).status_code in (403, 404, 405), f"{method} {path}"
    before = full_school.dump()
    for headers, query in (({"X-HTTP-Method-Override": "POST"}, ""), ({}, "_method=POST")):
        house.browser.get("/sign-out", headers=headers, query_string=query)
    assert {key: row for key, row in full_school.dump().items() if key[0] != "login"} == {
        key: row for key, row in before.items() if key[0] != "login"
    }
