"""How many pupils each mentor has: beside what the school aims for, said and never refused."""

from datetime import timedelta

from models import AuditEvent, Caseload
from tests import makers
from tests.test_caseloads import a_class, putting


def test_forty_pupils_stand_on_one_page(as_lead, school, mentor):
    makers.put_on(mentor, *a_class(school, 40))
    page = as_lead.get(f"/caseloads/{mentor.user.id}").text
    assert page.count("Take off<span") == 40
    assert "40 pupils" in page


def test_the_balance_stands_by_name_and_says_who_has_room_and_who_is_over(as_lead, school, mentor, today):
    other = makers.member(school, "Zoe Last", "mentor")
    makers.put_on(other, *a_class(school, 15))
    makers.pupil(school, "Leo Price", on=mentor)
    page = as_lead.get("/caseloads").text
    assert "16 pupils" in page and "12 to 14 each: room for 13 more" in page
    assert page.index("Amara Bello") < page.index("room for 13<") < page.index("Zoe Last") < page.index("1 over")


def test_the_school_s_own_figures_count(as_lead, school, mentor, today):
    makers.pupil(school, on=mentor)
    for fields, cure in (
        ({"aim": "0", "most": "5"}, "from 1 to 60"), ({"aim": "8", "most": "5"}, "less than you are aiming for"),
        ({"aim": "many", "most": "5"}, "whole number"),
    ):  # fmt: skip
        reply = as_lead.post("/caseloads/capacity", data=fields)
        assert reply.status_code == 422 and cure in reply.text and f'value="{fields["aim"]}"' in reply.text
    assert as_lead.post("/caseloads/capacity", data={"aim": "5", "most": "6"}).status_code == 303
    assert "5 to 6 each: room for 5 more" in as_lead.get("/caseloads").text
    assert AuditEvent.select().where(AuditEvent.action == "school.capacity").get().detail == "5 to 6"


def test_going_over_is_said_wherever_it_happens_and_refused_nowhere(as_lead, school, mentor, today):
    as_lead.post("/caseloads/capacity", data={"aim": "1", "most": "2"})
    path = f"/caseloads/{mentor.user.id}/pupils"
    two = a_class(school, 2)
    quiet = as_lead.post(path, data=putting(*two, starts_on=f"{today}"), follow_redirects=True).text
    assert "more than your school" not in quiet
    third = makers.pupil(school, "Leo Price")
    said = as_lead.post(path, data=putting(third, starts_on=f"{today + timedelta(days=3)}"), follow_redirects=True).text
    assert "3 pupils for Amara Bello: 1 more than your school’s 2" in said
    to = makers.member(school, "Zoe Last", "mentor")
    makers.put_on(to, *a_class(school, 2, "Swift"))
    rows = [str(row.id) for row in Caseload.select().where((Caseload.mentor == mentor.user) & Caseload.pupil.in_(two))]
    moving = {"row": rows, "mentor": str(to.user.id), "starts_on": f"{today}"}
    said = as_lead.post(f"/caseloads/{mentor.user.id}/moves", data=moving, follow_redirects=True).text
    assert "4 pupils for Zoe Last" in said
