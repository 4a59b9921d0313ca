"""Concerns over real requests: raised in a minute, sealed at once, added to by their authors."""

import json

import pytest

import database
from mentoring import concerns, handling
from models import (
    Concern,
    ConcernAddition,
    ConcernMark,
    Record,
    RecordVersion,
)
from tests import makers


def post(app, member, form):
    return makers.client(app, member).post("/concerns", data=form)


def mark(number, side="front", x="840", y="480", **more):
    row = {"side": side, "x": x, "y": y, "kind": "bruise", "look": "yellow", "note": ""} | more
    return {f"marks-{number}-{name}": value for name, value in row.items()}


def test_what_blocks_it_is_said_and_no_word_is_lost(app, midday, school):
    reply = post(app, midday, {"client_id": makers.client_id(), "opinion": "kept words", "finish_later": "1"})
    assert reply.status_code == 422 and "kept words" in reply.text and Record.select().count() == 0
    for sentence in ("Say whether the child is in danger now.", "Choose a pupil, or say in a few words who it is.",
                     "Say how you know", "Write the exact words, or what you saw and heard."):  # fmt: skip
        assert sentence in reply.text
    assert "Finish later" not in reply.text


@pytest.mark.parametrize("role", ["mentor", "contributor", "lead", "dsl", "slt", "head", "admin"])
def test_everybody_who_works_here_raises_one_and_reads_what_they_wrote(app, school, pupil, role):
    person = makers.member(school, "Any Body", role)
    browser = makers.client(app, person)
    reply = browser.post("/concerns", data=makers.concern_form(school, pupil, note="On the left arm"))
    record = Record.get()
    assert (reply.status_code, reply.location) == (303, f"/concerns/{record.id}")
    page = browser.get(reply.location).text
    assert "He grabs my arm." in page and "On the left arm" in page and "Florence Nuttall" in page
    assert (record.tier, record.about, record.state, record.version) == ("safeguarding", None, "complete", 1)


def test_a_trust_viewer_raises_none(app, school):
    assert makers.client(app, makers.member(school, "Far Away", "trust")).get("/concerns/new").status_code == 403


def test_words_for_a_pupil_who_cannot_be_named_are_enough_and_facts_for_exact_words(app, midday, school):
    form = makers.concern_form(
        school, who="A girl of about Year 2, red coat", exact_words="", note="Crying by the gate"
    )
    assert post(app, midday, form).status_code == 303
    assert Concern.get().who == "A girl of about Year 2, red coat"


def test_it_is_one_however_often_it_is_sent_and_finishing_later_is_not_heard(app, midday, school, pupil):
    form = makers.concern_form(school, pupil, finish_later="1", tier="support", about="1")
    assert post(app, midday, form).location == post(app, midday, form).location
    assert [(one.state, one.tier, one.about) for one in Record.select()] == [("complete", "safeguarding", None)]
    again = post(app, midday, form | {"exact_words": "Something else"})
    assert again.status_code == 409 and "Say in an addition which one counts" in again.text


def test_the_body_map_keeps_place_region_kind_and_words_and_version_one_holds_them(app, midday, school, pupil):
    form = (
        makers.concern_form(school, pupil) | mark(0) | mark(3, "back", "500", "420", kind="nonsense", note="in a line")
    )
    form |= mark(4, gone="y") | {"marks-5-side": "front", "marks-5-gone": "y"}
    assert post(app, midday, form).status_code == 303
    rows = [(one.position, one.side, one.region, one.kind, one.look, one.note) for one in ConcernMark.select()]
    assert rows == [(1, "front", "left forearm", "bruise", "yellow", ""),
                    (2, "back", "lower back", "mark", "yellow", "in a line")]  # fmt: skip
    kept = json.loads(RecordVersion.get().payload)
    assert [one["region"] for one in kept["parts"]["concern_mark"]] == ["left forearm", "lower back"]
    assert (kept["tier"], kept["about"]) == ("safeguarding", None)
    page = makers.client(app, midday).get(f"/concerns/{Record.get().id}").text
    assert "Bruise, left forearm (front), yellow" in page and "Mark, lower back (back), yellow, in a line" in page


