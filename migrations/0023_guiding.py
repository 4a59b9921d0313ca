"""Who guides whom."""

from peewee import DateField, ForeignKeyField, Model


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

    def to(table, **options):
        return ForeignKeyField(table, on_delete="RESTRICT", backref="+", **options)

    class Guiding(Table):
        school = to(School)
        guide = to(User)
        user = to(User)
        starts_on = DateField()
        ends_on = DateField(null=True)
        met_on = DateField(null=True)

        class Meta:
            table_name = "guiding"
            indexes = ((("guide", "ends_on"), False), (("user", "ends_on"), False))

    db.create_tables([Guiding])
