"""Programmes: what is rated at the start and at the end, those ratings, and the consent list of a trip or holiday
project; the codes by which the app knows these two."""

from peewee import (
    CharField,
    DateField,
    DateTimeField,
    ForeignKeyField,
    Model,
    SmallIntegerField,
    TextField,
)

from migrations.append_only import refuse_changes

CODES = {"Trip": "trip", "Holiday project": "project"}


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

    class Programme(Table):
        class Meta:
            table_name = "programme"

    class FamilyContact(Table):
        class Meta:
            table_name = "family_contact"

    class Option(Table):
        list = CharField(max_length=40)
        name = CharField(max_length=80)
        code = CharField(max_length=40, default="")

        class Meta:
            table_name = "option"

    def to(table, **options):
        return ForeignKeyField(table, on_delete="RESTRICT", backref="+", **options)

    class ProgrammeRating(Table):
        school = to(School)
        programme = to(Programme)
        pupil = to(Pupil)
        moment = CharField(max_length=5)
        value = SmallIntegerField(null=True)
        author = to(User)
        at = DateTimeField()

        class Meta:
            table_name = "programme_rating"
            indexes = ((("programme", "pupil"), False),)

    class ProgrammeConsent(Table):
        school = to(School)
        programme = to(Programme)
        pupil = to(Pupil)
        answer = CharField(max_length=12)
        family_contact = to(FamilyContact, null=True)
        answered_by = CharField(max_length=120, default="")
        answered_on = DateField(null=True)
        care = TextField(default="")
        author = to(User)
        at = DateTimeField()

        class Meta:
            table_name = "programme_consent"
            indexes = ((("programme", "pupil"), False),)

    migrator.migrate(migrator.add_column("programme", "question", CharField(max_length=120, default="")))
    db.create_tables([ProgrammeRating, ProgrammeConsent])
    for table in ("programme_rating", "programme_consent"):
        refuse_changes(db, table)
    for name, code in CODES.items():
        named = (Option.list == "programme_type") & (Option.name == name) & (Option.code == "")
        Option.update(code=code).where(named).execute()
