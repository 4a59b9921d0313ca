"""Timetables and term dates; a half-term that was entered becomes a holiday of a week."""

from datetime import timedelta

from peewee import BooleanField, CharField, DateField, ForeignKeyField, Model, SmallIntegerField


def up(migrator, db):
    class School(Model):
        half_term_on = DateField(null=True)

        class Meta:
            database = db
            table_name = "school"

    class User(Model):
        class Meta:
            database = db
            table_name = "user"

    class Option(Model):
        class Meta:
            database = db
            table_name = "option"

    class Pupil(Model):
        class Meta:
            database = db
            table_name = "pupil"

    class Programme(Model):
        class Meta:
            database = db
            table_name = "programme"

    class Slot(Model):
        school = ForeignKeyField(School, on_delete="RESTRICT")
        mentor = ForeignKeyField(User, on_delete="RESTRICT")
        weekday = SmallIntegerField()
        starts = CharField(max_length=5)
        ends = CharField(max_length=5)
        kind = CharField(max_length=30)
        pupil = ForeignKeyField(Pupil, null=True, on_delete="RESTRICT")
        programme = ForeignKeyField(Programme, null=True, on_delete="RESTRICT")
        place = ForeignKeyField(Option, null=True, on_delete="RESTRICT")
        title = CharField(max_length=60, default="")
        starts_on = DateField()
        ends_on = DateField(null=True)

        class Meta:
            database = db
            table_name = "slot"
            indexes = ((("mentor", "weekday"), False),)

    class TermDate(Model):
        school = ForeignKeyField(School, on_delete="RESTRICT")
        name = CharField(max_length=80)
        is_term = BooleanField()
        starts_on = DateField()
        ends_on = DateField()
        uid = CharField(max_length=300, default="")

        class Meta:
            database = db
            table_name = "term_date"
            indexes = ((("school", "starts_on"), False),)

    db.create_tables([Slot, TermDate])
    for school in School.select().where(School.half_term_on.is_null(False)):
        first = school.half_term_on
        TermDate.create(
            school=school, name="Half-term", is_term=False, starts_on=first, ends_on=first + timedelta(days=6)
        )
    migrator.migrate(migrator.drop_column("school", "half_term_on"))
