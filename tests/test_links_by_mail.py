"""One-time links that go by e-mail: on no screen, in no row, and with nothing beside them that names a pupil."""

import re

from mentoring import links, mail
from models import Draft, Login, Mail, OneTimeLink
from tests import makers
from tests.mail_servers import serving
from tests.one_time_links import BEN, printed, signs_in, use
from tests.test_passwords import FINE, posting


def test_no_token_waits_in_the_database_with_the_e_mail(url, app, admin, school):
    as_admin = makers.client(posting(url), admin)
    assert as_admin.post("/people", data=BEN).status_code == 303
    nonce = re.search(r"\{link:([\w-]+)\}", Mail.get().body).group(1)
    assert links.found(nonce) is None
    assert links.found(mail.secret("only for tests", nonce)).user.email == BEN["email"]


def test_nobody_ends_an_invitation_by_asking_for_an_e_mail(url, app, admin, school):
    post = posting(url)
    path = printed(makers.client(app, admin).post("/people", data=BEN))
    makers.client(post).post("/passwords", data={"email": BEN["email"]})
    assert use(app, path).status_code == 303
    assert OneTimeLink.select().where(OneTimeLink.used_at.is_null() & OneTimeLink.ended_at.is_null()).count() == 0


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


def test_such_a_link_goes_by_e_mail(url, app, admin, school):
    reader = makers.member(school, "Dee Reader", "dsl")
    reply = makers.client(posting(url), admin).post(f"/people/{reader.user.id}/links", data={"by": "mail"})
    assert reply.status_code == 303
    nonce = re.search(r"\{link:([\w-]+)\}", Mail.get().body).group(1)
    assert use(app, f"/one-time-links/{mail.secret('only for tests', nonce)}").status_code == 303


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
