"""Names in free text are hidden from who may not see that pupil."""

import pytest

from mentoring import privacy, programmes
from models import Mention, Pupil, Record
from tests import makers


def test_a_linked_name_reads_another_pupil_for_who_may_not_see_that_pupil(app, as_mentor, mentor, school, pupils):
    """The author reads what they wrote; another mentor of Jayden, who has not Leo, does not read Leo's name."""
    other = makers.member(school, "Tom Hargreaves", "mentor")
    makers.put_on(other, pupils["jayden"])
    reader = makers.client(app, other)
    sent = makers.incident_form(school, pupils["jayden"], note="Pushed by Leo over a tackle", opinion="Leo's temper",
                                response=[str(makers.option(school, "response", "Restorative talk"))],
                                happened="LEO shoved first")  # fmt: skip
    assert as_mentor.post("/incidents", data=sent).status_code == 303
    assert {(row.pupil_id, row.text) for row in Mention.select()} == {
        (pupils["leo"].id, "Leo"), (pupils["leo"].id, "LEO")}  # fmt: skip
    number = Record.get().id
    paths = (f"/pupils/{pupils['jayden'].id}", f"/incidents/{number}", f"/records/{number}/versions/1")
    for path in paths:
        page = reader.get(path).text
        assert "leo" not in page.lower().replace("galleo", ""), path
        assert "another pupil" in page.lower(), path
        assert "Leo" in as_mentor.get(path).text, path
    assert "another pupil shoved first" in reader.get(f"/incidents/{number}").text
    beside = reader.post("/pupils/beside", data={"form_kind": "incident", "pupil": str(pupils["jayden"].id)}).text
    assert "Pushed by another pupil" in beside
    for words in ("leo", "tackle"):
        page = reader.post(f"/pupils/{pupils['jayden'].id}/searches", data={"words": words}).text
        assert ("Nothing matches" in page) == (words == "leo"), words


def test_who_is_in_the_record_is_hidden_in_its_texts_too(as_mentor, colleague, school, pupils):
    sent = makers.incident_form(school, pupils["jayden"], pupils["leo"], note="Jayden shoved Leo; Jayden O cried")
    as_mentor.post("/incidents", data=sent)
    page = colleague.get(f"/pupils/{pupils['leo'].id}").text
    assert "another pupil shoved Leo; another pupil cried" in page and "Jayden" not in page
    assert "Nothing matches" in colleague.post(f"/pupils/{pupils['leo'].id}/searches", data={"words": "jayden"}).text


LEO = ("Leo", "Pricemore")


@pytest.mark.parametrize(("text", "masked"), [
    ("Leo's", "another pupil's"), ("leopard Leo", "leopard another pupil"), ("LEO.", "another pupil."),
    ("Leo Pricemore hit Leo P", "another pupil hit another pupil"), ("", ""), ("Leo  Pricemore", "another pupil"),
    ("Pricemore, Leo and the Pricemores", "another pupil, another pupil and the Pricemores"),
    ("_Leo_ and Leo2", "_another pupil_ and another pupil2"), ("Léo", "another pupil"), ("Leo\u0301n", "León"),
])  # fmt: skip
def test_mask(text, masked):
    assert privacy.mask(text, [LEO]) == masked


@pytest.mark.parametrize(("name", "text"), [
    (("D'Andre", "O'Brienne"), "D’Andre and dandre O’Brienne"), (("Zoë", "Núñez"), "Zoe Nunez and Zoe\u0308"),
    (("Mohammed Ali", "Khan"), "Mohammed, and Ali Khan"), (("Anne-Marie", "Smith-Jones"), "Anne Marie Smith-Jones"),
])  # fmt: skip
def test_a_name_is_hidden_however_it_is_typed(name, text):
    masked = privacy.mask(text, [name]).replace("another pupil", "").replace("and", "").strip(" ,")
    assert masked == "", masked


def test_an_everyday_word_is_no_name_without_a_capital():
    assert privacy.mask("He will come; Will came", [("Will", "Young")]) == "He will come; another pupil came"


