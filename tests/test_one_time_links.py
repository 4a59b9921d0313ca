"""One-time links: by them somebody new comes in, and a password is chosen again."""

import re
from datetime import datetime, timedelta

import pytest

from mentoring import clock
from mentoring.links import Links
from models import AuditEvent, KnownDevice, Mail, Member, OneTimeLink, User
from tests import makers
from tests.one_time_links import BEN, ask, printed, signs_in, use, works_at
from tests.test_passwords import FINE, posting


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


def test_the_clock_of_a_link_is_the_schools(app, as_admin, mentor):
    with clock.at(datetime.fromisoformat("2026-07-01T22:30:00+00:00")):
        browser = makers.client(app, Member(User.get(User.name == "Olu Admin"), mentor.school, frozenset({"admin"})))
        page = browser.post("/people", data=BEN).text
    assert "Wednesday 8 July at 23:30" in page
    assert isinstance(Links, type)
