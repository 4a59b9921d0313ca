"""Every promise on one list."""

from datetime import UTC, datetime, timedelta

import pytest

from mentoring import clock
from models import AuditEvent, Todo
from tests import makers


def todo(mentor, days=0, what="Ring back"):
    day = clock.today("Europe/London") + timedelta(days=days)
    return Todo.create(school=mentor.school, owner=mentor.user, author=mentor.user, reason="follow_up", what=what,
                       due_on=day, created_at=clock.now())  # fmt: skip


def test_by_the_day_they_are_due(as_mentor, mentor):
    for days, what in ((3, "later one"), (-2, "late one"), (0, "todays one")):
        todo(mentor, days, what)
    page = as_mentor.get("/todos").text
    assert page.index("late one") < page.index("todays one") < page.index("later one")
    assert "2 days late" in page and "3 promises" in page


def test_done_with_what_came_of_it_and_back_again(as_mentor, mentor):
    one = todo(mentor)
    as_mentor.post(f"/todos/{one.id}/outcome", data={"outcome": "She will come on Friday"})
    assert Todo.get().outcome == "She will come on Friday" and Todo.get().done_by == mentor.user
    assert "She will come on Friday" in as_mentor.get("/todos").text
    as_mentor.post(f"/todos/{one.id}/outcome/removal")
    assert Todo.get().done_at is None


def test_what_only_the_record_can_close_is_not_ticked_away(as_mentor, mentor, school):
    makers.record(mentor, makers.pupil(school, on=mentor), finish_later=True)
    reply = as_mentor.post(f"/todos/{Todo.get().id}/outcome", data={"outcome": ""})
    assert reply.status_code == 409 and "open the record" in reply.text and Todo.get().done_at is None
    assert "Mark as done" not in as_mentor.get("/todos").text


def test_too_long_an_outcome_is_said_and_kept(as_mentor, mentor):
    reply = as_mentor.post(f"/todos/{todo(mentor).id}/outcome", data={"outcome": "y" * 301})
    assert reply.status_code == 422 and "Use at most 300 characters." in reply.text and "y" * 301 in reply.text


def test_another_persons_are_not_there(app, mentor, school):
    one = todo(mentor, what="Amaras own")
    other = makers.client(app, makers.member(school, "Ben Shaw", "mentor"))
    assert "Amaras own" not in other.get("/todos").text
    assert other.post(f"/todos/{one.id}/outcome").status_code == 404


def test_a_handed_over_todo_links_only_to_what_its_owner_may_read(app, mentor, school):
    ben = makers.member(school, "Ben Shaw", "mentor")
    pupil = makers.pupil(school, on=mentor)
    form = makers.incident_form(school, pupil, follow_up="today", follow_up_owner=str(ben.user.id),
                                follow_up_what="See him at lunch")  # fmt: skip
    makers.client(app, mentor).post("/incidents", data=form)
    page = makers.client(app, ben).get("/todos").text
    assert "See him at lunch" in page and "/incidents/" not in page
    makers.put_on(ben, pupil)
    assert "/incidents/" in makers.client(app, ben).get("/todos").text


def test_grouped_by_when_they_are_due(app, mentor):
    with clock.at(datetime(2026, 11, 24, 11, tzinfo=UTC)):
        browser = makers.client(app, mentor)
        for days, what in ((-1, "a"), (0, "b"), (1, "c"), (2, "d"), (5, "e"), (6, "f")):
            todo(mentor, days, f"promise {what}")
        page = " ".join(browser.get("/todos").text.split())
    groups = {part.split(" <span")[0]: part for part in page.split('<div class="head"><h2 id="due-')[1:]}
    found = {part[3:].split(" ")[0]: [what for what in "abcdef" if f"<b>promise {what}" in part]
             for part in groups.values()}  # fmt: skip
    assert found == {"Late": ["a"], "Today": ["b"], "Tomorrow": ["c"], "This": ["d", "e"], "Later": ["f"]}


@pytest.fixture
def ben(school):
    return makers.member(school, "Ben Shaw", "mentor")


def test_handed_over_to_a_colleague(app, as_mentor, mentor, ben):
    one = todo(mentor, what="See him at lunch")
    assert "Ben Shaw" in as_mentor.get("/todos").text
    reply = as_mentor.post(f"/todos/{one.id}/owner", data={"owner": str(ben.user.id)})
    assert (reply.status_code, reply.location) == (303, "/todos")
    page = as_mentor.get("/todos").text
    assert "Nothing promised" in page and "See him at lunch" in page.split("Handed to others")[1] and "Ben Shaw" in page
    assert "See him at lunch" in makers.client(app, ben).get("/todos").text
    noted = AuditEvent.get(AuditEvent.action == "todo.hand_over")
    assert (noted.subject_id, noted.detail, noted.user) == (one.id, f"to user {ben.user.id}", mentor.user)