def test_another_pupils_page_does_not_tell_who_is_in_a_record(as_mentor, colleague, school, pupils):
    """Jayden's mentor records Jayden and Leo together; Leo's mentor reads it on Leo's page and not on Jayden's."""
    sent = makers.incident_form(school, pupils["jayden"], pupils["leo"], note="Both") | {
        f"line-{pupils['jayden'].id}": "canary"}  # fmt: skip
    as_mentor.post("/incidents", data=sent)
    assert "Both" in colleague.get(f"/pupils/{pupils['leo'].id}").text
    for headers in ({}, {"HX-Request": "true", "HX-Request-Type": "partial"}):
        page = colleague.get(f"/pupils/{pupils['jayden'].id}", headers=headers).text
        assert "Both" not in page and "canary" not in page
    assert "Both" not in colleague.post(f"/pupils/{pupils['jayden'].id}/searches", data={"words": "canary"}).text
    part = colleague.post("/pupils/beside", data={"form_kind": "incident", "pupil": str(pupils["jayden"].id)}).text
    assert "Both" not in part
    assert "Both" in as_mentor.get(f"/pupils/{pupils['leo'].id}").text, "its author wrote it there"


def test_a_version_about_the_wrong_pupil_is_its_authors_alone(as_mentor, colleague, school, pupils):
    first = makers.session_form(school, pupils["jayden"], note="canary at home", own_words="He said")
    as_mentor.post("/sessions", data=first)
    number = Record.get().id
    again = makers.session_form(school, pupils["leo"], note="Fine", version="1", reason="It was not Jayden Okafor")
    assert as_mentor.post(f"/sessions/{number}", data=again).status_code == 303
    assert colleague.get(f"/records/{number}/versions/1").status_code == 404
    for path in (f"/records/{number}/versions", f"/records/{number}/versions/2", f"/sessions/{number}"):
        page = colleague.get(path).text
        assert "canary" not in page and "He said" not in page and "Jayden" not in page, path
    assert "canary" in as_mentor.get(f"/records/{number}/versions/1").text


def test_a_name_that_was_taken_out_stays_hidden_in_the_earlier_version(as_mentor, colleague, school, pupils):
    sent = makers.incident_form(school, pupils["leo"], pupils["jayden"], note="Jayden spat; Omar saw it")
    as_mentor.post("/incidents", data=sent)
    number = Record.get().id
    again = makers.incident_form(school, pupils["leo"], note="Somebody spat", version="1", reason="Jayden was away")
    as_mentor.post(f"/incidents/{number}", data=again)
    for path in (f"/records/{number}/versions", f"/records/{number}/versions/1", f"/records/{number}/versions/2"):
        assert "Jayden" not in colleague.get(path).text, path
    assert "another pupil was away" in colleague.get(f"/records/{number}/versions").text


def test_another_pupils_family_is_not_named(as_mentor, mentor, colleague, school, pupils):
    makers.put_on(mentor, pupils["leo"])
    person = makers.family(pupils["jayden"], "Chioma Okafor")
    sent = makers.contact_form(school, pupils["jayden"], person) | {
        "pupil": [str(pupils["jayden"].id), str(pupils["leo"].id)]}  # fmt: skip
    as_mentor.post("/parent-contacts", data=sent)
    number = Record.get().id
    for path in (f"/pupils/{pupils['leo'].id}", f"/parent-contacts/{number}", f"/records/{number}/versions/1"):
        assert "Chioma" not in colleague.get(path).text, path
        assert "Chioma" in as_mentor.get(path).text, path


def test_a_programme_called_after_a_pupil_is_not_named_on_others_timelines(as_mentor, mentor, colleague, pupils):
    programme = makers.programme(mentor, pupils["leo"], pupils["jayden"], name="Circle of friends for Jayden")
    as_mentor.post("/group-sessions", data=makers.group_form(programme, pupils["leo"], pupils["jayden"]))
    for path in (f"/pupils/{pupils['leo'].id}", f"/group-sessions/{Record.get().id}"):
        page = colleague.get(path).text
        assert "Circle of friends for another pupil" in page and "Jayden" not in page, path


