"""What is long overdue comes to the lead, and no more than the lead may know."""

from datetime import UTC, date, datetime, timedelta

import pytest

from mentoring import clock, handling, overdue, restricting
from mentoring.entry import Promise
from models import Notice, Todo
from tests import makers

TUESDAY = datetime(2026, 11, 24, 11, tzinfo=UTC)


@pytest.fixture
def pupil(school, mentor):
    return makers.pupil(school, "Florence Nuttall", on=mentor)


@pytest.fixture(autouse=True)
def on_tuesday():
    with clock.at(TUESDAY):
        yield


def promise(mentor, pupil, day=date(2026, 11, 18), what="Canary call", **more):
    record = makers.record(mentor, pupil, promises=(Promise("follow_up", what, day),), days_ago=7, **more)
    return Todo.get(Todo.record == record)


@pytest.mark.parametrize(("day", "shown"), [
    (date(2026, 11, 18), True), (date(2026, 11, 19), True), (date(2026, 11, 20), False), (date(2026, 11, 24), False),
])  # fmt: skip
def test_it_comes_to_the_lead_after_three_school_days(as_lead, lead, mentor, pupil, day, shown):
    """From Thursday 19 to Tuesday 24 there are Friday, Monday and Tuesday."""
    promise(mentor, pupil, day)
    page = as_lead.get("/todos").text
    assert ("Canary call" in page) == shown == ("Overdue with others" in page)
    assert ("1 promise of colleagues overdue" in as_lead.get("/").text) == shown


def test_days_on_which_the_school_is_closed_do_not_count(as_lead, mentor, pupil, school):
    promise(mentor, pupil, date(2026, 11, 19))
    makers.term_date(school, "Storm", first="2026-11-23", last="2026-11-23")
    assert "Canary call" not in as_lead.get("/todos").text


def test_by_owner_in_the_order_of_names(as_lead, lead, mentor, pupil, school):
    ben = makers.member(school, "Ben Shaw", "mentor")
    promise(ben, pupil, what="Bens first", day=date(2026, 11, 17))
    promise(mentor, pupil, what="Amaras own")
    promise(lead, pupil, what="The lead's own")
    page = as_lead.get("/todos").text.split("Overdue with others")[1]
    assert page.index("Amara Bello") < page.index("Amaras own") < page.index("Ben Shaw") < page.index("Bens first")
    assert "The lead" not in page


@pytest.mark.parametrize("role", ["mentor", "contributor", "slt", "head", "admin", "dsl"])
def test_nobody_but_a_lead_is_shown_them(app, school, mentor, pupil, role):
    one = promise(mentor, pupil)
    browser = makers.client(app, makers.member(school, "Cleo Ray", role))
    assert "Canary" not in browser.get("/todos").text and "colleagues overdue" not in browser.get("/").text
    assert browser.post(f"/todos/{one.id}/owner", data={"owner": str(mentor.user.id)}).status_code == 404


def hidden(school, lead, mentor, dsl, pupil):
    """To-dos that no lead may know of, each with why."""
    restricted = promise(mentor, pupil, what="Canary restricted")
    restricting.restrict(dsl, restricted.record, {lead.user.id})
    yield restricted
    concern = makers.concern(mentor, pupil)
    due = {"person": mentor.user.id, "text": "Canary action", "day": date(2026, 11, 25)}
    handling.handle(dsl, concern, "acknowledged", makers.client_id())
    handling.handle(dsl, concern, "acted", makers.client_id(), **due)
    yield Todo.get(Todo.what == "Canary action")
    child = makers.pupil(school, "Nell Rao", on=mentor)
    own = promise(mentor, child, what="Canary own child")
    makers.relate(lead, child)
    yield own
    yield Todo.create(school=school, owner=mentor.user, author=mentor.user, reason="arrival", what="Canary arrival",
                      due_on=date(2026, 11, 1), created_at=clock.now(), path="/arrivals")  # fmt: skip
    elsewhere = makers.school("Elsewhere")
    stranger = makers.member(elsewhere, "Sam Stranger", "mentor")
    yield promise(stranger, makers.pupil(elsewhere, "Canary Finch", on=stranger), what="Canary elsewhere")


