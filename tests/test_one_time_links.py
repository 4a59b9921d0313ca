"""One-time links: by them somebody new comes in, a password is chosen again, another school is joined."""

import re
from datetime import datetime, timedelta

import pytest

from cli_mail import one_time_link
from mentoring import clock, links, mail
from mentoring.links import Links
from models import (
    AuditEvent,
    Draft,
    KnownDevice,
    LinkRequest,
    Login,
    Mail,
    Member,
    Membership,
    OneTimeLink,
    User,
)
from tests import makers
from tests.mail_servers import serving
from tests.test_passwords import FINE, posting

BEN = {"name": "Ben Carter", "email": "ben@school.example", "roles": ["mentor"]}


def printed(reply) -> str:
    """The path of the link on a printed page."""
    assert reply.status_code == 201, reply.text
    return re.search(r"<code>https?://[^/]+(/one-time-links/[\w-]{43})</code>", reply.text).group(1)


def ask(app, asking, person) -> str:
    """The path of a link by hand for who has come in before: one asks, a second says yes and prints it."""
    second = makers.client(app, makers.member(person.school, "Sol Second", "dsl"))
    assert asking.post(f"/people/{person.user.id}/links", data={"by": "hand"}).location == "/people"
    waiting = LinkRequest.get(LinkRequest.user == person.user, LinkRequest.answered_at.is_null())
    return printed(second.post(f"/link-requests/{waiting.id}/confirmation"))


def use(app, path, password=FINE):
    """Open a link in a browser of its own and choose a password."""
    browser = makers.client(app)
    assert browser.get(path).status_code == 303
    return browser.post("/one-time-links", data={"password": password})


def signs_in(app, email, password=FINE) -> bool:
    return makers.client(app).post("/sign-in", data={"email": email, "password": password}).status_code == 303


def test_somebody_new_chooses_their_password_by_the_printed_link(app, as_admin):
    page = as_admin.post("/people", data=BEN)
    path = printed(page)
    assert re.search(r"It works once, until <b>\w+day \d+ \w+ at \d\d:\d\d</b>", page.text)
    assert not signs_in(app, BEN["email"], "")
    assert "no password yet" in as_admin.get("/people").text
    browser = makers.client(app)
    shown = browser.get(path, follow_redirects=True)
    assert "Choose your password" in shown.text and BEN["email"] in shown.text
    assert use(app, path).location == "/sign-in"
    assert signs_in(app, BEN["email"]) and "no password yet" not in as_admin.get("/people").text


def test_the_token_leaves_the_address_before_there_is_a_page(app, as_admin):
    path = printed(as_admin.post("/people", data=BEN))
    token = path.rsplit("/", 1)[1]
    browser = makers.client(app)
    reply = browser.get(path)
    assert (reply.status_code, reply.location) == (303, "/one-time-links")
    assert token not in reply.text
    assert reply.headers["Referrer-Policy"] == "no-referrer" and reply.headers["Cache-Control"] == "no-store"
    cookie = next(value for value in reply.headers.getlist("Set-Cookie") if value.startswith("link="))
    assert "HttpOnly" in cookie and "Max-Age=1800" in cookie
    page = browser.get("/one-time-links")
    assert token not in page.text and page.headers["Referrer-Policy"] == "no-referrer"


def test_only_a_hash_of_it_is_kept(app, as_admin):
    token = printed(as_admin.post("/people", data=BEN)).rsplit("/", 1)[1]
    assert OneTimeLink.get().token_hash != token
    assert all(token not in row.detail for row in AuditEvent.select())


def test_no_token_waits_in_the_database_with_the_e_mail(url, app, admin, school):
    as_admin = makers.client(posting(url), admin)
    assert as_admin.post("/people", data=BEN).status_code == 303
    nonce = re.search(r"\{link:([\w-]+)\}", Mail.get().body).group(1)
    assert links.found(nonce) is None
    assert links.found(mail.secret("only for tests", nonce)).user.email == BEN["email"]


def test_looking_at_a_link_does_not_use_it_up(app, as_admin):
    path = printed(as_admin.post("/people", data=BEN))
    for _ in range(3):
        assert "Choose your password" in makers.client(app).get(path, follow_redirects=True).text
    assert use(app, path).location == "/sign-in"


