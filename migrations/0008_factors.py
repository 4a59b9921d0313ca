"""Second factors, the step that asks for them, single sign-on, and what a login was proved by."""

from peewee import BigIntegerField, CharField, DateTimeField, ForeignKeyField, Model, SmallIntegerField, TextField


def up(migrator, db):
    class School(Model):
        class Meta:
            database = db
            table_name = "school"

    class User(Model):
        class Meta:
            database = db
            table_name = "user"

    class Login(Model):
        class Meta:
            database = db
            table_name = "login"

    class CodeApp(Model):
        user = ForeignKeyField(User, on_delete="RESTRICT")
        name = CharField(max_length=60)
        secret = TextField()
        last_step = BigIntegerField()
        created_at = DateTimeField()
        used_at = DateTimeField()

        class Meta:
            database = db
            table_name = "code_app"
            indexes = ((("user",), False),)

    class SecurityKey(Model):
        user = ForeignKeyField(User, on_delete="RESTRICT")
        name = CharField(max_length=60)
        rp_id = CharField(max_length=255)
        credential_id = TextField(unique=True)
        public_key = TextField()
        sign_count = BigIntegerField()
        transports = CharField(max_length=80, default="")
        created_at = DateTimeField()
        used_at = DateTimeField()

        class Meta:
            database = db
            table_name = "security_key"
            indexes = ((("user",), False),)

    class KeyChallenge(Model):
        holder = CharField(max_length=64, unique=True)
        challenge = CharField(max_length=120)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "key_challenge"

    class RecoveryCode(Model):
        user = ForeignKeyField(User, on_delete="RESTRICT")
        code_hash = CharField(max_length=64)
        created_at = DateTimeField()
        used_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "recovery_code"
            indexes = ((("user", "code_hash"), True),)

    class SecondStep(Model):
        user = ForeignKeyField(User, on_delete="RESTRICT")
        school = ForeignKeyField(School, on_delete="RESTRICT")
        token_hash = CharField(max_length=64, unique=True)
        device = CharField(max_length=200)
        tries = SmallIntegerField(default=0)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "second_step"

    class Identity(Model):
        user = ForeignKeyField(User, on_delete="RESTRICT")
        provider = CharField(max_length=20)
        issuer = CharField(max_length=255)
        subject = CharField(max_length=255)
        label = CharField(max_length=254)
        created_at = DateTimeField()
        used_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "identity"
            indexes = ((("issuer", "subject"), True), (("user",), False))

    class SignOnAttempt(Model):
        provider = CharField(max_length=20)
        state_hash = CharField(max_length=64, unique=True)
        nonce = CharField(max_length=64)
        verifier = CharField(max_length=128)
        onward = CharField(max_length=1000, default="")
        user = ForeignKeyField(User, null=True, on_delete="RESTRICT")
        login = ForeignKeyField(Login, null=True, on_delete="RESTRICT")
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "sign_on_attempt"

    class AccountNotice(Model):
        user = ForeignKeyField(User, on_delete="RESTRICT")
        what = CharField(max_length=30)
        detail = CharField(max_length=200, default="")
        created_at = DateTimeField()
        told_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "account_notice"
            indexes = ((("user", "told_at"), False),)

    db.create_tables(
        [CodeApp, SecurityKey, KeyChallenge, RecoveryCode, SecondStep, Identity, SignOnAttempt, AccountNotice]
    )
    migrator.migrate(
        migrator.add_column("login", "factor", CharField(max_length=20, default="")),
        migrator.add_column("login", "checked_at", DateTimeField(null=True)),
    )