def test_only_its_owner_hands_it_over(app, as_mentor, mentor, ben, school):
    one = todo(mentor)
    cleo = makers.member(school, "Cleo Ray", "mentor")
    assert makers.client(app, ben).post(f"/todos/{one.id}/owner", data={"owner": str(cleo.user.id)}).status_code == 404
    as_mentor.post(f"/todos/{one.id}/owner", data={"owner": str(ben.user.id)})
    assert as_mentor.post(f"/todos/{one.id}/owner", data={"owner": str(cleo.user.id)}).status_code == 404
    assert Todo.get().owner == ben.user


@pytest.mark.parametrize("owner", ["", "999", "me", "admin"])
def test_handing_it_to_nobody_is_told(as_mentor, mentor, admin, ben, owner):
    one = todo(mentor)
    sent = {"me": str(mentor.user.id), "admin": str(admin.user.id)}.get(owner, owner)
    reply = as_mentor.post(f"/todos/{one.id}/owner", data={"owner": sent})
    assert reply.status_code == 422 and Todo.get().owner == mentor.user
    assert "Choose a colleague." in reply.text or "Choose another." in reply.text
    assert '<details class="give" open>' in reply.text


def test_what_only_its_author_can_finish_stays(as_mentor, mentor, ben, school):
    makers.record(mentor, makers.pupil(school, on=mentor), finish_later=True)
    reply = as_mentor.post(f"/todos/{Todo.get().id}/owner", data={"owner": str(ben.user.id)})
    assert reply.status_code == 409 and "this stays where it is" in reply.text and Todo.get().owner == mentor.user
    assert "Hand over<span" not in as_mentor.get("/todos").text


def test_one_that_is_done_is_not_handed_over(as_mentor, mentor, ben):
    one = todo(mentor)
    as_mentor.post(f"/todos/{one.id}/outcome", data={"outcome": "Done"})
    reply = as_mentor.post(f"/todos/{one.id}/owner", data={"owner": str(ben.user.id)})
    assert reply.status_code == 409 and Todo.get().owner == mentor.user


def test_alone_there_is_nobody_to_hand_over_to(as_mentor, mentor):
    todo(mentor)
    assert "Hand over<span" not in as_mentor.get("/todos").text


def test_what_is_handed_on_is_seen_by_who_made_it(app, as_mentor, mentor, ben, school):
    cleo = makers.member(school, "Cleo Ray", "mentor")
    one = todo(mentor, what="Ring the nurse")
    as_mentor.post(f"/todos/{one.id}/owner", data={"owner": str(ben.user.id)})
    browser = makers.client(app, ben)
    browser.post(f"/todos/{one.id}/owner", data={"owner": str(cleo.user.id)})
    assert "Cleo Ray" in as_mentor.get("/todos").text and "Ring the nurse" not in browser.get("/todos").text


def test_a_promise_of_a_withdrawn_record_is_not_put_back(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    as_mentor.post("/incidents", data=makers.incident_form(school, pupil, follow_up="today"))
    todo = Todo.get()
    as_mentor.post(f"/records/{todo.record_id}/withdrawal", data={"reason": "Wrong day"})
    assert as_mentor.post(f"/todos/{todo.id}/outcome/removal").status_code == 409
    assert Todo.get().done_at is not None


def test_a_record_with_a_promise_gone_by_or_handed_to_who_has_left_can_be_amended(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    colleague = makers.member(school, "Nasreen Akhtar", "mentor")
    sent = makers.incident_form(school, pupil, follow_up="today", follow_up_owner=str(colleague.user.id))
    as_mentor.post("/incidents", data=sent)
    before = clock.today(school.zone) - timedelta(days=3)
    Todo.update(due_on=before).execute()
    makers.ended(colleague.user)
    again = sent | {"follow_up": "day", "follow_up_on": before.isoformat(), "note": "More", "version": "1",
                    "reason": "More to say", "client_id": makers.client_id()}  # fmt: skip
    assert as_mentor.post(f"/incidents/{Todo.get().record_id}", data=again).status_code == 303
    assert (Todo.get().due_on, Todo.get().owner) == (before, colleague.user)
    earlier = again | {"follow_up_on": (before - timedelta(days=1)).isoformat(), "version": "2",
                       "client_id": makers.client_id()}  # fmt: skip
    assert as_mentor.post(f"/incidents/{Todo.get().record_id}", data=earlier).status_code == 422
