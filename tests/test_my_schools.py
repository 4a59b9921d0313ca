"""One person, several schools: one at a time, and nothing crosses."""

from mentoring import clock
from models import Member, Membership
from tests import makers


def joined(member, name, *roles):
    far = makers.school(name)
    for role in roles:
        Membership.create(school=far, user=member.user, role=role, created_at=clock.now(), confirmed_at=clock.now())
    return Member(member.user, far, frozenset(roles))


def test_going_on_in_another_school_with_the_roles_held_there(app, as_mentor, mentor, school):
    here = makers.pupil(school, "Jayden Here", on=mentor)
    there = joined(mentor, "Elsewhere", "contributor")
    away = makers.pupil(there.school, "Zed There")
    assert "Your schools" in as_mentor.get("/more").text
    assert as_mentor.get(f"/pupils/{away.id}").status_code == 404
    assert as_mentor.post(f"/my-schools/{there.school.id}/choice").status_code == 303
    assert as_mentor.get(f"/pupils/{away.id}").status_code == 200
    assert as_mentor.get(f"/pupils/{here.id}").status_code == 404
    assert as_mentor.get("/notes/new").status_code == 403
    as_mentor.post(f"/my-schools/{school.id}/choice")
    assert as_mentor.get(f"/pupils/{here.id}").status_code == 200


def test_a_school_where_one_works_no_more_is_not_there(as_mentor, mentor, school):
    there = joined(mentor, "Elsewhere", "mentor")
    Membership.update(ended_at=clock.now()).where(Membership.school == there.school).execute()
    assert as_mentor.post(f"/my-schools/{there.school.id}/choice").status_code == 404
    assert "Elsewhere" not in as_mentor.get("/my-schools").text
    assert as_mentor.post(f"/my-schools/{makers.school('Far').id}/choice").status_code == 404


def test_a_form_opened_in_one_school_saves_nothing_in_another(as_mentor, mentor, school):
    form = makers.incident_form(school, makers.pupil(school, on=mentor), note="for here only")
    there = joined(mentor, "Elsewhere", "mentor")
    as_mentor.post(f"/my-schools/{there.school.id}/choice")
    reply = as_mentor.post("/incidents", data=form)
    assert reply.status_code == 422 and "for here only" in reply.text


def test_with_one_school_there_is_nothing_to_choose(as_mentor):
    assert "Your schools" not in as_mentor.get("/more").text
