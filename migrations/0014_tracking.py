"""Weekly tracking: figures by pupil, measure and week, their versions, and baselines."""

from peewee import (
    CharField,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
    SmallIntegerField,
    TextField,
)

from migrations.append_only import refuse_changes


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

    class WeekFigure(Table):
        school = ForeignKeyField(School, on_delete="RESTRICT")
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        measure = CharField(max_length=20)
        monday = DateField()
        value = SmallIntegerField(null=True)
        possible = SmallIntegerField(null=True)
        authorised = SmallIntegerField(null=True)
        version = IntegerField(default=1)

        class Meta:
            table_name = "week_figure"
            indexes = ((("pupil", "measure", "monday"), True),)

    class FigureVersion(Table):
        school = ForeignKeyField(School, on_delete="RESTRICT")
        figure = ForeignKeyField(WeekFigure, on_delete="RESTRICT")
        number = IntegerField()
        value = SmallIntegerField(null=True)
        possible = SmallIntegerField(null=True)
        authorised = SmallIntegerField(null=True)
        author = ForeignKeyField(User, null=True, on_delete="RESTRICT")
        saved_at = DateTimeField()
        source = CharField(max_length=200, default="")

        class Meta:
            table_name = "figure_version"
            indexes = ((("figure", "number"), True),)

    class Baseline(Table):
        school = ForeignKeyField(School, on_delete="RESTRICT")
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        measure = CharField(max_length=20)
        monday = DateField(null=True)
        value = SmallIntegerField(null=True)
        possible = SmallIntegerField(null=True)
        reason = TextField(default="")
        author = ForeignKeyField(User, on_delete="RESTRICT")
        chosen_at = DateTimeField()

        class Meta:
            table_name = "baseline"
            indexes = ((("pupil", "measure"), False),)

    db.create_tables([WeekFigure, FigureVersion, Baseline])
    refuse_changes(db, "figure_version")
    refuse_changes(db, "baseline")
