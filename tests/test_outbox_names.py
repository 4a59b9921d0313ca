"""Names that were typed without a list: matched when they arrive where they are one pupil's, else somebody says who."""

from datetime import timedelta

import pytest

from mentoring import clock, finding
from models import Arrival, Concern, Participation, Pupil, Record, Todo
from tests import makers
from tests.outbox import (
    NOW,
    arrive,
    mentors_tablet,  # noqa: F401  fixtures
    page,
)


@pytest.fixture
def roll(school, mentor):
    """Jayden O is one pupil, Sam two, and Leo is on nobody's caseload."""
    return {
        "jayden": makers.pupil(school, "Jayden Okafor", mentor),
        "sam": makers.pupil(school, "Sam Bright", mentor),
        "samuel": makers.pupil(school, "Samuel Bright", mentor, known_as="Sam"),
        "samira": makers.pupil(school, "Samira Khan", mentor),
        "leo": makers.pupil(school, "Léo O'Brien"),
        "gone": makers.pupil(school, "Priya Shah", mentor, left_on=NOW.date() - timedelta(days=60)),
    }


def typed(school, *names, **fields):
    return makers.incident_form(school, **fields) | {"pupil_typed": list(names)}


@pytest.mark.parametrize(("name", "who"), [
    ("Jayden Okafor", "jayden"), ("jayden o", "jayden"), ("Jayden", "jayden"), ("okafor", "jayden"),
    ("OKAFOR, Jayden", "jayden"), ("Leo OBrien", "leo"), ("leo o’brien", "leo"), ("Samuel", "samuel"),
    ("Samira K", "samira"), ("Samira", "samira"),
    ("Sam", None), ("Sam B", None), ("Sam Bright", None), ("Jay", None), ("Jayden X", None), ("Nobody", None),
    ("J", None), ("J O", None), ("Jayden Oka", None), ("Priya", None), ("...", None), ("%", None), ("'", None),
])  # fmt: skip
def test_a_name_is_one_pupils_or_nobodys(school, roll, name, who):
    pupils = Pupil.select().where((Pupil.school == school) & Pupil.left_on.is_null())
    assert finding.one_named(pupils, name) == (roll[who] if who else None)


def test_one_pupil_of_that_name_is_chosen(tablet, school, roll):
    assert arrive(tablet, typed(school, "Jayden O", "Leo O'Brien")).json["state"] == "saved"
    assert {one.pupil for one in Participation.select()} == {roll["jayden"], roll["leo"]}


def test_beside_those_chosen_from_the_list_and_not_twice(tablet, school, roll):
    form = typed(school, "Jayden O", "Leo") | {"pupil": [str(roll["jayden"].id)]}
    assert arrive(tablet, form).json["state"] == "saved"
    assert {one.pupil for one in Participation.select()} == {roll["jayden"], roll["leo"]}
    assert Participation.select().count() == 2


def test_of_two_somebody_says_who_it_was(app, tablet, mentor, school, roll):
    form = typed(school, "Jayden O", "Sam B", "Ali", note="By the gate")
    assert arrive(tablet, form).json["state"] == "kept"
    assert Record.select().count() == 0 and "Say who it was" in Arrival.get().why
    assert Todo.get().what == "Say who it was: Sam B, Ali (Incident, Tue 24 Nov 10:32)"
    given_back = page(app, mentor, Todo.get().path)
    assert 'name="find" value="Sam B"' in given_back and "You typed: Sam B, Ali" in given_back
    assert f'value="{roll["jayden"].id}"' in given_back and f'value="{roll["samuel"].id}"' in given_back
    assert "By the gate" in given_back
    form |= {"pupil": [str(roll["jayden"].id), str(roll["sam"].id)], "pupil_typed": []}
    with clock.at(NOW + timedelta(hours=4)):
        assert makers.client(app, mentor).post("/incidents", data=form).status_code == 303
    assert Arrival.get().state == "saved" and Todo.get().done_at


def test_finishing_later_does_not_lose_the_name(tablet, school, roll):
    assert arrive(tablet, typed(school, "Sam") | {"finish_later": "1"}).json["state"] == "kept"


