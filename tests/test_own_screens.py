"""The pupil's own screen: handed over nothing else is open, the PIN leads back, and what was said stays the pupil's."""

import json
import re
from urllib.parse import urlsplit

import pytest

from mentoring import own_screens, ratings
from models import AuditEvent, Draft, Login, OwnScreen, Rating, Record, RecordVersion, Session, Target
from tests import makers, walking

PLAIN = {"Accept": "text/plain"}
GOAL = {"own_words": "I want to stop shouting"}
OPEN = "/own-screens/open"


@pytest.fixture
def pupil(school, mentor):
    return makers.pupil(school, "Canary Okafor", on=mentor, known_as="Jay")


@pytest.fixture
def target(mentor, pupil):
    return Target.get(Target.plan == makers.plan(mentor, pupil, GOAL))


@pytest.fixture
def pin(mentor):
    return makers.pin(mentor)


@pytest.fixture
def form(school, pupil):
    """A session half filled in."""
    return makers.session_form(school, pupil, form_path="/sessions/new", form_title="1:1 session",
                               form_school=str(school.id), note="Half a note")  # fmt: skip


@pytest.fixture
def handed(as_mentor, form, target, pin):
    """The mentor's browser, the tablet handed over from that session."""
    reply = as_mentor.post("/own-screens", data=form | {"step": "hand"})
    assert (reply.status_code, reply.location) == (303, OPEN)
    return as_mentor


def say(browser, target=None, mark=6, **fields):
    marks = {f"rating-{target.id}": str(mark)} if target else {}
    return browser.post(OPEN, data=marks | fields, headers=PLAIN)


def back(browser, pin="274918"):
    return browser.post(f"{OPEN}/removal", data={"pin": pin})


def test_the_screen_has_faces_a_slider_for_each_target_and_a_box_and_no_way_on(handed, target):
    page = handed.get(OPEN).text
    assert "Hello Jay" in page and "Okafor" not in page and "Amara" not in page
    assert page.count('name="feeling"') == 5 and page.count(f'name="rating-{target.id}"') == 11
    assert "I want to stop shouting" in page and "What I want adults to know" in page
    assert set(re.findall(r'(?:href|action)="(/[^"]*)"', page)) - {OPEN, f"{OPEN}/removal"} == {
        one for one in re.findall(r'(?:href)="(/[^"]*)"', page) if one.startswith(("/static/", "/manifest"))
    }


def test_every_other_address_leads_back_to_it(app, handed, pupil):
    makers.record(makers.member(pupil.school, "Zed Other", "mentor"), pupil, note="canary words")
    closed = 0
    for rule, path, methods in walking.paths(app):
        view = app.view_functions[rule.endpoint]
        if hasattr(view, "while_handed") or hasattr(view, "by_ticket"):
            continue
        for method in methods:
            for headers in ({}, {"HX-Request": "true", "HX-Request-Type": "partial"}, PLAIN):
                reply = handed.open(
                    path, method=method, headers=headers, data={"pupil": "1"} if method == "POST" else None
                )
                assert reply.status_code in (303, 401, 423), f"{method} {path}: {reply.status_code}"
                assert reply.status_code != 303 or reply.location == OPEN, f"{method} {path}: {reply.location}"
                assert "canary" not in reply.text.lower(), f"{method} {path}"
                closed += 1
    assert closed > 500
    assert handed.get(OPEN).status_code == 200


def test_what_brings_a_ticket_of_its_own_reads_nothing(app, handed):
    """The outbox goes on emptying itself: create-only, by a ticket, whoever is signed in."""
    open_to_tickets = [
        rule.endpoint for rule, _, _ in walking.paths(app) if hasattr(app.view_functions[rule.endpoint], "by_ticket")
    ]
    assert {one.split(".")[0] for one in open_to_tickets} <= {"outbox", "tickets"}


def test_the_pin_leads_back_to_the_very_form_and_its_words(handed, form, target):
    say(handed, target, 6, feeling="4")
    reply = back(handed)
    assert (reply.status_code, reply.location) == (303, f"/sessions/new?draft={form['client_id']}#ratings")
    page = handed.get(reply.location).text
    assert "Half a note" in page and "6 of 10" in page and "felt good" in page
    assert f'name="rating-{target.id}"' not in page, "the pupil's own mark is nobody else's to change"


def test_a_wrong_pin_opens_nothing_and_five_end_the_sign_in(handed, mentor):
    for left in (4, 3, 2, 1):
        reply = back(handed, "000000")
        assert reply.status_code == 422 and f"{left} {'try is' if left == 1 else 'tries are'} left" in reply.text
    assert handed.get("/pupils").location == OPEN
    reply = back(handed, "000000")
    assert urlsplit(reply.location).path == "/sign-in"
    assert handed.get("/pupils").location.startswith("/sign-in")
    assert Login.get(Login.user == mentor.user).ended_at is not None
    assert OwnScreen.get().answers == "{}" and Draft.get().title == "1:1 session"


