"""What an envelope may be: the strangest that fits is saved, and what is none is refused in words."""

import json

import pytest

from mentoring import clock
from models import Arrival, Draft, Record
from tests import makers
from tests.outbox import NOW, incident_form, jayden_okafor, mentors_tablet  # noqa: F401  fixtures
from tests.sealing import beside_of, pairs_of, seal

MALFORMED = {
    "no object": [], "a text": "x", "nothing": None, "empty": {},
}  # fmt: skip


@pytest.mark.parametrize("sent", MALFORMED.values(), ids=MALFORMED)
def test_what_is_no_envelope_is_refused_in_words(tablet, sent):
    reply = tablet.elsewhere.post("/outbox", json=sent)
    assert reply.status_code == 422 and reply.json["error"]


@pytest.mark.parametrize(("member", "value"), [
    ("format", "1"), ("format", True), ("format", None), ("client_id", "x"), ("client_id", 1), ("what", "other"),
    ("kind", ""), ("kind", "x" * 31), ("path", "/\n"), ("author", "1"), ("author", -1), ("author", 2**60),
    ("made_at", "yesterday"), ("made_at", "2026-11-24T10:32:00"), ("made_at", "0001-01-01T00:00:00+14:00"),
    ("sent_at", ""), ("sequence", 1.5), ("key", "x" * 65), ("wrapped", None), ("iv", 5), ("sealed", ["x"]),
    ("sealed", "\u00e9"),
])  # fmt: skip
def test_an_envelope_with_a_strange_member_is_refused_in_words(tablet, form, member, value):
    with clock.at(NOW):
        envelope = tablet.envelope(form)
        reply = tablet.send(envelope | {member: value}, **({"sent_at": value} if member == "sent_at" else {}))
    assert reply.status_code == 422 and reply.json["error"].endswith(".")
    assert Arrival.select().count() == 0


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 200_000, b"\xff\xfe", b'{"format": 1' + b"0" * 5000 + b"}"])
def test_what_is_no_json_is_refused_in_words(tablet, body):
    reply = tablet.elsewhere.post("/outbox", data=body, content_type="application/json")
    assert reply.status_code == 422 and reply.json["error"]


def test_what_is_far_too_large_is_refused_before_it_is_read(tablet, form):
    with clock.at(NOW):
        envelope = tablet.envelope(form)
        assert tablet.send(envelope | {"sealed": "A" * 3_000_000}).status_code == 413


def test_a_long_record_fits(tablet, form):
    with clock.at(NOW):
        long = form | {"note": "é" * 9_999, **{f"names-{number}": "0" for number in range(800)}}
        assert tablet.send(tablet.envelope(long)).json["state"] == "saved"
        too_long = form | {"client_id": makers.client_id(), "note": "x" * 300_000}
        assert tablet.send(tablet.envelope(too_long)).json["state"] == "kept"
    assert "x" * 300_000 in Draft.get().body


def test_half_a_letter_and_nul_are_no_fault(tablet, form):
    with clock.at(NOW):
        pairs = [*pairs_of(form | {"note": ""}), ["note", "a\ud800b\0c"], ["line-1\udc00", "x"]]
        envelope = tablet.envelope(form)
        said = {name: envelope[name] for name in envelope if name not in ("key", "wrapped", "iv", "sealed")}
        plain = json.dumps({"pairs": [pair for pair in pairs if pair != ["note", ""]]}).encode()
        sealed = envelope | seal(tablet.given["key"]["jwk"], plain, beside_of(said))
        assert tablet.send(sealed).json["state"] == "saved"
    assert Record.get().note == "abc"
