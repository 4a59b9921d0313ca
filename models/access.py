"""What lets somebody in besides a password: one-time links; and the browsers that somebody came in with before."""

from peewee import CharField

from models.base import Base, MomentField, belongs
from models.school import School, User


class OneTimeLink(Base):
    """A link by which a person chooses a password, or joins another school in `roles`. Its token is kept as SHA-256.

    `kind` says how it goes to them: mailed, handed, handed by head, handed by two, forgotten, server; or joining. Good
    until `expires_at`, once (`used_at`), unless it was ended first. `made_by` sent or printed it.
    """

    school = belongs(School)
    user = belongs(User)
    kind = CharField(20)
    roles = CharField(200, default="")
    token_hash = CharField(64, unique=True)
    created_at = MomentField()
    expires_at = MomentField()
    used_at = MomentField(null=True)
    ended_at = MomentField(null=True)
    made_by = belongs(User, null=True)

    class Meta:
        indexes = ((("user", "kind"), False),)


class LinkRequest(Base):
    """A link by hand that somebody asked for, for a person who has come in before. A second person answers: with yes
    there is a `link`."""

    school = belongs(School)
    user = belongs(User)
    asked_by = belongs(User)
    asked_at = MomentField()
    answered_by = belongs(User, null=True)
    answered_at = MomentField(null=True)
    link = belongs(OneTimeLink, null=True)

    class Meta:
        indexes = ((("school", "answered_at"), False),)


class KnownDevice(Base):
    """A browser in which a person has signed in. It opens nothing: it only has tries of its own at the door."""

    user = belongs(User)
    token_hash = CharField(64)
    created_at = MomentField()
    seen_at = MomentField()

    class Meta:
        indexes = ((("user", "token_hash"), True),)
