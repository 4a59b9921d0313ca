"""Signals: a school's lines, and signals that were seen. The chip list of life events."""

from peewee import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
    SmallIntegerField,
    TextField,
)

LISTS = {
    "life_event": (
        ("", "New sibling"), ("", "Bereavement"), ("", "Moved home"), ("", "Parents parted"), ("", "Parent away"),
        ("", "New partner at home"), ("", "Illness at home"), ("", "Changed class"), ("", "New teacher"),
        ("", "Came back from a long absence"), ("", "Family arrived or left"), ("", "Pet died"), ("", "Something else"),
    ),
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
    add_lists(School, Option)


def add_lists(school, option):
    """The chip lists, for schools that are there already."""
    for one in school.select(school.id):
        option.insert_many(
            [
                {"school": one, "list": name, "name": label, "code": code, "position": position}
                for name, chips in LISTS.items()
                for position, (code, label) in enumerate(chips)
            ]
        ).execute()