def test_a_name_is_looked_for_only_where_its_author_may_record_this(app, tablet, school, roll, mentor):
    """A contact is for one's own caseload; and a pupil of another school is nobody's."""
    makers.pupil(makers.school("Elsewhere"), "Canary Finch")
    person = makers.family(roll["jayden"])
    contact = makers.contact_form(school, roll["jayden"], person) | {"pupil": [], "family_contact": "0",
                                                                     "someone_else": "Grandma"}  # fmt: skip
    assert arrive(tablet, contact | {"pupil_typed": ["Leo"]}, "parent_contact").json["state"] == "kept"
    contact |= {"client_id": makers.client_id(), "pupil_typed": ["Jayden"]}
    assert arrive(tablet, contact, "parent_contact").json["state"] == "saved"
    assert arrive(tablet, typed(school, "Canary Finch")).json["state"] == "kept"


def test_a_one_to_one_is_with_one(tablet, school, roll):
    form = makers.session_form(school, roll["jayden"]) | {"pupil": [], "pupil_typed": ["Jayden O"]}
    assert arrive(tablet, form, "session").json["state"] == "saved"
    form |= {"client_id": makers.client_id(), "pupil_typed": ["Jayden O", "Leo"]}
    assert arrive(tablet, form, "session").json["state"] == "kept"


def test_a_concern_goes_at_once_with_the_name_as_it_was_typed(app, tablet, dsl, school, roll):
    form = makers.concern_form(school, who="Year 2") | {"pupil_typed": ["Sam", "Jayden", "Ali"]}
    assert arrive(tablet, form, "concern").json["state"] == "saved"
    assert Concern.get().who == "Year 2; Sam; Ali"
    assert [one.pupil for one in Participation.select()] == [roll["jayden"]]
    assert "Year 2; Sam; Ali" in page(app, dsl, f"/concerns/{Record.get().id}")


def test_very_many_names_are_not_lost_from_a_concern(tablet, school, roll):
    names = [f"Somebody Unknown {number}" for number in range(15)]
    assert arrive(tablet, makers.concern_form(school) | {"pupil_typed": names}, "concern").json["state"] == "saved"
    assert len(Concern.get().who) == 200 and all(name in Record.get().note for name in names)


@pytest.mark.parametrize("said", ["Grace Adeyemi", "grace adeyemi, office", "Mrs Adeyemi", "Mrs. Adeyemi"])
def test_an_adult_who_works_here_never_reads_what_is_about_them(app, tablet, dsl, head, school, roll, said):
    form = makers.concern_form(school, roll["jayden"], adult="y", adult_who="other", adult_name=said)
    assert arrive(tablet, form, "concern").json["state"] == "saved"
    record = Record.get()
    assert (record.tier, record.about) == ("adult", dsl.user)
    assert makers.client(app, dsl).get(f"/concerns/{record.id}").status_code == 404
    assert makers.client(app, head).get(f"/concerns/{record.id}").status_code == 200


@pytest.mark.parametrize("said", ["Helen Marsh", "Ms Marsh", "marsh helen"])
def test_a_headteacher_who_is_named_does_not_read_it(app, tablet, head, dsl, school, roll, said):
    form = makers.concern_form(school, roll["jayden"], adult="y", adult_who="other", adult_name=said)
    arrive(tablet, form, "concern")
    assert (Record.get().tier, Record.get().about) == ("headteacher", head.user)
    for one in (head, dsl):
        assert makers.client(app, one).get(f"/concerns/{Record.get().id}").status_code == 404


@pytest.mark.parametrize("said", ["Grace", "the lady with the dog", "Adeyemi the taxi driver", "Marsh"])
def test_somebody_who_does_not_work_here_is_nobody(tablet, dsl, head, school, roll, said):
    form = makers.concern_form(school, roll["jayden"], adult="y", adult_who="other", adult_name=said)
    arrive(tablet, form, "concern")
    assert (Record.get().tier, Record.get().about) == ("adult", None) and Concern.get().adult == said


def test_of_two_of_that_name_the_headteacher_is_meant(app, tablet, school, roll, head):
    namesake = makers.member(school, "Helen Marsh", "mentor")
    form = makers.concern_form(school, roll["jayden"], adult="y", adult_who="other", adult_name="Helen Marsh")
    arrive(tablet, form, "concern")
    assert Record.get().tier == "headteacher" and Record.get().about == head.user != namesake.user


def test_online_a_name_that_was_typed_is_asked_about_on_the_page(as_mentor, school, roll):
    reply = as_mentor.post("/incidents", data=typed(school, "Sam"), headers={"Outbox": "1"})
    assert reply.status_code == 422 and "Say who it was: “Sam”" in reply.text and 'value="Sam"' in reply.text
    assert as_mentor.post("/incidents", data=typed(school, "Jayden"), headers={"Outbox": "1"}).status_code == 201
