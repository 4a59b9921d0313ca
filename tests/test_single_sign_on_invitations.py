"""Who is invited comes in by Google or Microsoft at once: the invitation binds the account, no other link does."""

from datetime import timedelta

import pytest

from mentoring import clock
from models import AuditEvent, Identity, Login, OneTimeLink, SignOnAttempt, User
from tests import makers
from tests.one_time_links import BEN, printed
from tests.openid_provider.browsing import (  # noqa: F401  fixtures
    at_provider,
    come,
    linked_mentor,
    real_provider,
    sso_app,
    told,
)
from tests.test_passwords import FINE


@pytest.fixture
def invited(app, as_admin):
    """A browser that holds the invitation of Ben, who has no password."""
    browser = makers.client(app)
    browser.get(printed(as_admin.post("/people", data=BEN)))
    return browser


def accept(browser, username="ben", name="google"):
    """From the invitation's page to the provider and back."""
    page = browser.post(f"/single-sign-ons/{name}/invitations")
    assert page.status_code == 200 and f"Go on to {name.capitalize()}" in page.text
    address = page.text.split('href="http://localhost:')[1].split('"')[0].replace("&amp;", "&")
    return browser.get(at_provider(f"http://localhost:{address}", username))


@pytest.mark.parametrize("name", ["google", "microsoft"])
def test_an_invitation_binds_the_account_there_and_signs_in(app, invited, name):
    """Whose address it is at the provider counts for nothing: who holds the invitation does."""
    page = invited.get("/one-time-links").text
    assert "Go on with Google" in page and "Go on with Microsoft" in page and "Choose your password" in page
    assert accept(invited, "amara", name).location == "/"
    ben = User.get(User.email == BEN["email"])
    assert Identity.get().user == ben and ben.password_hash == "" and invited.get("/todos").status_code == 200
    assert OneTimeLink.get().used_at
    event = AuditEvent.get(AuditEvent.action == "identity.link")
    assert (event.user, event.school_id) == (ben, OneTimeLink.get().school_id)
    assert come(makers.client(app), "amara", name).location == "/"
    assert invited.get("/one-time-links").status_code == 410


def test_an_invitation_is_good_once_by_whichever_way(app, invited):
    page = invited.post("/single-sign-ons/google/invitations").text
    address = "http://localhost:" + page.split('href="http://localhost:')[1].split('"')[0].replace("&amp;", "&")
    second = makers.client(app)
    second.set_cookie("link", invited.get_cookie("link").value)
    assert second.post("/one-time-links", data={"password": FINE}).location == "/sign-in"
    assert invited.get(at_provider(address, "ben")).status_code == 422 and not Identity.select().exists()


def test_an_invitation_that_ends_meanwhile_binds_nothing(app, as_admin, invited):
    page = invited.post("/single-sign-ons/google/invitations").text
    address = "http://localhost:" + page.split('href="http://localhost:')[1].split('"')[0].replace("&amp;", "&")
    printed(as_admin.post(f"/people/{User.get(User.email == BEN['email']).id}/links", data={"by": "hand"}))
    assert "used already, or its time is over" in told(invited.get(at_provider(address, "ben")))
    assert not Identity.select().exists() and not Login.select().where(Login.factor == "provider").exists()


def test_an_account_of_somebody_here_is_not_bound_to_who_is_invited(invited, linked):
    assert "linked to somebody else here" in told(accept(invited, "amara"))
    assert OneTimeLink.get().used_at is None and accept(invited, "ben").location == "/"


def test_no_other_link_leads_to_the_provider(app, as_admin, school, mentor):
    """Only who has never come in: any other link would be a way round the second step or the two people."""
    dsl = makers.client(app, makers.member(school, "Sol Second", "dsl"))
    as_admin.post(f"/people/{mentor.user.id}/links", data={"by": "hand"})
    browser = makers.client(app)
    browser.get(printed(dsl.post("/link-requests/1/confirmation")))
    assert "Go on with" not in browser.get("/one-time-links").text
    assert browser.post("/single-sign-ons/google/invitations").location == "/one-time-links"
    assert makers.client(app).post("/single-sign-ons/google/invitations").location == "/one-time-links"
    assert not SignOnAttempt.select().exists()


def test_who_came_in_without_a_password_keeps_the_only_way_and_may_have_a_pin(app, invited):
    accept(invited)
    number = Identity.get().id
    reply = invited.post(f"/single-sign-ons/identities/{number}/removal")
    assert reply.status_code == 403 and "the only way that you come in" in reply.text and Identity.select().exists()
    assert 'name="password"' not in invited.get("/lock/pin/edit").text
    assert "Use 6 digits" in told(invited.post("/lock/pin", data={"pin": "12"}))
    assert invited.post("/lock/pin", data={"pin": "274918"}).location == "/more"
    invited.post("/lock")
    assert invited.post("/lock/removal", data={"pin": "274918"}).status_code == 303
    Login.update(checked_at=clock.now() - timedelta(minutes=11)).execute()
    assert invited.post("/lock/pin", data={"pin": "274918"}).location == "/checks/new?next=/lock/pin/edit"
    assert "You have no password here" in invited.get("/checks/new").text
    assert "You have no password here" in invited.get("/passwords/edit").text


def test_people_says_by_what_somebody_without_a_password_signs_in(as_admin, as_head, invited):
    assert "no password yet" in as_admin.get("/people").text
    accept(invited)
    for browser in (as_admin, as_head):
        page = browser.get("/people").text
        assert "signs in with Google" in page and "no password yet" not in page
