"""E-mail: written with what it tells of, sent to a real server, tried again, given up in sight."""

from datetime import UTC, datetime, timedelta

import pytest
import trustme

from app import create_app
from cli_mail import _keep_sending, send_mail
from database import write
from mentoring import account_notices, clock, mail
from mentoring.mail import Post
from models import AuditEvent, Mail
from settings import SettingError, load
from tests import mail_servers, makers
from tests.mail_servers import PASSWORD, USER, serving
from tests.test_passwords import posting

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SET = {"SMTP_HOST": "mail.school.example", "MAIL_FROM": "a@school.example", "PUBLIC_URL": "https://a.school.example"}


def post(port, security="none", user="", password="") -> Post:
    return Post("localhost", port, user, password, security, "Alongside <alongside@school.example>",
                "https://alongside.school.example", "key")  # fmt: skip


def queued(school, to="ben@school.example", subject="Choose a password", **more):
    with write():
        mail.queue(school, to, subject, "Open {address}/today or {link:abc}.", "invitation", **more)
    return Mail.select().order_by(Mail.id.desc()).get()


@pytest.fixture
def authority(monkeypatch, tmp_path):
    """A certificate authority that this process trusts, as SSL_CERT_FILE says."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return authority


def test_it_arrives_with_our_own_address_and_links(school):
    row = queued(school)
    with serving() as server:
        assert mail.deliver(post(server.port)) == 1
    (message,) = server.mails
    assert (message["To"], message["From"]) == ("ben@school.example", "Alongside <alongside@school.example>")
    assert (message["Subject"], message["Auto-Submitted"]) == ("Choose a password", "auto-generated")
    assert f"https://alongside.school.example/one-time-links/{mail.secret('key', 'abc')}" in message.get_content()
    assert "https://alongside.school.example/today" in message.get_content()
    assert (Mail.get_by_id(row.id).sent_at is None, Mail.get_by_id(row.id).body) == (False, "")


def test_it_goes_only_if_what_it_tells_of_was_saved(school):
    with pytest.raises(RuntimeError), write():
        mail.queue(school, "ben@school.example", "x", "y", "test")
        raise RuntimeError
    assert Mail.select().count() == 0


def test_oldest_first_and_each_once(school):
    for name in ("one", "two", "three"):
        queued(school, subject=name)
    with serving() as server:
        assert (mail.deliver(post(server.port)), mail.deliver(post(server.port))) == (3, 0)
    assert [message["Subject"] for message in server.mails] == ["one", "two", "three"]


def test_it_goes_by_starttls_and_with_a_password(school, authority):
    queued(school)
    with serving(authority=authority, asks_password=True) as server:
        assert mail.deliver(post(server.port, "starttls", USER, PASSWORD)) == 1
    assert len(server.mails) == 1


def test_it_goes_by_tls_from_the_first_byte(school, authority):
    queued(school)
    with serving(authority=authority, from_first_byte=True) as server:
        assert mail.deliver(post(server.port, "tls")) == 1


@pytest.mark.parametrize(("user", "password", "security", "fault"), [
    (USER, "wrong", "starttls", "does not take SMTP_USER"), ("", "", "none", "does not let Alongside send"),
])  # fmt: skip
def test_a_refused_sign_in_waits_and_says_so(school, authority, user, password, security, fault):
    row = queued(school)
    with serving(authority=authority, asks_password=True) as server:
        assert mail.deliver(post(server.port, security, user, password)) == 0
    assert fault in Mail.get_by_id(row.id).fault and Mail.get_by_id(row.id).failed_at is None


def test_it_never_falls_back_from_tls(school):
    row = queued(school)
    with serving() as server:
        assert mail.deliver(post(server.port, "starttls")) == 0
    assert server.mails == [] and "offers no TLS" in Mail.get_by_id(row.id).fault


def test_a_certificate_of_somebody_else_is_not_taken(school):
    row = queued(school)
    with serving(authority=trustme.CA()) as server:
        assert mail.deliver(post(server.port, "starttls")) == 0
    assert "certificate" in Mail.get_by_id(row.id).fault


def test_a_refused_recipient_is_given_up_and_the_others_go(school):
    refused, fine = queued(school, "gone@school.example"), queued(school)
    with serving(refuses={"gone@school.example": "550 no such mailbox for Jayden"}) as server:
        assert mail.deliver(post(server.port)) == 1
    row = Mail.get_by_id(refused.id)
    assert (row.fault, row.body) == ("The mail server refuses this address (550).", "") and row.failed_at
    assert Mail.get_by_id(fine.id).sent_at
    assert AuditEvent.get(AuditEvent.action == "mail.failed").subject_id == refused.id


def test_who_asks_to_be_tried_again_is(school):
    row = queued(school)
    with serving(refuses={"ben@school.example": "450 later"}) as server:
        mail.deliver(post(server.port))
    assert Mail.get_by_id(row.id).failed_at is None
    with serving(port=server.port) as server, clock.at(clock.now() + timedelta(minutes=2)):
        assert mail.deliver(post(server.port)) == 1


@pytest.mark.parametrize("to", ["a<b@x.y", "", "a@b@c.d", "Zoë@school.example"])
def test_a_strange_address_is_given_up_not_a_fault(school, to):
    row = queued(school, to)
    with serving() as server:
        mail.deliver(post(server.port))
    assert Mail.get_by_id(row.id).failed_at


def test_nothing_is_lost_while_the_server_is_down(school):
    port = mail_servers.spare_port()
    with clock.at(NOW):
        row = queued(school)
    at = NOW
    for minutes in (1, 2, 4, 8, 16, 32, 64, 120, 120):
        with clock.at(at):
            assert mail.deliver(post(port)) == 0
        assert Mail.get_by_id(row.id).due_at == at + timedelta(minutes=minutes)
        with clock.at(at + timedelta(minutes=minutes, seconds=-1)), serving(port=port) as server:
            assert mail.deliver(post(port)) == 0 == len(server.mails)
        at += timedelta(minutes=minutes)
    with clock.at(at), serving(port=port) as server:
        assert mail.deliver(post(port)) == 1


def test_after_three_days_it_is_given_up(school):
    with clock.at(NOW):
        row = queued(school)
    for days, over in ((2.9, False), (3, True)):
        with clock.at(NOW + timedelta(days=days)):
            mail.deliver(post(mail_servers.spare_port()))
            assert (Mail.get_by_id(row.id).failed_at is not None) is over


def test_what_nobody_wants_any_more_is_not_sent(school):
    with clock.at(NOW):
        row = queued(school, expires_at=NOW + timedelta(hours=1))
    with clock.at(NOW + timedelta(hours=1)), serving() as server:
        assert mail.deliver(post(server.port)) == 0
    assert (server.mails, Mail.get_by_id(row.id).body) == ([], "")


def test_what_is_being_sent_is_nobody_elses_for_a_while(school):
    with clock.at(NOW):
        queued(school)
        assert mail._take() and mail._take() is None
    with clock.at(NOW + mail.IN_HAND):
        assert mail._take()


def test_what_is_long_over_is_forgotten(school):
    with clock.at(NOW), serving() as server:
        queued(school)
        mail.deliver(post(server.port))
    with clock.at(NOW + timedelta(days=31)), serving() as server:
        mail.deliver(post(server.port))
    assert Mail.select().count() == 0


def test_a_subject_cannot_add_a_header(school):
    queued(school, subject="Kestrel\r\nBcc: evil@evil.example")
    with serving() as server:
        mail.deliver(post(server.port))
    assert server.mails[0]["Bcc"] is None
    assert server.envelopes[0] == ("alongside@school.example", ["ben@school.example"])


def test_send_mail_is_a_command(app, url, school):
    queued(school)
    with app.app_context():
        assert "No mail server is set" in app.test_cli_runner().invoke(send_mail).output
    with serving() as server:
        set_up = create_app(DATABASE_URL=url, SECRET_KEY="x", SMTP_HOST="localhost", SMTP_PORT=str(server.port),
                            SMTP_SECURITY="none", MAIL_FROM="a@school.example",
                            PUBLIC_URL="https://alongside.school.example/")  # fmt: skip
        with set_up.app_context():
            assert "1 e-mail sent" in set_up.test_cli_runner().invoke(send_mail).output


class Twice:
    """Lets a round run, and a second one."""

    def __init__(self, between):
        self.rounds, self.between = 0, between

    def wait(self, _seconds):
        self.rounds += 1
        if self.rounds == 2:
            self.between()
        return self.rounds > 2


def test_the_thread_of_serve_goes_on_after_a_fault(school, monkeypatch):
    queued(school)
    with serving() as server:
        real = mail.deliver
        monkeypatch.setattr(mail, "deliver", lambda _post: 1 / 0)
        _keep_sending(post(server.port), Twice(lambda: monkeypatch.setattr(mail, "deliver", real)))
    assert len(server.mails) == 1


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"MAIL_FROM": ""}, "set PUBLIC_URL and MAIL_FROM"), ({"PUBLIC_URL": ""}, "set PUBLIC_URL and MAIL_FROM"),
    ({"PUBLIC_URL": "alongside.school"}, "https://alongside.school.example"),
    ({"SMTP_SECURITY": "ssl"}, "starttls, tls or none"),
    ({"SMTP_SECURITY": "none", "SMTP_USER": "x"}, "cross the network bare"), ({"SMTP_PORT": "x"}, "SMTP_PORT"),
])  # fmt: skip
def test_settings_that_cannot_work_are_told_at_start(changes, sentence):
    with pytest.raises(SettingError, match=sentence):
        load(**(SET | changes))


def test_ports_follow_from_the_security():
    assert [load(**SET, SMTP_SECURITY=one).SMTP_PORT for one in ("starttls", "tls", "none")] == [587, 465, 25]


def test_admins_see_what_could_not_be_sent_and_put_it_away(as_admin, admin, school):
    row, elsewhere = queued(school, "gone@school.example"), queued(makers.school("Elsewhere"), "una@far.example")
    with serving(refuses=dict.fromkeys(("gone@school.example", "una@far.example"), "550 no")) as server:
        mail.deliver(post(server.port))
    page = as_admin.get("/mails").text
    assert "gone@school.example" in page and "refuses this address" in page and "una@far.example" not in page
    assert as_admin.post(f"/mails/{elsewhere.id}/removal").status_code == 404
    assert as_admin.post(f"/mails/{row.id}/removal").status_code == 303
    assert "gone@school.example" not in as_admin.get("/mails").text


def test_a_change_to_how_one_signs_in_is_e_mailed_at_once_without_detail(url, app, admin, mentor):
    set_up = posting(url)
    browser = makers.client(set_up, mentor)
    makers.set_up_app(browser)
    makers.client(set_up, admin).post(f"/factor-resets/{mentor.user.id}")
    added, renewed, reset = mails = list(Mail.select().order_by(Mail.id))
    assert "a second step was added to your account." in added.body and "new recovery codes" in renewed.body
    assert "were taken away." in reset.body
    for row in mails:
        assert (row.recipient, row.reason, row.school) == (mentor.user.email, "account", mentor.school)
        assert not [word for word in ("Olu", "Amara", "Authenticator") if word in row.subject + row.body]
    with serving() as server:
        mail.deliver(post(server.port))
    assert "https://alongside.school.example/passwords/new" in server.mails[0].get_content()


def test_without_a_mail_server_nobody_is_written_to(app, as_admin, mentor):
    makers.set_up_app(makers.client(app, mentor))
    as_admin.post(f"/factor-resets/{mentor.user.id}")
    assert Mail.select().count() == 0


def test_everything_told_at_a_sign_in_has_words_for_an_e_mail():
    assert account_notices.MAILED.keys() == account_notices.SENTENCES.keys()