def test_each_tap_is_kept_and_what_is_half_said_is_marked_so(app, handed, mentor, pupil, target):
    assert say(handed, target, 3, words="They call me").status_code == 204
    assert say(handed, target, 4, words="They call me names").status_code == 204
    other = makers.client(app, mentor)  # the tablet is shut; somewhere else the mentor signs in
    assert "not finished" in other.get(f"/pupils/{pupil.id}").text
    page = other.get(f"/own-screens/{OwnScreen.get().id}").text
    assert "They call me names" in page and "had not tapped Done" in page and "4 of 10" in page


def test_done_says_thank_you_and_may_be_changed(handed, target):
    reply = handed.post(OPEN, data={"words": "All good", "done": "1"})
    assert (reply.status_code, reply.location) == (303, OPEN)
    assert "Thank you, Jay" in handed.get(OPEN).text and OwnScreen.get().done
    assert "All good" in handed.get(f"{OPEN}?change=1").text
    say(handed, words="Not so good")
    assert not OwnScreen.get().done


def test_words_are_read_first_with_a_concern_beside_them(handed, pupil, form, school):
    say(handed, words="My uncle hits me.\nAt night", done="1")
    reply = back(handed)
    one = OwnScreen.get()
    assert reply.location == f"/own-screens/{one.id}"
    page = handed.get(reply.location).text
    assert "My uncle hits me." in page and f"/sessions/new?draft={form['client_id']}" in page
    concern = re.search(r'href="(/concerns/new[^"]*)"', page)[1].replace("&amp;", "&")
    asked = handed.get(concern).text
    assert "My uncle hits me.\nAt night</textarea>" in asked
    assert re.search(r"data-code=\"told_child\"\s*checked", asked)


def test_the_session_takes_it_up_as_the_pupils_own(handed, form, target, mentor, pupil):
    say(handed, target, 6, feeling="2", words="I like the card", done="1")
    back(handed)
    assert handed.post("/sessions", data=form | {f"rating-{target.id}": "10", "note": "Whole"}).status_code == 303
    record, detail, mark = Record.get(), Session.get(), Rating.get()
    assert (mark.value, mark.by_pupil) == (6, True)
    assert (detail.voice_words, detail.voice_feeling, detail.voice_done) == ("I like the card", 2, True)
    assert detail.voice_by == mentor.user
    one = OwnScreen.get()
    assert (one.record, one.answers) == (record, "{}"), "said once, kept once"
    page = handed.get(f"/sessions/{record.id}").text
    assert "6 of 10, 3 up since baseline; the pupil’s own mark" in page and "I like the card" in page
    assert "handed over by Amara Bello" in page and "not finished" not in page
    plan = handed.get(f"/plans/{target.plan_id}").text
    assert "the pupil’s own mark" in plan
    assert ratings.points(mentor, [target.id])[target.id][0].by_pupil
    version = json.loads(RecordVersion.get().payload)
    assert version["parts"]["rating"] == [{"target": target.id, "value": 6, "by_pupil": True}]
    assert "the pupil’s own mark" in handed.get(f"/records/{record.id}/versions/1").text
    assert "Amara Bello" in handed.get(f"/records/{record.id}/versions/1").text


def test_amending_changes_nothing_of_it_and_the_mentors_marks_are_their_own(
    handed, form, mentor, pupil, target, school
):
    other = Target.get(Target.plan == makers.plan(mentor, pupil, {"own_words": "I want to read"}))
    say(handed, target, 6, words="Mine", done="1")
    back(handed)
    handed.post("/sessions", data=form | {f"rating-{other.id}": "2"})
    record = Record.get()
    assert "Mine" in handed.get(f"/sessions/{record.id}/edit").text
    changed = form | {"client_id": makers.client_id(), "version": "1", "reason": "More", "note": "More seen",
                      f"rating-{other.id}": "3", f"rating-{target.id}": "1"}  # fmt: skip
    assert handed.post(f"/sessions/{record.id}", data=changed).status_code == 303
    assert Session.get().voice_words == "Mine"
    assert {(row.target_id, row.value, row.by_pupil) for row in Rating.select()} == {
        (target.id, 6, True), (other.id, 3, False)
    }  # fmt: skip


def test_from_the_pupils_page_it_becomes_a_session(as_mentor, pupil, target, pin, school):
    page = as_mentor.get(f"/pupils/{pupil.id}").text
    assert "Hand to Jay" in page
    as_mentor.post("/own-screens", data={"pupil": str(pupil.id), "path": f"/pupils/{pupil.id}"})
    say(as_mentor, target, 9)
    assert back(as_mentor).location == f"/pupils/{pupil.id}"
    one = OwnScreen.get()
    page = as_mentor.get(f"/own-screens/{one.id}").text
    onward = re.search(r'href="(/sessions/new\?[^"]*own_screen[^"]*)"', page)[1].replace("&amp;", "&")
    asked = as_mentor.get(onward).text
    assert f'name="client_id" value="{one.client_id}"' in asked and "9 of 10" in asked
    as_mentor.post("/sessions", data=makers.session_form(school, pupil, client_id=one.client_id))
    assert Rating.get().by_pupil and Rating.get().value == 9
    assert "not in a session yet" not in as_mentor.get(f"/pupils/{pupil.id}").text


