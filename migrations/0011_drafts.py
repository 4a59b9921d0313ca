"""Drafts: which pupils one is about, and that a DSL has seen to a concern that a leaver began."""

import json

from peewee import DateTimeField, ForeignKeyField, Model, TextField


def up(migrator, db):
    class User(Model):
        class Meta:
            database = db
            table_name = "user"

    by = ForeignKeyField(User, field=User.id, on_delete="RESTRICT", backref="+", null=True)
    migrator.migrate(
        migrator.add_column("draft", "pupils", TextField(default="")),
        migrator.add_column("draft", "put_away_at", DateTimeField(null=True)),
        migrator.add_column("draft", "put_away_by_id", by),
    )

    class Draft(Model):
        body = TextField()
        pupils = TextField()

        class Meta:
            database = db
            table_name = "draft"

    for draft in Draft.select():
        Draft.update(pupils=chosen(draft.body)).where(Draft.id == draft.id).execute()


def chosen(body: str) -> str:
    """The pupils whom a form says so far, as the column has them."""
    said = [value for name, value in json.loads(body) if name == "pupil" or name.startswith("names-")]
    ids = sorted({int(value) for value in said if value.isdecimal() and len(value) < 10 and int(value)})
    return "".join(f" {one}" for one in ids) + " " if ids else ""
