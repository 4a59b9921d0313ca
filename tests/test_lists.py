"""Lists: the school's own choices, in its own words and order; retired, never deleted."""

import pytest

from mentoring import lists
from mentoring.lists import LISTS
from models import AuditEvent, Option
from tests import makers

LONG = "L" * 80


def names(school, name="place") -> list[str]:
    return [option.name for option in lists.options(school, name)[name]]


def test_every_list_is_there_with_its_number_of_choices(as_admin):
    page = as_admin.get("/lists").text
    for name, kind in LISTS.items():
        assert f'href="/lists/{name}"' in page
        assert kind.label in page
    assert "10 choices" in page


def test_no_page_says_chip(as_admin):
    for path in ("/lists", "/lists/place", "/lists/response"):
        words = as_admin.get(path).text.replace('class="chip', "")
        assert "chip" not in words


def test_an_added_choice_is_offered_last_and_at_once(as_admin, school, app, mentor):
    reply = as_admin.post("/lists/place/options", data={"name": "  Library   corner "})
    assert (reply.status_code, reply.location) == (303, "/lists/place#name")
    assert names(school)[-1] == "Library corner"
    assert "Library corner" in makers.client(app, mentor).get("/incidents/new").text


def test_a_long_name_is_taken_and_a_longer_one_is_not(as_admin, school):
    assert as_admin.post("/lists/place/options", data={"name": LONG}).status_code == 303
    reply = as_admin.post("/lists/place/options", data={"name": LONG + "M"})
    assert reply.status_code == 422
    assert reply.text.count("Use at most 80 characters.") == 2
    assert LONG + "M" in reply.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("", "Write the choice as it should read"), ("   ", "Write the choice"), ("GATE", "This list has “Gate” already")],
)
def test_a_choice_that_cannot_be_added_is_told_and_kept(as_admin, school, typed, sentence):
    reply = as_admin.post("/lists/place/options", data={"name": typed})
    assert reply.status_code == 422
    assert sentence in reply.text
    assert f'value="{typed.strip()}"' in reply.text
    assert len(names(school)) == 10


def test_a_twin_of_a_retired_choice_leads_to_bringing_it_back(as_admin, school):
    gate = makers.option(school, "place", "Gate")
    as_admin.post(f"/lists/options/{gate}/retirement")
    reply = as_admin.post("/lists/place/options", data={"name": "gate"})
    assert "It is retired: bring it back instead." in reply.text
    assert as_admin.post(f"/lists/options/{gate}/retirement/removal").status_code == 303
    assert "Gate" in names(school)


def test_renaming_changes_the_words_on_an_old_record(as_admin, app, school, mentor):
    pupil = makers.pupil(school, on=mentor)
    browser = makers.client(app, mentor)
    gate = makers.option(school, "place", "Gate")
    browser.post("/incidents", data=makers.incident_form(school, pupil, place=str(gate)))
    reply = as_admin.post(f"/lists/options/{gate}", data={"name": "Front gate", "place": "10"})
    assert (reply.status_code, reply.location) == (303, f"/lists/place#choice-{gate}")
    assert "Front gate" in browser.get(f"/pupils/{pupil.id}").text
    assert AuditEvent.get(AuditEvent.action == "option.rename").detail == "Gate → Front gate"


def test_a_place_in_the_list_can_be_given_as_a_number(as_admin, school):
    gate = makers.option(school, "place", "Gate")
    assert as_admin.post(f"/lists/options/{gate}", data={"name": "Gate", "place": "1"}).status_code == 303
    assert names(school)[:2] == ["Gate", "Football pitch"]


@pytest.mark.parametrize(
    ("data", "sentence", "kept"),
    [
        ({"name": "", "place": "2"}, "To offer it no longer, retire it.", 'value="2"'),
        ({"name": "Classroom", "place": "2"}, "This list has “Classroom” already", 'value="Classroom"'),
        ({"name": "Main gate", "place": "11"}, "Give its place as a number from 1 to 10.", 'value="Main gate"'),
        ({"name": "Main gate", "place": "top"}, "Write a whole number", 'value="top"'),
        ({"name": "Main gate", "place": ""}, "Write a whole number", 'value="Main gate"'),
    ],
)
def test_a_change_that_cannot_be_made_changes_nothing(as_admin, school, data, sentence, kept):
    before = names(school)
    gate = makers.option(school, "place", "Gate")
    reply = as_admin.post(f"/lists/options/{gate}", data=data)
    assert reply.status_code == 422
    assert reply.text.count(sentence) == 2
    assert kept in reply.text
    assert f'id="name-{gate}"' in reply.text
    assert names(school) == before


