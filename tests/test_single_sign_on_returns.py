"""The way back from Google or Microsoft: forged, stolen, stale or used, it signs nobody in and says why."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from mentoring import clock
from models import SignOnAttempt
from tests import makers
from tests.openid_provider.browsing import (  # noqa: F401  fixtures
    at_provider,
    come,
    linked_mentor,
    real_provider,
    sso_app,
    told,
)


def test_a_wrong_state_is_refused(nobody, linked):
    leaving = nobody.get("/single-sign-ons/google/new").location
    back = at_provider(leaving)
    state = parse_qs(urlsplit(back).query)["state"][0]
    assert "did not begin in this browser" in told(nobody.get(back.replace(state, "another")))
    assert nobody.get("/todos").status_code == 303


def test_a_state_of_another_browser_is_refused(app, nobody, linked):
    """A link that an attacker sends, which would sign the person in as the attacker."""
    attacker = makers.client(app)
    back = at_provider(attacker.get("/single-sign-ons/google/new").location)
    assert "did not begin in this browser" in told(nobody.get(back))
    nobody.get("/single-sign-ons/google/new")
    assert "did not begin in this browser" in told(nobody.get(back))


def test_coming_back_twice_is_refused(nobody, linked):
    leaving = nobody.get("/single-sign-ons/google/new")
    state, back = nobody.get_cookie("sign-on").value, at_provider(leaving.location)
    assert nobody.get(back).location == "/"
    nobody.set_cookie("sign-on", state)
    assert "took too long, or was begun in another window" in told(nobody.get(back))


def test_a_code_is_good_once_at_the_provider_too(nobody, linked):
    back = at_provider(nobody.get("/single-sign-ons/google/new").location)
    used = parse_qs(urlsplit(back).query)["code"][0]
    nobody.get(back)
    nobody.get("/single-sign-ons/google/new")
    state = nobody.get_cookie("sign-on").value
    refused = nobody.get("/single-sign-ons/google/return", query_string={"state": state, "code": used})
    assert "did not confirm that" in told(refused)


def test_a_stolen_code_is_worth_nothing_without_its_verifier(app, nobody, linked):
    victim = makers.client(app)
    code = parse_qs(urlsplit(at_provider(victim.get("/single-sign-ons/google/new").location)).query)["code"][0]
    nobody.get("/single-sign-ons/google/new")
    state = nobody.get_cookie("sign-on").value
    assert "did not confirm that" in told(nobody.get(f"/single-sign-ons/google/return?state={state}&code={code}"))


def test_a_wrong_nonce_is_refused(nobody, linked):
    leaving = nobody.get("/single-sign-ons/google/new").location
    SignOnAttempt.update(nonce="another").execute()
    assert "was not for Alongside" in told(nobody.get(at_provider(leaving)))


def test_ten_minutes_are_enough(nobody, linked):
    leaving = nobody.get("/single-sign-ons/google/new").location
    back = at_provider(leaving)
    SignOnAttempt.update(created_at=clock.now() - timedelta(minutes=11)).execute()
    assert "took too long" in told(nobody.get(back))


def test_who_stops_there_is_told_so(nobody, school):
    state = parse_qs(urlsplit(nobody.get("/single-sign-ons/google/new").location).query)["state"][0]
    back = nobody.get(f"/single-sign-ons/google/return?error=access_denied&state={state}")
    assert "you stopped there" in told(back)


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"])
def test_it_never_leads_to_another_site(nobody, linked, onward):
    assert come(nobody, onward=onward).location == "/"


@pytest.mark.parametrize("query", ["", "?state=x", "?code=x", "?state=%00&code=%00", "?state=é&code=💚"])
def test_no_way_back_is_a_fault(nobody, school, query):
    nobody.get("/single-sign-ons/google/new")
    assert nobody.get(f"/single-sign-ons/google/return{query}").status_code == 422
