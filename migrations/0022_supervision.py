"""Supervision notes with their chips, and the log of one's own training. Chip lists, for schools that are there."""

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

LISTS = {
    "supervision_topic": (
        "Workload", "How I am", "What went well", "What was hard", "Practice", "Boundaries", "Timetable", "Training",
        "Working with others", "Resources",
    ),
    "supervision_load": ("Light", "About right", "Heavy", "Too much"),
}  # fmt: skip


def up(migrator, db):
    class Table(Model):
        class Meta:
            database = db

    class School(Table):
        class Meta:
            table_name = "school"

    class Option(Table):
        school = ForeignKeyField(School)
        list = CharField(max_length=40)
        name = CharField(max_length=80)
        code = CharField(max_length=40, default="")
        position = IntegerField()

        class Meta:
            table_name = "option"

    class User(Table):
        class Meta:
            table_name = "user"

    def to(table, **options):
        return ForeignKeyField(table, on_delete="RESTRICT", backref="+", **options)

    class SupervisionNote(Table):
        school = to(School)
        author = to(User)
        user = to(User)
        client_id = CharField(max_length=36)
        held_on = DateField()
        said = TextField(default="")
        written_at = DateTimeField()

        class Meta:
            table_name = "supervision_note"
            indexes = ((("author", "client_id"), True), (("user", "held_on"), False))

    class SupervisionChoice(Table):
        school = to(School)
        note = to(SupervisionNote)
        option = to(Option)

        class Meta:
            table_name = "supervision_choice"
            indexes = ((("note", "option"), True),)

    class Training(Table):
        school = to(School)
        user = to(User)
        client_id = CharField(max_length=36)
        held_on = DateField()
        title = CharField(max_length=120)
        minutes = SmallIntegerField()
        taken = TextField(default="")
        written_at = DateTimeField()
        removed_at = DateTimeField(null=True)

        class Meta:
            table_name = "training"
            indexes = ((("user", "client_id"), True), (("user", "held_on"), False))

    db.create_tables([SupervisionNote, SupervisionChoice, Training])
    for table in ("supervision_note", "supervision_choice"):
        refuse_changes(db, table)
    add_lists(School, Option)


def add_lists(school, option):
    """The chip lists, for schools that are there already."""
    for one in school.select(school.id):
        option.insert_many(
            [
                {"school": one, "list": name, "name": label, "code": "", "position": position}
                for name, labels in LISTS.items()
                for position, label in enumerate(labels)
            ]
        ).execute()
