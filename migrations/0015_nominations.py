"""Nominations, their barriers and what was decided of them; how many pupils a mentor is to have; entry checks."""

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
    "how_long": (("", "A week or two"), ("", "Half a term"), ("", "A term"), ("", "Longer"), ("", "Not sure")),
    "nomination_decision": (("caseload", "A mentor’s caseload"), ("advice", "Advice to the nominator"),
                            ("elsewhere", "Help elsewhere"), ("wait", "Wait and see")),
    "entry_check": (("", "Met and shown round"), ("", "Family met"), ("", "File from the last school read"),
                    ("", "Strengths and interests asked"), ("", "Needs and health known"),
                    ("", "Attendance before looked at"), ("", "Buddy named"), ("", "Routines and timetable shown"),
                    ("", "Class teacher told what helps"), ("", "Looked in on after two weeks")),
    "newcomer_check": (("", "Languages at home asked"), ("", "Interpreter arranged"),
                       ("", "School system explained to the family"), ("", "Uniform and meals"),
                       ("", "EAL assessment"), ("", "Buddy who shares a language"),
                       ("", "Doctor and vaccinations"), ("", "Way to school and travel"),
                       ("", "Contact with agencies"), ("", "How school and home keep in touch")),
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
        position = IntegerField()

        class Meta:
            table_name = "option"

    def to(table, **options):
        return ForeignKeyField(table, on_delete="RESTRICT", backref="+", **options)

    class Nomination(Table):
        school = to(School)
        pupil = to(Pupil)
        author = to(User)
        client_id = CharField(max_length=36)
        how_long = to(Option, null=True)
        tried = TextField(default="")
        strengths = TextField(default="")
        hoped = TextField(default="")
        sent_at = DateTimeField()
        state = CharField(max_length=12, default="waiting")
        review_on = DateField(null=True)

        class Meta:
            table_name = "nomination"
            indexes = ((("author", "client_id"), True), (("school", "state"), False), (("pupil",), False))

    class NominationChoice(Table):
        school = to(School)
        nomination = to(Nomination)
        option = to(Option)

        class Meta:
            table_name = "nomination_choice"
            indexes = ((("nomination", "option"), True),)

    class NominationDecision(Table):
        school = to(School)
        nomination = to(Nomination)
        author = to(User)
        client_id = CharField(max_length=36)
        at = DateTimeField()
        code = CharField(max_length=12)
        word = CharField(max_length=80)
        mentor = to(User, null=True)
        starts_on = DateField(null=True)
        review_on = DateField(null=True)
        told = TextField(default="")
        private_line = TextField(default="")
        todo = to(Todo, null=True)

        class Meta:
            table_name = "nomination_decision"
            indexes = ((("nomination", "author", "client_id"), True),)

    class EntryCheck(Table):
        school = to(School)
        pupil = to(Pupil)
        sort = CharField(max_length=20)
        author = to(User)
        started_at = DateTimeField()
        due_on = DateField()
        todo = to(Todo, null=True)

        class Meta:
            table_name = "entry_check"
            indexes = ((("school", "pupil"), False),)

    class EntryItem(Table):
        school = to(School)
        entry_check = to(EntryCheck)
        option = to(Option)
        position = SmallIntegerField()

        class Meta:
            table_name = "entry_item"
            indexes = ((("entry_check", "option"), True),)

    class EntryMark(Table):
        school = to(School)
        entry_item = to(EntryItem)
        author = to(User)
        at = DateTimeField()
        state = CharField(max_length=12)
        note = CharField(max_length=200, default="")

        class Meta:
            table_name = "entry_mark"
            indexes = ((("entry_item",), False),)

    db.create_tables([Nomination, NominationChoice, NominationDecision, EntryCheck, EntryItem, EntryMark])
    refuse_changes(db, "nomination_decision")
    refuse_changes(db, "entry_mark")
    migrator.migrate(
        migrator.add_column("pupil", "arrived_on", DateField(null=True)),
        migrator.add_column("school", "caseload_aim", SmallIntegerField(default=12)),
        migrator.add_column("school", "caseload_most", SmallIntegerField(default=14)),
    )
    add_lists(School, Option)


def add_lists(school, option):
    """The chip lists that nominations ask, for schools that are there already."""
    for one in school.select(school.id):
        option.insert_many(
            [
                {"school": one, "list": name, "name": label, "code": code, "position": position}
                for name, chips in LISTS.items()
                for position, (code, label) in enumerate(chips)
            ]
        ).execute()
