"""A ticket delivers, as its author and at their school, and opens nothing; who is signed in is not touched by it."""

import threading
from datetime import timedelta

import pytest

import database
from mentoring import clock, entering
from mentoring.tickets import Tickets
from models import Arrival, AuditEvent, Draft, Login, Record
from tests import makers, walking
from tests.outbox import NOW, incident_form, jayden_okafor, mentors_tablet  # noqa: F401  fixtures
from tests.sealing import Tablet
from tests.servers import sqlite_only


def ways(ticket: str, path: str):
    """Everything that somebody might try a ticket as."""
    yield {"headers": {"Authorization": f"Bearer {ticket}"}}
    yield {"headers": {"Cookie": f"login={ticket}; notice={ticket}; second-step={ticket}; ticket={ticket}"}}
    yield {"query_string": {"ticket": ticket, "login": ticket, "token": ticket}}
    yield {"headers": {"Outbox": "1", "Ticket": ticket, "Accept": "text/plain"}}
    if not path.startswith("/outbox"):
        yield {"json": {"ticket": ticket}}


def test_a_ticket_opens_no_page_and_no_other_route(app, tablet, mentor, pupil):
    """Threat 16: to every route, by whatever way it is brought, its bearer is nobody."""
    with clock.at(NOW):
        makers.record(mentor, pupil, note="Canary words")
        makers.programme(mentor, pupil)
        rows = Record.select().count(), AuditEvent.select().count()
        for rule, path, methods in walking.paths(app):
            if app.view_functions[rule.endpoint].allowed == {"public"}:
                continue
            for method in methods:
                for way in ways(tablet.given["ticket"], path):
                    browser = makers.client(app)
                    reply = browser.open(path, method=method, **way)
                    assert reply.status_code == 401 or reply.location.startswith("/sign-in"), f"{method} {path}"
                    assert "canary" not in reply.text.lower() and "Jayden" not in reply.text, path
        assert (Record.select().count(), AuditEvent.select().count()) == rows


@pytest.mark.parametrize("path", ["/outbox", "/outbox/missing"])
def test_where_it_is_good_nothing_can_be_looked_at(tablet, path):
    for method in ("GET", "HEAD", "PUT", "PATCH", "DELETE"):
        for way in ways(tablet.given["ticket"], path):
            assert tablet.elsewhere.open(path, method=method, **way).status_code == 405


@pytest.mark.parametrize("forge", [
    lambda given: "", lambda given: None, lambda given: 5, lambda given: given[:-2] + "AA",
    lambda given: given.replace(given[8], "Z"), lambda given: "e30.Zg.Zg",
    lambda given: Tickets("guessed").issue(Login.get())[0],
], ids=range(7))  # fmt: skip
def test_a_forged_ticket_delivers_nothing(tablet, form, forge):
    with clock.at(NOW):
        reply = tablet.send(tablet.envelope(form), ticket=forge(tablet.given["ticket"]))
        missing = tablet.elsewhere.post("/outbox/missing", json={"ticket": "x", "client_ids": [form["client_id"]]})
    assert (reply.status_code, missing.status_code) == (401, 401) and reply.json["error"]
    assert Arrival.select().count() == Record.select().count() == Draft.select().count() == 0


def test_nobody_delivers_what_another_sealed(app, tablet, school, form):
    other = Tablet(app, makers.member(school, "Ben Shaw", "mentor"))
    with clock.at(NOW):
        assert tablet.send(tablet.envelope(form), ticket=other.given["ticket"]).status_code == 422
    assert Arrival.select().count() == 0


def test_it_is_as_the_author_at_their_school_whatever_the_form_says(app, tablet, mentor, school, form):
    other = makers.member(makers.school("Elsewhere"), "Sam Stranger", "mentor")
    extra = {"author": str(other.user.id), "school": str(other.school.id), "tier": "safeguarding", "id": "77",
             "recorded_at": "2001-01-01", "occurred_at": "2001-01-01", "state": "withdrawn"}  # fmt: skip
    with clock.at(NOW):
        browser = makers.client(app, other)
        tablet.send(tablet.envelope(form | extra), browser=browser)
    record = Record.get()
    assert (record.author, record.school, record.tier, record.state) == (mentor.user, school, "support", "complete")
    assert record.occurred_at == record.recorded_at == NOW


