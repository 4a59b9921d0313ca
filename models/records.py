"""A record, each pupil's part in it, the chips chosen, and every version kept."""

from dataclasses import replace
from datetime import timedelta

from peewee import BigIntegerField, BooleanField, CharField, ColumnBase, IntegerField, SmallIntegerField, TextField, fn

from models.base import Base, MomentField, belongs
from models.pupils import Pupil, in_reach
from models.school import RECORDERS, STAFF, WHOLE_SCHOOL, Member, Option, School, User

OPEN, COMPLETE, WITHDRAWN = "open", "complete", "withdrawn"
LATE = timedelta(hours=24)
# Who reads a record: those who support its pupils; its named readers and the DSLs; the DSLs and the head; the head;
# its author alone, for a concern about the headteacher leaves the school by other ways.
SUPPORT, RESTRICTED, SAFEGUARDING, ADULT, HEADTEACHER = "support", "restricted", "safeguarding", "adult", "headteacher"
SEALED = (SAFEGUARDING, ADULT, HEADTEACHER)  # never changed once saved


class Record(Base):
    """What every kind shares. Times in UTC; `words` is its folded text, for finding; `state` open means finish later.

    `body_hash` is the SHA-256 of the form as first sent, so that a replay is told from a changed one;
    `conflicts_with` is the record first saved under the same client id when this one came with other content.
    `tier` says who reads it; `about` is the adult whom it concerns, who never does.
    `written_at`: when it was written on a tablet without signal, where it arrived later; `clock_off`: how many seconds
    that tablet's clock was ahead, where that was much.
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
    about = belongs(User, null=True)
    state = CharField(20, default=COMPLETE)
    version = IntegerField(default=1)
    written_at = MomentField(null=True)
    clock_off = BigIntegerField(default=0)

    class Meta:
        indexes = ((("author", "client_id"), True), (("school", "occurred_at"), False))

    @property
    def is_late(self) -> bool:
        """Whether it was written down more than a day after it happened (security.md, section 5)."""
        return (self.written_at or self.recorded_at) - self.occurred_at > LATE

    @classmethod
    def readable(cls, member: Member) -> ColumnBase:
        """The condition that the member may read a record (security.md, permission matrix and object rules 5 to 7)."""
        own = cls.author == member.user
        read = (cls.tier == SUPPORT) & (own | cls._reached(member)) & member.has(*RECORDERS)
        named = RecordReader.select(RecordReader.id).where(
            (RecordReader.record == cls.id) & (RecordReader.user == member.user) & RecordReader.ended_at.is_null()
        )
        read |= cls.tier.in_(SEALED) & own & member.has(*STAFF)
        read |= cls.tier.in_([RESTRICTED, SAFEGUARDING]) & fn.EXISTS(named) & member.has(*RECORDERS)
        read |= cls.tier.in_([RESTRICTED, SAFEGUARDING]) & member.has("dsl")
        read |= cls.tier.in_([SAFEGUARDING, ADULT]) & member.has("head")
        mine = (cls.school == member.school) & (cls.about.is_null() | (cls.about != member.user))
        return mine & read & (own | cls._unrelated(member)) if member.related else mine & read

    @classmethod
    def visible_to(cls, member: Member):
        """Records that the member may read, withdrawn ones included: lists leave those out themselves."""
        return cls.select().where(cls.readable(member))

    @classmethod
    def known_to(cls, member: Member) -> ColumnBase:
        """The condition that the member may know that there is a record, for lists that say no more of it."""
        return (cls.tier == SUPPORT) | cls.readable(member)

    @classmethod
    def on_desk_of(cls, member: Member) -> ColumnBase:
        """The condition that a concern is the member's to handle: a DSL's or head's, one about an adult the head's.
        Having written it makes nobody its handler (security.md, permission matrix and object rules 6 and 7)."""
        handled = (cls.tier == SAFEGUARDING) & member.has("dsl", "head")
        handled |= (cls.tier == ADULT) & member.has("head")
        mine = handled & cls.readable(member)
        return mine & cls._unrelated(member) if member.related else mine

    @classmethod
    def amendable_by(cls, member: Member):
        """Records that the member may amend or withdraw: their own; a lead or DSL any of the support, with a reason.
        What is sealed stays as it was written."""
        rows = cls.visible_to(member).where(cls.tier.in_([SUPPORT, RESTRICTED]))
        return rows if member.has(*WHOLE_SCHOOL) else rows.where(cls.author == member.user)

    @classmethod
    def restrictable_by(cls, member: Member):
        """Records whose readers the member may name: what a DSL or head reads, unless it is sealed. What a head reads
        by break-glass they cannot open to themselves for longer."""
        rows = cls.visible_to(replace(member, opened=frozenset()))
        return rows.where(cls.tier.in_([SUPPORT, RESTRICTED]) & member.has("dsl", "head"))

    @classmethod
    def _reached(cls, member: Member) -> ColumnBase:
        """The condition that one of its pupils is in the member's reach."""
        if member.has(*WHOLE_SCHOOL):
            return cls.id.is_null(False)  # those refused are taken out by `_unrelated`
        inside = (Participation.record == cls.id) & in_reach(Participation.pupil, member)
        return fn.EXISTS(Participation.select(Participation.id).where(inside))

    @classmethod
    def _unrelated(cls, member: Member) -> ColumnBase:
        """The condition that no pupil to whom the member declared a relationship is in it."""
        theirs = (Participation.record == cls.id) & Participation.pupil.in_(sorted(member.related))
        return ~fn.EXISTS(Participation.select(Participation.id).where(theirs))


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
        return (Record.author == member.user) | in_reach(cls.pupil, member)


class RecordReader(Base):
    """Somebody named by a DSL or head who may read a record that is not open to all who support its pupils."""

    record = belongs(Record)
    user = belongs(User)
    named_by = belongs(User)
    created_at = MomentField()
    ended_at = MomentField(null=True)

    class Meta:
        indexes = ((("record", "user"), False), (("user",), False))


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
