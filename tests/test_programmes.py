"""Programmes over real requests: started, changed, handed on; who is in them."""

from datetime import timedelta

from mentoring import clock, programmes
from models import Programme, ProgrammeMember
from tests import makers


def form(member, *pupils, **fields):
    day, now = clock.today(member.school.zone).isoformat(), Programme.select().first()
    return {"version": str(now.version) if now else "", "name": "Lunch club", "starts_on": day, "ends_on": "",
            "planned": "", "leader": str(member.user.id),
            "second_leader": "0", "pupil": [str(one.id) for one in pupils]} | fields  # fmt: skip


def test_a_programme_is_started_with_its_members(as_mentor, mentor, school):
    one, two = makers.pupil(school, on=mentor), makers.pupil(school, "Leo Price")
    reply = as_mentor.post("/programmes", data=form(mentor, one, two, planned="6", aims="Have lunch together"))
    assert (reply.status_code, reply.location) == (303, "/programmes/1")
    page = as_mentor.get("/programmes/1").text
    for said in ("Lunch club", "Jayden Okafor", "Leo Price", "Have lunch together", "Record session 1 of 6"):
        assert said in page, said
    assert "Lunch club" in as_mentor.get("/programmes").text


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(as_mentor, mentor):
    day = clock.today("Europe/London")
    for fields, cure in (
        ({"name": ""}, "Give it a name"),
        ({"ends_on": (day - timedelta(days=1)).isoformat()}, "The last day is before the first"),
        ({"planned": "0"}, "from 1 to 200"),
        ({"planned": "many"}, "whole number"),
        ({"starts_on": "soon"}, "Write the day"),
        ({"leader": "999"}, "not offered"),
        ({"pupil": ["99"]}, "not at the school"),
    ):
        reply = as_mentor.post("/programmes", data=form(mentor, aims="keep me", **fields))
        assert reply.status_code == 422 and cure in reply.text and "keep me" in reply.text, fields
    without = form(mentor)
    del without["starts_on"]
    assert "Give the first day" in as_mentor.post("/programmes", data=without).text
    assert Programme.select().count() == 0


def test_who_leaves_is_out_from_today_and_who_joins_is_in(as_mentor, mentor, school):
    one, two = makers.pupil(school, on=mentor), makers.pupil(school, "Leo Price")
    programme = makers.programme(mentor, one)
    as_mentor.post("/group-sessions", data=makers.group_form(programme, one))
    assert as_mentor.post(f"/programmes/{programme.id}", data=form(mentor, two)).status_code == 303
    day = clock.today("Europe/London")
    assert [row.pupil_id for row in programmes.members(programme, day)] == [two.id]
    assert ProgrammeMember.get(ProgrammeMember.pupil == one).ends_on == day
    assert programmes.held(mentor, programme)[0].number == 1


def test_only_who_leads_it_sees_it(app, as_mentor, mentor, school):
    programme = makers.programme(mentor, makers.pupil(school))
    colleague = makers.member(school, "Nasreen Akhtar", "mentor")
    browser = makers.client(app, colleague)
    for path in (f"/programmes/{programme.id}", f"/programmes/{programme.id}/edit"):
        assert browser.get(path).status_code == 404
    assert "Managing anger" not in browser.get("/programmes").text
    as_mentor.post(f"/programmes/{programme.id}", data=form(mentor, name="Lunch club",
                                                            second_leader=str(colleague.user.id)))  # fmt: skip
    assert browser.get(f"/programmes/{programme.id}").status_code == 200


def test_handing_it_on(app, as_mentor, mentor, school):
    programme = makers.programme(mentor, makers.pupil(school))
    colleague = makers.member(school, "Nasreen Akhtar", "mentor")
    reply = as_mentor.post(f"/programmes/{programme.id}", data=form(mentor, leader=str(colleague.user.id)))
    assert (reply.status_code, reply.location) == (303, "/programmes")
    assert makers.client(app, colleague).get(f"/programmes/{programme.id}").status_code == 200


def test_who_comes_for_a_pupil_is_one_of_their_own_family(as_mentor, mentor, school):
    one, two = makers.pupil(school, on=mentor), makers.pupil(school, "Leo Price", on=mentor)
    makers.family(one)
    dad = makers.family(one, "Emeka Okafor", priority=2)
    strangers = makers.family(two, "Ana Price")
    programme = makers.programme(mentor, one, for_families=True)
    fields = {"for_families": "y", f"family-{one.id}": str(dad.id)}
    as_mentor.post(f"/programmes/{programme.id}", data=form(mentor, one, **fields))
    assert ProgrammeMember.get().family_contact == dad
    as_mentor.post(
        f"/programmes/{programme.id}", data=form(mentor, one, **fields | {f"family-{one.id}": str(strangers.id)})
    )
    assert ProgrammeMember.get().family_contact == dad
    far = makers.pupil(school, "Omar Said")
    reply = as_mentor.post(f"/programmes/{programme.id}", data=form(mentor, far, for_families="y"))
    assert reply.status_code == 422 and "on your caseload" in reply.text


def test_its_parts_by_number():
    run = Programme(aims="First\n\nSecond")
    assert [programmes.aim(run, number) for number in (1, 2, 3)] == ["First", "Second", ""]
    assert programmes.aim(Programme(aims="One for all"), 5) == "One for all"


def test_taken_out_and_put_back_is_one_seat_and_who_joins_later_joins_from_then(as_mentor, mentor, school):
    one, two = makers.pupil(school, on=mentor), makers.pupil(school, "Leo Price")
    programme = makers.programme(mentor, one)
    for ids in ((two,), (one, two)):
        sent = form(mentor, *ids, starts_on=programme.starts_on.isoformat())
        as_mentor.post(f"/programmes/{programme.id}", data=sent)
    day = clock.today("Europe/London")
    rows = {row.pupil_id: (row.starts_on, row.ends_on) for row in ProgrammeMember.select()}
    assert rows == {one.id: (programme.starts_on, None), two.id: (day, None)}
