"""Google and Microsoft by OpenID Connect, against a real provider: django-oauth-toolkit in a Python of its own."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from mentoring import clock
from models import AuditEvent, Identity, Login, Membership, OneTimeLink, SecondStep, SignOnAttempt, User
from tests import makers
from tests.one_time_links import BEN, printed
from tests.openid_provider.browsing import at_provider, made, real_provider, sso_app  # noqa: F401  fixtures
from tests.openid_provider.people import TENANT
from tests.test_passwords import FINE


def come(browser, username="amara", name="google", onward=""):
    """Sign in with the provider, all the way."""
    leaving = browser.get(f"/single-sign-ons/{name}/new", query_string={"next": onward} if onward else None)
    return browser.get(at_provider(leaving.location, username))


def link(browser, username="amara", name="google"):
    page = browser.post(f"/single-sign-ons/{name}/links")
    assert page.status_code == 200
    address = page.text.split('href="http://localhost:')[1].split('"')[0].replace("&amp;", "&")
    return browser.get(at_provider(f"http://localhost:{address}", username))


@pytest.fixture
def linked(as_mentor, mentor):
    """The mentor, linked to Amara's account at Google."""
    assert link(as_mentor).location == "/factors"
    return mentor


def told(reply) -> str:
    assert reply.status_code in (422, 503), reply.status_code
    return reply.text


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


def test_a_link_can_be_taken_away_by_its_person_only(app, as_mentor, as_admin, linked):
    number = Identity.get().id
    assert as_admin.post(f"/single-sign-ons/identities/{number}/removal").status_code == 404
    assert as_mentor.post(f"/single-sign-ons/identities/{number}/removal").location == "/factors"
    assert "is not linked to anybody here" in told(come(makers.client(app)))


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"])
def test_it_never_leads_to_another_site(nobody, linked, onward):
    assert come(nobody, onward=onward).location == "/"


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


@pytest.mark.parametrize("query", ["", "?state=x", "?code=x", "?state=%00&code=%00", "?state=é&code=💚"])
def test_no_way_back_is_a_fault(nobody, school, query):
    nobody.get("/single-sign-ons/google/new")
    assert nobody.get(f"/single-sign-ons/google/return{query}").status_code == 422


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


def test_people_says_by_what_somebody_without_a_password_signs_in(as_admin, as_head, invited):
    assert "no password yet" in as_admin.get("/people").text
    accept(invited)
    for browser in (as_admin, as_head):
        page = browser.get("/people").text
        assert "signs in with Google" in page and "no password yet" not in page
