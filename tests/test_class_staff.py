"""Who works with which class: their pupils stand first."""

from models import ClassStaff, SchoolClass
from tests import makers


def test_the_pupils_of_ones_classes_stand_first(app, as_admin, school):
    person = makers.member(school, "Denise Dinner", "contributor")
    makers.pupil(school, "Aaron Apple", class_name="Robin")
    makers.pupil(school, "Zoe Zebra", class_name="Wren")
    wren = SchoolClass.get(name="Wren")
    browser = makers.client(app, person)
    assert "Zoe" not in browser.get("/incidents/new").text
    as_admin.post(f"/people/{person.user.id}/classes", data={"school_class": [str(wren.id)]})
    page = browser.get("/incidents/new").text
    assert "Zoe" in page and "Aaron" not in page
    as_admin.post(f"/people/{person.user.id}/classes", data={})
    assert "Zoe" not in browser.get("/incidents/new").text
    assert ClassStaff.select().count() == 1


def test_a_class_of_another_school_is_refused(as_admin, school):
    person = makers.member(school, "Denise Dinner", "contributor")
    far = makers.pupil(makers.school("Elsewhere"), "Una Far").school_class
    reply = as_admin.post(f"/people/{person.user.id}/classes", data={"school_class": [str(far.id)]})
    assert reply.status_code == 422 and not ClassStaff.select().exists()
