"""Every promise on one list."""

from datetime import timedelta

from mentoring import clock
from models import Todo
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
