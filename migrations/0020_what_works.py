"""What works cards with their versions; the ending of an incident that is a good one gets its code."""

from peewee import CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, Model, TextField

from migrations.append_only import refuse_changes


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

    class Todo(Table):
        class Meta:
            table_name = "todo"

    class Option(Table):
        school = ForeignKeyField(School)
        list = CharField(max_length=40)
        name = CharField(max_length=80)
        code = CharField(max_length=40, default="")

        class Meta:
            table_name = "option"

    def to(table, **options):
        return ForeignKeyField(table, on_delete="RESTRICT", backref="+", **options)

    class WhatWorks(Table):
        school = to(School)
        pupil = to(Pupil, unique=True)
        strengths = TextField(default="")
        triggers = TextField(default="")
        helps = TextField(default="")
        worse = TextField(default="")
        review_on = DateField()
        todo = to(Todo, null=True)
        version = IntegerField(default=1)

        class Meta:
            table_name = "what_works"

    class WhatWorksVersion(Table):
        school = to(School)
        what_works = to(WhatWorks)
        number = IntegerField()
        author = to(User)
        payload = TextField()
        at = DateTimeField()

        class Meta:
            table_name = "what_works_version"
            indexes = ((("what_works", "number"), True),)

    db.create_tables([WhatWorks, WhatWorksVersion])
    refuse_changes(db, "what_works_version")
    Option.update(code="resolved").where((Option.list == "ending") & (Option.name == "Resolved")).execute()
