"""Who reads a plan, who changes it, and what a family is given of it."""

from tests import makers
from tests.makers import plan_form as form


def test_only_who_supports_the_pupil_has_a_plan_for_them(app, as_mentor, as_lead, as_dsl, mentor, school, jayden):
    plan = makers.plan(mentor, jayden)
    colleague = makers.client(app, makers.member(school, "Nasreen Akhtar", "mentor"))
    head = makers.client(app, makers.member(school, "Helen Marsh", "head"))
    paths = (f"/plans/{plan.id}", f"/plans/{plan.id}/printed", f"/plans/{plan.id}/versions")
    for path in (*paths, f"/plans/{plan.id}/edit", f"/plans/new?pupil={jayden.id}"):
        assert colleague.get(path).status_code == 404, path
        assert {one.get(path).status_code for one in (as_mentor, as_lead, as_dsl)} == {200}, path
    assert [head.get(path).status_code for path in paths] == [404] * 3
    for path in (f"/plans/{plan.id}", f"/plans/{plan.id}/stage", "/plans"):
        assert colleague.post(path, data=form(school, jayden, stage="do")).status_code == 404, path
    assert "Jayden" not in colleague.get("/plans").text
    assert "I want to stop shouting" not in colleague.get(f"/pupils/{jayden.id}").text
    for role in ("contributor", "slt", "admin"):
        browser = makers.client(app, makers.member(school, f"{role} only", role))
        assert browser.get(f"/plans/{plan.id}").status_code == 403, role
        assert "I want to stop shouting" not in browser.get(f"/pupils/{jayden.id}").text


def test_whoever_opened_the_pupil_in_an_emergency_reads_and_changes_nothing(app, mentor, school, jayden):
    plan = makers.plan(mentor, jayden)
    both = makers.client(app, makers.member(school, "Helen Marsh", "head", "mentor"))
    both.post(f"/break-glass/pupils/{jayden.id}", data={"reason": "Police at the door, nobody else is here"})
    assert both.get(f"/plans/{plan.id}").status_code == 200
    assert both.get(f"/plans/{plan.id}/edit").status_code == 404
    assert both.post(f"/plans/{plan.id}/stage", data={"stage": "do"}).status_code == 404


def test_who_declared_a_relationship_reads_none_of_it(app, as_dsl, dsl, mentor, jayden):
    plan = makers.plan(mentor, jayden)
    makers.relate(dsl, jayden)
    assert as_dsl.get(f"/plans/{plan.id}").status_code == 404
    assert "started a plan" not in as_dsl.get("/audit-events").text


def test_another_pupils_name_is_hidden_from_who_may_not_see_them_and_from_every_family(
    as_mentor, as_lead, mentor, school, jayden
):
    makers.pupil(school, "Leo Price")
    plan = makers.plan(mentor, jayden, {"own_words": "I want to sit away from Leo"}, referrer="Mr Price")
    assert "away from another pupil" in as_mentor.get(f"/plans/{plan.id}").text
    assert "away from another pupil" in as_mentor.get(f"/plans/{plan.id}/edit").text
    assert "away from another pupil" in as_mentor.get(f"/plans/{plan.id}/versions").text
    assert "away from another pupil" in as_mentor.get(f"/pupils/{jayden.id}").text
    page = as_lead.get(f"/plans/{plan.id}").text
    assert "away from Leo" in page and "another pupil’s name?" in page and "Mr Price" in page
    printed = as_lead.get(f"/plans/{plan.id}/printed").text
    assert (
        "away from another pupil" in printed and "away from Leo" not in printed and "Check before you print" in printed
    )


def test_the_familys_page_says_what_goes_on_and_nothing_else(as_mentor, mentor, jayden):
    plan = makers.plan(mentor, jayden, {}, {"own_words": "Long done", "state": "met"}, referrer="Social worker")
    page = as_mentor.get(f"/plans/{plan.id}/printed").text
    for said in ("Jayden’s plan", "I want to stop shouting", "3 of 10", "8 of 10", "Kind to younger children"):
        assert said in page, said
    assert "Long done" not in page and "Social worker" not in page
