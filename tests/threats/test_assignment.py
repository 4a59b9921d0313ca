"""Threat 7: what the server knows it does not take from a form: twelve fields and more that no page has, in each."""

import database
from mentoring import clock, schools
from models import TABLES
from tests import makers
from tests.servers import sqlite_only

LONG_AGO = "2001-02-03 04:05:06.000000"
# How a row was sent or sealed: these tell of every byte that came, by design, or of the request; a draft keeps what was
# typed, too.
OF_ALL_BYTES = {"body_hash", "password_hash", "sha256", "digest", "previous", "mac", "request"}
# Made anew at random each time, whatever was sent.
BY_CHANCE = {"token_hash", "nonce", "secret", "code_hash", "pin_hash"}
DRAFTS = "draft"
COLUMNS = {
    table._meta.table_name: ", ".join(
        f'"{one.column_name}"' for one in [table._meta.primary_key, *table._meta.sorted_fields]
        if one.name not in OF_ALL_BYTES | BY_CHANCE
    )
    for table in TABLES if table._meta.table_name != DRAFTS
}  # fmt: skip


def extra(school: int, user: int) -> dict[str, str]:
    """Fields that a page never asks for, each with a value that would do harm."""
    return {
        "school": str(school), "school_id": str(school), "author": str(user), "author_id": str(user),
        "role": "admin", "tier": "safeguarding", "state": "withdrawn", "recorded_at": LONG_AGO,
        "created_at": LONG_AGO, "occurred_at": LONG_AGO, "confirmed_at": LONG_AGO, "ended_at": LONG_AGO,
        "id": "1", "record": "1", "user": str(user), "user_id": str(user), "mentor": str(user), "is_admin": "1",
        "body_hash": "x", "conflicts_with": "1", "done_at": LONG_AGO, "done_by": str(user), "demo": "1",
        "password_hash": "x", "retired_at": LONG_AGO, "imported_at": LONG_AGO, "seen": "", "zone": "Asia/Tokyo",
    }  # fmt: skip


def rows() -> dict[tuple, tuple]:
    """Every row, its key first, without the columns that tell of all the bytes sent."""
    found = {}
    for name, columns in COLUMNS.items():
        for row in database.db.execute_sql(f'SELECT {columns} FROM "{name}"').fetchall():
            found[name, row[0]] = row
    return found


def outcome(house, form, body, moment) -> dict:
    """The rows after a form was sent at a moment."""
    with house.undone(), clock.at(moment):
        status = house.send(form, body).status_code
        return rows() | {("", "status"): status}


@sqlite_only
def test_fields_that_no_page_has_change_nothing(house):
    other = makers.member(makers.school("Elsewhere"), "Sam Stranger", "admin")
    harm, moment, faults = extra(other.school.id, other.user.id), clock.now(), []
    for endpoint in sorted({form.endpoint for form in house.forms} - {"signing_in.destroy"}):
        form = house.form(endpoint)
        asked = {one.name for one in form.controls} | house.asked.names.get(endpoint, set())
        added = [(name, value) for name, value in harm.items() if name not in asked]
        assert len(added) >= 12, endpoint
        honest = outcome(house, form, form.body(), moment)
        injected = outcome(house, form, form.body() + added, moment)
        faults += [f"{endpoint}: {key}" for key in honest | injected if honest.get(key) != injected.get(key)]
    assert faults == []


def test_the_control_a_changed_row_is_seen(house):
    before = rows()
    with house.undone():
        schools.change(house.full.member, "Another name", [])
        assert rows() != before
    assert rows() == before and database.db.obj
