"""A record, each pupil's part in it, the chips chosen, and every version kept."""

from peewee import BooleanField, CharField, ColumnBase, IntegerField, SmallIntegerField, TextField, fn

from models.base import Base, MomentField, belongs
from models.pupils import Pupil, on_caseload
from models.school import Member, Option, School, User

OPEN, COMPLETE, WITHDRAWN = "open", "complete", "withdrawn"
SUPPORT = "support"


class Record(Base):
    """What every kind shares. Times in UTC; `words` is its folded text, for finding; `state` open means finish later.

    `body_hash` is the SHA-256 of the form as first sent, so that a replay is told from a changed one;
    `conflicts_with` is the record first saved under the same client id when this one came with other content.
    """

    school = belongs(School)
    kind = CharField(30)
    author = belongs(User)
    client_id = CharField(36)
    body_hash = CharField(64)
    conflicts_with = belongs("self", null=True)
    occurred_at = MomentField()
    recorded_at = MomentField()
    note = TextField(default="")
    words = TextField(default="")
    tier = CharField(20, default=SUPPORT)
    state = CharField(20, default=COMPLETE)
    version = IntegerField(default=1)

    class Meta:
        indexes = ((("author", "client_id"), True), (("school", "occurred_at"), False))

    @classmethod
    def readable(cls, member: Member) -> ColumnBase:
        """The condition that the member may read a record: their own, or about a pupil on their caseload."""
        supported = Participation.select(Participation.id).where(
            (Participation.record == cls.id) & on_caseload(Participation.pupil, member)
        )
        return (
            (cls.school == member.school)
            & (cls.tier == SUPPORT)
            & ((cls.author == member.user) | fn.EXISTS(supported))
            & member.has("mentor")
        )

    @classmethod
    def visible_to(cls, member: Member):
        """Records that the member may read, withdrawn ones included: lists leave those out themselves."""
        return cls.select().where(cls.readable(member))

    @classmethod
    def amendable_by(cls, member: Member):
        """Records that the member may amend or withdraw: their own."""
        return cls.visible_to(member).where(cls.author == member.user)


class Participation(Base):
    """One pupil's part in a record; `occurred_at` again, so that a timeline is one index range."""

    school = belongs(School)
    record = belongs(Record)
    pupil = belongs(Pupil)
    occurred_at = MomentField()
    role = CharField(20, default="")
    private_line = TextField(default="")
    seen = BooleanField(default=True)
    feeling_in = SmallIntegerField(null=True)
    feeling_out = SmallIntegerField(null=True)
    engagement = SmallIntegerField(null=True)

    class Meta:
        indexes = ((("record", "pupil"), True), (("pupil", "occurred_at", "record"), False))

    @classmethod
    def told_to(cls, member: Member) -> ColumnBase:
        """The condition that a record may stand under the participation's own pupil for the member: they wrote it, or
        that very pupil is on their caseload. Else opening pupils' pages would tell who "another pupil" is."""
        return (Record.author == member.user) | on_caseload(cls.pupil, member)


class Choice(Base):
    """A chip chosen in a record."""

    record = belongs(Record)
    option = belongs(Option)

    class Meta:
        indexes = ((("record", "option"), True), (("option",), False))


class Mention(Base):
    """Words in a record's texts that name a pupil, so that they can be hidden from who may not see that pupil."""

    record = belongs(Record)
    pupil = belongs(Pupil)
    text = CharField(120)

    class Meta:
        indexes = ((("record", "pupil", "text"), True), (("pupil",), False))


class RecordVersion(Base):
    """A record as it stood, whole. `payload` is JSON; `sha256` is of its bytes. The database refuses changes.

    `client_id` is that of the form which made the version; empty where no form did.
    """

    record = belongs(Record)
    number = IntegerField()
    author = belongs(User)
    client_id = CharField(36, default="")
    reason = TextField(default="")
    payload = TextField()
    sha256 = CharField(64)
    recorded_at = MomentField()

    class Meta:
        indexes = ((("record", "number"), True), (("client_id",), False))
