"""Reminders: secret addresses of calendar feeds, and how often somebody is e-mailed a digest."""

from peewee import CharField, DateField, DateTimeField, ForeignKeyField, Model


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

    def to(table, **options):
        return ForeignKeyField(table, on_delete="RESTRICT", backref="+", **options)

    class CalendarFeed(Table):
        school = to(School)
        user = to(User)
        token_hash = CharField(max_length=64, unique=True)
        created_at = DateTimeField()
        ended_at = DateTimeField(null=True)

        class Meta:
            table_name = "calendar_feed"
            indexes = ((("user", "school"), False),)

    class Digest(Table):
        school = to(School)
        user = to(User)
        often = CharField(max_length=10)
        sent_on = DateField(null=True)

        class Meta:
            table_name = "digest"
            indexes = ((("user", "school"), True),)

    db.create_tables([CalendarFeed, Digest])