def test_what_a_lead_may_not_know_of_is_in_no_list_and_no_count(app, school, lead, mentor, dsl, pupil):
    rows = list(hidden(school, lead, mentor, dsl, pupil))
    Todo.update(due_on=date(2026, 11, 2)).execute()
    browser = makers.client(app, lead)
    assert "Canary" not in browser.get("/todos").text and "colleagues overdue" not in browser.get("/").text
    for one in rows:
        assert browser.post(f"/todos/{one.id}/owner", data={"owner": str(lead.user.id)}).status_code == 404, one.what
    assert len(rows) == 5 and Todo.select().where(Todo.owner == lead.user).count() == 0


def test_the_lead_hands_one_over_and_its_owner_is_told(app, as_lead, lead, mentor, pupil, school):
    ben = makers.member(school, "Ben Shaw", "mentor")
    one = promise(mentor, pupil)
    page = as_lead.get("/todos").text
    assert f'name="owner" value="{mentor.user.id}"' not in page and f'name="owner" value="{lead.user.id}"' in page
    assert as_lead.post(f"/todos/{one.id}/owner", data={"owner": str(mentor.user.id)}).status_code == 422
    assert as_lead.post(f"/todos/{one.id}/owner", data={"owner": str(ben.user.id)}).status_code == 303
    assert Todo.get_by_id(one.id).owner == ben.user
    notice = Notice.get(Notice.user == mentor.user)
    assert notice.words == "Sunita Rao handed a late to-do of yours over to Ben Shaw."
    assert "Canary" in makers.client(app, ben).get("/todos").text


def test_one_that_the_lead_gave_away_stands_once(as_lead, lead, mentor, pupil):
    one = promise(lead, pupil)
    Todo.update(owner=mentor.user).where(Todo.id == one.id).execute()
    page = as_lead.get("/todos").text
    assert page.count("<b>Canary call</b>") == 1 and "Handed to others" not in page


def test_the_lead_takes_one_on(as_lead, lead, mentor, pupil):
    one = promise(mentor, pupil)
    as_lead.post(f"/todos/{one.id}/owner", data={"owner": str(lead.user.id)})
    assert Todo.get_by_id(one.id).owner == lead.user


def test_one_that_is_not_overdue_is_not_handed_over(as_lead, lead, mentor, pupil):
    one = promise(mentor, pupil, date(2026, 11, 24))
    assert as_lead.post(f"/todos/{one.id}/owner", data={"owner": str(lead.user.id)}).status_code == 404


def test_one_to_finish_is_shown_but_stays(as_lead, lead, mentor, pupil):
    record = makers.record(mentor, pupil, finish_later=True, days_ago=8)
    one = Todo.get(Todo.record == record)
    Todo.update(due_on=date(2026, 11, 16)).execute()
    assert "Finish: incident" in (page := as_lead.get("/todos").text) and "Hand over<span" not in page
    assert as_lead.post(f"/todos/{one.id}/owner", data={"owner": str(lead.user.id)}).status_code == 409


def test_at_most_so_many_and_how_many_more(as_lead, mentor, pupil):
    record = promise(mentor, pupil).record
    row = {"school": mentor.school, "owner": mentor.user, "author": mentor.user, "record": record,
           "reason": "follow_up", "what": "Again", "created_at": clock.now()}  # fmt: skip
    day = date(2026, 11, 18) - timedelta(days=1)
    Todo.insert_many([row | {"due_on": day} for _ in range(overdue.MOST)]).execute()
    page = as_lead.get("/todos").text
    assert page.count("<b>Again</b>") == overdue.MOST and "1 more that" in page and "Canary" not in page
