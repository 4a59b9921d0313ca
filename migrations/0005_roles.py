"""Every role of a school, roles that a head confirms, restricted records, relationships, break-glass, class staff."""

from peewee import CharField, DateField, DateTimeField, ForeignKeyField, Model, TextField


def up(migrator, db):
    class School(Model):
        class Meta:
            database = db
            table_name = "school"

    class User(Model):
        class Meta:
            database = db
            table_name = "user"

    class Pupil(Model):
        class Meta:
            database = db
            table_name = "pupil"

    class SchoolClass(Model):
        class Meta:
            database = db
            table_name = "school_class"

    class Record(Model):
        class Meta:
            database = db
            table_name = "record"

    def to(table, **options):
        return ForeignKeyField(table, on_delete="RESTRICT", backref="+", **options)

    class ClassStaff(Model):
        school = to(School)
        user = to(User)
        school_class = to(SchoolClass)
        starts_on = DateField()
        ends_on = DateField(null=True)

        class Meta:
            database = db
            table_name = "class_staff"
            indexes = ((("user", "school_class"), False),)

    class Relationship(Model):
        school = to(School)
        user = to(User)
        pupil = to(Pupil)
        what = CharField(max_length=60)
        declared_by = to(User)
        declared_at = DateTimeField()
        ended_at = DateTimeField(null=True)
        ended_by = to(User, null=True)

        class Meta:
            database = db
            table_name = "relationship"
            indexes = ((("user", "school"), False), (("pupil",), False))

    class BreakGlass(Model):
        school = to(School)
        user = to(User)
        pupil = to(Pupil)
        reason = TextField()
        started_at = DateTimeField()
        ends_at = DateTimeField()

        class Meta:
            database = db
            table_name = "break_glass"
            indexes = ((("user", "school"), False), (("pupil",), False))

    class RecordReader(Model):
        record = to(Record)
        user = to(User)
        named_by = to(User)
        created_at = DateTimeField()
        ended_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "record_reader"
            indexes = ((("record", "user"), False), (("user",), False))

    db.create_tables([ClassStaff, Relationship, BreakGlass, RecordReader])
    migrator.migrate(
        migrator.add_column("record", "about_id", to(User, null=True, field=User.id)),
        migrator.add_column("membership", "confirmed_at", DateTimeField(null=True)),
        migrator.add_column("membership", "confirmed_by_id", to(User, null=True, field=User.id)),
    )
    # Until now there were mentors and admins only, whose roles nobody has to confirm.
    db.execute_sql("UPDATE membership SET confirmed_at = created_at")
