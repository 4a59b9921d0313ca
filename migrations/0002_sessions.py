"""1:1 and group sessions, programmes, praise, notes, and the names that a text mentions."""

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
    "session_mode": (("planned", "Planned"), ("", "Drop-in"), ("", "Check-in"), ("", "In class"),
                     ("", "Meet and greet"), ("", "Crisis")),
    "attendance": (("came", "Came"), ("part", "Part"), ("absent", "Absent"), ("declined", "Declined"),
                   ("cancelled", "School cancelled")),
    "focus": (("", "Feelings"), ("", "Self-esteem"), ("", "Anger"), ("", "Anxiety"), ("", "Friendship"),
              ("", "Social skills"), ("", "Loss"), ("", "Resilience"), ("", "Attendance"), ("", "Punctuality"),
              ("", "Transition"), ("", "Organisation"), ("", "Hygiene and health")),
    "strategy": (("", "Talk"), ("", "Feelings thermometer"), ("", "Breathing"), ("", "Drawing or craft"),
                 ("", "Role play"), ("", "Social story"), ("", "Game"), ("", "Worry box"), ("", "Goal setting"),
                 ("", "Reading together")),
    "programme_type": (("", "Anger management"), ("", "Self-esteem"), ("", "Circle of friends"), ("", "Circle time"),
                       ("", "Social skills"), ("", "Nurture"), ("", "Transition"), ("", "Literacy"), ("", "Club"),
                       ("", "Lunch club"), ("", "Parent workshop"), ("", "Trip"), ("", "Holiday project")),
    "group_activity": (("", "Anger thermometer"), ("", "Circle time"), ("", "Role play"), ("", "Breathing"),
                       ("", "Game"), ("", "Art or craft"), ("", "Talk in pairs"), ("", "Story")),
    "aim_met": (("yes", "Yes"), ("partly", "Partly"), ("no", "No")),
    "not_run": (("", "Staff away"), ("", "No room"), ("", "School event"), ("", "Nobody came"), ("", "School closed")),
    "praise_reason": (("", "Self-reliance"), ("", "Used a strategy"), ("", "Put it right"), ("", "Kindness"),
                      ("", "Resilience"), ("", "On time"), ("", "Had a go")),
}  # fmt: skip


def up(migrator, db):
    class School(Model):
        class Meta:
            database = db
            table_name = "school"

    class User(Model):
        class Meta:
            database = db
            table_name = "user"

    class Option(Model):
        school = ForeignKeyField(School)
        list = CharField(max_length=40)
        name = CharField(max_length=80)
        code = CharField(max_length=40, default="")
        position = IntegerField()

        class Meta:
            database = db
            table_name = "option"

    class Pupil(Model):
        class Meta:
            database = db
            table_name = "pupil"

    class FamilyContact(Model):
        class Meta:
            database = db
            table_name = "family_contact"

    class Record(Model):
        class Meta:
            database = db
            table_name = "record"

    class Programme(Model):
        school = ForeignKeyField(School, on_delete="RESTRICT")
        name = CharField(max_length=80)
        programme_type = ForeignKeyField(Option, null=True, on_delete="RESTRICT")
        for_families = BooleanField(default=False)
        leader = ForeignKeyField(User, on_delete="RESTRICT")
        second_leader = ForeignKeyField(User, null=True, on_delete="RESTRICT")
        place = ForeignKeyField(Option, null=True, on_delete="RESTRICT")
        starts_on = DateField()
        ends_on = DateField(null=True)
        planned = SmallIntegerField(null=True)
        aims = TextField(default="")
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "programme"
            indexes = ((("school", "leader"), False), (("second_leader",), False))

    class ProgrammeMember(Model):
        programme = ForeignKeyField(Programme, on_delete="RESTRICT")
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        family_contact = ForeignKeyField(FamilyContact, null=True, on_delete="RESTRICT")
        starts_on = DateField()
        ends_on = DateField(null=True)

        class Meta:
            database = db
            table_name = "programme_member"
            indexes = ((("programme", "pupil"), False), (("pupil",), False))

    class Mention(Model):
        record = ForeignKeyField(Record, on_delete="RESTRICT")
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        text = CharField(max_length=120)

        class Meta:
            database = db
            table_name = "mention"
            indexes = ((("record", "pupil", "text"), True), (("pupil",), False))

    class Session(Model):
        record = ForeignKeyField(Record, primary_key=True, on_delete="RESTRICT")
        minutes = SmallIntegerField(null=True)
        own_words = TextField(default="")
        next_step = TextField(default="")

        class Meta:
            database = db
            table_name = "session"

    class GroupSession(Model):
        record = ForeignKeyField(Record, primary_key=True, on_delete="RESTRICT")
        programme = ForeignKeyField(Programme, null=True, on_delete="RESTRICT")
        number = SmallIntegerField(null=True)
        next_time = TextField(default="")

        class Meta:
            database = db
            table_name = "group_session"

    db.create_tables([Programme, ProgrammeMember, Mention, Session, GroupSession])
    migrator.migrate(
        migrator.add_column("participation", "seen", BooleanField(default=True)),
        migrator.add_column("participation", "feeling_in", SmallIntegerField(null=True)),
        migrator.add_column("participation", "feeling_out", SmallIntegerField(null=True)),
        migrator.add_column("participation", "engagement", SmallIntegerField(null=True)),
    )
    contacts = "SELECT id FROM record WHERE kind = 'parent_contact'"
    db.execute_sql(f"UPDATE participation SET seen = {db.param} WHERE record_id IN ({contacts})", (False,))  # noqa: S608
    code = f"UPDATE option SET code = {db.param} WHERE list = 'purpose' AND name = {db.param}"  # noqa: S608
    db.execute_sql(code, ("good_news", "Good news"))
    for school in School.select():
        Option.insert_many(
            [
                {"school": school, "list": name, "name": label, "code": code, "position": position}
                for name, chips in LISTS.items()
                for position, (code, label) in enumerate(chips)
            ]
        ).execute()
