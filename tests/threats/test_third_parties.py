"""Threat 14: whoever may read one pupil's records learns from none of them who the others in it are."""

import re
from itertools import product
from random import Random

import pytest

from models import KINDS, Record
from tests import makers

PUPILS, RECORDS, LOOKED_AT = 300, 200, 5  # of every fifth, the pages of its own
SYLLABLES = [first + then for first, then in product("bdfgklmnprst", ("aq", "ewk", "izz", "ovv", "ux"))]
SHARED = ("incident", "group_session", "note", "praise")


@pytest.fixture
def roll(school):
    """Pupils with names that stand nowhere else, the reader's own first."""
    made = [f"{one.capitalize()}{two} {two.capitalize()}{one}ton" for one, two in product(SYLLABLES, SYLLABLES[:10])]
    return [makers.pupil(school, name) for name in Random(7).sample(made, PUPILS)]


@pytest.fixture
def own(roll, school):
    """(The reader, their pupil, the others). A colleague has written of the pupil and others, in words too."""
    reader, colleague = makers.member(school, "Amara Bello", "mentor"), makers.member(school, "Ben Shaw", "mentor")
    pupil, others, rng = roll[0], roll[1:], Random(14)
    makers.put_on(reader, pupil)
    for place in range(RECORDS):
        one, two, *rest = rng.sample(others, rng.randint(2, 6))
        note = f"{one.known_as} pushed {two.name}. {two.surname} says {pupil.known_as} and {one.name}’s friend"
        kind, ago = SHARED[place % len(SHARED)], place / 4
        makers.record(colleague, pupil, one, two, *rest, kind=kind, note=note, days_ago=ago)
    return reader, pupil, others


def every_page(browser, pupil):
    """The whole timeline, some of each kind of record with its version, and what a search or a form says of them:
    (address, reply)."""
    waiting, seen = [f"/pupils/{pupil.id}"], set()
    for one in Record.select().where(Record.id % LOOKED_AT == 0):
        waiting += [f"/{KINDS[one.kind].path}/{one.id}", f"/records/{one.id}/versions/1"]
    while waiting:
        path = waiting.pop()
        seen.add(path)
        reply = browser.get(path)
        yield path, reply
        older = re.findall(r'href="(/pupils/\d+\?before=[^"&]+)"', reply.text)
        waiting += [one for one in older if one not in seen]
    for form in ("searches", f"pupils/{pupil.id}/searches"):
        yield form, browser.post(f"/{form}", data={"words": "pushed"})
    for kind in SHARED:
        yield kind, browser.post("/pupils/beside", data={"form_kind": kind, "pupil": str(pupil.id)})


@pytest.mark.security
def test_no_other_pupil_is_named_in_two_hundred_shared_records(app, own):
    reader, pupil, others = own
    names, told = {part.lower() for one in others for part in (one.known_as, one.surname)}, 0
    for path, reply in every_page(makers.client(app, reader), pupil):
        assert reply.status_code == 200, path
        assert not names & set(re.findall(r"\w+", (reply.text + str(reply.headers)).lower())), path
        told += "nother pupil" in reply.text
    assert told > 2 * RECORDS // LOOKED_AT


@pytest.mark.security
def test_the_control_their_author_reads_them(app, own, school):
    _, pupil, others = own
    lead = makers.client(app, makers.member(school, "Sunita Rao", "lead"))
    page = lead.get(f"/pupils/{pupil.id}").text
    assert any(one.surname in page for one in others)
