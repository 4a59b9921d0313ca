"""Safeguarding concerns: what is written, how it is handled, what was begun and not sent; whom to ring; their lists."""

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
    "concern_source": (("seen", "I saw or heard it"), ("told_child", "The child told me"),
                       ("told_other", "Somebody else told me"), ("pattern", "A pattern over time")),
    "concern_category": (("", "Physical"), ("", "Emotional"), ("", "Sexual"), ("", "Neglect"), ("", "Online"),
                         ("", "Child-on-child"), ("", "Radicalisation"), ("", "Exploitation"), ("", "Self-harm"),
                         ("", "Domestic abuse"), ("", "Other or unsure"), ("", "A worry only")),
    "concern_told": (("", "Nobody yet"), ("", "A DSL"), ("", "Headteacher"), ("", "Class teacher"),
                     ("", "Office"), ("", "999"), ("", "Family")),
    "concern_decision": (("", "Monitor"), ("", "Early help"), ("", "Talk with family"),
                         ("", "Refer to social care"), ("", "Police"), ("", "LADO"), ("", "No further action"),
                         ("", "Other")),
}  # fmt: skip


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

    class Record(Table):
        class Meta:
            table_name = "record"

    class Todo(Table):
        class Meta:
            table_name = "todo"

    class Option(Table):
        school = ForeignKeyField(School)
        list = CharField(max_length=40)
        name = CharField(max_length=80)
        code = CharField(max_length=40, default="")
        position = IntegerField()

        class Meta:
            table_name = "option"

    def to(table, **options):
        return ForeignKeyField(table, on_delete="RESTRICT", backref="+", **options)

    class Concern(Table):
        record = to(Record, primary_key=True)
        danger = BooleanField(default=False)
        who = CharField(max_length=200, default="")
        exact_words = TextField(default="")
        opinion = TextField(default="")
        present = CharField(max_length=300, default="")
        told = CharField(max_length=300, default="")
        adult = CharField(max_length=120, default="")
        begun_at = DateTimeField(null=True)

        class Meta:
            table_name = "concern"

    class ConcernMark(Table):
        record = to(Record)
        position = SmallIntegerField()
        side = CharField(max_length=5)
        x = SmallIntegerField()
        y = SmallIntegerField()
        region = CharField(max_length=60)
        kind = CharField(max_length=20)
        look = CharField(max_length=120, default="")
        note = TextField(default="")

        class Meta:
            table_name = "concern_mark"
            indexes = ((("record", "position"), True),)

    class ConcernAddition(Table):
        record = to(Record)
        author = to(User)
        client_id = CharField(max_length=36)
        at = DateTimeField()
        text = TextField()

        class Meta:
            table_name = "concern_addition"
            indexes = ((("record", "at"), False), (("author", "client_id"), True))

    class Handling(Table):
        record = to(Record)
        author = to(User)
        client_id = CharField(max_length=36)
        at = DateTimeField()
        action = CharField(max_length=20)
        text = TextField(default="")
        choice = CharField(max_length=80, default="")
        person = to(User, null=True)
        agency = CharField(max_length=120, default="")
        reference = CharField(max_length=120, default="")
        day = DateField(null=True)
        todo = to(Todo, null=True)
        other = to(Record, null=True)

        class Meta:
            table_name = "handling"
            indexes = ((("record", "action", "at"), False), (("author", "client_id"), True))

    class Unsent(Table):
        school = to(School)
        author = to(User)
        client_id = CharField(max_length=36)
        tier = CharField(max_length=20)
        about = IntegerField(null=True)
        begun_at = DateTimeField()
        noticed_at = DateTimeField()
        late = BooleanField(default=False)
        outcome = CharField(max_length=20, default="")
        ended_at = DateTimeField(null=True)
        put_away_at = DateTimeField(null=True)

        class Meta:
            table_name = "unsent"
            indexes = ((("author", "client_id"), True), (("school", "put_away_at"), False))

    db.create_tables([Concern, ConcernMark, ConcernAddition, Handling, Unsent])
    for table in ("concern", "concern_mark", "concern_addition", "handling"):
        refuse_changes(db, table)
    migrator.migrate(
        migrator.add_column("draft", "begun_at", DateTimeField(null=True)),
        migrator.add_column("draft", "first_kept_at", DateTimeField(null=True)),
        migrator.add_column("draft", "adult", BooleanField(default=False)),
        migrator.add_column("school", "dsl_phones", TextField(default="")),
        *[
            migrator.add_column("school", name, CharField(max_length=200, default=""))
            for name in ("chair_contact", "lado_contact", "out_of_hours")
        ],
    )
    add_lists(School, Option)


def add_lists(school, option):
    """The chip lists that concerns ask, for schools that are there already."""
    for one in school.select(school.id):
        option.insert_many(
            [
                {"school": one, "list": name, "name": label, "code": code, "position": position}
                for name, chips in LISTS.items()
                for position, (code, label) in enumerate(chips)
            ]
        ).execute()
