"""Google and Microsoft by OpenID Connect, against a real provider: django-oauth-toolkit in a Python of its own."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from mentoring import clock
from models import AuditEvent, Identity, Login, Membership, SecondStep, SignOnAttempt, User
from tests import makers
from tests.one_time_links import printed
from tests.openid_provider.browsing import (  # noqa: F401  fixtures
    at_provider,
    come,
    link,
    linked_mentor,
    made,
    real_provider,
    sso_app,
    told,
)
from tests.openid_provider.people import TENANT
from tests.test_passwords import FINE


@pytest.mark.parametrize("name", ["google", "microsoft"])
def test_linked_once_it_signs_in_and_goes_on_to_the_page_asked_for(as_mentor, mentor, nobody, issuer, name):
    assert link(as_mentor, name=name).location == "/factors"
    assert "amara@school.example" in as_mentor.get("/factors").text
    reply = come(nobody, name=name, onward="/todos")
    assert (reply.status_code, reply.location) == (303, "/todos")
    assert nobody.get("/todos").status_code == 200
    kept = Identity.get()
    assert (kept.user, kept.issuer) == (mentor.user, issuer)
    assert kept.subject == (f"{TENANT}.oid-amara" if name == "microsoft" else kept.subject)
    assert Login.select().order_by(Login.id.desc()).get().factor == ""
    assert {"identity.link", "login.start"} <= {row.action for row in AuditEvent.select()}


def test_the_browser_is_sent_with_pkce_state_nonce_and_the_schools_domain(nobody, school):
    sent = nobody.get("/single-sign-ons/google/new")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(sent.location).query).items()}
    kept = SignOnAttempt.get()
    assert asked["code_challenge_method"] == "S256" and asked["code_challenge"] != kept.verifier
    assert asked["nonce"] == kept.nonce and asked["state"] == nobody.get_cookie("sign-on").value != kept.state_hash
    assert (asked["hd"], asked["prompt"], asked["response_type"]) == ("school.example", "select_account", "code")
    assert asked["redirect_uri"] == "http://localhost/single-sign-ons/google/return"
    cookie = next(value for name, value in sent.headers if value.startswith("sign-on="))
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie


def test_the_same_address_links_nobody(nobody, mentor):
    User.update(email="amara@school.example").where(User.id == mentor.user.id).execute()
    assert "is not linked to anybody here" in told(come(nobody))
    assert not Identity.select().exists() and not Login.select().exists()


def test_somebody_elses_account_there_is_not_let_in(nobody, linked):
    assert "is not linked to anybody here" in told(come(nobody, "ben"))


@pytest.mark.parametrize("username", ["stranger", "private"])
@pytest.mark.parametrize("name", ["google", "microsoft"])
def test_another_domain_or_tenant_is_refused_though_the_rest_fits(as_mentor, nobody, mentor, name, username):
    link(as_mentor, name=name)
    assert "is not one of your school" in told(come(nobody, username, name))
    assert "is not one of your school" in told(link(as_mentor, username, name))
    assert Identity.select().count() == 1


def test_who_left_is_refused_whatever_the_provider_says(nobody, linked):
    Membership.update(ended_at=clock.now()).execute()
    assert "Your account here has ended" in told(come(nobody))
    Membership.update(ended_at=None).execute()
    User.update(ended_at=clock.now()).execute()
    assert "Your account here has ended" in told(come(nobody))
    assert AuditEvent.select().where(AuditEvent.action == "login.refused").count() == 2


def test_our_own_second_step_follows_unless_the_provider_asked_for_one(app, admin):
    as_admin = makers.client(app, admin)
    link(as_admin)
    browser = makers.client(app)
    assert come(browser, onward="/people").location == "/second-steps/new?next=/people"
    assert browser.get_cookie("login") is None and SecondStep.get().user == admin.user
    as_admin.post(f"/single-sign-ons/identities/{Identity.get().id}/removal")
    link(as_admin, "sure")
    assert come(makers.client(app), "sure", onward="/people").location == "/people"
    assert Login.select().order_by(Login.id.desc()).get().factor == "provider"


def test_linking_needs_a_fresh_sign_in_and_the_same_one_on_the_way_back(app, as_mentor, mentor, school):
    Login.update(checked_at=clock.now() - timedelta(minutes=11)).execute()
    assert as_mentor.post("/single-sign-ons/google/links").location == "/checks/new?next=/factors"
    as_mentor.post("/checks", data={"password": makers.PASSWORD})
    page = as_mentor.post("/single-sign-ons/google/links").text
    address = "http://localhost:" + page.split('href="http://localhost:')[1].split('"')[0].replace("&amp;", "&")
    back = at_provider(address)
    as_mentor.set_cookie(
        "login", makers.client(app, makers.member(school, "Ben Shaw", "mentor")).get_cookie("login").value
    )
    assert "You were signed out meanwhile" in told(as_mentor.get(back))
    assert not Identity.select().exists()


def test_linking_begins_with_our_own_button_only(as_mentor):
    """Else another site could link its own account to the person's."""
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert as_mentor.post("/single-sign-ons/google/links", headers=headers).status_code == 403
    assert as_mentor.get("/single-sign-ons/google/links").status_code == 405


