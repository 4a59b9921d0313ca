"""Anchors: each day the newest hash of every chain stands outside the database, and with the heads by e-mail."""

import re
from datetime import timedelta

import pytest

import cli_evidence
import database
from mentoring import anchors, audit, clock
from models import AuditEvent, Mail
from tests import makers
from tests.test_passwords import posting
from tests.verifying import (
    a_trail,  # noqa: F401  fixture
    chain_of,
    round_the_triggers,
    run,
    verify,
)


def test_the_last_ten_events_gone_are_caught_by_the_anchor(app, trail, school, mentor):
    for _ in range(10):
        with database.write():
            audit.note(mentor, "test.more")
    assert run(app, cli_evidence.anchor).exit_code == 0
    last = chain_of(school).count()
    with round_the_triggers("audit_event"):
        AuditEvent.delete().where((AuditEvent.chain == school.id) & (AuditEvent.sequence > last - 10)).execute()
    code, said = verify(app)
    assert code == 1 and f"Event {last - 9} of chain {school.id} is missing: the anchor of" in said
    for _ in range(10):  # whoever has the key writes others in their place
        with database.write():
            audit.note(mentor, "test.other")
    code, said = verify(app)
    assert code == 1 and f"Event {last} of chain {school.id}" in said and "anchor" in said


def test_an_anchor_changed_by_hand_is_named(app, trail):
    run(app, cli_evidence.anchor)
    file = app.config["SETTINGS"].anchors
    file.write_text(file.read_text().replace('"heads": {"', '"heads": {"9'))
    assert verify(app)[0] == 1
    file.write_text("{}\n")
    assert "is no anchor" in verify(app)[1]


def test_an_anchor_is_taken_once_a_day(app, trail):
    file = app.config["SETTINGS"].anchors
    assert anchors.take_if_due(file) and anchors.take_if_due(file) is None
    with clock.at(clock.now() + timedelta(days=1)):
        assert anchors.take_if_due(file)
    kept = anchors.read(file)
    assert len(kept) == 2 and all(one.is_ours() for one in kept) and file.stat().st_mode & 0o077 == 0
    assert kept[0].newest(1) == kept[0].heads[1][1] and kept[0].newest(99) == ""


def test_the_heads_have_each_days_anchor_by_e_mail_and_no_content(app, url, trail, head, school, mentor):
    far = makers.member(makers.school("Elsewhere"), "Una Far", "head")
    file = app.config["SETTINGS"].anchors
    assert anchors.take_if_due(file) and Mail.select().count() == 0  # no mail server, nobody to send it
    posting(url)
    with clock.at(clock.now() + timedelta(days=1)):
        taken = anchors.take_if_due(file)
        assert anchors.take_if_due(file) is None
    found = {row.recipient: row for row in Mail.select()}
    assert set(found) == {head.user.email, far.user.email}
    for who in (head, far):
        body = found[who.user.email].body
        assert f"on {taken.day}: {taken.newest(who.school.id)}\n" in body and who.school.name in body
        assert f"verify --hash {taken.newest(who.school.id)}" in body
        # By the place in the chain a head would count what is hidden from them.
        assert "event" not in re.sub("newest event on", "", body) and "sequence" not in body
    assert "Seen" not in str([row.body for row in found.values()]) and "Okafor" not in found[head.user.email].body


def test_a_hash_that_a_head_kept_must_be_in_the_trail(app, trail, school, mentor):
    with database.write():
        audit.note(mentor, "test.more")
    kept = anchors.take(app.config["SETTINGS"].anchors).newest(school.id)
    assert "1 hash found." in run(app, cli_evidence.verify, "--hash", kept.upper()).output
    app.config["SETTINGS"].anchors.unlink()  # the server's own copy is gone as well
    last = chain_of(school).count()
    with round_the_triggers("audit_event"):
        AuditEvent.delete().where((AuditEvent.chain == school.id) & (AuditEvent.sequence == last)).execute()
    with database.write():
        audit.note(mentor, "test.other")
    assert verify(app)[0] == 0
    said = run(app, cli_evidence.verify, "--hash", kept)
    assert said.exit_code == 1 and f"No event has the hash {kept}" in said.output


def test_an_anchor_that_cannot_be_written_is_not_said_to_be(app, url, trail, head, tmp_path):
    posting(url)
    (tmp_path / "taken").write_text("")
    with pytest.raises(OSError):
        anchors.take(tmp_path / "taken" / "file")
    assert Mail.select().count() == 0


def test_a_whole_chain_that_is_gone_is_caught_by_the_anchor(app, trail, school):
    run(app, cli_evidence.anchor)
    with round_the_triggers("audit_event"):
        AuditEvent.delete().where(AuditEvent.chain == school.id).execute()
    assert f"Event 1 of chain {school.id} is missing" in verify(app)[1]
