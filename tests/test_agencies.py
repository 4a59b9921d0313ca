"""The directory of agencies over real requests."""

from datetime import timedelta

import pytest

from mentoring import agencies, clock
from models import Agency, Todo
from tests import makers


@pytest.fixture
def as_lead(app, lead):
    return makers.client(app, lead)


def age(agency: Agency, days: int) -> None:
    day = clock.today(agency.school.zone) - timedelta(days=days)
    Agency.update(checked_on=day).where(Agency.id == agency.id).execute()


def test_a_lead_enters_one_and_a_mentor_reads_it(as_lead, as_mentor, lead, today):
    facts = {"name": "Riverside Talking Space", "purpose": "Worry and low mood", "threshold": "Six weeks of worry",
             "how": "By its form", "phone": "01632 960001", "email": "hello@riverside.example",
             "web": "riverside.example"}  # fmt: skip
    reply = as_lead.post("/agencies", data=facts)
    agency = Agency.get()
    assert (reply.status_code, reply.location) == (303, f"/agencies/{agency.id}")
    assert (agency.checked_on, agency.checked_by) == (today, lead.user)
    page = as_mentor.get(f"/agencies/{agency.id}").text
    assert [text for text in facts.values() if text not in page] == []
    assert 'href="tel:01632960001"' in page and "/edit" not in page


@pytest.mark.parametrize("fields", [{"name": ""}, {"phone": "ask Jo"}, {"email": "riverside"}])
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(as_lead, fields):
    sent = {"name": "Riverside", "purpose": "Worry", "phone": "01632 960001"} | fields
    reply = as_lead.post("/agencies", data=sent)
    assert reply.status_code == 422 and "Worry" in reply.text and Agency.select().count() == 0
    assert all(text in reply.text for text in fields.values())


def test_a_mentor_neither_enters_nor_changes_nor_closes_one(as_mentor, lead):
    agency = makers.agency(lead)
    for path in ("", f"/{agency.id}", f"/{agency.id}/closing"):
        assert as_mentor.post(f"/agencies{path}", data={"name": "X"}).status_code == 403
    assert Agency.get().name == agency.name and Agency.get().closed_on is None


def test_it_is_found_by_the_beginning_of_any_word(as_mentor, lead):
    makers.agency(lead)
    makers.agency(lead, "Speech First", purpose="Talking, stammering")
    for typed, found in (("low", ["Riverside"]), ("talk", ["Riverside", "Speech First"]), ("talk stam", ["Speech"]),
                         ("zebra", [])):  # fmt: skip
        page = as_mentor.post("/agencies/matches", data={"find": typed}).text
        shown = [name for name in ("Riverside", "Speech First") if f"<b>{name}" in page]
        assert [one for one in shown if any(one.startswith(name) for name in found)] == shown, typed
        assert len(shown) == len(found), typed


def test_one_not_checked_for_six_months_says_so_until_somebody_taps_once(as_mentor, mentor, lead, today):
    agency = makers.agency(lead)
    age(agency, 180)
    assert "Not checked since" not in as_mentor.get("/agencies").text
    age(agency, 184)
    assert "1 agency has not been checked for six months" in as_mentor.get("/agencies").text
    assert "Not checked since" in as_mentor.get(f"/agencies/{agency.id}").text
    assert as_mentor.post(f"/agencies/{agency.id}/checks").status_code == 303
    agency = Agency.get()
    assert (agency.checked_on, agency.checked_by) == (today, mentor.user)
    assert "Not checked since" not in as_mentor.get("/agencies").text


def test_checking_it_can_stand_on_ones_list_and_checking_ends_that(as_mentor, mentor, lead, today):
    agency = makers.agency(lead)
    age(agency, 300)
    for _ in range(2):
        as_mentor.post(f"/agencies/{agency.id}/promises")
    todo = Todo.get()
    assert (todo.owner, todo.what, todo.due_on) == (mentor.user, f"Check again: {agency.name}", today + timedelta(7))
    assert Todo.select().count() == 1 and f'href="/agencies/{agency.id}"' in as_mentor.get("/todos").text
    agencies.check(lead, agency)
    assert (Todo.get().done_at is None, Todo.get().outcome) == (False, "Checked")


def test_a_closed_one_is_kept_but_not_offered_and_can_come_back(as_lead, as_mentor, mentor, lead, school):
    agency = makers.agency(lead)
    agencies.promise(mentor, agency)
    as_lead.post(f"/agencies/{agency.id}/closing")
    assert Agency.get().closed_on == clock.today(school.zone) and Todo.get().done_at is not None
    assert "1 agency closed" in as_mentor.get("/agencies").text
    assert agency.name not in as_mentor.get("/signpostings/new").text
    as_lead.post(f"/agencies/{agency.id}/closing/removal")
    assert agency.name in as_mentor.get("/signpostings/new").text


def test_two_who_change_it_see_both(as_lead, lead, admin):
    agency = makers.agency(lead)
    agencies.change(admin, agency, {"phone": "01632 960002"}, 1)
    sent = {"name": agency.name, "purpose": "Worry", "phone": "01632 960003", "version": "1"}
    reply = as_lead.post(f"/agencies/{agency.id}", data=sent)
    assert reply.status_code == 409 and "Olu Admin" in reply.text
    assert "01632 960002" in reply.text and "01632 960003" in reply.text
    assert Agency.get().phone == "01632 960002"
    sent |= {"version": "2", "take-phone": "saved"}
    assert as_lead.post(f"/agencies/{agency.id}", data=sent).status_code == 303
    assert (Agency.get().phone, Agency.get().purpose, Agency.get().version) == ("01632 960002", "Worry", 3)


def test_another_schools_directory_is_not_there(app, lead):
    agency = makers.agency(lead)
    stranger = makers.client(app, makers.member(makers.school("Elsewhere"), "Sam Stranger", "lead"))
    assert agency.name not in stranger.get("/agencies").text
    assert stranger.get(f"/agencies/{agency.id}").status_code == 404
    assert stranger.post(f"/agencies/{agency.id}/checks").status_code == 404