def test_an_account_there_is_linked_to_one_person_here(app, linked, school):
    other = makers.client(app, makers.member(school, "Ben Shaw", "mentor"))
    assert "linked to somebody else here" in told(link(other))
    assert Identity.get().user == linked.user


def test_a_link_can_be_taken_away_by_its_person_only(app, as_mentor, as_admin, linked):
    number = Identity.get().id
    assert as_admin.post(f"/single-sign-ons/identities/{number}/removal").status_code == 404
    assert as_mentor.post(f"/single-sign-ons/identities/{number}/removal").location == "/factors"
    assert "is not linked to anybody here" in told(come(makers.client(app)))


def test_buttons_stand_only_where_a_provider_is_set(url, nobody, issuer, school):
    page = nobody.get("/sign-in?next=/todos").text
    assert 'href="/single-sign-ons/google/new?next=/todos"' in page and "Sign in with Microsoft" in page
    app = made(url, issuer, SSO_MICROSOFT_CLIENT_ID="", SSO_MICROSOFT_CLIENT_SECRET="", SSO_MICROSOFT_TENANT="")
    page = makers.client(app).get("/sign-in").text
    assert "Google" in page and "Microsoft" not in page
    assert makers.client(app).get("/single-sign-ons/microsoft/new").status_code == 404
    assert makers.client(app).get("/single-sign-ons/another/return").status_code == 404


def test_a_provider_that_does_not_answer_is_a_sentence(url, issuer):
    app = made(url, issuer, SSO_GOOGLE_ISSUER="http://localhost:9/o")
    makers.school()
    reply = makers.client(app).get("/single-sign-ons/google/new")
    assert reply.status_code == 503 and "does not answer at the moment" in reply.text


def test_a_password_chosen_by_a_link_takes_linked_accounts_away(app, as_admin, linked, school):
    """Whoever was the person may have linked an account of their own: it would come in all the same."""
    second = makers.client(app, makers.member(school, "Sol Second", "dsl"))
    as_admin.post(f"/people/{linked.user.id}/links", data={"by": "hand"})
    browser = makers.client(app)
    browser.get(printed(second.post("/link-requests/1/confirmation")))
    page = browser.get("/one-time-links").text
    assert "Your school account (amara@school.example) signs you in no more" in page
    assert Identity.select().exists(), "looking takes nothing away"
    assert browser.post("/one-time-links", data={"password": FINE}).location == "/sign-in"
    assert "is not linked to anybody here" in told(come(makers.client(app)))
    event = AuditEvent.get(AuditEvent.action == "identity.unlink")
    assert (event.user, event.detail) == (linked.user, "google")
    browser.post("/sign-in", data={"email": linked.user.email, "password": FINE})
    assert "link to amara@school.example was taken away" in browser.get("/").text
    assert link(browser).location == "/factors" and come(makers.client(app)).location == "/"


def test_ones_own_new_password_leaves_them(app, as_mentor, linked):
    as_mentor.post("/passwords/own", data={"old": makers.PASSWORD, "password": FINE})
    assert come(makers.client(app)).location == "/"
