"""Plans with their targets, ratings and reviews, and other plans that are registered; their chip lists."""

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
    "plan_type": (("", "Mentor plan"), ("", "ELSA programme"), ("", "Pupil support plan"), ("", "Inclusion plan"),
                  ("", "Contribution to SEN support"), ("", "Contribution to EHCP"), ("", "Contribution to PEP")),
    "barrier": (("", "Underachievement"), ("", "Behaviour or anger"), ("", "Motivation"),
                ("", "Confidence or self-esteem"), ("", "Loss or family break-up"), ("", "Concentration"),
                ("", "Attendance"), ("", "Punctuality"), ("", "Relationships with peers"),
                ("", "Relationships with adults"), ("", "Organisation"), ("", "Anxiety"),
                ("", "Language or new to the country"), ("", "Young carer"), ("", "Looked after"), ("", "Transition"),
                ("", "Exclusion risk"), ("", "Other")),
    "consent_how": (("", "In person"), ("", "By phone"), ("", "In writing"), ("", "By e-mail")),
    "review_decision": (("continue", "Continue"), ("change", "Change"), ("met", "Met"), ("step_down", "Step down"),
                        ("refer_on", "Refer on"), ("close", "Close")),
    "other_plan": (("", "EHCP"), ("", "PEP"), ("", "SEN support"), ("", "IIP"), ("", "Pastoral support plan"),
                   ("", "Early help plan"), ("", "Health care plan"), ("", "Other plan")),
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

    class Plan(Table):
        school = to(School)
        pupil = to(Pupil)
        author = to(User)
        client_id = CharField(max_length=36)
        plan_type = to(Option, null=True)
        strengths = TextField(default="")
        referrer = CharField(max_length=120, default="")
        consent_by = CharField(max_length=120, default="")
        consent_how = to(Option, null=True)
        consent_on = DateField(null=True)
        starts_on = DateField()
        review_on = DateField()
        stage = CharField(max_length=10, default="assess")
        cycle = SmallIntegerField(default=1)
        cycle_on = DateField()
        ended_on = DateField(null=True)
        ended_as = CharField(max_length=80, default="")
        todo = to(Todo, null=True)
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            table_name = "plan"
            indexes = (
                (("author", "client_id"), True), (("pupil", "ended_on"), False), (("school", "review_on"), False),
            )  # fmt: skip

    class PlanChoice(Table):
        school = to(School)
        plan = to(Plan)
        option = to(Option)

        class Meta:
            table_name = "plan_choice"
            indexes = ((("plan", "option"), True),)

    class Target(Table):
        school = to(School)
        plan = to(Plan)
        position = SmallIntegerField()
        own_words = TextField(default="")
        wording = TextField(default="")
        measure = CharField(max_length=12)
        measured = CharField(max_length=120, default="")
        baseline = IntegerField(null=True)
        aim = IntegerField(null=True)
        helper = CharField(max_length=120, default="")
        state = CharField(max_length=10, default="open")

        class Meta:
            table_name = "target"
            indexes = ((("plan", "position"), True),)

    class TargetChoice(Table):
        school = to(School)
        target = to(Target)
        option = to(Option)

        class Meta:
            table_name = "target_choice"
            indexes = ((("target", "option"), True),)

    class PlanVersion(Table):
        school = to(School)
        plan = to(Plan)
        number = IntegerField()
        author = to(User)
        payload = TextField()
        at = DateTimeField()

        class Meta:
            table_name = "plan_version"
            indexes = ((("plan", "number"), True),)

    class Record(Table):
        class Meta:
            table_name = "record"

    class Rating(Table):
        record = to(Record)
        target = to(Target)
        value = SmallIntegerField()

        class Meta:
            table_name = "rating"
            indexes = ((("record", "target"), True), (("target",), False))

    class Review(Table):
        record = to(Record, primary_key=True)
        plan = to(Plan, null=True)
        cycle = SmallIntegerField(null=True)
        pupil_view = TextField(default="")
        family_view = TextField(default="")
        teacher_view = TextField(default="")

        class Meta:
            table_name = "review"

    class ReviewScore(Table):
        record = to(Record)
        target = to(Target)
        value = IntegerField(null=True)
        against = SmallIntegerField(null=True)

        class Meta:
            table_name = "review_score"
            indexes = ((("record", "target"), True), (("target",), False))

    class PlanCycle(Table):
        school = to(School)
        plan = to(Plan)
        number = SmallIntegerField()
        starts_on = DateField()
        ended_on = DateField()
        record = to(Record)

        class Meta:
            table_name = "plan_cycle"
            indexes = ((("plan", "number"), True),)

    class SignOff(Table):
        school = to(School)
        record = to(Record)
        version = IntegerField()
        user = to(User)
        at = DateTimeField()

        class Meta:
            table_name = "sign_off"
            indexes = ((("record", "version"), True),)

    class OtherPlan(Table):
        school = to(School)
        pupil = to(Pupil)
        other_plan = to(Option, null=True)
        keeper = CharField(max_length=120, default="")
        starts_on = DateField()
        review_on = DateField(null=True)
        ends_on = DateField(null=True)
        more = TextField(default="")
        less = TextField(default="")
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            table_name = "other_plan"
            indexes = ((("pupil",), False),)

    db.create_tables(
        [
            Plan,
            PlanChoice,
            Target,
            TargetChoice,
            PlanVersion,
            OtherPlan,
            Rating,
            Review,
            ReviewScore,
            PlanCycle,
            SignOff,
        ]
    )
    for table in ("plan_version", "plan_cycle", "sign_off"):
        refuse_changes(db, table)
    add_lists(School, Option)


def add_lists(school, option):
    """The chip lists that plans ask, for schools that are there already."""
    for one in school.select(school.id):
        option.insert_many(
            [
                {"school": one, "list": name, "name": label, "code": code, "position": position}
                for name, chips in LISTS.items()
                for position, (code, label) in enumerate(chips)
            ]
        ).execute()
