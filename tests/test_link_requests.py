"""A link by hand for somebody who has come in before: nobody becomes another person alone."""

import re
from datetime import timedelta

import pytest

from cli_mail import one_time_link
from mentoring import clock, links
from mentoring.links import LinkError, Links
from models import AccountNotice, AuditEvent, CodeApp, LinkRequest, Login, Mail, Membership, Notice, OneTimeLink, User
from tests import makers
from tests.one_time_links import BEN, printed, signs_in, use
from tests.test_passwords import FINE, posting

HAND = {"by": "hand"}


def ask(browser, person):
    return browser.post(f"/people/{person.user.id}/links", data=HAND)


def confirm(browser, number=1):
    return browser.post(f"/link-requests/{number}/confirmation")


def test_one_asks_a_second_says_yes_prints_it_and_the_person_is_told(app, as_admin, as_dsl, as_head, mentor):
    before = as_admin.get(f"/people/{mentor.user.id}/links/new").text
    assert "Ask for one to be handed over" in before and "Grace Adeyemi or Helen Marsh" in before
    reply = ask(as_admin, mentor)
    assert (reply.status_code, reply.location) == (303, "/people") and not OneTimeLink.select().exists()
    assert "Grace Adeyemi or Helen Marsh can say yes" in as_admin.get("/people").text
    assert "Olu Admin asked" in as_admin.get("/people").text
    assert "Olu Admin asked for a one-time link for Amara Bello." in as_head.get("/").text
    assert "Olu Admin asked for a link for Amara Bello" in as_dsl.get("/link-requests").text
    path = printed(confirm(as_dsl))
    assert "Grace Adeyemi printed the one-time link for Amara Bello that Olu Admin asked for." in as_head.get("/").text
    assert signs_in(app, mentor.user.email, makers.PASSWORD)  # until it is used, the password from before stays
    assert use(app, path).location == "/sign-in"
    browser = makers.client(app)
    browser.post("/sign-in", data={"email": mentor.user.email, "password": FINE})
    told = AccountNotice.get(AccountNotice.what == "handed")
    assert told.detail == "Grace Adeyemi, whom Olu Admin had asked" and told.told_at
    actions = [row.action for row in AuditEvent.select().where(AuditEvent.action.startswith("link."))]
    assert actions == ["link.ask", "link.hand", "link.confirm"]
    trail = as_head.get("/audit-events").text
    assert "said yes to a one-time link for Amara Bello, which Olu Admin had asked for" in trail


def test_what_the_person_reads_at_the_next_sign_in(app, as_admin, as_dsl, mentor):
    ask(as_admin, mentor)
    confirm(as_dsl)
    browser = makers.client(app)
    browser.post("/sign-in", data={"email": mentor.user.email, "password": makers.PASSWORD})
    assert "was printed by Grace Adeyemi, whom Olu Admin had asked." in browser.get("/").text


@pytest.mark.parametrize("role", ["mentor", "contributor", "lead", "slt", "dsl", "head", "admin", "trust"])
@pytest.mark.parametrize("by", ["admin", "head"])
def test_nobody_makes_one_alone(app, school, role, by):
    """Whoever asks, whoever it is for, and somebody with every role in one too."""
    person = makers.member(school, "Una User", role)
    asking = makers.member(school, "Ask Alone", by, "dsl", "head")
    browser = makers.client(app, asking)
    makers.member(school, "Sol Second", "dsl")
    assert ask(browser, person).location == "/people"
    reply = confirm(browser)
    assert reply.status_code == 403 and "Two people make such a link" in reply.text
    assert browser.post("/link-requests/1/refusal").status_code == 403
    assert "Yes, show it" not in browser.get("/link-requests").text
    assert not OneTimeLink.select().exists()
    with pytest.raises(LinkError):
        Links(app.config["POST"]).hand(asking, person.user)
    assert not OneTimeLink.select().exists()


def test_nobody_says_yes_for_their_own_account(app, as_admin, dsl, as_dsl, as_head):
    ask(as_admin, dsl)
    assert "Yes, show it" not in as_dsl.get("/link-requests").text
    assert confirm(as_dsl).status_code == 403 and not OneTimeLink.select().exists()
    assert printed(confirm(as_head))


def test_only_heads_and_dsls_answer_and_only_their_own_schools(app, as_admin, as_mentor, as_dsl, mentor):
    ask(as_admin, mentor)
    stranger = makers.client(app, makers.member(makers.school("Elsewhere"), "Sam Stranger", "dsl"))
    assert confirm(stranger).status_code == 404 and "Amara" not in stranger.get("/link-requests").text
    for browser in (as_mentor, as_admin):
        assert confirm(browser).status_code == 403 and browser.get("/link-requests").status_code == 403
    assert not OneTimeLink.select().exists()