def test_it_works_once(app, as_admin):
    path = printed(as_admin.post("/people", data=BEN))
    use(app, path)
    again = use(app, path, "saddle copper meadow")
    assert again.status_code == 410 and "This link is over" in again.text
    assert signs_in(app, BEN["email"])


@pytest.mark.parametrize(("late", "status"), [(timedelta(0), 410), (timedelta(seconds=-1), 303)])
def test_it_ends_after_seven_days_to_the_second(app, as_admin, late, status):
    path = printed(as_admin.post("/people", data=BEN))
    end = OneTimeLink.get().expires_at
    assert end - OneTimeLink.get().created_at == timedelta(days=7)
    with clock.at(end + late):
        assert use(app, path).status_code == status


def test_a_new_one_ends_the_one_before(app, as_admin, mentor):
    first, second = ask(app, as_admin, mentor), ask(app, as_admin, mentor)
    assert use(app, first).status_code == 410
    assert use(app, second).status_code == 303


def test_nobody_ends_an_invitation_by_asking_for_an_e_mail(url, app, admin, school):
    post = posting(url)
    path = printed(makers.client(app, admin).post("/people", data=BEN))
    makers.client(post).post("/passwords", data={"email": BEN["email"]})
    assert use(app, path).status_code == 303
    assert OneTimeLink.select().where(OneTimeLink.used_at.is_null() & OneTimeLink.ended_at.is_null()).count() == 0


def test_using_it_ends_every_sign_in_is_audited_and_told(url, app, as_admin, mentor):
    browser = makers.client(app, mentor)
    path = ask(app, as_admin, mentor)
    assert use(posting(url), path).status_code == 303
    assert browser.get("/").status_code == 303
    assert signs_in(app, mentor.user.email) and not signs_in(app, mentor.user.email, makers.PASSWORD)
    event = AuditEvent.get(AuditEvent.action == "user.password")
    assert (event.user, event.subject_id, event.detail) == (mentor.user, mentor.user.id, "handed by two")
    assert AuditEvent.select().where(AuditEvent.action == "link.hand").count() == 1
    assert [row.reason for row in Mail.select()] == ["password changed"]


def test_the_browser_that_used_it_is_known(app, as_admin, mentor):
    browser = makers.client(app)
    browser.get(ask(app, as_admin, mentor))
    browser.post("/one-time-links", data={"password": FINE})
    assert KnownDevice.select().where(KnownDevice.user == mentor.user).count() == 1


@pytest.mark.parametrize(("password", "sentence"), [("short", "Use at least 12"), ("carter carter", "easy to guess"),
                                                    ("", "Use at least 12"), ("kestrel park 1", "easy")])  # fmt: skip
def test_a_poor_password_is_refused_and_the_link_still_good(app, as_admin, password, sentence):
    path = printed(as_admin.post("/people", data=BEN))
    reply = use(app, path, password)
    assert reply.status_code == 422 and reply.text.count(sentence) == 2
    assert use(app, path).status_code == 303


def test_a_made_up_link_opens_nothing(app, school):
    assert use(app, f"/one-time-links/{'x' * 43}").status_code == 410
    assert makers.client(app).post("/one-time-links", data={"password": FINE}).status_code == 410


def test_a_link_of_somebody_who_left_is_over(app, as_admin, mentor):
    path = ask(app, as_admin, mentor)
    as_admin.post(f"/people/{mentor.user.id}/leaving")
    assert use(app, path).status_code == 410


def test_with_a_mail_server_it_goes_by_e_mail_and_is_on_no_screen(url, app, admin, school):
    with serving() as server:
        post = posting(url, SMTP_PORT=str(server.port), SMTP_SECURITY="none")
        reply = makers.client(post, admin).post("/people", data=BEN)
        assert (reply.status_code, reply.location) == (303, "/people")
        assert mail.deliver(post.config["POST"]) == 1
    (message,) = server.mails
    assert message["To"] == BEN["email"]
    address = re.search(r"https://alongside.school.example(/one-time-links/\S+)", message.get_content()).group(1)
    assert use(post, address).status_code == 303
    assert signs_in(app, BEN["email"])


