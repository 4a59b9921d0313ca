"""What proves, besides the password, that somebody is who they say: codes, keys, and another site's word."""

from peewee import BigIntegerField, CharField, SmallIntegerField, TextField

from models.access import OneTimeLink
from models.base import Base, MomentField, belongs
from models.school import Login, School, User


class CodeApp(Base):
    """An app that makes six-digit codes. `secret` is sealed; `last_step` is the 30 seconds last used, of each once."""

    user = belongs(User)
    name = CharField(60)
    secret = TextField()
    last_step = BigIntegerField()
    created_at = MomentField()
    used_at = MomentField()

    class Meta:
        indexes = ((("user",), False),)


class SecurityKey(Base):
    """A key or a phone by WebAuthn, good at the host `rp_id`. Ids and keys are base64url, `transports` words."""

    user = belongs(User)
    name = CharField(60)
    rp_id = CharField(255)
    credential_id = TextField(unique=True)
    public_key = TextField()
    sign_count = BigIntegerField()
    transports = CharField(80, default="")
    created_at = MomentField()
    used_at = MomentField()

    class Meta:
        indexes = ((("user",), False),)


class KeyChallenge(Base):
    """What a browser is asked to sign: one for each holder, a login's or a second step's token hash."""

    holder = CharField(64, unique=True)
    challenge = CharField(120)
    created_at = MomentField()


class RecoveryCode(Base):
    """A code on paper, for once. Kept as its SHA-256: it has 120 random bits."""

    user = belongs(User)
    code_hash = CharField(64)
    created_at = MomentField()
    used_at = MomentField(null=True)

    class Meta:
        indexes = ((("user", "code_hash"), True),)


class SecondStep(Base):
    """Somebody between the right password and the second step, in one browser. `tries` are the wrong ones so far."""

    user = belongs(User)
    school = belongs(School)
    token_hash = CharField(64, unique=True)
    device = CharField(200)
    tries = SmallIntegerField(default=0)
    created_at = MomentField()


class Identity(Base):
    """Who a person is at a provider of single sign-on: the only thing that lets them in from there."""

    user = belongs(User)
    provider = CharField(20)
    issuer = CharField(255)
    subject = CharField(255)
    label = CharField(254)
    created_at = MomentField()
    used_at = MomentField(null=True)

    class Meta:
        indexes = ((("issuer", "subject"), True), (("user",), False))


class SignOnAttempt(Base):
    """A browser sent to a provider, for ten minutes and once. `user` is whom to link, by their `login` or by the
    invitation (`link`) that they hold."""

    provider = CharField(20)
    state_hash = CharField(64, unique=True)
    nonce = CharField(64)
    verifier = CharField(128)
    onward = CharField(1000, default="")
    user = belongs(User, null=True)
    login = belongs(Login, null=True)
    created_at = MomentField()
    link = belongs(OneTimeLink, null=True)


class AccountNotice(Base):
    """What a person is told of their own signing in, at the next one. `what` is a key of account_notices.SENTENCES."""

    user = belongs(User)
    what = CharField(30)
    detail = CharField(200, default="")
    created_at = MomentField()
    told_at = MomentField(null=True)

    class Meta:
        indexes = ((("user", "told_at"), False),)
