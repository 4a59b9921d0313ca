"""Two people amending at once: the second is shown both, takes from either, and nothing is lost."""

import html
import re

import pytest

from models import KINDS, Programme, ProgrammeMember, Record, RecordVersion
from tests import makers
from tests.test_programmes import form as programme_form


@pytest.fixture
def both(as_mentor, as_lead, mentor, school):
    """A note of the mentor's that the lead has amended since the mentor opened it."""
    pupil = makers.pupil(school, on=mentor)
    record = makers.record(mentor, pupil, kind="note", note="First words")
    assert as_lead.post(f"/notes/{record.id}", data=note_form(pupil, "The lead's words")).status_code == 303
    return pupil, record


def note_form(pupil, note, **more):
    return {"client_id": makers.client_id(), "pupil": [str(pupil.id)], "note": note, "when": "now", "version": "1",
            "follow_up": "none", "reason": "more to say"} | more  # fmt: skip


def clash(reply):
    """The parts on which they differ, each as (yours, saved)."""
    found = re.findall(r'<fieldset id="take-([a-z_]+)">(.*?)</fieldset>', reply.text, re.S)
    said = {name: re.findall(r'class="said">(.*?)</span>', part, re.S) for name, part in found}
    return {name: [html.unescape(re.sub("<[^>]+>", "", one)).strip() for one in texts] for name, texts in said.items()}


def test_the_second_is_shown_both_side_by_side(as_mentor, both):
    pupil, record = both
    reply = as_mentor.post(f"/notes/{record.id}", data=note_form(pupil, "The mentor's words"))
    assert reply.status_code == 409 and "Sunita Rao saved it while you were writing" in reply.text
    assert clash(reply)["note"] == ["The mentor's words", "The lead's words"]
    assert 'name="version" value="2"' in reply.text and "The mentor&#39;s words</textarea>" in reply.text
    assert Record.get().note == "The lead's words"


@pytest.mark.parametrize(("taken", "note"), [
    ("mine", "The mentor's words"), ("saved", "The lead's words"), ("both", "The mentor's words\n\nThe lead's words"),
])  # fmt: skip
def test_either_or_both_are_taken_and_every_version_stays(as_mentor, both, taken, note):
    pupil, record = both
    sent = note_form(pupil, "The mentor's words", version="2") | {"take-note": taken, "follow_up": "today"}
    assert as_mentor.post(f"/notes/{record.id}", data=sent).status_code == 303
    assert Record.get().note == note
    payloads = [row.payload for row in RecordVersion.select().order_by(RecordVersion.number)]
    assert "First words" in payloads[0] and "The lead's words" in payloads[1]


def test_a_third_who_comes_between_is_shown_too(as_mentor, as_lead, both):
    pupil, record = both
    as_lead.post(f"/notes/{record.id}", data=note_form(pupil, "The lead's third words", version="2"))
    reply = as_mentor.post(f"/notes/{record.id}", data=note_form(pupil, "Mine", version="2") | {"take-note": "mine"})
    assert reply.status_code == 409 and clash(reply)["note"] == ["Mine", "The lead's third words"]


def test_pupils_and_chips_are_parts_like_any_other(as_mentor, as_lead, mentor, school):
    one, two = makers.pupil(school, on=mentor), makers.pupil(school, "Leo Park", mentor)
    record = makers.record(mentor, one, kind="incident", detail={"day_part": ""})
    edit = {"version": "1", "reason": "x"}
    friend = [str(makers.option(school, "incident_type", "Friendship fallout"))]
    as_lead.post(f"/incidents/{record.id}", data=makers.incident_form(school, one, two, incident_type=friend) | edit)
    sent = makers.incident_form(school, one) | edit
    reply = as_mentor.post(f"/incidents/{record.id}", data=sent)
    assert clash(reply)["incident_type"] == ["Physical", "Friendship fallout"]
    mine, saved = clash(reply)["pupil"]
    assert "Leo Park" not in mine and "Leo Park: involved" in saved
    taken = sent | {"version": "2", "take-pupil": "saved", "take-incident_type": "saved"}
    assert as_mentor.post(f"/incidents/{record.id}", data=taken).status_code == 303
    page = as_mentor.get(f"/incidents/{record.id}").text
    assert "Leo Park" in page and "Friendship fallout" in page and "Physical" not in page


