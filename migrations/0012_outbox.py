"""What tablets without signal deliver, verified backups; logins that somebody ended; to-dos that lead to a page."""

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    DateTimeField,
    ForeignKeyField,
    Model,
    SmallIntegerField,
    TextField,
)

from migrations.append_only import refuse_changes

FACTS = (
    "school_id", "author_id", "client_id", "digest", "what", "kind", "made_at", "made_offset", "written_at",
    "received_at", "skew", "flag", "envelope",
)  # fmt: skip


def up(migrator, db):
    class Table(Model):
        class Meta:
            database = db

    class School(Table):
        class Meta:
            table_name = "school"

    class User(Table):
        class Meta:
            table_name = "user"

    class Record(Table):
        class Meta:
            table_name = "record"

    class Arrival(Table):
        school = ForeignKeyField(School, on_delete="RESTRICT")
        author = ForeignKeyField(User, on_delete="RESTRICT")
        client_id = CharField(max_length=36)
        digest = CharField(max_length=64)
        what = CharField(max_length=10)
        kind = CharField(max_length=30)
        made_at = DateTimeField()
        made_offset = SmallIntegerField()
        written_at = DateTimeField()
        received_at = DateTimeField()
        skew = BigIntegerField()
        flag = CharField(max_length=20, default="")
        envelope = TextField(default="")
        opened = BooleanField(default=True)
        state = CharField(max_length=10)
        why = CharField(max_length=300, default="")
        draft_id = CharField(max_length=36, default="")
        record = ForeignKeyField(Record, null=True, on_delete="RESTRICT")

        class Meta:
            table_name = "arrival"
            indexes = ((("author", "client_id", "digest"), True), (("school", "state"), False))

    class Backup(Table):
        begun_at = DateTimeField()
        verified_at = DateTimeField()

        class Meta:
            table_name = "backup"

    db.create_tables([Arrival, Backup])
    refuse_changes(db, "arrival", of=FACTS)
    refuse_changes(db, "backup")
    migrator.migrate(
        migrator.add_column("login", "revoked_at", DateTimeField(null=True)),
        migrator.add_column("todo", "path", CharField(max_length=200, default="")),
        migrator.add_column("record", "written_at", DateTimeField(null=True)),
        migrator.add_column("record", "clock_off", BigIntegerField(default=0)),
    )
