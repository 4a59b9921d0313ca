"""Audit events become chains, the oldest included; notices; records moved between pupils; programmes count changes."""

import hashlib
import json
from datetime import UTC, datetime

from peewee import CharField, DateTimeField, ForeignKeyField, Model, PostgresqlDatabase

from migrations.append_only import allow_changes, refuse_changes

CHUNK = 2000
COLUMNS = {
    "chain": "INTEGER NOT NULL DEFAULT 0", "sequence": "INTEGER NOT NULL DEFAULT 0", "login": "INTEGER",
    "request": "VARCHAR(16) NOT NULL DEFAULT ''", "digest": "VARCHAR(64) NOT NULL DEFAULT ''",
    "previous": "VARCHAR(64) NOT NULL DEFAULT ''", "mac": "VARCHAR(64) NOT NULL DEFAULT ''",
}  # fmt: skip


def up(migrator, db):
    allow_changes(db, "audit_event")
    for name, kind in COLUMNS.items():
        db.execute_sql(f"ALTER TABLE audit_event ADD COLUMN {name} {kind}")
    chain_up(db)
    for index in db.get_indexes("audit_event"):
        if index.columns in (["school_id"], ["user_id"]):  # each is the beginning of a longer one
            db.execute_sql(f'DROP INDEX "{index.name}"')
    db.execute_sql("CREATE INDEX audit_event_user_id_at ON audit_event (user_id, at)")
    db.execute_sql("CREATE UNIQUE INDEX audit_event_chain_sequence ON audit_event (chain, sequence)")
    refuse_changes(db, "audit_event")
    db.execute_sql("ALTER TABLE programme ADD COLUMN version INTEGER NOT NULL DEFAULT 1")
    add_tables(db)
    refuse_changes(db, "move")
    if isinstance(db, PostgresqlDatabase):
        # Search is kept apart by school as every table is (postgres.keep_apart), which needs the school beside it.
        db.execute_sql("ALTER TABLE record_search ADD COLUMN school_id INTEGER REFERENCES school (id)")
        db.execute_sql("UPDATE record_search s SET school_id = r.school_id FROM record r WHERE r.id = s.record_id")
        db.execute_sql("ALTER TABLE record_search ALTER COLUMN school_id SET NOT NULL")
        db.execute_sql("CREATE INDEX record_search_school_id ON record_search (school_id)")


def chain_up(db):
    """Give the events that are there their place in a chain. No key is at hand here: their own SHA-256, each with that
    of the one before, which the first event with a key then covers."""
    last, heads = 0, {}
    mark = db.param
    sql = (
        "SELECT id, school_id, user_id, at, action, subject, subject_id, version, detail FROM audit_event "  # noqa: S608
        f"WHERE id > {mark} ORDER BY id LIMIT {CHUNK}"
    )
    update = (
        f"UPDATE audit_event SET chain = {mark}, sequence = {mark}, previous = {mark}, mac = {mark} WHERE id = {mark}"  # noqa: S608
    )
    while rows := db.execute_sql(sql, (last,)).fetchall():
        filled = []
        for number, school, user, at, *said in rows:
            chain = school or 0
            sequence, previous = heads.get(chain, (0, ""))
            moment = datetime.fromisoformat(at).replace(tzinfo=UTC) if isinstance(at, str) else at.astimezone(UTC)
            whole = [chain, sequence + 1, previous, school, user, f"{moment:%Y-%m-%dT%H:%M:%S.%f}", *said, None, "", ""]
            mac = hashlib.sha256(json.dumps(whole, separators=(",", ":")).encode()).hexdigest()
            heads[chain] = (sequence + 1, mac)
            filled.append((chain, sequence + 1, previous, mac, number))
        db.cursor().executemany(update, filled)
        last = rows[-1][0]


def add_tables(db):
    def there(name):
        return type(name.title(), (Model,), {"Meta": type("Meta", (), {"database": db, "table_name": name})})

    schools, users, records, pupils = map(there, ("school", "user", "record", "pupil"))

    class Notice(Model):
        school = ForeignKeyField(schools, on_delete="RESTRICT")
        role = CharField(max_length=20, default="")
        user = ForeignKeyField(users, null=True, on_delete="RESTRICT")
        words = CharField(max_length=200)
        path = CharField(max_length=200, default="")
        at = DateTimeField()
        seen_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "notice"
            indexes = ((("school", "seen_at"), False),)

    class Move(Model):
        school = ForeignKeyField(schools, on_delete="RESTRICT")
        record = ForeignKeyField(records, on_delete="RESTRICT")
        from_pupil = ForeignKeyField(pupils, on_delete="RESTRICT")
        to_pupil = ForeignKeyField(pupils, on_delete="RESTRICT")
        author = ForeignKeyField(users, on_delete="RESTRICT")
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "move"

    db.create_tables([Notice, Move])
