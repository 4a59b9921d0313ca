"""The rules of signals: who switches them, what may stand there, and two who change them at once."""

import pytest

from mentoring import signal_rules
from models import AuditEvent, SignalLine
from tests import makers
from tests.page_forms import read


@pytest.fixture
def lead(app, school):
    return makers.client(app, makers.member(school, "Sunita Rao", "lead"))


def filled(browser, **fields) -> dict:
    """What the page's form sends, with some controls otherwise; None: not ticked."""
    forms, _ = read(lambda path, method: path, "/signal-lines", browser.get("/signal-lines").text)
    sent = {one.name: one.value for form in forms if form.path == "/signal-lines" for one in form.controls} | fields
    return {name: value for name, value in sent.items() if value is not None}


def test_every_rule_says_why_its_line_is_where_it_is(lead):
    page = lead.get("/signal-lines").text
    assert all(
        rule.word in page and rule.why[:40] in page.replace("&#39;", "'") for rule in signal_rules.RULES.values()
    )
    assert "persistent absence" in page and "To begin with the line is 3 in 14 days" in page


def test_a_line_is_drawn_anew_and_a_rule_switched_off(lead, school):
    sent = filled(lead, **{"attendance-line": "95", "incidents-span": "30", "seen-is_on": None})
    assert lead.post("/signal-lines", data=sent).status_code == 303
    said = {name: one.said for name, one in signal_rules.settings(school).items()}
    assert (said["attendance"], said["incidents"], said["seen"]) == ("on, 95 %", "on, 3 in 30 days", "off")
    assert said["contact"] == "on, 4 school weeks" and SignalLine.select().count() == 3
    told = {one.detail for one in AuditEvent.select().where(AuditEvent.action == "signal_line.change")}
    assert told == {"Attendance: on, 95 %", "Incidents: on, 3 in 30 days", "Not seen: off"}
    assert "on, 95 %" in lead.get("/signals").text


@pytest.mark.parametrize("line", ["", "0", "101", "ninety", "9" * 40])
def test_a_line_that_makes_no_sense_is_refused_with_the_cure(lead, line):
    reply = lead.post("/signal-lines", data=filled(lead, **{"attendance-line": line, "seen-line": "12"}))
    assert reply.status_code == 422 and "whole number" in reply.text and 'value="12"' in reply.text
    assert SignalLine.select().count() == 0


def test_the_second_of_two_sees_what_the_first_saved(app, school, lead):
    second = makers.client(app, makers.member(school, "Grace Adeyemi", "dsl"))
    late = filled(second, **{"attendance-line": "92", "seen-line": "8"})
    lead.post("/signal-lines", data=filled(lead, **{"attendance-line": "95"}))
    reply = second.post("/signal-lines", data=late)
    assert reply.status_code == 409 and "it is on, 95 % now" in reply.text and 'value="92"' in reply.text
    assert SignalLine.get().line == 95 and SignalLine.select().count() == 1
    late["attendance-seen"] = "on, 95 %"
    assert second.post("/signal-lines", data=late).status_code == 303
    assert signal_rules.settings(school)["attendance"].line == 92


def test_a_mentor_reads_the_rules_and_changes_none(as_mentor):
    assert "Four weeks" in as_mentor.get("/signals").text or "four weeks" in as_mentor.get("/signals").text
    assert as_mentor.get("/signal-lines").status_code == as_mentor.post("/signal-lines").status_code == 403
