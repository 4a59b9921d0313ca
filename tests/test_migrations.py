"""The schema changes only through migrations, and no row is lost on the way."""

from playhouse.schema_diff import diff_models

import database
from models import TABLES

OLDEST = "0001_first"
ROWS = {
    "school": {"name": "Kestrel Park", "zone": "Europe/London", "demo": 0, "created_at": "2026-09-01 08:00:00.000000"},
    "user": {"name": "Amara Bello", "email": "amara@school.example", "password_hash": "x", "created_at": "2026-09-01"},
    "pupil": {
        "school_id": 1, "upn": "A201100024001", "admission_number": "1", "forename": "Jayden", "surname": "Okafor",
        "known_as": "Jayden", "search_name": "jayden okafor", "sex": "M", "sen_status": "", "sen_need": "",
        "pupil_premium": 0, "eal": 0, "looked_after": 0, "ethnicity": "",
    },
    "record": {
        "school_id": 1, "kind": "incident", "author_id": 1, "client_id": "c", "body_hash": "b",
        "occurred_at": "2026-09-02 09:45:00.000000", "recorded_at": "2026-09-02 09:46:00.000000", "note": "Seen",
        "words": "seen", "tier": "support", "state": "complete", "version": 1,
    },
    "participation": {
        "school_id": 1, "record_id": 1, "pupil_id": 1, "occurred_at": "2026-09-02 09:45:00.000000", "role": "involved",
        "private_line": "",
    },
    "record_version": {
        "record_id": 1, "number": 1, "author_id": 1, "client_id": "c", "reason": "", "payload": "{}", "sha256": "h",
        "recorded_at": "2026-09-02 09:46:00.000000",
    },
    "audit_event": {"at": "2026-09-02 09:46:00.000000", "action": "record.log", "subject": "record", "detail": ""},
}  # fmt: skip


def insert(table, row):
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" * len(row))
    database.db.execute_sql(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', tuple(row.values()))


def test_rows_of_the_oldest_schema_arrive_in_the_newest(url):
    database.connect(url)
    try:
        assert database.migrate(OLDEST) == [OLDEST]
        for table, row in ROWS.items():
            insert(table, row)
        database.migrate()
        assert not diff_models(database.db.obj, TABLES)
        for table, row in ROWS.items():
            names = ", ".join(f'"{name}"' for name in row)
            assert database.db.execute_sql(f'SELECT {names} FROM "{table}"').fetchone() == tuple(row.values())
    finally:
        database.db.close()


def test_a_half_term_that_was_entered_becomes_a_holiday(url):
    database.connect(url)
    try:
        database.migrate("0002_sessions")
        insert("school", ROWS["school"] | {"half_term_on": "2026-10-26"})
        database.migrate()
        kept = database.db.execute_sql('SELECT school_id, name, is_term, starts_on, ends_on FROM "term_date"')
        assert kept.fetchall() == [(1, "Half-term", 0, "2026-10-26", "2026-11-01")]
    finally:
        database.db.close()


def test_migrating_twice_changes_nothing(app):
    assert database.migrate() == []
