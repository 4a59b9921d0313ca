"""E-mails that wait to be sent; one-time links; the browsers that a person signed in with; the lock and its PIN."""

from peewee import CharField, DateTimeField, ForeignKeyField, IntegerField, Model, TextField


def up(migrator, db):
    class School(Model):
        class Meta:
            database = db
            table_name = "school"

    class User(Model):
        class Meta:
            database = db
            table_name = "user"

    class Mail(Model):
        school = ForeignKeyField(School, on_delete="RESTRICT")
        recipient = CharField(max_length=254)
        subject = CharField(max_length=200)
        body = TextField()
        reason = CharField(max_length=40)
        created_at = DateTimeField()
        due_at = DateTimeField()
        expires_at = DateTimeField(null=True)
        tries = IntegerField(default=0)
        sent_at = DateTimeField(null=True)
        failed_at = DateTimeField(null=True)
        fault = CharField(max_length=200, default="")

        class Meta:
            database = db
            table_name = "mail"
            indexes = ((("sent_at", "failed_at", "due_at"), False),)

    class OneTimeLink(Model):
        school = ForeignKeyField(School, on_delete="RESTRICT")
        user = ForeignKeyField(User, on_delete="RESTRICT")
        kind = CharField(max_length=20)
        roles = CharField(max_length=200, default="")
        token_hash = CharField(max_length=64, unique=True)
        created_at = DateTimeField()
        expires_at = DateTimeField()
        used_at = DateTimeField(null=True)
        ended_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "one_time_link"
            indexes = ((("user", "kind"), False),)

    class KnownDevice(Model):
        user = ForeignKeyField(User, on_delete="RESTRICT")
        token_hash = CharField(max_length=64)
        created_at = DateTimeField()
        seen_at = DateTimeField()

        class Meta:
            database = db
            table_name = "known_device"
            indexes = ((("user", "token_hash"), True),)

    db.create_tables([Mail, OneTimeLink, KnownDevice])
    migrator.migrate(
        migrator.add_column("user", "pin_hash", TextField(default="")),
        migrator.add_column("login", "how", CharField(max_length=20, default="password")),
        migrator.add_column("login", "locked_at", DateTimeField(null=True)),
        migrator.add_column("login", "resume_path", CharField(max_length=500, default="")),
        migrator.add_column("login", "pin_tries", IntegerField(default=0)),
    )