def test_statements_are_taken_whole(as_mentor, as_lead, mentor, school):
    pupil = makers.pupil(school, on=mentor)
    record = makers.record(mentor, pupil, kind="incident", detail={"day_part": ""}, finish_later=True)
    force = [str(makers.option(school, "response", "Physical intervention"))]
    sent = makers.incident_form(school, pupil, response=force, finish_later="1", version="1", reason="x")
    theirs = sent | {"statements-0-adult": "Ms Lead", "statements-0-statement": "I saw it"}
    assert as_lead.post(f"/incidents/{record.id}", data=theirs | {"client_id": makers.client_id()}).status_code == 303
    mine = sent | {"statements-0-adult": "Mr Mentor", "statements-0-statement": "I did not"}
    reply = as_mentor.post(f"/incidents/{record.id}", data=mine)
    assert clash(reply)["statements"] == ["Mr Mentor: I did not", "Ms Lead: I saw it"]
    as_mentor.post(f"/incidents/{record.id}", data=mine | {"version": "2", "take-statements": "saved"})
    page = as_mentor.get(f"/incidents/{record.id}").text
    assert "Ms Lead" in page and "Mr Mentor" not in page


@pytest.mark.parametrize("kind", [one for one in KINDS.values() if not one.sealed], ids=lambda kind: kind.name)
def test_every_kind_shows_both(as_mentor, as_lead, mentor, school, kind):
    pupil = makers.pupil(school, on=mentor)
    makers.family(pupil)
    record = makers.record(mentor, pupil, kind=kind.name, note="First", finish_later=True)
    Record.update(version=2).execute()
    first = RecordVersion.get().__data__
    RecordVersion.create(**{name: first[name] for name in first if name != "id"} | {"number": 2, "client_id": ""})
    sent = note_form(pupil, "Mine", finish_later="1", call_again="tomorrow")
    reply = as_mentor.post(f"/{kind.path}/{record.id}", data=sent)
    assert reply.status_code == 409 and clash(reply)["note"] == ["Mine", "First"]


def test_two_leaders_of_one_programme_are_shown_both(app, as_mentor, mentor, school):
    one, two = makers.pupil(school, on=mentor), makers.pupil(school, "Leo Park", mentor)
    second = makers.member(school, "Ben Shaw", "mentor")
    programme = makers.programme(mentor, one, second_leader=second.user)
    as_second = makers.client(app, second)
    seen = programme_form(mentor, one, two, aims="Ours", second_leader=str(second.user.id))
    theirs = programme_form(mentor, aims="Theirs", second_leader=str(second.user.id))
    assert as_second.post(f"/programmes/{programme.id}", data=theirs).status_code == 303
    reply = as_mentor.post(f"/programmes/{programme.id}", data=seen)
    assert reply.status_code == 409 and "Ben Shaw saved it while you were writing" in reply.text
    assert clash(reply)["aims"] == ["Ours", "Theirs"] and "Leo Park" in clash(reply)["pupil"][0]
    assert [row.ends_on is None for row in ProgrammeMember.select()] == [False]
    taken = seen | {"version": "2", "take-pupil": "mine", "take-aims": "saved"}
    assert as_mentor.post(f"/programmes/{programme.id}", data=taken).status_code == 303
    assert (Programme.get().aims, Programme.get().version) == ("Theirs", 3)
    assert {row.pupil_id for row in ProgrammeMember.select().where(ProgrammeMember.ends_on.is_null())} == {
        one.id,
        two.id,
    }
