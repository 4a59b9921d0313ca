"""Every form: what it changes has an event in the same transaction, and without its event nothing is saved."""

from tests import full_school
from tests.servers import sqlite_only
from tests.test_concern_readers import out_of_reach

# What nobody is asked about later: that a login was used, what somebody types and has not saved, what they put away,
# and how often something was tried.
UNTOLD = {"login", "draft", "notice", "throttle"}


def changed(before: dict) -> set[str]:
    """The tables in which something is not as it was."""
    after = full_school.dump()
    return {table for table, number in before.keys() | after.keys()
            if before.get((table, number)) != after.get((table, number))}  # fmt: skip


def endpoints(house) -> list[str]:
    return sorted({form.endpoint for form in house.forms})


def test_whatever_a_form_changes_has_its_event(house):
    before, told = full_school.dump(), 0
    for endpoint in endpoints(house):
        with house.undone():
            house.send(house.form(endpoint))
            tables = changed(before)
        assert "audit_event" in tables or tables <= UNTOLD, (endpoint, tables)
        told += "audit_event" in tables
    assert told > 60


@sqlite_only
def test_without_its_event_nothing_is_saved(house):
    before, refused = full_school.dump(), 0
    for endpoint in endpoints(house):
        with house.undone():
            with out_of_reach("audit_event"):
                reply = house.send(house.form(endpoint))
            tables = changed(before)
        assert tables <= UNTOLD, (endpoint, reply.status_code, tables)
        refused += reply.status_code >= 500
    assert refused > 60