@pytest.mark.parametrize(
    "bad", [{"x": ""}, {"x": "1001"}, {"y": "-1"}, {"x": "²"}, {"side": "inside"}, {"y": "9" * 99}]
)
def test_a_mark_without_a_place_is_asked_for_again_with_its_words(app, midday, school, pupil, bad):
    reply = post(app, midday, makers.concern_form(school, pupil) | mark(0, look="blue and small", **bad))
    assert (
        reply.status_code == 422 and "Put this mark on the body again" in reply.text and "blue and small" in reply.text
    )


def test_without_scripts_a_mark_is_added_from_the_list(app, midday, school, pupil):
    form = makers.concern_form(school, pupil, step="mark", mark_region="back: left heel") | mark(0)
    page = post(app, midday, form)
    assert page.status_code == 200 and 'name="marks-1-side" value="back"' in page.text and "left heel" in page.text
    assert Record.select().count() == 0
    for strange in ("", "back", "back: nose", "side: left heel"):
        assert 'name="marks-1-' not in post(app, midday, form | {"mark_region": strange}).text


def test_it_is_sealed_for_everybody(app, midday, dsl, head, school, pupil):
    record = makers.concern(midday, pupil)
    for person in (midday, dsl, head):
        browser = makers.client(app, person)
        for path in (f"/concerns/{record.id}/edit", f"/records/{record.id}/withdrawal/new"):
            assert browser.get(path).status_code == 404, path
        assert browser.post(f"/concerns/{record.id}", data=makers.concern_form(school, pupil)).status_code == 405
        assert browser.post(f"/records/{record.id}/withdrawal", data={"reason": "x"}).status_code in (403, 404)
    assert RecordVersion.select().count() == 1


@pytest.mark.parametrize("table", ["concern", "concern_mark", "concern_addition", "handling"])
def test_the_database_itself_refuses_to_change_it(app, midday, dsl, pupil, table):
    record = makers.concern(midday, pupil)
    concerns.add(midday, record, makers.client_id(), "More", by_mail=False)
    handling.handle(dsl, record, "acknowledged", makers.client_id())
    place = {"side": "front", "x": 1, "y": 1, "region": "nose", "kind": "mark"}
    ConcernMark.create(record=record, position=1, **place)
    for words in (f"UPDATE {table} SET record_id = record_id", f"DELETE FROM {table}"):  # noqa: S608
        with pytest.raises(Exception, match="append-only"), database.db.atomic():
            database.db.execute_sql(words)


def test_the_author_adds_and_nobody_else_does(app, midday, dsl, mentor, school, pupil):
    record = makers.concern(midday, pupil)
    browser, form = makers.client(app, midday), {"client_id": makers.client_id(), "text": "It was her left arm"}
    empty = browser.post(f"/concerns/{record.id}/additions", data=form | {"text": " "})
    assert empty.status_code == 422 and "Write what you want to add." in empty.text
    for _ in range(2):
        assert browser.post(f"/concerns/{record.id}/additions", data=form).status_code == 303
    assert ConcernAddition.select().count() == 1
    assert "It was her left arm" in makers.client(app, dsl).get(f"/concerns/{record.id}").text
    for person in (dsl, mentor):
        again = makers.client(app, person).post(f"/concerns/{record.id}/additions", data=form)
        assert again.status_code == 404


def test_lately_recorded_does_not_tell_about_whom_a_concern_was(app, midday, school, pupil):
    makers.concern(midday, pupil)
    assert "Florence" not in makers.client(app, midday).get("/incidents/new").text
    makers.record(midday, pupil)
    assert "Florence" in makers.client(app, midday).get("/incidents/new").text


def test_the_form_rings_the_schools_own_numbers(app, midday, dsl, admin, school):
    page = makers.client(app, midday).get("/concerns/new").text
    assert 'href="tel:999"' in page and "Grace Adeyemi (DSL)" in page
    form = {"name": "Kestrel Park", "dsl_phones": "01632 960142 Grace\n+44 1632 960 143 deputy\nAsk at the office"}
    assert makers.client(app, admin).post("/school", data=form).status_code == 303
    page = makers.client(app, midday).get("/concerns/new").text
    assert 'href="tel:01632960142"' in page and 'href="tel:+441632960143"' in page and "Ask at the office" in page