def test_a_pupil_chosen_by_mistake_keeps_what_the_other_said(handed, mentor, form, target, school):
    say(handed, target, 6, words="Mine")
    back(handed)
    other = makers.pupil(school, "Ruby Marsh", on=mentor)
    handed.post("/sessions", data=form | {"pupil": [str(other.id)]})
    assert Session.get().voice_words == "" and not Rating.select().exists()
    assert own_screens.said(OwnScreen.get()).words == "Mine"


def test_who_has_no_pin_sets_one_first(as_mentor, form, pupil):
    assert "Set a PIN" in as_mentor.get(f"/sessions/new?pupil={pupil.id}").text
    reply = as_mentor.post("/own-screens", data=form)
    assert reply.location == "/lock/pin/edit"
    assert "brings you back" in as_mentor.get(reply.location).text
    assert Draft.get().title == "1:1 session" and not OwnScreen.select().exists()


def test_it_is_read_as_the_session_would_be(app, handed, school, pupil, target):
    say(handed, words="Only for mine")
    path = f"/own-screens/{OwnScreen.get().id}"
    readers = {"lead": 200, "dsl": 200, "mentor": 404, "contributor": 404, "slt": 404, "head": 404, "admin": 403}
    for role, status in readers.items():
        browser = makers.client(app, makers.member(school, f"{role} reader", role))
        assert browser.get(path).status_code == status, role
    related = makers.member(school, "Aunt Lead", "lead")
    makers.relate(related, pupil)
    assert makers.client(app, related).get(path).status_code == 404


def test_another_pupils_name_is_hidden_from_who_may_not_see_them(app, handed, school, pupil, mentor):
    other = makers.pupil(school, "Florence Nuttall")
    colleague = makers.member(school, "Cara Lane", "mentor")
    makers.put_on(colleague, pupil)
    say(handed, words="Florence pushed me")
    browser = makers.client(app, colleague)
    assert "another pupil pushed me" in browser.get(f"/own-screens/{OwnScreen.get().id}").text
    back(handed)
    handed.post("/sessions", data=makers.session_form(school, pupil, client_id=OwnScreen.get().client_id))
    assert Session.get().voice_words == "Florence pushed me"
    page = browser.get(f"/pupils/{pupil.id}").text
    assert "another pupil pushed me" in page and other.forename not in page


def test_no_target_names_another_pupil_to_the_pupil(as_mentor, mentor, pupil, pin, school):
    makers.pupil(school, "Florence Nuttall", on=mentor)
    makers.plan(mentor, pupil, {"own_words": "I want to play with Florence"})
    as_mentor.post("/own-screens", data={"pupil": str(pupil.id), "path": "/"})
    page = as_mentor.get(OPEN).text
    assert "I want to play with another pupil" in page and "Florence" not in page


def test_left_alone_it_locks_and_opens_at_the_pupils_screen_again(handed):
    handed.post("/lock", data={"path": "/pupils"})
    assert handed.get(OPEN).location == "/lock" and handed.get("/pupils").location == OPEN
    page = handed.get("/lock").text
    assert "Somebody else signs in" not in page
    assert handed.post("/lock/hand-overs").location == OPEN
    assert handed.post("/lock/removal", data={"pin": "274918"}).location == OPEN
    assert "Hello Jay" in handed.get(OPEN).text and handed.get("/pupils").location == OPEN


def test_marks_of_what_is_not_asked_are_not_taken(handed, mentor, school, target):
    stranger = makers.pupil(school, "Ruby Marsh", on=mentor)
    foreign = Target.get(Target.plan == makers.plan(mentor, stranger, {"own_words": "Hers"}))
    say(handed, foreign, 5, feeling="99", **{f"rating-{target.id}": "11"})
    assert own_screens.said(OwnScreen.get()) == own_screens.Said()


def test_nobody_else_reaches_a_screen_that_is_not_handed_to_them(as_mentor, pin):
    assert as_mentor.get(OPEN).location == "/"
    assert say(as_mentor, words="x").status_code == 409
    assert back(as_mentor).location == OPEN


def test_the_trail_says_who_handed_over_and_took_back(handed, mentor):
    say(handed, done="1")
    back(handed)
    told = [
        row.action
        for row in AuditEvent.select().where(AuditEvent.action.startswith("own_screen")).order_by(AuditEvent.id)
    ]
    assert told == ["own_screen.hand", "own_screen.done", "own_screen.back"]
