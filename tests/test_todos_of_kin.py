"""A to-do about a pupil neither tells a colleague who is close to that pupil, nor goes to them."""

import pytest

from mentoring import clock
from models import Todo
from tests import makers


@pytest.fixture
def pupil(school, mentor):
    return makers.pupil(school, "Florence Nuttall", on=mentor)


@pytest.fixture
def other(school, mentor):
    return makers.pupil(school, "Leo Price", on=mentor)


@pytest.fixture
def near(school, pupil):
    """A colleague who is close to the pupil."""
    near = makers.member(school, "Nell Nuttall", "mentor")
    makers.relate(near, pupil)
    return near


def todo(owner, author, **columns):
    return Todo.create(school=owner.school, owner=owner.user, author=author.user, reason="follow_up", what="canary",
                       due_on=clock.today("Europe/London"), created_at=clock.now(), **columns)  # fmt: skip


@pytest.mark.parametrize("of", ["pupil", "record"])
def test_one_s_own_child_is_in_none_that_a_colleague_gave(app, mentor, near, pupil, other, of):
    """Also where the child is only one of those in its record."""
    one = todo(near, mentor, **{of: pupil if of == "pupil" else makers.record(mentor, other, pupil)})
    browser = makers.client(app, near)
    for path in ("/", "/todos"):
        assert "canary" not in browser.get(path).text
    for path in ("outcome", "owner"):
        assert browser.post(f"/todos/{one.id}/{path}", data={"owner": str(mentor.user.id)}).status_code == 404
    assert "Nell Nuttall" in makers.client(app, mentor).get("/todos").text.split("Handed to others")[1]


def test_what_one_wrote_oneself_one_goes_on_knowing(app, near, pupil):
    todo(near, near, pupil=pupil)
    assert "canary" in makers.client(app, near).get("/todos").text


@pytest.mark.parametrize("of", ["pupil", "record"])
def test_it_is_not_handed_over_to_who_is_close_to_its_pupil(as_mentor, mentor, near, school, pupil, other, of):
    ben = makers.member(school, "Ben Shaw", "mentor")
    one = todo(mentor, mentor, **{of: pupil if of == "pupil" else makers.record(mentor, other, pupil)})
    todo(mentor, mentor, pupil=other)
    assert as_mentor.get("/todos").text.count(f'name="owner" value="{near.user.id}"') == 1
    reply = as_mentor.post(f"/todos/{one.id}/owner", data={"owner": str(near.user.id)})
    assert reply.status_code == 422 and "Choose" in reply.text and Todo.get_by_id(one.id).owner == mentor.user
    assert f'name="owner" value="{near.user.id}"' not in reply.text.split("Ben Shaw")[0]
    assert as_mentor.post(f"/todos/{one.id}/owner", data={"owner": str(ben.user.id)}).status_code == 303


def test_a_follow_up_is_not_given_to_who_is_close_to_its_pupil(as_mentor, near, school, pupil, other):
    form = makers.incident_form(school, other, pupil, follow_up="today", follow_up_owner=str(near.user.id), note="kept")
    reply = as_mentor.post("/incidents", data=form)
    assert reply.status_code == 422 and "That colleague cannot take this on." in reply.text and "kept" in reply.text
    assert Todo.select().count() == 0
    alone = makers.incident_form(school, other, follow_up="today", follow_up_owner=str(near.user.id))
    assert as_mentor.post("/incidents", data=alone).status_code == 303
    assert as_mentor.post("/incidents", data=form | {"follow_up": "none"}).status_code == 303


def test_an_action_of_a_concern_is_not_given_to_who_is_close_to_its_pupil(as_dsl, midday, mentor, near, pupil):
    record = makers.concern(midday, pupil)
    day = clock.today("Europe/London")
    for who, status in ((near, 422), (mentor, 303)):
        form = {"client_id": makers.client_id(), "person": str(who.user.id), "text": "Ring her", "day": f"{day}"}
        assert as_dsl.post(f"/handlings/{record.id}/acted", data=form).status_code == status
