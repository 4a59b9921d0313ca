"""A concern that was begun and not sent: after half an hour the DSLs are told, once, and not a word of it."""

from datetime import UTC, datetime, timedelta

import pytest

from cli_watch import _keep_watching
from mentoring import clock, unsent
from models import AuditEvent, Draft, Mail, Membership, Unsent, User
from tests import makers

NOW = datetime(2026, 11, 24, 12, 10, tzinfo=UTC)


def begin(app, member, **fields):
    """Somebody types; the page keeps it."""
    form = {"client_id": makers.client_id(), "form_path": "/concerns/new", "form_title": "Concern",
            "exact_words": "zanzibar"} | fields  # fmt: skip
    with clock.at(NOW):
        assert makers.client(app, member).post("/drafts", data=form).status_code == 204
    return form["client_id"]


def later(app, member, minutes, path="/concerns"):
    with clock.at(NOW + timedelta(minutes=minutes)):
        return makers.client(app, member).get(path).text


def test_half_an_hour_later_the_dsl_is_told_once_and_not_a_word_of_it(app, midday, dsl, mentor):
    begin(app, midday)
    assert "was begun" not in later(app, dsl, 29)
    for minutes in (31, 40, 90):
        for path in ("/", "/concerns"):
            page = later(app, dsl, minutes, path)
            assert page.count("A concern was begun by Denise Whitlow at Today 12:10") == 1
            assert "has not been sent" in page and "zanzibar" not in page
    assert Unsent.select().count() == 1
    assert "was begun" not in later(app, mentor, 31)
    assert AuditEvent.select().where(AuditEvent.action == "draft.unsent").count() == 1


def test_anybodys_page_makes_the_server_look_and_so_does_its_thread(app, midday, dsl, mentor):
    begin(app, midday)
    later(app, mentor, 31, "/more")
    assert Unsent.select().count() == 1
    begin(app, midday)

    class Once:
        turns = iter((False, True))

        def wait(self, _seconds):
            return next(self.turns)

    with clock.at(NOW + timedelta(minutes=45)):
        _keep_watching(app.config["WATCH"], Once())
    assert Unsent.select().count() == 2


def test_it_looks_at_most_once_a_minute(app, midday):
    begin(app, midday)
    watch = unsent.Watch(by_mail=False)
    with clock.at(NOW + timedelta(minutes=29, seconds=50)):
        watch.look()
    with clock.at(NOW + timedelta(minutes=30, seconds=20)):
        watch.look()
        assert Unsent.select().count() == 0
    with clock.at(NOW + timedelta(minutes=30, seconds=55)):
        watch.look()
        assert Unsent.select().count() == 1


def test_what_is_sent_in_time_tells_nobody_and_sent_later_ends_the_notice(app, midday, dsl, school, pupil):
    first = begin(app, midday)
    with clock.at(NOW + timedelta(minutes=10)):
        makers.client(app, midday).post("/concerns", data=makers.concern_form(school, pupil, client_id=first))
    assert "was begun" not in later(app, dsl, 31)
    second = begin(app, midday)
    assert "was begun" in later(app, dsl, 35)
    with clock.at(NOW + timedelta(minutes=40)):
        makers.client(app, midday).post("/concerns", data=makers.concern_form(school, pupil, client_id=second))
    page = later(app, dsl, 41)
    assert "was begun" not in page and "begun Today 12:10" in page
    assert Unsent.get().outcome == "sent"


def test_thrown_away_is_written_down_and_told_only_to_who_knew_of_it(app, midday, dsl):
    client_id = begin(app, midday)
    with clock.at(NOW + timedelta(minutes=5)):
        makers.client(app, midday).post(f"/drafts/{client_id}/removal")
    assert (Draft.select().count(), Unsent.select().count()) == (0, 0)
    assert AuditEvent.select().where(AuditEvent.action == "draft.thrown_away").count() == 1
    assert "was begun" not in later(app, dsl, 40)
    client_id = begin(app, midday)
    assert "has not been sent" in later(app, dsl, 45)
    with clock.at(NOW + timedelta(minutes=50)):
        makers.client(app, midday).post(f"/drafts/{client_id}/removal")
    assert "was thrown away Today 13:00" in later(app, dsl, 51)