def test_backdated_it_says_when_it_came(tablet, form):
    """Threat 16: whoever forges the tablet's clock changes when it happened, never when it was received."""
    with clock.at(NOW):
        envelope = tablet.envelope(form, made_at=(NOW - timedelta(days=20)).isoformat())
        tablet.send(envelope)
    record = Record.get()
    assert (record.occurred_at, record.recorded_at) == (NOW - timedelta(days=20), NOW)
    assert record.written_at == NOW - timedelta(days=20)


def test_fifty_of_one_drain_while_another_is_signed_in_who_sees_none(app, tablet, mentor, school, pupil):
    other = makers.member(school, "Ben Shaw", "mentor")
    with clock.at(NOW):
        sent = [tablet.envelope(makers.incident_form(school, pupil, note="Seen by A")) for _ in range(50)]
        sent[7] = tablet.envelope(makers.incident_form(school, pupil, note="Seen by A", ending=""))
    with clock.at(NOW + timedelta(hours=14)):  # the login that it was written under has run out
        browser = makers.client(app, other)
        before = Login.get(Login.user == other.user)
    with clock.at(NOW + timedelta(hours=14, seconds=100)):
        replies = [tablet.send(one, browser=browser) for one in sent]
        assert [one.status_code for one in replies] == [201] * 50
        assert all("Set-Cookie" not in one.headers and "Vary" not in one.headers for one in replies)
        after = Login.get(Login.user == other.user)
        assert vars(after)["__data__"] == vars(before)["__data__"]
    assert {one.author for one in Record.select()} == {mentor.user} and Record.select().count() == 49
    with clock.at(NOW + timedelta(hours=14, seconds=110)):
        for path in ("/", "/todos", "/searches"):
            page = browser.get(path).text
            assert "Seen by A" not in page and "Incident saved" not in page and "Look at it again" not in page, path


def test_a_locked_login_stays_locked_and_an_idle_one_idle(app, tablet, mentor, form):
    with clock.at(NOW):
        browser = makers.client(app, mentor)
        envelope = tablet.envelope(form)
        browser.post("/lock")
    with clock.at(NOW + timedelta(minutes=29)):
        assert tablet.send(envelope, browser=browser).status_code == 201
    with clock.at(NOW + timedelta(minutes=31)):
        assert browser.get("/").location.startswith("/sign-in")


