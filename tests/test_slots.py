"""A mentor's own timetable: entered quickly, changed from a day on, ended."""

from datetime import date, timedelta

import pytest

from mentoring import calendar, clock, timetable
from models import AuditEvent, Slot
from tests import makers

TODAY = clock.today("Europe/London")


def form(**changes) -> dict:
    """What a browser posts for a duty that needs nothing more."""
    return {
        "kind": "duty", "title": "Break duty", "weekday": ["0"], "starts": "10:40", "minutes": "20",
        "starts_on": f"{TODAY}",
    } | changes  # fmt: skip


def test_a_duty_on_several_days_in_one_go(as_mentor, school):
    place = makers.option(school, "place", "Lower playground")
    reply = as_mentor.post("/slots", data=form(weekday=["0", "2", "4"], place=str(place)))
    assert (reply.status_code, reply.location) == (303, "/slots")
    found = [(slot.weekday, slot.starts, slot.ends, slot.title, slot.place_id) for slot in Slot.select()]
    assert found == [(day, "10:40", "11:00", "Break duty", place) for day in (0, 2, 4)]
    page = as_mentor.get("/slots").text
    assert page.count("Lower playground, to 11:00") == 3 and "on 3 days" in page
    assert AuditEvent.select().where(AuditEvent.action == "slot.add").count() == 3


def test_a_1_1_with_a_pupil_of_the_caseload(as_mentor, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    assert "Jayden O" in as_mentor.get("/slots/new").text
    as_mentor.post("/slots", data=form(kind="session", pupil=str(pupil.id), title="left over"))
    slot = Slot.get()
    assert (slot.kind, slot.pupil, slot.title, slot.mentor) == ("session", pupil, "", mentor.user)


def test_two_of_one_name_are_told_apart(as_mentor, mentor, school):
    for surname in ("Okafor", "Osei"):
        makers.pupil(school, f"Jayden {surname}", mentor)
    page = as_mentor.get("/slots/new").text
    assert "Jayden Okafor" in page and "Jayden Osei" in page


def test_the_day_asked_for_is_ready(as_mentor):
    page = " ".join(as_mentor.get("/slots/new?weekday=3").text.split())
    assert 'name="weekday" value="3" checked' in page
    assert "weekday" in as_mentor.get("/slots/new?weekday=9").text


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"kind": "nap"}, "Choose what it is."), ({"kind": "session"}, "Choose the pupil."),
    ({"kind": "session", "pupil": "999"}, "That choice is not offered any more. Choose another."),
    ({"title": " "}, "Write what you call it, such as Break duty."), ({"weekday": []}, "Choose a day of the week."),
    ({"starts": ""}, "Say when it starts, such as 10:40."), ({"starts": "25:99"}, "Write the time as hours and"),
    ({"minutes": ""}, "Choose how long it is."), ({"minutes": "7"}, "Tap one of the marks offered."),
    ({"starts": "23:50"}, "That runs past midnight."), ({"starts_on": ""}, "Say from which day"),
    ({"starts_on": "2031-01-01"}, "Choose a day from"), ({"starts_on": "then"}, "Write the day with its month"),
])  # fmt: skip
def test_a_fault_is_told_and_what_was_typed_is_kept(as_mentor, changes, sentence):
    reply = as_mentor.post("/slots", data=form(**{"title": "My own duty", **changes}))
    assert reply.status_code == 422 and reply.text.count(sentence) == 2
    assert ("My own duty" in reply.text) or "title" in changes
    assert Slot.select().count() == 0


def test_somebody_elses_pupil_cannot_be_put_on(app, as_mentor, school):
    other = makers.member(school, "Ben Shaw", "mentor")
    pupil = makers.pupil(school, on=other)
    assert as_mentor.post("/slots", data=form(kind="session", pupil=str(pupil.id))).status_code == 422


def test_a_change_leaves_the_days_before_it_as_they_were(as_mentor, mentor, school):
    slot = makers.slot(mentor, "10:40", TODAY.weekday() % 5, ends="11:00")
    page = as_mentor.get(f"/slots/{slot.id}/edit").text
    assert 'value="10:40"' in page and "20 min" in page
    reply = as_mentor.post(f"/slots/{slot.id}", data=form(weekday=["1"], starts="12:10"))
    assert reply.status_code == 303
    old, new = Slot.select().order_by(Slot.id)
    assert (old.starts, old.starts_on, old.ends_on) == ("10:40", slot.starts_on, TODAY)
    assert (new.starts, new.weekday, new.starts_on, new.ends_on) == ("12:10", 1, TODAY, None)
    before = timetable.between(mentor, calendar.of(school), TODAY - timedelta(days=14), TODAY - timedelta(days=1))
    assert {one.slot.starts for one in before} == {"10:40"}
    assert as_mentor.get(f"/slots/{slot.id}/edit").status_code == 404


def test_one_that_has_not_begun_is_changed_itself(as_mentor, mentor):
    slot = makers.slot(mentor, starts_on=TODAY + timedelta(days=7))
    as_mentor.post(f"/slots/{slot.id}", data=form(starts="12:10", starts_on=f"{TODAY + timedelta(days=7)}"))
    assert [one.starts for one in Slot.select()] == ["12:10"]


def test_the_past_cannot_be_changed(as_mentor, mentor):
    slot = makers.slot(mentor)
    yesterday = TODAY - timedelta(days=1)
    assert as_mentor.post(f"/slots/{slot.id}", data=form(starts_on=f"{yesterday}")).status_code == 422
    reply = as_mentor.post(f"/slots/{slot.id}/ending", data={"ends_on": f"{yesterday}"})
    assert reply.status_code == 422 and "Choose today or a later day" in reply.text
    assert Slot.get().ends_on is None


def test_taken_off_from_a_day_on(as_mentor, mentor):
    slot = makers.slot(mentor)
    day = TODAY + timedelta(days=3)
    assert as_mentor.post(f"/slots/{slot.id}/ending", data={"ends_on": f"{day}"}).status_code == 303
    assert Slot.get().ends_on == day and "until" in as_mentor.get("/slots").text
    as_mentor.post(f"/slots/{slot.id}/ending", data={"ends_on": f"{TODAY}"})
    assert "Nothing yet." in as_mentor.get("/slots").text


def test_a_colleagues_timetable_does_not_exist(app, mentor, school):
    slot = makers.slot(mentor, title="Canary duty")
    other = makers.client(app, makers.member(school, "Ben Shaw", "mentor"))
    assert "Canary" not in other.get("/slots").text
    for path in (f"/slots/{slot.id}", f"/slots/{slot.id}/ending"):
        assert other.post(path, data=form(ends_on=f"{TODAY}")).status_code == 404
    assert other.get(f"/slots/{slot.id}/edit").status_code == 404


def test_an_empty_timetable_says_what_to_do_next(as_mentor):
    assert "Add the first" in as_mentor.get("/slots").text


def test_a_pupil_who_left_and_a_programme_that_is_over_are_on_no_day(mentor, school):
    monday = clock.week_start(TODAY) - timedelta(weeks=1)
    pupil = makers.pupil(school, on=mentor, left_on=monday)
    makers.slot(mentor, kind="session", pupil=pupil)
    over = makers.programme(mentor, ends_on=monday - timedelta(days=1))
    makers.slot(mentor, kind="group_session", programme=over)
    found = timetable.between(mentor, calendar.of(school), monday - timedelta(days=7), monday)
    assert {one.day for one in found} == {monday - timedelta(days=7)} and len(found) == 2
    assert date.fromisoformat(found[0].known["on"]) == found[0].day
