"""Signals: a school's lines, and signals that were seen."""

from peewee import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    ForeignKeyField,
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

    class Pupil(Table):
        class Meta:
            table_name = "pupil"

    class User(Table):
        class Meta:
            table_name = "user"

    def to(table, **options):
        return ForeignKeyField(table, on_delete="RESTRICT", backref="+", **options)

    class SignalLine(Table):
        school = to(School)
        rule = CharField(max_length=20)
        is_on = BooleanField(default=True)
        line = SmallIntegerField(null=True)
        span = SmallIntegerField(null=True)

        class Meta:
            table_name = "signal_line"
            indexes = ((("school", "rule"), True),)

    class SignalRest(Table):
        school = to(School)
        pupil = to(Pupil)
        rule = CharField(max_length=20)
        facts = CharField(max_length=64)
        doing = TextField()
        until = DateField()
        author = to(User)
        at = DateTimeField()
        ended_at = DateTimeField(null=True)
        ended_by = to(User, null=True)

        class Meta:
            table_name = "signal_rest"
            indexes = ((("pupil", "rule"), False),)

    db.create_tables([SignalLine, SignalRest])
