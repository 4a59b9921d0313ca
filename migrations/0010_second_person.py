"""One-time links that a second person answers for; who made a link; a sign-on that an invitation began."""

from peewee import DateTimeField, ForeignKeyField, Model


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

    class OneTimeLink(Table):
        class Meta:
            table_name = "one_time_link"

    def to(table, **options):
        return ForeignKeyField(table, on_delete="RESTRICT", backref="+", **options)

    class LinkRequest(Table):
        school = to(School)
        user = to(User)
        asked_by = to(User)
        asked_at = DateTimeField()
        answered_by = to(User, null=True)
        answered_at = DateTimeField(null=True)
        link = to(OneTimeLink, null=True)

        class Meta:
            table_name = "link_request"
            indexes = ((("school", "answered_at"), False),)

    db.create_tables([LinkRequest])
    migrator.migrate(
        migrator.add_column("one_time_link", "made_by_id", to(User, null=True, field=User.id)),
        migrator.add_column("sign_on_attempt", "link_id", to(OneTimeLink, null=True, field=OneTimeLink.id)),
    )
