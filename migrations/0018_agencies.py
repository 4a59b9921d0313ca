"""The directory of agencies, signposting and referrals with where they stand, and their chip lists."""

from peewee import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

from migrations.append_only import refuse_changes

LISTS = {
    "referral_purpose": (
        ("", "Emotional wellbeing"), ("", "Behaviour"), ("", "Parenting"), ("", "Family support"),
        ("", "Speech and language"), ("", "SEND or development"), ("", "Health"), ("", "Loss"), ("", "Young carer"),
        ("", "Attendance"), ("", "Housing or money"), ("", "Activities"), ("", "Other")),
    "sharing_basis": (
        ("consent", "Consent to share"), ("public_task", "The school’s task"), ("legal", "The law requires it"),
        ("vital", "To protect a life"), ("legitimate", "Legitimate interest")),
    "shared_what": (
        ("", "Name and date of birth"), ("", "Address and family’s numbers"), ("", "What the worry is"),
        ("", "Support so far"), ("", "Attendance"), ("", "SEND"), ("", "Health"), ("", "The pupil’s own view"),
        ("", "The family’s view")),
    "referral_status": (
        ("sent", "Sent"), ("acknowledged", "Acknowledged"), ("waiting", "Waiting"), ("accepted", "Accepted"),
        ("declined", "Declined"), ("active", "Active"), ("closed", "Closed")),
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

    class FamilyContact(Table):
        class Meta:
            table_name = "family_contact"

    class Record(Table):
        class Meta:
            table_name = "record"

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

    class Agency(Table):
        school = to(School)
        name = CharField(max_length=120)
        purpose = TextField(default="")
        who_for = TextField(default="")
        threshold = TextField(default="")
        how = TextField(default="")
        phone = CharField(max_length=40, default="")
        email = CharField(max_length=254, default="")
        web = CharField(max_length=200, default="")
        checked_on = DateField(null=True)
        checked_by = to(User, null=True)
        closed_on = DateField(null=True)
        version = IntegerField(default=1)
        created_at = DateTimeField()

        class Meta:
            table_name = "agency"
            indexes = ((("school", "name"), False),)

    class Signposting(Table):
        record = to(Record, primary_key=True)
        agency = to(Agency, null=True)
        agency_name = CharField(max_length=120, default="")
        referred = BooleanField(default=False)
        agreed = BooleanField(null=True)
        family_contact = to(FamilyContact, null=True)
        agreed_by = CharField(max_length=120, default="")
        agreed_on = DateField(null=True)
        why_without = TextField(default="")
        shared = TextField(default="")

        class Meta:
            table_name = "signposting"

    class ReferralStatus(Table):
        school = to(School)
        record = to(Record)
        status = to(Option)
        since = DateField()
        author = to(User)
        at = DateTimeField()

        class Meta:
            table_name = "referral_status"
            indexes = ((("record",), False),)

    db.create_tables([Agency, Signposting, ReferralStatus])
    refuse_changes(db, "referral_status")
    for one in School.select(School.id):
        Option.insert_many(
            [
                {"school": one, "list": name, "name": label, "code": code, "position": position}
                for name, chips in LISTS.items()
                for position, (code, label) in enumerate(chips)
            ]
        ).execute()
