"""The first schema: school, pupils, records with their versions, the first two kinds, and the audit trail."""

from peewee import (
    BlobField,
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    FloatField,
    ForeignKeyField,
    IntegerField,
    Model,
    SmallIntegerField,
    TextField,
)

from migrations.append_only import refuse_changes


def up(migrator, db):
    class School(Model):
        name = CharField(max_length=120)
        zone = CharField(max_length=60, default="Europe/London")
        half_term_on = DateField(null=True)
        demo = BooleanField(default=False)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "school"

    class User(Model):
        name = CharField(max_length=120)
        email = CharField(unique=True, max_length=254)
        password_hash = TextField()
        created_at = DateTimeField()
        ended_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "user"

    class Record(Model):
        school = ForeignKeyField(School, on_delete="RESTRICT")
        kind = CharField(max_length=30)
        author = ForeignKeyField(User, on_delete="RESTRICT")
        client_id = CharField(max_length=36)
        body_hash = CharField(max_length=64)
        conflicts_with = ForeignKeyField("self", null=True, on_delete="RESTRICT")
        occurred_at = DateTimeField()
        recorded_at = DateTimeField()
        note = TextField(default="")
        words = TextField(default="")
        tier = CharField(max_length=20, default="support")
        state = CharField(max_length=20, default="complete")
        version = IntegerField(default=1)

        class Meta:
            database = db
            table_name = "record"
            indexes = ((("author", "client_id"), True), (("school", "occurred_at"), False))

    class AdultStatement(Model):
        record = ForeignKeyField(Record, on_delete="RESTRICT")
        position = IntegerField()
        adult = CharField(max_length=120)
        statement = TextField(default="")

        class Meta:
            database = db
            table_name = "adult_statement"
            indexes = ((("record", "position"), True),)

    class AuditEvent(Model):
        school = ForeignKeyField(School, null=True, on_delete="RESTRICT")
        user = ForeignKeyField(User, null=True, on_delete="RESTRICT")
        at = DateTimeField()
        action = CharField(max_length=40)
        subject = CharField(max_length=40, default="")
        subject_id = IntegerField(null=True)
        version = IntegerField(null=True)
        detail = TextField(default="")

        class Meta:
            database = db
            table_name = "audit_event"
            indexes = ((("school", "at"), False), (("subject", "subject_id"), False))

    class BellTime(Model):
        school = ForeignKeyField(School, on_delete="RESTRICT")
        name = CharField(max_length=60)
        starts = CharField(max_length=5)
        ends = CharField(max_length=5)

        class Meta:
            database = db
            table_name = "bell_time"

    class SchoolClass(Model):
        school = ForeignKeyField(School, on_delete="RESTRICT")
        name = CharField(max_length=60)

        class Meta:
            database = db
            table_name = "school_class"
            indexes = ((("school", "name"), True),)

    class Pupil(Model):
        school = ForeignKeyField(School, on_delete="RESTRICT")
        upn = CharField(max_length=13, default="")
        admission_number = CharField(max_length=20, default="")
        forename = CharField(max_length=120)
        surname = CharField(max_length=120)
        known_as = CharField(max_length=120)
        search_name = CharField(max_length=500)
        born_on = DateField(null=True)
        sex = CharField(max_length=20, default="")
        year_group = SmallIntegerField(null=True)
        school_class = ForeignKeyField(SchoolClass, null=True, on_delete="RESTRICT")
        sen_status = CharField(max_length=60, default="")
        sen_need = CharField(max_length=120, default="")
        pupil_premium = BooleanField(default=False)
        eal = BooleanField(default=False)
        looked_after = BooleanField(default=False)
        ethnicity = CharField(max_length=60, default="")
        left_on = DateField(null=True)

        class Meta:
            database = db
            table_name = "pupil"
            indexes = (
                (("school", "upn"), False),
                (("school", "admission_number"), False),
                (("school", "surname", "forename"), False),
            )

    class Caseload(Model):
        school = ForeignKeyField(School, on_delete="RESTRICT")
        mentor = ForeignKeyField(User, on_delete="RESTRICT")
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        starts_on = DateField()
        ends_on = DateField(null=True)

        class Meta:
            database = db
            table_name = "caseload"
            indexes = ((("mentor", "pupil"), False), (("pupil",), False))

    class Option(Model):
        school = ForeignKeyField(School, on_delete="RESTRICT")
        list = CharField(max_length=40)
        name = CharField(max_length=80)
        code = CharField(max_length=40, default="")
        position = IntegerField()
        retired_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "option"
            indexes = ((("school", "list", "position"), False),)

    class Choice(Model):
        record = ForeignKeyField(Record, on_delete="RESTRICT")
        option = ForeignKeyField(Option, on_delete="RESTRICT")

        class Meta:
            database = db
            table_name = "choice"
            indexes = ((("record", "option"), True), (("option",), False))

    class Draft(Model):
        school = ForeignKeyField(School, on_delete="RESTRICT")
        author = ForeignKeyField(User, on_delete="RESTRICT")
        client_id = CharField(max_length=36)
        path = CharField(max_length=200)
        title = CharField(max_length=80)
        body = TextField()
        updated_at = DateTimeField()

        class Meta:
            database = db
            table_name = "draft"
            indexes = ((("author", "client_id"), True),)

    class FamilyContact(Model):
        school = ForeignKeyField(School, on_delete="RESTRICT")
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        title = CharField(max_length=20, default="")
        forename = CharField(max_length=120, default="")
        surname = CharField(max_length=120, default="")
        relationship = CharField(max_length=60, default="")
        parental_responsibility = BooleanField(default=False)
        priority = SmallIntegerField(default=9)
        phone = CharField(max_length=40, default="")
        email = CharField(max_length=254, default="")
        restriction = TextField(default="")
        ended_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "family_contact"

    class ImportBatch(Model):
        school = ForeignKeyField(School, on_delete="RESTRICT")
        author = ForeignKeyField(User, on_delete="RESTRICT")
        filename = CharField(max_length=200)
        content = BlobField()
        mapping = TextField(default="{}")
        full_export = BooleanField(default=False)
        created_at = DateTimeField()
        imported_at = DateTimeField(null=True)
        summary = TextField(default="{}")

        class Meta:
            database = db
            table_name = "import_batch"

    class ImportMapping(Model):
        school = ForeignKeyField(School, on_delete="RESTRICT")
        heading = CharField(max_length=200)
        field = CharField(max_length=40, default="")

        class Meta:
            database = db
            table_name = "import_mapping"
            indexes = ((("school", "heading"), True),)

    class Incident(Model):
        record = ForeignKeyField(Record, primary_key=True, on_delete="RESTRICT")
        day_part = CharField(max_length=60, default="")
        opinion = TextField(default="")

        class Meta:
            database = db
            table_name = "incident"

    class Login(Model):
        user = ForeignKeyField(User, on_delete="RESTRICT")
        school = ForeignKeyField(School, on_delete="RESTRICT")
        token_hash = CharField(unique=True, max_length=64)
        device = CharField(max_length=200)
        created_at = DateTimeField()
        seen_at = DateTimeField()
        ended_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "login"

    class Membership(Model):
        school = ForeignKeyField(School, on_delete="RESTRICT")
        user = ForeignKeyField(User, on_delete="RESTRICT")
        role = CharField(max_length=20)
        created_at = DateTimeField()
        ended_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "membership"
            indexes = ((("user", "school", "role"), False),)

    class ParentContact(Model):
        record = ForeignKeyField(Record, primary_key=True, on_delete="RESTRICT")
        family_contact = ForeignKeyField(FamilyContact, null=True, on_delete="RESTRICT")
        someone_else = CharField(max_length=120, default="")
        agreed = TextField(default="")
        interpreter = BooleanField(default=False)

        class Meta:
            database = db
            table_name = "parent_contact"

    class Participation(Model):
        school = ForeignKeyField(School, on_delete="RESTRICT")
        record = ForeignKeyField(Record, on_delete="RESTRICT")
        pupil = ForeignKeyField(Pupil, on_delete="RESTRICT")
        occurred_at = DateTimeField()
        role = CharField(max_length=20, default="")
        private_line = TextField(default="")

        class Meta:
            database = db
            table_name = "participation"
            indexes = ((("record", "pupil"), True), (("pupil", "occurred_at", "record"), False))

    class PhysicalIntervention(Model):
        record = ForeignKeyField(Record, primary_key=True, on_delete="RESTRICT")
        used_by = TextField(default="")
        led_up = TextField(default="")
        de_escalation = TextField(default="")
        minutes = IntegerField(null=True)
        necessary = TextField(default="")
        injuries = TextField(default="")
        medical_help = TextField(default="")
        support_after = TextField(default="")
        pupil_account = TextField(default="")
        family_told_at = DateTimeField(null=True)
        family_told_how = TextField(default="")

        class Meta:
            database = db
            table_name = "physical_intervention"

    class RecordVersion(Model):
        record = ForeignKeyField(Record, on_delete="RESTRICT")
        number = IntegerField()
        author = ForeignKeyField(User, on_delete="RESTRICT")
        client_id = CharField(max_length=36, default="")
        reason = TextField(default="")
        payload = TextField()
        sha256 = CharField(max_length=64)
        recorded_at = DateTimeField()

        class Meta:
            database = db
            table_name = "record_version"
            indexes = ((("record", "number"), True), (("client_id",), False))

    class RestorativeTalk(Model):
        record = ForeignKeyField(Record, primary_key=True, on_delete="RESTRICT")
        happened = TextField(default="")
        thinking_then = TextField(default="")
        thinking_now = TextField(default="")
        affected = TextField(default="")
        put_right = TextField(default="")
        next_time = TextField(default="")
        check_back_on = DateField(null=True)

        class Meta:
            database = db
            table_name = "restorative_talk"

    class Throttle(Model):
        key = CharField(unique=True, max_length=100)
        tokens = FloatField()
        updated_at = DateTimeField()

        class Meta:
            database = db
            table_name = "throttle"

    class Todo(Model):
        school = ForeignKeyField(School, on_delete="RESTRICT")
        owner = ForeignKeyField(User, on_delete="RESTRICT")
        author = ForeignKeyField(User, on_delete="RESTRICT")
        record = ForeignKeyField(Record, null=True, on_delete="RESTRICT")
        pupil = ForeignKeyField(Pupil, null=True, on_delete="RESTRICT")
        reason = CharField(max_length=20)
        what = CharField(max_length=200)
        due_on = DateField()
        created_at = DateTimeField()
        done_at = DateTimeField(null=True)
        done_by = ForeignKeyField(User, null=True, on_delete="RESTRICT")
        outcome = TextField(default="")

        class Meta:
            database = db
            table_name = "todo"
            indexes = ((("owner", "done_at", "due_on"), False), (("record",), False))

    db.create_tables(
        [
            School,
            User,
            Record,
            AdultStatement,
            AuditEvent,
            BellTime,
            SchoolClass,
            Pupil,
            Caseload,
            Option,
            Choice,
            Draft,
            FamilyContact,
            ImportBatch,
            ImportMapping,
            Incident,
            Login,
            Membership,
            ParentContact,
            Participation,
            PhysicalIntervention,
            RecordVersion,
            RestorativeTalk,
            Throttle,
            Todo,
        ]
    )
    refuse_changes(db, "record_version")
    refuse_changes(db, "audit_event")
