"""What comes from a tablet and cannot be opened or believed: kept as it came, told, and it holds up nothing."""

import json
from datetime import timedelta

import pytest

from mentoring import clock
from models import Arrival, Draft, Notice, Record
from tests import makers
from tests.outbox import LATER, NOW, arrive, incident_form, jayden_okafor, mentors_tablet, page  # noqa: F401  fixtures
from tests.sealing import base64_of, beside_of, seal


def spoiled(tablet, form, how, kind="incident"):
    """An envelope that cannot be opened."""
    envelope = tablet.envelope(form, kind)
    if how == "key":
        return envelope | {"key": "0" * 16}
    if how == "cut":
        return envelope | {"sealed": envelope["sealed"][:40]}
    if how == "no base64":
        return envelope | {"sealed": "*" + envelope["sealed"]}
    if how == "another's key":
        return envelope | {"wrapped": base64_of(b"x" * 384)}
    plain = {"no JSON": b"words", "no pairs": b"{}", "odd pairs": b'{"pairs": [["a"]]}', "deep": b"[" * 90_000,
             "numbers": b'{"pairs": [["a", 1]]}'}[how]  # fmt: skip
    said = {name: envelope[name] for name in envelope if name not in ("key", "wrapped", "iv", "sealed")}
    return envelope | seal(tablet.given["key"]["jwk"], plain, beside_of(said))


@pytest.mark.parametrize("how", [
    "key", "cut", "no base64", "another's key", "no JSON", "no pairs", "odd pairs", "deep", "numbers",
])  # fmt: skip
def test_what_cannot_be_opened_is_kept_as_it_came_and_told(app, tablet, mentor, admin, form, how):
    with clock.at(NOW):
        envelope = spoiled(tablet, form, how)
    with clock.at(LATER):
        reply = tablet.send(envelope)
    assert (reply.status_code, reply.json["state"]) == (201, "kept")
    arrival = Arrival.get()
    kept = json.loads(arrival.envelope)
    assert {name: kept[name] for name in envelope} == envelope and "ticket" not in kept
    assert (arrival.opened, Record.select().count(), Draft.select().count()) == (False, 0, 0) and arrival.why
    today = page(app, admin)
    assert "arrived and cannot be opened" in today and "Amara" not in today.split("cannot be opened")[1][:600]
    assert "Write it again if you can, it could not be opened: Incident, Tue 24 Nov 10:32" in page(app, mentor)


def test_five_that_cannot_be_opened_are_one_notice(tablet, admin, school, pupil):
    for _ in range(5):
        with clock.at(NOW):
            tablet.send(spoiled(tablet, makers.incident_form(school, pupil), "key"))
    assert Arrival.select().count() == 5 and Notice.select().count() == 1


def test_a_concern_that_cannot_be_opened_is_told_of_at_once(app, tablet, dsl, school, pupil):
    with clock.at(NOW):
        tablet.send(spoiled(tablet, makers.concern_form(school, pupil), "key", "concern"))
    assert "A concern was begun by Amara Bello" in page(app, dsl)


@pytest.mark.parametrize(("member", "value"), [
    ("client_id", "6c104e65-50ae-43d2-9e00-a3f15d4649af"), ("what", "draft"), ("kind", "note"), ("path", "/notes"),
    ("made_at", None), ("sequence", 99),
])  # fmt: skip
def test_a_relabelled_envelope_is_not_believed(tablet, form, member, value):
    with clock.at(NOW):
        envelope = tablet.envelope(form)
        value = value or (tablet.now() - timedelta(days=3)).isoformat()
        assert tablet.send(envelope | {member: value}).json["state"] == "kept"
        assert not Arrival.get().opened and Record.select().count() == Draft.select().count() == 0
        # The true one comes through all the same.
        assert tablet.send(envelope).json["state"] == "saved"


def test_one_bad_of_fifty_holds_up_none(tablet, school, pupil):
    with clock.at(NOW):
        sent = [tablet.envelope(makers.incident_form(school, pupil)) for _ in range(49)]
        sent.insert(20, spoiled(tablet, makers.incident_form(school, pupil), "cut"))
        assert [tablet.send(one).json["state"] for one in sent].count("saved") == 49
    assert Record.select().count() == 49 and Arrival.select().where(~Arrival.opened).count() == 1


@pytest.mark.parametrize("facts", [
    {"format": 2}, {"format": 0}, {"kind": "referral"}, {"path": "/people"}, {"path": "/incidents/new"},
    {"path": "/drafts"}, {"path": "//evil.example/incidents"}, {"path": "/notes"}, {"path": "/incidents/1/additions"},
])  # fmt: skip
def test_what_this_version_does_not_know_is_kept_as_it_came(tablet, form, facts):
    assert arrive(tablet, form, **facts).json["state"] == "kept"
    assert (Arrival.get().opened, Record.select().count(), Draft.select().count()) == (False, 0, 0)