def test_a_head_who_takes_second_steps_away_does_not_hand_out_the_link_too(app, school, head, as_head, dsl):
    assert as_head.post(f"/factor-resets/{dsl.user.id}").status_code == 303
    assert not CodeApp.select().where(CodeApp.user == dsl.user).exists()
    reply = ask(as_head, dsl)
    assert reply.status_code == 422 and "there is none here but you and them" in reply.text
    assert "flask one-time-link" in reply.text and "an admin asks for it" not in reply.text
    assert not LinkRequest.select().exists() and not OneTimeLink.select().exists()
    admin = makers.client(app, makers.member(school, "Olu Admin", "admin"))
    assert "Or an admin asks for it, and you say yes." in ask(as_head, dsl).text
    assert ask(admin, dsl).location == "/people" and printed(confirm(as_head))


def test_who_came_in_without_a_password_has_come_in_too(app, as_admin, as_dsl, school, mentor):
    """By single sign-on; and after a reset nothing is left of it but the sign-ins."""
    User.update(password_hash="").where(User.id == mentor.user.id).execute()
    assert not links.has_come_in(User.get_by_id(mentor.user.id))
    makers.client(app, mentor)
    assert ask(as_admin, mentor).location == "/people" and not OneTimeLink.select().exists()
    assert printed(confirm(as_dsl))


def test_a_first_invitation_needs_one_person_until_it_is_used(app, as_admin, as_dsl):
    printed(as_admin.post("/people", data=BEN))
    ben = User.get(User.email == BEN["email"])
    path = printed(as_admin.post(f"/people/{ben.id}/links", data=HAND))
    assert use(app, path).status_code == 303
    assert as_admin.post(f"/people/{ben.id}/links", data=HAND).location == "/people"


def test_a_link_by_one_person_does_not_open_who_came_in_meanwhile(app, as_admin):
    """As one made before two were asked for."""
    path = printed(as_admin.post("/people", data=BEN))
    ben = User.get(User.email == BEN["email"])
    User.update(password_hash="x").where(User.id == ben.id).execute()
    reply = use(app, path)
    assert reply.status_code == 422 and "a second person, a headteacher or a DSL" in reply.text
    assert User.get_by_id(ben.id).password_hash == "x"


def test_asked_twice_is_once_and_answered_once(app, school, as_admin, as_dsl, mentor):
    for _ in range(2):
        ask(as_admin, mentor)
    assert LinkRequest.select().count() == 1 == Notice.select().count()
    printed(confirm(as_dsl))
    assert confirm(as_dsl).status_code == 404 and OneTimeLink.select().count() == 1
    link, asked = OneTimeLink.get(), LinkRequest.get()
    assert (asked.link, asked.answered_by) == (link, link.made_by)


def test_no_is_no(as_admin, as_dsl, mentor):
    ask(as_admin, mentor)
    assert as_dsl.post("/link-requests/1/refusal").location == "/link-requests"
    assert confirm(as_dsl).status_code == 404 and not OneTimeLink.select().exists()
    assert AuditEvent.get(AuditEvent.action == "link.refuse").subject_id == mentor.user.id


def test_what_nobody_answers_is_over_after_a_week_or_when_who_asked_is_gone(app, school, as_admin, admin, dsl, mentor):
    ask(as_admin, mentor)
    late = clock.now() + timedelta(days=7, seconds=1)
    with clock.at(late):
        assert confirm(makers.client(app, dsl)).status_code == 404
    Membership.update(ended_at=clock.now()).where(Membership.user == admin.user).execute()
    assert confirm(makers.client(app, dsl)).status_code == 404 and not OneTimeLink.select().exists()


def test_a_yes_asks_who_one_is(as_admin, as_dsl, dsl, mentor):
    ask(as_admin, mentor)
    Login.update(checked_at=clock.now() - timedelta(minutes=11)).where(Login.user == dsl.user).execute()
    assert confirm(as_dsl).location == "/checks/new?next=/link-requests" and not OneTimeLink.select().exists()


def test_who_works_elsewhere_too_gets_none_even_by_two(app, as_admin, as_dsl, mentor):
    ask(as_admin, mentor)
    other = makers.school("Elsewhere")
    Membership.create(school=other, user=mentor.user, role="mentor", created_at=clock.now(), confirmed_at=clock.now())
    reply = confirm(as_dsl)
    assert reply.status_code == 422 and "They also work at another school" in reply.text
    assert not OneTimeLink.select().exists() and LinkRequest.get().answered_at is None


def test_those_who_can_say_yes_have_an_e_mail_without_a_name(url, app, admin, dsl, head, mentor):
    ask(makers.client(posting(url), admin), mentor)
    mails = list(Mail.select())
    assert {row.recipient for row in mails} == {dsl.user.email, head.user.email}
    assert not [row for row in mails if "Amara" in row.subject + row.body]


def test_before_a_head_confirms_a_role_they_see_who_printed_the_link(app, as_admin, as_head):
    path = printed(as_admin.post("/people", data=BEN | {"roles": ["mentor", "dsl"]}))
    assert "by a link that" not in as_head.get("/people").text
    use(app, path)
    page = re.sub(r"\s+", " ", as_head.get("/people").text)
    assert re.search(r"their password was chosen [^<]+ by a link that Olu Admin printed", page)


def test_at_the_server_it_needs_nobody_else_and_the_person_is_told(app, mentor):
    with app.app_context():
        assert app.test_cli_runner().invoke(one_time_link, [mentor.user.email]).exit_code == 0
    assert AccountNotice.get().detail == "whoever looks after the server"
