"""Entry checks over real requests: who needs one, going through it, who may."""

from datetime import timedelta

import pytest

from mentoring import clock, notices, todos
from models import EntryCheck, EntryItem, EntryMark, Option, Pupil
from tests import import_files, makers

ZONE = "Europe/London"


@pytest.fixture
def new(school, mentor):
    """A pupil who came a week ago, on the mentor's caseload."""
    return makers.pupil(school, "Amina Yusuf", on=mentor, arrived_on=clock.today(ZONE) - timedelta(days=7), eal=True)


def start(browser, pupil, sort="entry_check"):
    return browser.post("/entry-checks", data={"pupil": str(pupil.id), "sort": sort})


def mark(browser, item, state="done", note=""):
    return browser.post(f"/entry-checks/1/items/{item}/marks", data={"state": state, "note": note})


def test_an_import_says_who_is_new_or_back_but_not_at_the_very_first(as_admin, lead, school):
    first = import_files.sheet(f"{import_files.UPN(1)},Okafor,Ada,2016-01-01,5,Kestrel")
    import_files.take_in(as_admin, first)
    assert Pupil.get().arrived_on is None and notices.waiting(lead) == []
    Pupil.update(left_on=clock.today(ZONE) - timedelta(days=90)).execute()
    both = import_files.sheet(f"{import_files.UPN(1)},Okafor,Ada,2016-01-01,5,Kestrel",
                              f"{import_files.UPN(2)},Price,Leo,2016-01-02,5,Kestrel")  # fmt: skip
    import_files.take_in(as_admin, both)
    assert {one.known_as: one.arrived_on for one in Pupil.select()} == dict.fromkeys(("Ada", "Leo"), clock.today(ZONE))
    assert [one.words for one in notices.waiting(lead)] == ["2 pupils are new or back: entry checks can be started."]


def test_who_is_new_stands_there_until_a_check_is_started_for_the_mentor(as_lead, as_mentor, mentor, lead, school, new):
    makers.pupil(school, "Long Here", on=mentor, arrived_on=clock.today(ZONE) - timedelta(days=60))
    page = as_lead.get("/entry-checks").text
    assert "Amina Yusuf" in page and "New-to-country list" in page and "Long Here" not in page
    for _ in range(2):
        assert start(as_lead, new).location == "/entry-checks/1"
    assert EntryCheck.select().count() == 1
    assert [todo.what for todo in todos.waiting(mentor)] == ["Entry check: Amina Y"] and not todos.waiting(lead)
    page = as_mentor.get("/entry-checks").text
    assert "Start the check" not in page and "0 of 10" in page


def test_item_by_item_with_who_and_when_until_the_promise_is_kept(as_mentor, mentor, new):
    start(as_mentor, new)
    items = [item.id for item in EntryItem.select().order_by(EntryItem.id)]
    for _ in range(2):
        mark(as_mentor, items[0], note="Loves the library")
    assert EntryMark.select().count() == 1
    page = as_mentor.get("/entry-checks/1").text
    assert "1 of 10" in page and "Done: Loves the library · Amara Bello, Today" in page
    for item in items[1:-1]:
        mark(as_mentor, item)
    assert todos.waiting(mentor)
    mark(as_mentor, items[-1], "not_needed")
    assert not todos.waiting(mentor) and "all seen to" in as_mentor.get("/entry-checks/1").text
    assert "Amina" not in as_mentor.get("/entry-checks").text
    mark(as_mentor, items[0], "open")
    assert len(todos.waiting(mentor)) == 1
    assert "Loves the library" in as_mentor.get("/entry-checks/1").text


def test_the_list_for_families_new_to_the_country_is_the_school_s_own(as_mentor, school, new):
    others = (Option.list == "newcomer_check") & (Option.name != "EAL assessment")
    Option.update(retired_at=clock.now()).where(others).execute()
    assert "New-to-country list" in as_mentor.get(f"/pupils/{new.id}").text
    start(as_mentor, new, "newcomer_check")
    assert [item.option.name for item in EntryItem.select()] == ["EAL assessment"]
    assert "New-to-country list" not in as_mentor.get(f"/pupils/{new.id}").text
    assert "New-to-country list" not in as_mentor.get("/entry-checks").text


def test_what_is_too_long_is_said_and_kept(as_mentor, new):
    start(as_mentor, new)
    reply = mark(as_mentor, 1, note="x" * 201)
    assert reply.status_code == 422 and "at most 200" in reply.text and "x" * 201 in reply.text
    assert mark(as_mentor, 1, "perhaps").status_code == 422 and EntryMark.select().count() == 0


def test_only_who_supports_the_pupil_sees_a_check(app, as_mentor, school, new, midday):
    start(as_mentor, new)
    other = makers.client(app, makers.member(school, "Nasreen Akhtar", "mentor"))
    assert (
        other.get("/entry-checks/1").status_code == mark(other, 1).status_code == start(other, new).status_code == 404
    )
    assert "Amina" not in other.get("/entry-checks").text
    assert makers.client(app, midday).get("/entry-checks").status_code == 403
    far = makers.client(app, makers.member(makers.school("Elsewhere"), "Sam Stranger", "lead"))
    assert far.get("/entry-checks/1").status_code == mark(far, 1).status_code == 404


def test_back_after_a_time_away_is_a_check_anew(as_lead, mentor, new):
    with clock.at(clock.now() - timedelta(days=400)):
        makers.entry_check(mentor, new)
    assert "Amina Yusuf" in as_lead.get("/entry-checks").text.split("Going on")[0]
    assert start(as_lead, new).location == "/entry-checks/2"
