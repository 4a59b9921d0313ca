"""The schema changes only through migrations, and no row is lost on the way."""

from datetime import date, datetime

from playhouse.schema_diff import diff_models

import database
from mentoring.lists import LISTS
from models import TABLES, Option

OLDEST = "0001_first"
CONTACTS = ("dsl_phones", "chair_contact", "lado_contact", "out_of_hours")
FIRST = "2026-09-01 08:00:00.000000"
ROWS = {
    "school": {"name": "Kestrel Park", "zone": "Europe/London", "demo": False, "created_at": FIRST},
    "user": {"name": "Amara Bello", "email": "amara@school.example", "password_hash": "x", "created_at": FIRST},
    "pupil": {
        "school_id": 1, "upn": "A201100024001", "admission_number": "1", "forename": "Jayden", "surname": "Okafor",
        "known_as": "Jayden", "search_name": "jayden okafor", "sex": "M", "sen_status": "", "sen_need": "",
        "pupil_premium": False, "eal": False, "looked_after": False, "ethnicity": "",
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
    "login": {
        "user_id": 1, "school_id": 1, "token_hash": "t", "device": "iPad", "created_at": FIRST, "seen_at": FIRST,
    },
    "todo": {
        "school_id": 1, "owner_id": 1, "author_id": 1, "record_id": 1, "pupil_id": 1, "reason": "follow_up",
        "what": "Check back", "due_on": "2026-09-03", "created_at": FIRST, "outcome": "",
    },
    "audit_event": {"at": "2026-09-02 09:46:00.000000", "action": "record.log", "subject": "record", "detail": ""},
}  # fmt: skip


def insert(table, row):
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join([database.db.param] * len(row))
    database.db.execute_sql(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', tuple(row.values()))


def stored(table, names):
    """The table's one row; PostgreSQL's instants as the text that SQLite keeps."""
    columns = ", ".join(f'"{name}"' for name in names)
    row = database.db.execute_sql(f'SELECT {columns} FROM "{table}"').fetchone()
    said = [f"{one:%Y-%m-%d %H:%M:%S.%f}" if isinstance(one, datetime) else one for one in row]
    return [str(one) if isinstance(one, date) else one for one in said]


def test_rows_of_the_oldest_schema_arrive_in_the_newest(empty_url):
    database.connect(empty_url)
    try:
        assert database.migrate(OLDEST) == [OLDEST]
        for table, row in ROWS.items():
            insert(table, row)
        database.migrate()
        assert not diff_models(database.db.obj, TABLES)
        for table, row in ROWS.items():
            assert stored(table, row) == list(row.values())
        assert stored("record", ["written_at", "clock_off"]) == [None, 0]
        assert stored("login", ["revoked_at", "own_screen"]) == [None, None] and stored("todo", ["path"]) == [""]
    finally:
        database.db.close()


def shape():
    """Every table's columns and indexes, as the database describes them."""
    db = database.db
    return {
        table: (
            sorted((one.name, one.full_type or one.data_type, one.null) for one in db.get_columns(table)),
            sorted((tuple(one.columns), one.unique) for one in db.get_indexes(table)),
        )
        for table in (model._meta.table_name for model in TABLES)
    }


def test_migrated_has_the_same_columns_and_indexes_as_created(app, empty_url):
    migrated = shape()
    database.db.close()
    database.connect(empty_url)
    database.db.create_tables(TABLES)
    assert shape() == migrated


def test_a_half_term_that_was_entered_becomes_a_holiday(empty_url):
    database.connect(empty_url)
    try:
        database.migrate("0002_sessions")
        insert("school", ROWS["school"] | {"half_term_on": "2026-10-26"})
        database.migrate()
        names = ("school_id", "name", "is_term", "starts_on", "ends_on")
        assert [str(one) for one in stored("term_date", names)] in (
            ["1", "Half-term", "0", "2026-10-26", "2026-11-01"], ["1", "Half-term", "False", "2026-10-26", "2026-11-01"]
        )  # fmt: skip
    finally:
        database.db.close()


def test_drafts_from_before_say_which_pupils_they_are_about(empty_url):
    body = '[["note", "He said [\\"pupil\\", \\"7\\"]"], ["pupil", "12"], ["names-Leo", "3"], ["names-May", "0"]]'
    database.connect(empty_url)
    try:
        database.migrate("0009_concerns")
        insert("school", ROWS["school"] | dict.fromkeys(CONTACTS, ""))
        insert("user", ROWS["user"] | {"pin_hash": ""})
        insert("draft", {"school_id": 1, "author_id": 1, "client_id": "c", "path": "/concerns/new", "title": "Concern",
                         "body": body, "adult": False, "updated_at": FIRST})  # fmt: skip
        database.migrate()
        assert stored("draft", ["pupils"]) == [" 3 12 "]
    finally:
        database.db.close()


def test_a_school_that_is_there_gets_the_lists_of_plans_and_they_are_those_of_a_new_one(empty_url):
    database.connect(empty_url)
    try:
        database.migrate("0012_outbox")
        insert("school", ROWS["school"] | dict.fromkeys(CONTACTS, ""))
        database.migrate()
        for name in ("plan_type", "barrier", "consent_how", "other_plan", "review_decision"):
            found = (
                Option.select(Option.code, Option.name).where(Option.list == name).order_by(Option.position).tuples()
            )
            assert tuple(found) == LISTS[name].options, name
    finally:
        database.db.close()


def test_a_school_that_is_there_gets_the_lists_that_came_later_and_they_are_those_of_a_new_one(empty_url):
    database.connect(empty_url)
    try:
        database.migrate("0014_tracking")
        insert("school", ROWS["school"] | dict.fromkeys(CONTACTS, ""))
        database.migrate()
        later = ("life_event", "neet_indicator", "destination", "referral_purpose", "sharing_basis", "shared_what",
                 "referral_status", "supervision_topic", "supervision_load")  # fmt: skip
        for name in later:
            found = Option.select(Option.code, Option.name).where(Option.list == name).order_by(Option.position)
            assert tuple(found.tuples()) == LISTS[name].options, name
    finally:
        database.db.close()


def test_migrating_twice_changes_nothing(app):
    assert database.migrate() == []