@pytest.mark.parametrize("headers", [
    {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"},
])  # fmt: skip
def test_another_site_delivers_nothing(tablet, form, headers):
    with clock.at(NOW):
        envelope = tablet.envelope(form)
        sending = {"sent_at": tablet.now().isoformat(), "ticket": tablet.given["ticket"]}
        assert tablet.elsewhere.post("/outbox", json=envelope | sending, headers=headers).status_code == 403
    assert Arrival.select().count() == 0


def test_while_another_save_holds_the_record_it_is_asked_to_wait(tablet, form, monkeypatch):
    monkeypatch.setattr(database, "WRITE_WAIT_SECONDS", 0.05)
    with clock.at(NOW):
        envelope = tablet.envelope(form)
        held, free = threading.Event(), threading.Event()

        def hold():
            with database.write():
                held.set()
                free.wait(10)
            database.db.close()

        holder = threading.Thread(target=hold)
        holder.start()
        held.wait(10)
        try:
            reply = tablet.send(envelope)
            assert (reply.status_code, reply.headers["Retry-After"]) == (503, "2")
        finally:
            free.set()
            holder.join()
        assert tablet.send(envelope).json["state"] == "saved"


@sqlite_only
def test_on_a_full_disk_it_is_not_called_saved(tablet, form):
    with clock.at(NOW):
        envelope = tablet.envelope(form)
        tablet.missing()  # the throttle has its row
        pages = database.db.execute_sql("PRAGMA page_count").fetchone()[0]
        database.db.execute_sql(f"PRAGMA max_page_count = {pages}")
        whole = tablet.envelope(form | {"note": "x" * 9_000, "client_id": makers.client_id(), "opinion": "y" * 9_000})
        assert tablet.send(whole).status_code == 507
        assert Record.select().count() == Arrival.select().count() == 0
        database.db.execute_sql("PRAGMA max_page_count = 1073741823")
        assert tablet.send(whole).json["state"] == tablet.send(envelope).json["state"] == "saved"


# ---- the online way: the form's own address, with the header Outbox


def test_online_a_save_answers_with_its_client_id_and_where_to_go_on(as_mentor, pupil, form):
    reply = as_mentor.post("/incidents", data=form | {"form_from": str(pupil.id)}, headers={"Outbox": "1"})
    assert (reply.status_code, reply.content_type) == (201, "application/json") and "Location" not in reply.headers
    assert reply.json == {"client_id": form["client_id"], "onward": f"/pupils/{pupil.id}"}
    assert "Incident saved" in as_mentor.get(reply.json["onward"]).text
    again = as_mentor.post("/incidents", data=form, headers={"Outbox": "1"})
    assert (again.status_code, again.json["client_id"]) == (201, form["client_id"])
    assert Record.select().count() == 1 and Record.get().written_at is None


def test_online_every_kind_answers_so(as_mentor, school, mentor, pupil):
    person, programme = makers.family(pupil), makers.programme(mentor, pupil)
    forms = {
        "/parent-contacts": makers.contact_form(school, pupil, person),
        "/sessions": makers.session_form(school, pupil), "/group-sessions": makers.group_form(programme, pupil),
        "/concerns": makers.concern_form(school, pupil),
        "/notes": {"client_id": makers.client_id(), "pupil": [str(pupil.id)], "note": "Seen"},
        "/praise": {"client_id": makers.client_id(), "pupil": [str(pupil.id)],
                    "praise_reason": str(makers.option(school, "praise_reason", "Kindness"))},
    }  # fmt: skip
    for path, form in forms.items():
        reply = as_mentor.post(path, data=form, headers={"Outbox": "1"})
        assert (reply.status_code, reply.json["client_id"]) == (201, form["client_id"]), path


def test_online_an_amendment_answers_so_too(as_mentor, school, pupil, form):
    as_mentor.post("/incidents", data=form)
    amended = form | {"client_id": makers.client_id(), "version": "1", "reason": "Seen again", "note": "By the shed"}
    reply = as_mentor.post(f"/incidents/{Record.get().id}", data=amended, headers={"Outbox": "1"})
    assert (reply.status_code, reply.json["client_id"]) == (201, amended["client_id"])


def test_online_what_is_refused_changed_or_no_save_is_answered_as_ever(as_mentor, school, pupil, form):
    online = {"headers": {"Outbox": "1"}}
    assert as_mentor.post("/incidents", data=form | {"ending": ""}, **online).status_code == 422
    assert as_mentor.post("/incidents", data=form, **online).status_code == 201
    changed = as_mentor.post("/incidents", data=form | {"note": "Another"}, **online)
    assert changed.status_code == 409 and "<html" in changed.text
    assert as_mentor.post("/sign-out", **online).status_code == 303


def test_a_browsers_own_line_ends_are_no_change(as_mentor, form):
    """First the script sent it, then, the answer lost, the browser itself, which ends lines in its own way."""
    as_mentor.post("/incidents", data=form | {"note": "One\nTwo"}, headers={"Outbox": "1"})
    assert as_mentor.post("/incidents", data=form | {"note": "One\r\nTwo"}).status_code == 303
    assert Record.select().count() == 1


def test_signed_out_or_locked_it_is_told_in_a_status(app, nobody, mentor, form):
    online = {"headers": {"Outbox": "1"}}
    assert nobody.post("/incidents", data=form, **online).status_code == 401
    browser = makers.client(app, mentor)
    browser.post("/lock")
    assert browser.post("/incidents", data=form, **online).status_code == 423
    Login.update(locked_at=None, seen_at=NOW - timedelta(days=3000)).execute()
    assert browser.post("/incidents", data=form | {"form_path": "/incidents/new"}, **online).status_code == 401
    assert Draft.select().count() == 1  # the words of a login that ran out are kept, as for a browser


def test_who_must_set_a_second_step_up_first_is_told_in_a_status(app, school, form):
    admin = makers.member(school, "New Dsl", "dsl")
    browser = makers.client(app)
    browser.set_cookie("login", entering.start(admin.user, school, "test", "").token)
    assert browser.post("/incidents", data=form, headers={"Outbox": "1"}).status_code == 401
    assert browser.post("/incidents", data=form).status_code == 303
