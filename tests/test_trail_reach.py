"""The trail tells a DSL or head of nothing that is hidden from them elsewhere, whatever was done to it."""

import pytest

import database
from mentoring import audit, clock, handling, mail, recording, restricting, todos, trail, viewing
from models import AuditEvent, Draft, Mail, Relationship, Slot, Todo
from tests import makers


@pytest.fixture
def pupil(school, mentor):
    return makers.pupil(school, "Florence Nuttall", on=mentor)


def told(member, scope=trail.WHOLE):
    """What the trail tells somebody, in words, the oldest first."""
    return [f"{one.who} {one.words}" for one in trail.page(member, trail.Filters(), "", scope).entries][::-1]


def handle_whole(head, record, mentor):
    """Everything that can be done about a concern."""
    viewing.record(head, record)
    for action, facts in (
        ("acknowledged", {}), ("assigned", {"person": head.user.id}), ("decided", {"choice": "LADO", "text": "x"}),
        ("acted", {"person": mentor.user.id, "text": "Ring", "day": clock.today("Europe/London")}),
        ("referred", {"agency": "LADO"}), ("told", {"text": "In hand"}), ("linked", {}), ("closed", {"text": "x"}),
        ("reopened", {"text": "x"}),
    ):  # fmt: skip
        handling.handle(head, record, action, makers.client_id(), **facts)
    with database.write():
        todos.done(mentor, Todo.get(), "Rung")


def test_a_concern_about_an_adult_is_in_no_dsl_s_trail_with_all_that_is_done_about_it(dsl, head, midday, mentor, pupil):
    before = told(dsl)
    record = makers.concern(midday, pupil, tier="adult", about=dsl)
    handle_whole(head, record, mentor)
    assert told(dsl) == before
    assert sum("concern" in line or "to-do" in line for line in told(head)) >= 12


def test_a_dsl_who_wrote_one_about_an_adult_does_not_learn_there_what_is_done_about_it(dsl, head, mentor, pupil):
    record = makers.concern(dsl, pupil, tier="adult", about=mentor)
    before = told(dsl)
    assert before[-1] == "Grace Adeyemi recorded a concern"
    handle_whole(head, record, mentor)
    assert told(dsl) == before


def test_nobody_s_trail_tells_of_one_about_the_headteacher_but_its_author_s(dsl, head, midday):
    before = told(dsl), told(head)
    makers.concern(midday, tier="headteacher")
    assert (told(dsl), told(head)) == before
    assert told(midday, trail.OWN)[-1] == "Denise Whitlow recorded a concern"


def test_a_restricted_record_and_its_to_dos_are_in_no_head_s_trail(dsl, head, mentor, pupil):
    record = makers.record(mentor, pupil, finish_later=True)
    assert "Amara Bello made a to-do" in told(head)
    restricting.restrict(dsl, record, {mentor.user.id})
    with database.write():
        todos.close_all(mentor, record, "Done")
    recording.withdraw(mentor, record, "Wrong day")
    assert not [line for line in told(head) if "incident" in line or "to-do" in line]
    assert [line for line in told(dsl) if "restricted an incident" in line]


def test_what_was_begun_is_in_nobody_s_trail_but_its_author_s(app, dsl, head, midday):
    form = {"client_id": makers.client_id(), "form_path": "/concerns/new", "form_title": "Concern"}
    browser = makers.client(app, midday)
    browser.post("/drafts", data=form)
    browser.post(f"/drafts/{Draft.get().client_id}/removal")
    assert not [line for line in told(dsl) + told(head) if "begun" in line]
    assert told(midday, trail.OWN)[-1] == "Denise Whitlow threw away what they had begun"


def test_of_an_e_mail_about_a_concern_that_could_not_be_sent_only_the_head_reads(school, dsl, head, admin):
    for reason in ("concern", "link"):
        with database.write():
            mail.queue(school, "helen@school.example", "x", "y", reason)
        mail._give_up(Mail.get(Mail.reason == reason), "No such address")
    count = [sum("could not be sent" in line for line in told(*who)) for who in ((dsl,), (head,), (admin, trail.SAFE))]
    assert count == [1, 2, 1]


def test_who_supports_or_opened_one_s_own_child_is_not_in_one_s_trail(app, school, dsl, head, mentor, pupil):
    near = makers.member(school, "Nell Nuttall", "dsl")
    makers.relate(near, pupil)
    near = type(near)(near.user, school, near.roles, related=frozenset({pupil.id}))
    before = [line for line in told(near) if "caseload" in line]
    assert not before and "put Florence N on Amara Bello’s caseload" in " ".join(told(dsl))
    makers.client(app, dsl).post("/relationships", data={"user": mentor.user.id, "pupil": pupil.id, "what": "Other"})
    assert Relationship.select().count() == 2
    makers.client(app, head).post(f"/break-glass/pupils/{pupil.id}", data={"reason": "Nobody else is there"})
    day = clock.today(school.zone)
    row = Todo.create(school=school, owner=mentor.user, author=mentor.user, pupil=pupil, reason="follow_up",
                      what="Ring", due_on=day, created_at=clock.now())  # fmt: skip
    slot = Slot.create(school=school, mentor=mentor.user, weekday=0, starts="09:00", ends="09:30", kind="session",
                       pupil=pupil, starts_on=day)  # fmt: skip
    with database.write():
        todos.done(mentor, row, "Rung")
        audit.note(mentor, "slot.add", slot)
    kept = {event.action for event in AuditEvent.select()}
    assert {"relationship.declare", "pupil.open", "todo.done", "slot.add"} <= kept
    for words in ("relationship", "emergency", "caseload", "to-do", "timetable", "Florence"):
        assert words not in " ".join(told(near)) and words in " ".join(told(dsl)), words