def test_a_dsl_says_that_it_is_seen_to(app, midday, dsl, mentor):
    begin(app, midday)
    later(app, dsl, 31)
    notice = Unsent.get()
    assert makers.client(app, mentor).post(f"/concerns/notices/{notice.id}/removal").status_code == 403
    stranger = makers.member(makers.school("Elsewhere"), "Sam Stranger", "dsl")
    assert makers.client(app, stranger).post(f"/concerns/notices/{notice.id}/removal").status_code == 404
    assert makers.client(app, dsl).post(f"/concerns/notices/{notice.id}/removal").status_code == 303
    assert "was begun" not in later(app, dsl, 60)


def test_one_about_an_adult_is_told_to_the_head_and_never_to_whom_it_is_about(app, midday, dsl, head):
    begin(app, midday, adult="y", adult_who=str(dsl.user.id))
    assert "was begun" not in later(app, dsl, 31) and "was begun" in later(app, head, 33)
    begin(app, midday, adult="y", adult_who=str(head.user.id))
    later(app, dsl, 40)
    assert Unsent.select().count() == 2
    assert later(app, head, 50).count("was begun") == 1 and "was begun" not in later(app, dsl, 50)


def test_its_mail_goes_to_whose_desk_it_would_reach_and_never_to_whom_it_is_about(app, midday, dsl, head):
    for adult, told in (("", [dsl]), (str(dsl.user.id), [head]), (str(head.user.id), []), ("head", [])):
        begin(app, midday, **{"adult": "y", "adult_who": adult} if adult else {})
        with clock.at(NOW + timedelta(minutes=31)):
            assert unsent.check(by_mail=True) == 1
        assert [row.recipient for row in Mail.select()] == [one.user.email for one in told]
        Mail.delete().execute()


def test_the_notice_follows_what_the_form_says_of_whom_it_is_about(app, midday, dsl, head):
    client_id = begin(app, midday)
    assert "was begun" in later(app, dsl, 31) and "was begun" not in later(app, head, 31)
    adult = {"client_id": client_id, "adult": "y", "adult_who": str(dsl.user.id)}
    makers.client(app, dsl).post(f"/concerns/notices/{Unsent.get().id}/removal")
    begin(app, midday, **adult)
    assert "was begun" not in later(app, dsl, 32) and "was begun" in later(app, head, 32)
    begin(app, midday, **adult | {"adult_who": str(head.user.id)})
    assert "was begun" not in later(app, dsl, 33) and "was begun" not in later(app, head, 33)
    begin(app, midday, client_id=client_id)
    assert "was begun" in later(app, dsl, 34)
    assert AuditEvent.select().where(AuditEvent.action == "draft.unsent").count() == 1


def test_a_notice_that_followed_is_settled_as_any_other(app, midday, dsl, head, school, pupil):
    client_id = begin(app, midday)
    later(app, dsl, 31)
    adult = {"adult": "y", "adult_who": "other", "adult_name": "A driver"}
    begin(app, midday, client_id=client_id, **adult)
    with clock.at(NOW + timedelta(minutes=40)):
        form = makers.concern_form(school, pupil, client_id=client_id, **adult)
        assert makers.client(app, midday).post("/concerns", data=form).status_code == 303
    assert Unsent.get().outcome == "sent" and "was begun" not in later(app, head, 41)
    client_id = begin(app, midday)
    later(app, dsl, 45)
    begin(app, midday, client_id=client_id, **adult)
    makers.client(app, midday).post(f"/drafts/{client_id}/removal")
    assert "thrown away" in later(app, head, 46) and "was begun" not in later(app, dsl, 46)


def test_a_leavers_draft_about_an_adult_passes_to_no_dsl(app, midday, dsl):
    begin(app, midday)
    begin(app, midday, adult="y", adult_who=str(dsl.user.id))
    Membership.update(ended_at=clock.now()).where(Membership.user == midday.user).execute()
    assert Draft.visible_to(dsl).count() == 1


@pytest.mark.parametrize(("said", "at", "late"), [
    ("2026-11-24T09:15:00.000Z", "Today 09:15 without signal", True), ("2026-11-24T12:09:58Z", "Today 12:09", False),
    ("2030-01-01T00:00:00Z", "Today 12:10", False), ("1066-01-01", "Today 12:10", False),
    ("nonsense", "Today 12:10", False), ("9" * 200, "Today 12:10", False),
])  # fmt: skip
def test_what_was_begun_without_signal_says_since_when(app, midday, dsl, said, at, late):
    begin(app, midday, form_begun=said)
    page = later(app, dsl, 41)
    assert f"at {at}" in page and ("without signal" in page) == late


def test_other_drafts_tell_nobody(app, mentor, dsl):
    begin(app, mentor, form_path="/notes/new")
    assert "was begun" not in later(app, dsl, 50)
    assert User.select().count() == 2
