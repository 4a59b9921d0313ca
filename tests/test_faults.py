"""Every promise of docs/reliability.md in its short version; and the counting that they rest on can say no."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import database
from faults.__main__ import PROMISES
from faults.found import Found
from faults.ledger import SAVED, Ledger, Sent
from tests import makers
from tests.servers import ON_POSTGRES

pytestmark = pytest.mark.skipif(ON_POSTGRES, reason="faults are injected into SQLite's files and their servers")
HERE = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def tried() -> str:
    """What the short versions print: a table, a promise in each line."""
    done = subprocess.run([sys.executable, "-m", "faults", "--short"], cwd=HERE, capture_output=True, text=True)
    return f"{done.stderr[-4000:]}\n{done.stdout}"


@pytest.mark.parametrize("promise", PROMISES)
def test_the_promise_holds(tried, promise):
    assert re.search(rf"^ *{promise} +yes ", tried, re.MULTILINE), tried


@pytest.fixture
def ledger(school, mentor, as_mentor):
    """One incident sent and acknowledged."""
    ledger, place = Ledger(), str(makers.option(school, "place", "Corridor"))
    form = makers.incident_form(school, makers.pupil(school, on=mentor), place=place)
    pairs = [(name, one) for name, said in form.items() for one in ([said] if isinstance(said, str) else said)]
    sent = ledger.will_send(Sent(form["client_id"], mentor.user.name, pairs))
    ledger.answered(sent, as_mentor.post("/incidents", data=form).status_code)
    return ledger


def checked(ledger: Ledger) -> list[str]:
    found = Found("")
    ledger.check(Path(database.db.obj.database), found)
    return found.faults


def test_a_whole_record_is_no_fault(ledger):
    assert ledger.answers == {SAVED: 1} and checked(ledger) == []


def test_what_is_lost_is_told(ledger, mentor):
    ledger.answered(ledger.will_send(Sent(makers.client_id(), mentor.user.name, [])), SAVED)
    assert checked(ledger) == ["lost: 1 instead of 0."]


@pytest.mark.parametrize("table", ["participation", "choice", "incident", "record_version", "record_search"])
def test_half_a_record_is_told(ledger, table):
    database.db.execute_sql("DROP TRIGGER IF EXISTS record_version_no_delete")
    database.db.execute_sql(f"DELETE FROM {table}")
    assert checked(ledger) == ["half-saved: 1 instead of 0."]


def test_a_record_without_its_audit_row_is_told(ledger):
    database.db.execute_sql("DROP TRIGGER IF EXISTS audit_event_no_delete")
    database.db.execute_sql("DELETE FROM audit_event WHERE action = 'record.log'")
    assert checked(ledger) == ["half-saved: 1 instead of 0.", "without an audit row: 1 instead of 0."]


def test_a_record_that_nobody_sent_is_told(ledger):
    ledger.sent.clear(), ledger.acknowledged.clear()
    assert checked(ledger) == ["of nobody: 1 instead of 0."]


def test_an_answer_that_nobody_knows_is_told(ledger):
    ledger.answered(next(iter(ledger.sent.values())), 500)
    assert checked(ledger) == ["Answered 500: 1 times."]