def test_up_and_down_move_one_place_and_come_back_to_the_button(as_admin, school):
    upper = makers.option(school, "place", "Upper playground")
    reply = as_admin.post(f"/lists/options/{upper}/place", data={"towards": "up"})
    assert reply.location == f"/lists/place#up-{upper}"
    assert names(school)[:3] == ["Football pitch", "Upper playground", "Lower playground"]
    reply = as_admin.post(f"/lists/options/{upper}/place", data={"towards": "up"})
    assert reply.location == f"/lists/place#down-{upper}"
    as_admin.post(f"/lists/options/{upper}/place", data={"towards": "up"})
    assert names(school)[0] == "Upper playground"
    as_admin.post(f"/lists/options/{upper}/place", data={"towards": "down"})
    assert names(school)[:2] == ["Football pitch", "Upper playground"]


def test_the_new_order_is_the_order_of_the_form(as_admin, app, school, mentor):
    gate = makers.option(school, "place", "Gate")
    as_admin.post(f"/lists/options/{gate}", data={"name": "Gate", "place": "1"})
    page = makers.client(app, mentor).get("/incidents/new").text
    assert page.index("Gate") < page.index("Football pitch")


def test_a_retired_choice_leaves_the_form_and_stays_on_its_record(as_admin, app, school, mentor):
    pupil = makers.pupil(school, on=mentor)
    browser = makers.client(app, mentor)
    gate = makers.option(school, "place", "Gate")
    browser.post("/incidents", data=makers.incident_form(school, pupil, place=str(gate)))
    assert as_admin.post(f"/lists/options/{gate}/retirement").status_code == 303
    assert "Gate" not in browser.get("/incidents/new").text
    assert "Gate" in browser.get(f"/pupils/{pupil.id}").text
    assert Option.get_by_id(gate).retired_at is not None
    assert "Retired" in as_admin.get("/lists/place").text


def test_retiring_and_bringing_back_twice_are_once(as_admin, school):
    gate = makers.option(school, "place", "Gate")
    for _ in range(2):
        assert as_admin.post(f"/lists/options/{gate}/retirement").status_code == 303
    for _ in range(2):
        assert as_admin.post(f"/lists/options/{gate}/retirement/removal").status_code == 303
    for action in ("option.retire", "option.restore"):
        assert AuditEvent.select().where(AuditEvent.action == action).count() == 1


@pytest.mark.parametrize("name", sorted(LISTS))
def test_no_list_loses_its_last_choice(as_admin, school, name):
    *others, last = lists.options(school, name)[name]
    for option in others:
        assert as_admin.post(f"/lists/options/{option.id}/retirement").status_code == 303
    reply = as_admin.post(f"/lists/options/{last.id}/retirement")
    assert reply.status_code == 422
    assert reply.text.count("This is the last choice in the list") == 2
    assert names(school, name) == [last.name]


def test_a_retired_choice_is_neither_moved_nor_renamed(as_admin, school):
    gate = makers.option(school, "place", "Gate")
    as_admin.post(f"/lists/options/{gate}/retirement")
    assert as_admin.post(f"/lists/options/{gate}/place", data={"towards": "up"}).status_code == 409
    reply = as_admin.post(f"/lists/options/{gate}", data={"name": "Exit", "place": "1"})
    assert reply.status_code == 422
    assert "Bring it back first." in reply.text
    assert Option.get_by_id(gate).name == "Gate"


def test_another_schools_choice_and_a_list_that_is_none_are_not_there(as_admin):
    other = makers.option(makers.school("Elsewhere"), "place", "Gate")
    for path in (f"/lists/options/{other}", f"/lists/options/{other}/place", f"/lists/options/{other}/retirement",
                 f"/lists/options/{other}/retirement/removal", "/lists/nonsense/options"):  # fmt: skip
        assert as_admin.post(path, data={"name": "X", "place": "1"}).status_code == 404
    assert as_admin.get("/lists/nonsense").status_code == 404
    assert Option.get_by_id(other).name == "Gate"
    assert Option.get_by_id(other).retired_at is None


def test_words_are_shown_as_typed_never_as_markup(as_admin):
    as_admin.post("/lists/place/options", data={"name": "<b>Hall</b>"})
    assert "<b>Hall</b>" not in as_admin.get("/lists/place").text.replace("<b>&lt;b&gt;", "")
