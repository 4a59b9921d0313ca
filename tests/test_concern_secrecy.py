"""A concern is not there for who may not read it: every page of every role is the same with and without one."""

import re
from datetime import UTC, datetime

import pytest

from mentoring import clock, handling
from models import KINDS, Concern, Record, RecordReader
from tests import makers
from tests.test_house import paths

CANARY = "zanzibar"
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)  # a Tuesday, in term
ALWAYS_NEW = ("/factors/new", "/audit-events")  # a secret of its own each time; what the reader did meanwhile
OTHERS = ("mentor", "lead", "contributor", "slt", "admin", "trust", "stranger", "related")


@pytest.fixture
def now():
    with clock.at(NOW):
        yield


@pytest.fixture
def people(now, app, school):
    """One of each role; the mentor has the pupil on their caseload, the stranger works at another school."""
    found = {role: makers.member(school, f"{role} person", role) for role in (*OTHERS[:6], "dsl", "head")}
    found["stranger"] = makers.member(makers.school("Elsewhere"), "Sam Stranger", "dsl", "head", "lead", "admin")
    found["related"] = makers.member(school, "Aunt Dsl", "dsl")
    found["author"] = makers.member(school, "Denise Whitlow", "contributor")
    return found


@pytest.fixture
def pupil(school, people):
    pupil = makers.pupil(school, "Florence Nuttall", people["mentor"])
    makers.family(pupil)
    makers.record(people["mentor"], pupil, note="Something plain", finish_later=True)
    makers.relate(people["related"], pupil)
    return pupil


def raise_one(people, pupil):
    """A concern, added to, decided, with a to-do of its own."""
    chip = makers.option(pupil.school, "concern_category", "Sexual")
    record = makers.concern(people["author"], pupil, exact_words=f"{CANARY} words", opinion=CANARY, present=CANARY,
                            note=f"{CANARY} facts", chosen=frozenset({chip}))  # fmt: skip
    handling.handle(people["dsl"], record, "acknowledged", makers.client_id())
    facts = {"choice": "Monitor", "text": f"{CANARY} reasons"}
    handling.handle(people["dsl"], record, "decided", makers.client_id(), **facts)
    return record


def walk(app, browser, numbers):
    """What every page answers: by each number that could be a row's. The first is a pupil's, the last a record's."""
    found = {}
    query = {"pupil": str(numbers[0]), "like": str(numbers[-1])}
    pages = dict.fromkeys(path for number in numbers for _, path, methods in paths(app, number) if "GET" in methods)
    for path in pages:
        if not path.startswith("/setup"):
            reply = browser.get(path, query_string=query)
            found[path] = reply.status_code, plain(reply.text)
    for word in (CANARY, "Florence", "words"):
        for kind in ("", "concern"):
            found[f"search {word} {kind}"] = (
                0,
                plain(browser.post("/searches", data={"words": word} | ({"kind": kind} if kind else {})).text),
            )
    for kind in KINDS:
        found[f"beside {kind}"] = 0, plain(browser.post("/pupils/beside", data={"form_kind": kind, "pupil": "1"}).text)
    return found


def plain(text):
    """A page without what is new each time."""
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "", text)
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("role", OTHERS)
def test_every_page_is_as_if_there_were_none(app, people, pupil, role):
    browser = makers.client(app, people[role])
    before = walk(app, browser, (pupil.id, 2))
    record = raise_one(people, pupil)
    after = walk(app, browser, (pupil.id, 2))
    assert record.id == 2
    for path, (status, text) in after.items():
        assert CANARY not in text.replace(f"“{CANARY}”", "").replace(f'value="{CANARY}"', ""), path
        if not path.startswith(ALWAYS_NEW):
            assert (status, text) == before[path], path
        assert f"/concerns/{record.id}" not in text, path


def test_the_dsl_the_head_and_a_lead_who_was_named_find_it(app, people, pupil):
    record = raise_one(people, pupil)
    lead = makers.client(app, people["lead"])
    assert f"/concerns/{record.id}" not in lead.post("/searches", data={"words": CANARY}).text
    form = {"client_id": makers.client_id(), "person": str(people["lead"].user.id), "text": "Knows the family"}
    assert makers.client(app, people["dsl"]).post(f"/handlings/{record.id}/shared", data=form).status_code == 303
    for role in ("dsl", "head", "lead"):
        browser = makers.client(app, people[role])
        for word in (CANARY, "Florence"):
            found = browser.post("/searches", data={"words": word}).text
            assert f"/concerns/{record.id}" in found, f"{role} {word}"
    for role in ("dsl", "lead"):
        assert f"/concerns/{record.id}" in makers.client(app, people[role]).get(f"/pupils/{pupil.id}").text
    page = lead.get(f"/concerns/{record.id}").text
    assert f"{CANARY} facts" in page and f"{CANARY} reasons" not in page and "What next?" not in page
    assert f"/concerns/{record.id}" in lead.get("/concerns").text
    end = {"client_id": makers.client_id(), "person": str(people["lead"].user.id), "text": "Handed on"}
    assert makers.client(app, people["dsl"]).post(f"/handlings/{record.id}/unshared", data=end).status_code == 303
    assert lead.get(f"/concerns/{record.id}").status_code == 404
    assert RecordReader.select().where(RecordReader.ended_at.is_null(False)).count() == 1


def test_a_head_finds_no_more_than_concerns_by_the_names_of_other_pupils(app, people, pupil, school):
    other = makers.pupil(school, "Zephyrine Blythe")
    plain = makers.record(people["mentor"], pupil, other, note="Plain words")
    makers.concern(people["author"], other)
    found = makers.client(app, people["head"]).post("/searches", data={"words": "Zephyrine"}).text
    assert (
        f"/incidents/{plain.id}" not in found
        and f"/concerns/{Record.select().order_by(Record.id.desc()).get().id}" in found
    )


def test_the_author_sees_what_they_wrote_that_it_was_received_and_what_they_are_told_and_nothing_else(
    app, people, pupil
):
    record = raise_one(people, pupil)
    dsl = makers.client(app, people["dsl"])
    more = (("assigned", {"person": str(people["dsl"].user.id)}), ("told", {"text": "Thank you, it is in hand"}),
            ("closed", {"text": "wrong outcome for them"}))  # fmt: skip
    for action, form in more:
        sent = form | {"client_id": makers.client_id()}
        assert dsl.post(f"/handlings/{record.id}/{action}", data=sent).status_code == 303, action
    author = makers.client(app, people["author"])
    page = author.get(f"/concerns/{record.id}").text
    assert f"{CANARY} facts" in page and "Received by dsl person" in page and "Thank you, it is in hand" in page
    for secret in ("Monitor", "reasons", "wrong outcome", "Assigned", "Closed", "What next?", "Chronology"):
        assert secret not in page, secret
    assert "Received by dsl person" in author.get("/").text and CANARY not in author.get("/").text
    assert author.get(f"/chronologies/{pupil.id}").status_code == 403
    assert Concern.select().count() == 1
