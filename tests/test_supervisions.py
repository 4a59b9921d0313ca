"""Supervision: numbers of what the lead may know, and a note that two people read."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from peewee import DatabaseError

from mentoring import clock, restricting, supervision, trail
from mentoring.entry import Promise
from models import Notice, SupervisionChoice, SupervisionNote, Todo
from tests import makers

TUESDAY = datetime(2026, 11, 24, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_tuesday():
    with clock.at(TUESDAY):
        yield


@pytest.fixture
def pupil(school, mentor):
    return makers.pupil(school, "Florence Nuttall", on=mentor)


def form(school, mentor, **changes):
    topics = [makers.option(school, "supervision_topic", name) for name in ("Workload", "Boundaries")]
    return {
        "client_id": makers.client_id(), "held_on": "2026-11-23", "supervision_topic": topics,
        "supervision_load": makers.option(school, "supervision_load", "Heavy"), "said": "Too many lunch duties",
        "actions-0-what": "Ask for a room", "actions-0-owner": str(mentor.user.id), "actions-0-due_on": "2026-11-27",
        "actions-1-what": "", "actions-2-what": "",
    } | changes  # fmt: skip


def path(person):
    return f"/supervisions/people/{person.user.id}"


def test_a_note_is_kept_its_action_is_a_to_do_and_the_other_is_told(app, as_lead, lead, mentor, school):
    assert "Amara Bello" in as_lead.get("/supervisions").text
    reply = as_lead.post(f"{path(mentor)}/notes", data=form(school, mentor))
    assert (reply.status_code, reply.location) == (303, "/supervisions/notes/1")
    for browser in (as_lead, makers.client(app, mentor)):
        page = browser.get("/supervisions/notes/1").text
        assert all(word in page for word in ("Boundaries", "heavy", "Too many lunch duties", "Ask for a room"))
        assert "23 November 2026" in browser.get("/supervisions/mine").text
    todo = Todo.get()
    assert (todo.owner, todo.author, todo.due_on) == (mentor.user, lead.user, date(2026, 11, 27))
    assert 'href="/supervisions/notes/1"' in makers.client(app, mentor).get("/todos").text
    assert Notice.get(Notice.user == mentor.user).words == "Sunita Rao wrote a note of your supervision."


@pytest.mark.parametrize("role", ["mentor", "contributor", "lead", "dsl", "head", "slt"])
def test_nobody_but_the_two_reads_it(app, as_lead, mentor, school, role):
    as_lead.post(f"{path(mentor)}/notes", data=form(school, mentor))
    other = makers.member(school, "Cleo Ray", role)
    browser = makers.client(app, other)
    assert browser.get("/supervisions/notes/1").status_code == 404
    assert "No note yet" in browser.get("/supervisions/mine").text
    if role == "lead":
        page = browser.get(path(mentor)).text
        assert "No note with Amara yet" in page and "Ask for a room" not in browser.get("/todos").text


def test_who_is_neither_is_not_let_in(app, mentor, school, as_mentor, as_dsl, as_head, as_admin):
    for browser in (as_mentor, as_dsl, as_head, as_admin):
        assert browser.get("/supervisions").status_code == browser.get(path(mentor)).status_code == 403
    assert as_admin.get("/supervisions/mine").status_code == 403


def test_sent_twice_it_is_one(as_lead, mentor, school):
    sent = form(school, mentor)
    assert {as_lead.post(f"{path(mentor)}/notes", data=sent).location for _ in range(2)} == {"/supervisions/notes/1"}
    assert (SupervisionNote.select().count(), Todo.select().count(), SupervisionChoice.select().count()) == (1, 1, 3)


@pytest.mark.parametrize("where", ["said", "actions-0-what"])
def test_a_pupil_s_name_is_to_be_taken_out(as_lead, mentor, school, pupil, where):
    sent = form(school, mentor, **{where: "It is hard with Florence at lunch"})
    reply = as_lead.post(f"{path(mentor)}/notes", data=sent)
    assert reply.status_code == 422 and "Take “Florence” out" in reply.text and "at lunch" in reply.text
    assert "Ask for a room" in reply.text or where != "said"
    assert SupervisionNote.select().count() == 0
    reply = as_lead.post(f"{path(mentor)}/notes", data=sent | {"no_pupil": "y"})
    assert reply.status_code == 303


@pytest.mark.parametrize(("changes", "said"), [
    ({"supervision_topic": []}, "Choose at least one thing"), ({"held_on": "2026-11-25"}, "today or a day before"),
    ({"held_on": ""}, "Write the day"), ({"actions-0-owner": ""}, "Choose who does it"),
    ({"actions-0-due_on": ""}, "Give the day by which"), ({"actions-0-due_on": "2026-11-01"}, "a later day"),
    ({"actions-0-owner": "999"}, "not offered"),
])  # fmt: skip
def test_what_is_missing_is_said_and_the_words_stay(as_lead, mentor, school, changes, said):
    reply = as_lead.post(f"{path(mentor)}/notes", data=form(school, mentor, **changes))
    assert reply.status_code == 422 and said in reply.text and "Too many lunch duties" in reply.text
    assert "Ask for a room" in reply.text and SupervisionNote.select().count() == 0


def test_nobody_supervises_themselves_or_somebody_elsewhere(app, as_lead, lead, school):
    both = makers.member(school, "Ria Both", "lead", "mentor")
    assert makers.client(app, both).get(path(both)).status_code == 404
    stranger = makers.member(makers.school("Elsewhere"), "Sam Stranger", "mentor")
    assert as_lead.get(path(stranger)).status_code == 404
    assert as_lead.post(f"{path(stranger)}/notes", data={}).status_code == 404


def test_the_load_counts_nothing_that_a_lead_may_not_know_of(lead, mentor, dsl, school, pupil):
    due = (Promise("follow_up", "Call", date(2026, 11, 16)),)
    makers.record(mentor, pupil, promises=due, days_ago=1)
    makers.record(mentor, pupil, kind="session", days_ago=1)
    makers.record(mentor, pupil, days_ago=100)
    before = supervision.load(lead, mentor.user)
    assert [(kind.name, count) for kind, count in before.records] == [("incident", 1), ("session", 1)]
    assert (before.pupils, before.waiting, before.overdue) == (1, 1, 1)
    hidden = makers.record(mentor, pupil, promises=due, days_ago=1)
    restricting.restrict(dsl, hidden, {lead.user.id})
    makers.concern(mentor, pupil)
    child = makers.pupil(school, "Nell Rao", on=mentor)
    makers.relate(lead, child)
    makers.record(mentor, child, promises=due, days_ago=1)
    after = supervision.load(as_asked(lead, child), mentor.user)
    assert (after.records, after.waiting, after.overdue) == (before.records, 1, 1)


def as_asked(member, child):
    """The member as a request finds them, with the relationship that they have declared."""
    return replace(member, related=frozenset({child.id}))


def test_the_page_says_it_in_numbers(as_lead, mentor, midday, school, pupil):
    makers.record(mentor, pupil, days_ago=1)
    makers.member(school, "Ben Shaw", "mentor")
    page = as_lead.get(path(mentor)).text
    assert "1 pupil; mentors here have from 0 to 1" in page and ">1</dd>" in page and "Florence" not in page
    page = as_lead.get(path(midday)).text
    assert "Caseload" not in page.split("In hand")[1].split("</dl>")[0] and "None this half-term" in page


def test_it_is_never_changed(as_lead, mentor, school):
    as_lead.post(f"{path(mentor)}/notes", data=form(school, mentor))
    with pytest.raises(DatabaseError):
        SupervisionNote.update(said="x").execute()


def test_the_trail_says_that_and_not_with_whom(as_lead, mentor, head, school):
    as_lead.post(f"{path(mentor)}/notes", data=form(school, mentor))
    said = [one.words for one in trail.page(head, trail.Filters(), "", trail.WHOLE).entries]
    assert "wrote a supervision note" in said and not any("Amara" in words for words in said[:3])
