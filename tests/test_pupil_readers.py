"""Who can see a pupil, as the people read it who answer for it."""

from datetime import timedelta

from mentoring import assigning, clock
from models import Caseload
from tests import makers


def test_each_reader_stands_with_the_reason_and_who_is_refused(app, as_admin, as_lead, lead, school, mentor):
    pupil = makers.pupil(school, on=mentor)
    grace = makers.member(school, "Grace Dsl", "dsl")
    head = makers.client(app, makers.member(school, "Helen Head", "head"))
    head.post(f"/break-glass/pupils/{pupil.id}", data={"reason": "The police are here"})
    denise = makers.member(school, "Denise Dinner", "contributor")
    as_admin.post(f"/people/{denise.user.id}/classes", data={"school_class": [str(pupil.school_class_id)]})
    makers.client(app, grace).post("/relationships", data={"pupil": str(pupil.id), "what": "Other family"})
    for browser in (as_lead, as_admin):
        page = browser.get(f"/pupils/{pupil.id}/readers").text
        read, card, refused = page.split('id="card"')[0], page.split('id="card"')[1].split('id="refused"')[0], page
        assert all(name in read for name in ("Amara Bello", "Sunita Rao", "Helen Head")) and "Grace" not in read
        assert "Denise Dinner" in card and "Grace Dsl" in refused.split('id="refused"')[1]


def test_who_reads_no_more_stands_there_no_more(as_lead, school, mentor):
    pupil = makers.pupil(school, on=mentor)
    assert "Amara Bello" in as_lead.get(f"/pupils/{pupil.id}/readers").text
    assigning.take_off(mentor, Caseload.get(), clock.today(school.zone))
    assert "Amara Bello" not in as_lead.get(f"/pupils/{pupil.id}/readers").text.split("<main")[1]
    makers.put_on(mentor, pupil, starts_on=clock.today(school.zone) + timedelta(days=2))
    assert "Amara Bello" not in as_lead.get(f"/pupils/{pupil.id}/readers").text.split("<main")[1]


def test_it_is_not_for_mentors(as_mentor, school, mentor):
    assert as_mentor.get(f"/pupils/{makers.pupil(school, on=mentor).id}/readers").status_code == 403
