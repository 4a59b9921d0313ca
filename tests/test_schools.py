"""The school's details: name, bell times."""

import pytest

from mentoring import schools
from models import AuditEvent, School


def details(**changes) -> dict:
    bells = {}
    for place, (name, starts, ends) in enumerate(schools.USUAL_DAY):
        bells |= {f"bells-{place}-name": name, f"bells-{place}-starts": starts, f"bells-{place}-ends": ends}
    return {"name": "Kestrel Park", **bells, **changes}


def test_the_page_shows_what_is_kept(as_admin):
    page = as_admin.get("/school").text
    assert 'value="Kestrel Park"' in page
    assert 'value="Morning break"' in page


def test_name_and_bells_are_saved_and_noted(as_admin, school):
    reply = as_admin.post("/school", data=details(name="  Heron   Lane ", **{"bells-2-name": "Play"}))
    assert (reply.status_code, reply.location) == (303, "/school")
    saved = School.get_by_id(school.id)
    assert saved.name == "Heron Lane"
    assert [bell.name for bell in schools.bells(saved)][2] == "Play"
    assert AuditEvent.select().where(AuditEvent.action == "school.change").count() == 1


def test_an_emptied_row_is_left_out(as_admin, school):
    empty = {f"bells-2-{part}": "" for part in ("name", "starts", "ends")}
    assert as_admin.post("/school", data=details(**empty)).status_code == 303
    assert "Morning break" not in [bell.name for bell in schools.bells(school)]


@pytest.mark.parametrize(
    ("changes", "sentence", "kept"),
    [
        ({"name": "   "}, "Write the school&#39;s name.", "Morning break"),
        ({"name": "K" * 121}, "Use at most 120 characters.", "K" * 121),
        ({"bells-2-ends": "10:31x"}, "Give both times of “Morning break”", "10:31x"),
        ({"bells-2-ends": "10:20"}, "“Morning break” ends before it begins", "10:20"),
        ({"bells-2-ends": "10:55"}, "“Late morning” begins before “Morning break” ends", "10:55"),
    ],
)
def test_a_fault_is_told_beside_its_field_and_at_the_top(as_admin, school, changes, sentence, kept):
    reply = as_admin.post("/school", data=details(**changes))
    assert reply.status_code == 422
    assert reply.text.count(sentence) == 2
    assert kept in reply.text
    assert School.get_by_id(school.id).name == "Kestrel Park"
    assert [bell.ends for bell in schools.bells(school)][2] == "10:50"
