"""One-time links where two schools share a server: one joins the other with the account that one has."""

import re

import pytest

from cli_mail import one_time_link
from mentoring import mail
from models import AuditEvent, Mail, Membership, OneTimeLink, User
from tests import makers
from tests.one_time_links import BEN, ask, printed, signs_in, use, works_at
from tests.test_passwords import posting


@pytest.fixture
def una(school):
    """The admin of another school."""
    return makers.member(makers.school("Elsewhere"), "Una Far", "admin")


def join_form(mentor) -> dict:
    return BEN | {"email": mentor.user.email.upper(), "name": "Somebody"}


def test_who_works_at_another_school_joins_with_their_own_account(app, mentor, una):
    page = makers.client(app, una).post("/people", data=join_form(mentor))
    path = printed(page)
    assert "They have an account already" in page.text
    assert Membership.select().where(Membership.school == una.school).count() == 1
    browser = makers.client(app, mentor)
    assert f"Join {una.school.name}" in browser.get(path, follow_redirects=True).text
    assert browser.post("/one-time-links").status_code == 303
    held = Membership.select().where((Membership.school == una.school) & (Membership.user == mentor.user))
    assert [row.role for row in held] == ["mentor"]
    assert User.get_by_id(mentor.user.id).name == "Amara Bello"
    assert User.get_by_id(mentor.user.id).password_hash == mentor.user.password_hash
    assert AuditEvent.select().where(AuditEvent.action == "user.join").count() == 1
    assert browser.get(path, follow_redirects=True).status_code == 410


def test_a_joining_link_opens_no_account(app, mentor, una):
    path = printed(makers.client(app, una).post("/people", data=join_form(mentor)))
    assert use(app, path).location.startswith("/sign-in?next=/one-time-links")
    assert signs_in(app, mentor.user.email, makers.PASSWORD)
    browser = makers.client(app, una)
    browser.get(path)
    assert "This link is for somebody else" in browser.post("/one-time-links").text
    assert Membership.select().where(Membership.school == una.school).count() == 1


def test_no_admin_makes_a_link_for_an_account_that_opens_another_school(app, as_admin, mentor, una):
    works_at(una.school, mentor.user)
    reply = as_admin.post(f"/people/{mentor.user.id}/links", data={"by": "hand"})
    assert reply.status_code == 422 and "They also work at another school" in reply.text
    assert OneTimeLink.select().count() == 0


def test_a_link_from_before_somebody_joined_another_school_does_not_open_it(app, as_admin, mentor, una):
    path = ask(app, as_admin, mentor)
    joining = printed(makers.client(app, una).post("/people", data=join_form(mentor)))
    browser = makers.client(app, mentor)
    browser.get(joining)
    browser.post("/one-time-links")
    assert use(app, path).status_code == 410


def test_a_link_is_refused_at_its_use_too(app, as_admin, mentor, una):
    path = ask(app, as_admin, mentor)
    works_at(una.school, mentor.user)
    reply = use(app, path)
    assert reply.status_code == 422 and "They also work at another school" in reply.text
    assert signs_in(app, mentor.user.email, makers.PASSWORD)


def test_they_help_themselves_by_e_mail(url, app, mentor, una):
    works_at(una.school, mentor.user)
    makers.client(posting(url)).post("/passwords", data={"email": mentor.user.email})
    nonce = re.search(r"\{link:([\w-]+)\}", Mail.get().body).group(1)
    assert use(app, f"/one-time-links/{mail.secret('only for tests', nonce)}").status_code == 303


def test_whoever_looks_after_the_server_makes_one_for_anybody(app, school, mentor, una):
    works_at(una.school, mentor.user)
    with app.app_context():
        run = app.test_cli_runner().invoke
        assert "Nobody has that address" in run(one_time_link, ["nobody@school.example"]).output
        said = run(one_time_link, [mentor.user.email]).output
    assert use(app, re.search(r"/one-time-links/[\w-]{43}", said).group()).status_code == 303
    assert signs_in(app, mentor.user.email)


def test_links_are_the_schools_own_admins(app, as_mentor, mentor, una):
    assert as_mentor.post(f"/people/{mentor.user.id}/links").status_code == 403
    assert makers.client(app, una).post(f"/people/{mentor.user.id}/links").status_code == 404
