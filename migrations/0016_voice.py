"""The pupil's own screen: a tablet handed over, and what the pupil said as part of a 1:1 session."""

from peewee import (
    BooleanField,
    CharField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
    SmallIntegerField,
    TextField,
)


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

    class Pupil(Table):
        class Meta:
            table_name = "pupil"

    class Record(Table):
        class Meta:
            table_name = "record"

    def to(table, **options):
        return ForeignKeyField(table, on_delete="RESTRICT", backref="+", **options)

    class OwnScreen(Table):
        school = to(School)
        pupil = to(Pupil)
        author = to(User)
        client_id = CharField(max_length=36)
        return_path = CharField(max_length=500)
        answers = TextField(default="{}")
        done = BooleanField(default=False)
        handed_at = DateTimeField()
        back_at = DateTimeField(null=True)
        record = to(Record, null=True)

        class Meta:
            table_name = "own_screen"
            indexes = ((("author", "client_id", "pupil"), True), (("pupil", "record"), False))

    db.create_tables([OwnScreen])
    migrator.migrate(
        migrator.add_column("login", "own_screen", IntegerField(null=True)),
        migrator.add_column("rating", "by_pupil", BooleanField(default=False)),
        migrator.add_column("session", "voice_words", TextField(default="")),
        migrator.add_column("session", "voice_feeling", SmallIntegerField(null=True)),
        migrator.add_column("session", "voice_done", BooleanField(default=False)),
        migrator.add_column("session", "voice_at", DateTimeField(null=True)),
        migrator.add_column("session", "voice_by_id", to(User, null=True, field=User.id)),
    )
