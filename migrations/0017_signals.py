"""Signals: a school's lines, and signals that were seen. After Year 11: indicators and destinations. Chip lists, of
life events too."""

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

from migrations.append_only import refuse_changes

LISTS = {
    "life_event": (
        ("", "New sibling"), ("", "Bereavement"), ("", "Moved home"), ("", "Parents parted"), ("", "Parent away"),
        ("", "New partner at home"), ("", "Illness at home"), ("", "Changed class"), ("", "New teacher"),
        ("", "Came back from a long absence"), ("", "Family arrived or left"), ("", "Pet died"), ("", "Something else"),
    ),
    "neet_indicator": (
        ("attendance", "Low attendance"), ("sen", "Special educational needs"), ("looked_after", "Looked after"),
        ("", "Young carer"), ("", "No plan for after 16"), ("", "Behind in English or maths"),
        ("", "Suspended or excluded"), ("", "Learning English"), ("", "Health or mental health"),
        ("", "Moved school often"), ("", "Pregnant or a parent"), ("", "In touch with the police"),
    ),
    "destination": (
        ("", "School sixth form"), ("", "Sixth form college"), ("", "Further education college"),
        ("", "Apprenticeship"), ("", "Supported internship"), ("", "Job with training"), ("", "Other training"),
        ("", "Not known yet"),
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

    class Post16(Table):
        school = to(School)
        pupil = to(Pupil)
        number = IntegerField()
        author = to(User)
        at = DateTimeField()
        intended = to(Option, null=True)
        intended_where = CharField(max_length=120, default="")
        status = CharField(max_length=12, default="")
        status_on = DateField(null=True)
        actual = to(Option, null=True)
        actual_where = CharField(max_length=120, default="")
        actual_on = DateField(null=True)

        class Meta:
            table_name = "post16"
            indexes = ((("pupil", "number"), True),)

    class Post16Choice(Table):
        school = to(School)
        post16 = to(Post16)
        option = to(Option)

        class Meta:
            table_name = "post16_choice"
            indexes = ((("post16", "option"), True),)

    db.create_tables([SignalLine, SignalRest, Post16, Post16Choice])
    for table in ("post16", "post16_choice"):
        refuse_changes(db, table)
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