def test_the_second_leader_reads_no_name_of_others_in_next_time(app, as_mentor, mentor, school, pupils):
    second = makers.member(school, "Ben Shaw", "mentor")
    programme = makers.programme(mentor, pupils["leo"], second_leader=second.user)
    as_mentor.post("/group-sessions", data=makers.group_form(programme, pupils["leo"], next_time="Sit Leo by Ruby B"))
    browser = makers.client(app, second)
    for path in (f"/programmes/{programme.id}", f"/group-sessions/new?programme={programme.id}"):
        page = browser.get(path).text
        assert "Sit another pupil by another pupil" in page, path


def test_who_gave_a_programme_up_sees_nothing_of_what_came_after(app, as_mentor, mentor, school, pupils):
    programme = makers.programme(mentor, pupils["jayden"])
    as_mentor.post("/group-sessions", data=makers.group_form(programme, pupils["jayden"]))
    second = makers.member(school, "Ben Shaw", "mentor")
    programmes.change(mentor, programme, {"leader": second.user}, [pupils["leo"].id], 1)
    sent = makers.group_form(programme, pupils["leo"], next_time="canary")
    makers.client(app, second).post("/group-sessions", data=sent)
    number = Record.select().order_by(Record.id).first().id
    page = as_mentor.get(f"/group-sessions/{number}/edit").text
    assert "canary" not in page and "Leo P" not in page.split('id="choices"')[0]
    step = as_mentor.post(f"/group-sessions/{number}", data=makers.group_form(programme, step="show")).text
    assert f'name="role-{pupils["leo"].id}"' not in step


def test_every_name_is_hidden_however_many_and_whoever_it_may_be(as_mentor, mentor, school, pupils):
    firsts = "Aida Bela Ciro Dino Elif Fina Gita Hugo Ines Jana Kofi Lars Mira".split()  # noqa: SIM905
    others = [makers.pupil(school, f"{first} Zimmer", class_name="Heron") for first in firsts]
    note = "With " + ", ".join(one.forename for one in others) + ", and Ruby. Will ran, then Will sat by Leo"
    as_mentor.post("/incidents", data=makers.incident_form(school, pupils["jayden"], note=note))
    said = {(row.pupil_id, row.text) for row in Mention.select()}
    assert {(one.id, one.forename) for one in others} <= said, "past the dozen that are offered"
    assert {(pupils["ruby"].id, "Ruby"), (pupils["other ruby"].id, "Ruby")} <= said, "whichever Ruby it is"
    assert (pupils["will"].id, "Will") in said, "a capital within a sentence"
    reader = makers.member(school, "Ben Shaw", "mentor")
    makers.put_on(reader, pupils["jayden"])
    page = makers.client(as_mentor.application, reader).get(f"/pupils/{pupils['jayden'].id}").text
    assert not [one.forename for one in others if one.forename in page] and "Ruby" not in page and "Leo" not in page


def test_who_has_left_since_stays_hidden_when_the_record_is_amended(as_mentor, school, pupils):
    as_mentor.post("/incidents", data=makers.incident_form(school, pupils["jayden"], note="Leo hit hmi"))
    Pupil.update(left_on="2026-01-01").where(Pupil.id == pupils["leo"].id).execute()
    number = Record.get().id
    again = makers.incident_form(school, pupils["jayden"], note="Leo hit him", version="1", reason="A slip")
    as_mentor.post(f"/incidents/{number}", data=again)
    assert [(row.pupil_id, row.text) for row in Mention.select()] == [(pupils["leo"].id, "Leo")]
    again |= {"note": "He hit him", "version": "2", "client_id": makers.client_id()}
    as_mentor.post(f"/incidents/{number}", data=again)
    assert Mention.select().count() == 0
