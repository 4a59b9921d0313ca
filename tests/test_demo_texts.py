"""What is written in the demo school: about whom, in which words, how often."""

import re
from collections import Counter

from mentoring import lists
from mentoring.demo import material
from models import Participation, Pupil, Record
from tests.demo_schools import texts

MOST_OFTEN = 5


def test_a_text_names_nobody_but_the_pupils_of_its_record(until):
    called = {pupil.id: pupil.known_as for pupil in Pupil.select()}
    there: dict[int, set[str]] = {}
    for row in Participation.select():
        there.setdefault(row.record_id, set()).add(called[row.pupil_id])
    for record, written in texts().items():
        strangers = set(called.values()) - there.get(record, set())
        for text in written:
            assert not set(re.findall(r"[\w-]+", text)) & strangers, text
            assert not re.search(r"[{}]", text), text


def test_words_are_neutral(until):
    for written in texts().values():
        assert not re.search(r"\b(victim|offender|perpetrator|bully|naughty)", " ".join(written), re.IGNORECASE), (
            written
        )


def test_no_sentence_is_read_often(until):
    """Counted with the names and pronouns taken out, so that what differs by them alone is the same sentence."""
    people = sorted({pupil.known_as for pupil in Pupil.select()}, key=len, reverse=True)
    masked = re.compile(rf"\b({'|'.join(map(re.escape, people))}|s?he|him|his|hers?|M(um|rs?|s) ?\w*|Dad|Nan)\b", re.I)
    notes = [masked.sub("·", record.note) for record in Record.select()]
    told = Counter(sentence for note in notes for sentence in re.split(r"(?<=[.?!”])\s+", note) if len(sentence) > 25)
    worst, times = told.most_common(1)[0]
    assert times <= MOST_OFTEN, worst


def test_material_uses_the_chips_that_schools_start_with():
    names = {name: {text for pair in kind.options for text in pair} for name, kind in lists.LISTS.items()}
    for one in material.situations():
        for name, text in (
            ("place", one.places.replace(" | ", ", ")), ("incident_type", one.what), ("antecedent", one.before),
            ("response", one.response), ("ending", one.ending), ("level", one.level), ("injury", one.injury),
            ("prejudice", one.prejudice), ("force_type", one.force.get("force_type", "")),
            ("force_degree", one.force.get("force_degree", "")),
        ):  # fmt: skip
            assert {part for part in text.split(", ") if part} <= names[name], (name, text)
    for other in material.occasions():
        assert set(other.methods.split()) <= names["method"]
        assert set(other.purpose.split(", ")) <= names["purpose"]
        assert {other.tone} - {""} <= names["tone"]


def test_material_is_paired_as_it_is_read():
    for one in material.situations():
        assert one.mixes or len(one.seen) == len(one.did), one.seen
        assert len(one.places.split(" | ")) in (1, len(one.seen)), one.places
        assert len(one.lines) in (0, len(one.cast))
    for other in material.occasions():
        assert len(other.methods.split()) in (1, len(other.said)), other.said
        assert len(other.agreed) <= len(other.said)
    assert len(material.situations()) >= 40
    assert len(material.occasions()) >= 30
