"""What came from a tablet without signal, and up to when there is a backup."""

from peewee import BigIntegerField, BooleanField, CharField, SmallIntegerField, TextField

from models.base import Base, MomentField, belongs
from models.records import Record
from models.school import Member, School, User

SAVED, KEPT, CLOSED = "saved", "kept", "closed"


class Arrival(Base):
    """Something that a tablet held until there was signal. The database refuses to change what came.

    `made_at` is the tablet's own time, `made_offset` its distance from UTC in minutes, `written_at` that moment by our
    clock, `skew` how many seconds the tablet's clock was ahead. `flag` says what was wrong with its ticket (late,
    revoked, left), `digest` is the SHA-256 of what was sealed.
    `state`: saved; kept, somebody has to look at it (`why`; as the draft `draft_id`, where it could be `opened`); or
    closed, somebody did. `envelope` is what came, where it is not a record.
    """

    school = belongs(School)
    author = belongs(User)
    client_id = CharField(36)
    digest = CharField(64)
    what = CharField(10)
    kind = CharField(30)
    made_at = MomentField()
    made_offset = SmallIntegerField()
    written_at = MomentField()
    received_at = MomentField()
    skew = BigIntegerField()
    flag = CharField(20, default="")
    envelope = TextField(default="")
    opened = BooleanField(default=True)
    state = CharField(10)
    why = CharField(300, default="")
    draft_id = CharField(36, default="")
    record = belongs(Record, null=True)

    class Meta:
        indexes = ((("author", "client_id", "digest"), True), (("school", "state"), False))

    @classmethod
    def visible_to(cls, member: Member):
        """The member's own."""
        return cls.select().where((cls.school == member.school) & (cls.author == member.user))


class Backup(Base):
    """A backup that was verified: it holds whatever was saved before `begun_at`."""

    begun_at = MomentField()
    verified_at = MomentField()
