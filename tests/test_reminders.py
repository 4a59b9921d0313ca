"""Reminders outside Alongside: a calendar by a secret address, an e-mail a day. How many, never what."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from cli_mail import _keep_reminding, send_digests
from mentoring import calendar_feeds, clock, digests, mail, people
from mentoring.entry import Promise
from models import AuditEvent, CalendarFeed, Digest, Mail, Throttle, Todo
from tests import makers
from tests.mail_servers import serving
from tests.test_mails import post
from tests.test_passwords import posting

TUESDAY = datetime(2026, 11, 24, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_tuesday():
    with clock.at(TUESDAY):
        yield


def todo(member, day=24, reason="follow_up", **columns):
    return Todo.create(
        school=member.school, owner=member.user, author=member.user, reason=reason, created_at=clock.now(),
        what="Ring Canary Okafor", due_on=date(2026, 11, day), **columns,
    )  # fmt: skip


def address(browser) -> str:
    """The path of a new feed, as its page shows it."""
    reply = browser.post("/reminders/feed")
    assert reply.status_code == 201
    return re.search(r"<code>https?://[^/]+(/reminders/feeds/[\w-]{43}\.ics)</code>", reply.text)[1]


def events(reply) -> dict[date, str]:
    assert (reply.status_code, reply.content_type) == (200, "text/calendar; charset=utf-8")
    return {one.start: str(one["SUMMARY"]) for one in Calendar.from_ical(reply.data).events}


def test_a_calendar_learns_how_many_are_due_and_of_what_kind(as_mentor, mentor, nobody):
    for day, reason in ((24, "call_again"), (24, "review"), (24, "review"), (27, "concern")):
        todo(mentor, day, reason)
    path = address(as_mentor)
    reply = nobody.get(path)
    assert events(reply) == {
        date(2026, 11, 24): "3 to-dos due: call again, review (2)", date(2026, 11, 27): "1 to-do due: something else",
    }  # fmt: skip
    assert reply.text.count("URL:http://localhost/todos") == 2
    assert (reply.headers["Cache-Control"], reply.headers["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")


def test_what_is_overdue_stands_today(as_mentor, mentor, nobody):
    todo(mentor, 2)
    todo(mentor, 23)
    assert events(nobody.get(address(as_mentor))) == {date(2026, 11, 24): "2 to-dos overdue: follow up (2)"}


def test_no_name_no_word_and_no_school_is_in_it(as_mentor, mentor, school, nobody):
    pupil = makers.pupil(school, "Canary Okafor", on=mentor)
    makers.record(mentor, pupil, promises=(Promise("tell_family", "Tell the family: Canary O", date(2026, 11, 24)),))
    todo(mentor, 24, pupil=pupil)
    text = nobody.get(address(as_mentor)).text
    for word in ("Canary", "Okafor", "Amara", "Bello", "Kestrel", "Ring", "incident", "follow-up"):
        assert word.lower() not in text.lower(), word
    assert "tell a family" in text


def test_every_kind_of_to_do_has_plain_words(as_mentor, mentor, nobody):
    for reason in ("finish", "intervention", "arrival", "tell_home", "check_back", "chase", "check_agency"):
        todo(mentor, 24, reason)
    assert calendar_feeds.OTHER not in nobody.get(address(as_mentor)).text


def test_only_one_s_own_and_only_what_is_not_done(as_mentor, mentor, nobody, school):
    todo(makers.member(school, "Ben Shaw", "mentor"))
    one = todo(mentor, 25)
    path = address(as_mentor)
    assert list(events(nobody.get(path))) == [date(2026, 11, 25)]
    as_mentor.post(f"/todos/{one.id}/outcome", data={"outcome": ""})
    assert events(nobody.get(path)) == {}


def test_the_token_is_not_kept_and_a_new_one_ends_the_old(as_mentor, mentor, nobody):
    first = address(as_mentor)
    assert first.split("/")[-1][:-4] not in str(list(CalendarFeed.select().dicts()))
    assert "A feed has been on since" in as_mentor.get("/reminders").text
    second = address(as_mentor)
    assert (nobody.get(first).status_code, nobody.get(second).status_code) == (404, 200)
    assert as_mentor.post("/reminders/feed/ending").status_code == 303
    assert nobody.get(second).status_code == 404 and "Make my address" in as_mentor.get("/reminders").text
    noted = [one.action for one in AuditEvent.select().where(AuditEvent.subject == "calendar_feed")]
    assert sorted(noted) == ["calendar_feed.end", "calendar_feed.make", "calendar_feed.make"]


@pytest.mark.parametrize("token", ["x", "word", "0" * 43])
def test_a_wrong_token_is_not_there(as_mentor, nobody, token):
    address(as_mentor)
    assert nobody.get(f"/reminders/feeds/{token}.ics").status_code == 404


def test_a_leaver_s_feed_is_not_there_and_does_not_come_back_with_them(as_mentor, admin, mentor, nobody):
    path = address(as_mentor)
    people.leave(admin, mentor.user)
    assert nobody.get(path).status_code == 404
    people.come_back(admin, mentor.user)
    assert nobody.get(path).status_code == 404


def test_who_has_no_role_here_any_more_has_no_feed(as_mentor, mentor, nobody):
    path = address(as_mentor)
    makers.ended(mentor.user)
    assert nobody.get(path).status_code == 404


def test_a_feed_is_fetched_so_often_and_no_more(as_mentor, nobody):
    path = address(as_mentor)
    assert [nobody.get(path).status_code for _ in range(31)] == [200] * 30 + [429]
    with clock.at(TUESDAY + timedelta(minutes=3)):
        assert nobody.get(path).status_code == 200


def test_guessing_from_one_place_is_slowed(as_mentor, nobody):
    path = address(as_mentor)
    nobody.get("/reminders/feeds/x.ics")
    Throttle.update(tokens=0).where(Throttle.key.startswith("feeds:")).execute()
    assert nobody.get("/reminders/feeds/x.ics").status_code == 429 == nobody.get(path).status_code


def queued():
    return [one.body.split(" Sign in")[0] for one in Mail.select().order_by(Mail.id)]


@pytest.mark.parametrize(("due", "late", "said"), [
    (3, 1, "You have 3 to-dos due today and 1 overdue."), (1, 0, "You have 1 to-do due today."),
    (0, 2, "You have 2 to-dos overdue."), (0, 0, None),
])  # fmt: skip
def test_the_mail_says_how_many(mentor, due, late, said):
    digests.choose(mentor, "daily")
    for day in [24] * due + [20] * late + [25]:
        todo(mentor, day)
    assert digests.send() == (said is not None) and queued() == ([said] if said else [])
    assert all("Canary" not in one.body + one.subject for one in Mail.select())


def test_it_comes_once_a_day_however_often_it_is_run(mentor):
    digests.choose(mentor, "daily")
    todo(mentor, 20)
    assert (digests.send(), digests.send()) == (1, 0)
    with clock.at(TUESDAY + timedelta(days=1)):
        assert (digests.send(), digests.send()) == (1, 0)


def test_two_runs_at_once_queue_one(mentor):
    digests.choose(mentor, "daily")
    todo(mentor)
    row = Digest.get()
    said = "You have 1 to-do due today."
    sent = [digests._queue(row, mentor, said, date(2026, 11, 24)) for _ in range(2)]
    assert sent == [True, False] and Mail.select().count() == 1


def test_none_on_a_day_without_school_and_none_unless_chosen(mentor, school, lead):
    todo(mentor)
    todo(lead)
    assert digests.send() == 0
    digests.choose(mentor, "daily")
    digests.choose(lead, "never")
    makers.term_date(school, "Storm", first="2026-11-24", last="2026-11-24")
    assert digests.send() == 0
    with clock.at(TUESDAY + timedelta(days=4)):  # Saturday
        assert digests.send() == 0


@pytest.mark.parametrize(("closed", "day"), [(None, 23), ("2026-11-23", 24)])
def test_mondays_is_the_first_school_day_of_the_week_and_counts_the_week(mentor, school, closed, day):
    if closed:
        makers.term_date(school, "Inset", first=closed, last=closed)
    digests.choose(mentor, "mondays")
    todo(mentor, 27)
    todo(mentor, 30)
    sent = {}
    for number in range(23, 28):
        with clock.at(datetime(2026, 11, number, 8, tzinfo=UTC)):
            sent[number] = digests.send()
    assert [number for number, count in sent.items() if count] == [day] and queued() == [
        "You have 1 to-do due this week."
    ]


def test_not_before_the_morning_on_the_school_s_clock(mentor):
    digests.choose(mentor, "daily")
    todo(mentor)
    with clock.at(datetime(2026, 11, 24, 6, 59, tzinfo=UTC)):
        assert digests.send(7) == 0
    assert digests.send(7) == 1


def test_a_leaver_has_none(mentor, admin):
    digests.choose(mentor, "daily")
    todo(mentor)
    people.leave(admin, mentor.user)
    assert digests.send() == 0


def test_the_command_queues_it_and_a_real_server_takes_it(url, mentor, school):
    digests.choose(mentor, "daily")
    todo(mentor)
    app = posting(url)
    with app.app_context():
        said = [app.test_cli_runner().invoke(send_digests).output[:8] for _ in range(2)]
    assert said == ["1 digest", "0 digest"]
    with serving() as server:
        assert mail.deliver(post(server.port)) == 1
    (message,) = server.mails
    assert message["To"] == mentor.user.email and "https://alongside.school.example/todos" in message.get_content()
    assert message.get_content().startswith("You have 1 to-do due today. Sign in to see them.")


def test_it_is_not_sent_a_day_late(mentor):
    digests.choose(mentor, "daily")
    todo(mentor)
    digests.send()
    with clock.at(TUESDAY + timedelta(days=1)), serving() as server:
        assert mail.deliver(post(server.port)) == 0 == len(server.mails)


def test_without_a_mail_server_nobody_is_promised_one(app, as_mentor):
    assert "so Alongside cannot send you any" in as_mentor.get("/reminders").text
    assert as_mentor.post("/reminders/digest", data={"often": "daily"}).status_code == 409
    with app.app_context():
        reply = app.test_cli_runner().invoke(send_digests)
    assert reply.exit_code == 1 and "No mail server is set" in reply.output and Digest.select().count() == 0


def test_chosen_and_changed_on_the_page(url, mentor):
    browser = makers.client(posting(url), mentor)
    assert re.search(r'value="never" checked', browser.get("/reminders").text)
    for chosen in ("daily", "mondays"):
        assert browser.post("/reminders/digest", data={"often": chosen}).status_code == 303
        assert f'value="{chosen}" checked' in browser.get("/reminders").text
    assert browser.post("/reminders/digest", data={"often": "hourly"}).status_code == 422
    assert [(one.often, one.user) for one in Digest.select()] == [("mondays", mentor.user)]


def test_the_server_s_own_thread_queues_them(mentor):
    digests.choose(mentor, "daily")
    todo(mentor)

    class Once:
        """An event that is set after one round."""

        rounds = iter((False, True))

        def wait(self, _seconds):
            return next(self.rounds)

    _keep_reminding(Once())
    assert Mail.select().count() == 1
