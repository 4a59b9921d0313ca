"""Names of pupils in free text are noticed as it is written, and offered to be linked."""

from uuid import uuid4

from mentoring import noticing
from models import Mention, Record
from tests import makers


def found(member, text, *but, **answers):
    return [(one.text, [pupil.name for pupil in one.pupils], one.chosen)
            for one in noticing.notice(member, [text], [pupil.id for pupil in but], answers)]  # fmt: skip


def test_names_are_noticed_as_people_write_them(mentor, pupils):
    leo, ruby = pupils["leo"].id, pupils["ruby"].id
    for text, said in (
        ("Pushed by Leo over a tackle", [("Leo", ["Leo Price"], leo)]),
        ("leo's ball", [("leo", ["Leo Price"], leo)]),
        ("Leo’s ball and Leo P again", [("Leo", ["Leo Price"], leo), ("Leo P", ["Leo Price"], leo)]),
        ("with Leo Price.", [("Leo Price", ["Leo Price"], leo)]),
        ("with Ruby B", [("Ruby B", ["Ruby Bell"], ruby)]),
        ("Minh Anh laughed", [("Minh Anh", ["Minh Anh Tran"], pupils["minh"].id)]),
        ("a galleon, a leopard", []),
        ("will go later", []),
        ("Will go later", [("Will", ["Will Young"], None)]),
        ("then Will went", [("Will", ["Will Young"], pupils["will"].id)]),
        ("the price of milk", []),
        ("a fight with Bell", [("Bell", ["Ruby Bell"], ruby)]),
        ("", []),
    ):
        assert found(mentor, text) == said, text


def test_of_two_with_one_name_nobody_is_taken_for_it_and_classmates_come_first(mentor, pupils):
    assert found(mentor, "Ruby ran", pupils["leo"]) == [("Ruby", ["Ruby Bell", "Ruby Cole"], None)]
    other = pupils["other ruby"].id
    assert found(mentor, "Ruby ran", Ruby=other)[0][2] == other
    assert found(mentor, "Ruby ran", Ruby=pupils["jayden"].id)[0][2] is None
    assert found(mentor, "Leo ran", Leo=0)[0][2] == 0


def test_who_is_in_the_record_is_not_asked_about(mentor, pupils):
    assert found(mentor, "Jayden and Leo", pupils["jayden"], pupils["leo"]) == []


def test_another_schools_pupils_are_never_offered(pupils):
    elsewhere = makers.school("Elsewhere")
    stranger = makers.member(elsewhere, "Sam Stranger", "mentor")
    assert found(stranger, "Leo and Jayden") == []


def test_it_is_offered_as_it_is_typed(as_mentor, pupils):
    sent = {"form_kind": "incident", "note": "Pushed by Leo", "opinion": "Ruby saw", "pupil": str(pupils["jayden"].id),
            "form_title": "Will", "follow_up_what": "Minh Anh"}  # fmt: skip
    part = " ".join(as_mentor.post("/pupils/named", data=sent).text.split())
    assert f'name="names-Leo" value="{pupils["leo"].id}" checked' in part
    assert f'name="names-Ruby" value="{pupils["ruby"].id}"' in part and "Minh" not in part and "Will" not in part
    assert as_mentor.post("/pupils/named", data={"form_kind": "x"}).status_code == 400


def test_what_the_writer_said_is_kept_and_can_be_changed(as_mentor, school, pupils):
    answer = {"names-Ruby": str(pupils["ruby"].id), "names-Leo": "0"}
    sent = makers.incident_form(school, pupils["jayden"], note="Ruby and Leo") | answer
    as_mentor.post("/incidents", data=sent)
    assert [(row.pupil_id, row.text) for row in Mention.select()] == [(pupils["ruby"].id, "Ruby")]
    number = Record.get().id
    page = " ".join(as_mentor.get(f"/incidents/{number}/edit").text.split())
    assert f'name="names-Ruby" value="{pupils["ruby"].id}" checked' in page
    assert 'name="names-Leo" value="0" checked' in page, "what was said to be no pupil stays so"
    sent |= {"names-Ruby": "0", "version": "1", "client_id": str(uuid4()), "reason": "No pupil: the dog"}
    as_mentor.post(f"/incidents/{number}", data=sent)
    assert Mention.select().count() == 0
    refused = as_mentor.post("/incidents", data=sent | {"ending": "", "names-Ruby": str(pupils["ruby"].id)})
    assert f'name="names-Ruby" value="{pupils["ruby"].id}" checked' in " ".join(refused.text.split())


def test_the_group_note_warns_when_it_names_a_pupil(as_mentor, mentor, school, pupils):
    part = as_mentor.post("/pupils/named", data={"form_kind": "group_session", "note": "Ruby led"}).text
    assert "stand on everybody" in part
    leo = pupils["leo"]
    sent = {"form_kind": "group_session", "note": "Leo led", "pupil": str(leo.id), f"line-{leo.id}": "Leo again"}
    assert "Leo:</b> the note for the whole group" in as_mentor.post("/pupils/named", data=sent).text
    quiet = sent | {"note": "One led"}
    assert "the whole group" not in as_mentor.post("/pupils/named", data=quiet).text, (
        "the pupil's own line may name them"
    )
    assert "the whole group" not in as_mentor.post("/pupils/named", data=sent | {"form_kind": "incident"}).text
    programme = makers.programme(mentor, leo)
    refused = makers.group_form(programme, leo, note="Leo led", did_not_run="y")
    assert "Leo:</b> the note for the whole group" in as_mentor.post("/group-sessions", data=refused).text