def test_a_link_in_an_e_mail_never_takes_the_host_from_outside(url, app, school, mentor):
    makers.client(posting(url)).post("/passwords", data={"email": mentor.user.email}, base_url="http://127.0.0.1")
    with serving() as server:
        post = posting(url, SMTP_PORT=str(server.port), SMTP_SECURITY="none").config["POST"]
        mail.deliver(post)
    assert "127.0.0.1" not in server.mails[0].as_string().split("\n\n", 1)[1]


def works_at(school, user, role="mentor"):
    Membership.create(school=school, user=user, role=role, created_at=clock.now(), confirmed_at=clock.now())


# Another school of the same server


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
    Membership.create(
        school=una.school, user=mentor.user, role="mentor", created_at=clock.now(), confirmed_at=clock.now()
    )
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
    Membership.create(
        school=una.school, user=mentor.user, role="mentor", created_at=clock.now(), confirmed_at=clock.now()
    )
    reply = use(app, path)
    assert reply.status_code == 422 and "They also work at another school" in reply.text
    assert signs_in(app, mentor.user.email, makers.PASSWORD)


def test_they_help_themselves_by_e_mail(url, app, mentor, una):
    Membership.create(
        school=una.school, user=mentor.user, role="mentor", created_at=clock.now(), confirmed_at=clock.now()
    )
    makers.client(posting(url)).post("/passwords", data={"email": mentor.user.email})
    nonce = re.search(r"\{link:([\w-]+)\}", Mail.get().body).group(1)
    assert use(app, f"/one-time-links/{mail.secret('only for tests', nonce)}").status_code == 303


@pytest.mark.parametrize("role", ["lead", "dsl", "head"])
def test_no_admin_becomes_who_reads_the_whole_school(app, as_admin, school, role):
    """They could, with a link in hand (security.md, threat 13), where nobody has come in by the first one yet."""
    reader = makers.member(school, "Dee Reader", role)
    User.update(password_hash="").where(User.id == reader.user.id).execute()
    reply = as_admin.post(f"/people/{reader.user.id}/links", data={"by": "hand"})
    assert reply.status_code == 422 and "a headteacher makes" in reply.text
    head = makers.client(app, makers.member(school, "Hetty Head", "head"))
    assert use(app, printed(head.post(f"/people/{reader.user.id}/links", data={"by": "hand"}))).status_code == 303


def test_a_link_from_before_they_were_confirmed_does_not_open_it(app, as_admin, school):
    path = printed(as_admin.post("/people", data=BEN))
    works_at(school, User.get(User.email == BEN["email"]), "dsl")
    assert use(app, path).status_code == 422


def test_such_a_link_goes_by_e_mail(url, app, admin, school):
    reader = makers.member(school, "Dee Reader", "dsl")
    reply = makers.client(posting(url), admin).post(f"/people/{reader.user.id}/links", data={"by": "mail"})
    assert reply.status_code == 303
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


def test_an_e_mail_names_no_pupil_and_no_password(url, app, admin, mentor, school):
    pupil = makers.pupil(school, "Canary Okafor", on=mentor)
    makers.record(mentor, pupil, note="canary words")
    post = posting(url)
    as_admin = makers.client(post, admin)
    as_admin.post("/people", data=BEN)
    as_admin.post(f"/people/{mentor.user.id}/links", data={"by": "mail"})
    makers.client(post).post("/passwords", data={"email": mentor.user.email})
    makers.client(post).post("/sign-in", data={"email": mentor.user.email, "password": makers.PASSWORD})
    makers.client(post).post("/sign-in", data={"email": mentor.user.email, "password": makers.PASSWORD})
    makers.client(post, mentor).post("/passwords/own", data={"old": makers.PASSWORD, "password": FINE})
    written = [row.subject + row.body for row in Mail.select()]
    assert len(written) == 5
    assert not [text for text in written if "canary" in text.lower() or FINE in text or makers.PASSWORD in text]
    assert Draft.select().count() == 0 and Login.select().count() > 2


def test_the_clock_of_a_link_is_the_schools(app, as_admin, mentor):
    with clock.at(datetime.fromisoformat("2026-07-01T22:30:00+00:00")):
        browser = makers.client(app, Member(User.get(User.name == "Olu Admin"), mentor.school, frozenset({"admin"})))
        page = browser.post("/people", data=BEN).text
    assert "Wednesday 8 July at 23:30" in page
    assert isinstance(Links, type)
