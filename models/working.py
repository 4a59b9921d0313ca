"""To-dos, drafts and the audit trail."""

from peewee import BooleanField, CharField, ColumnBase, DateField, IntegerField, TextField, fn

from models.base import Base, MomentField, belongs
from models.pupils import Pupil
from models.records import SUPPORT, Participation, Record
from models.school import STAFF, Member, Membership, School, User

CONCERN = "/concerns/new"  # the path of a draft that is a concern
BY_THEMSELVES = ("review", "check_agency")  # reasons of to-dos without a record that a lead may see


class Todo(Base):
    """A promise. `reason` is why it was made (finish, tell_family, call_again, follow_up, check_back, intervention,
    arrival, review, nomination, first_plan, entry_check). `path` leads to what is to be done, where that is no
    record."""

    school = belongs(School)
    owner = belongs(User)
    author = belongs(User)
    record = belongs(Record, null=True)
    pupil = belongs(Pupil, null=True)
    reason = CharField(20)
    what = CharField(200)
    due_on = DateField()
    created_at = MomentField()
    done_at = MomentField(null=True)
    done_by = belongs(User, null=True)
    outcome = TextField(default="")
    path = CharField(200, default="")

    class Meta:
        indexes = ((("owner", "done_at", "due_on"), False), (("record",), False))

    @classmethod
    def visible_to(cls, member: Member):
        """To-dos that the member owns, or made for somebody else. One of a record that is restricted from them, or was
        since, does not show that there is such a record; one that somebody else made does not tell of their own child.
        """
        theirs = (cls.owner == member.user) | (cls.author == member.user)
        open_to = Record.select(Record.id).where(Record.known_to(member))
        shown = cls.record.is_null() | cls.record.in_(open_to.where(Record.id == cls.record))
        if member.related:
            shown &= (cls.author == member.user) | cls._apart_from(sorted(member.related))
        return cls.select().where((cls.school == member.school) & theirs & shown & member.has(*STAFF))

    @classmethod
    def overseen_by(cls, member: Member):
        """Others' to-dos that a lead may see: of records that all read who support their pupils, and reviews and checks
        that stand by themselves. None of a restricted or sealed record, of a concern's actions, or of the lead's own
        child: what is not named here is left out."""
        read = Record.select(Record.id).where(
            (Record.id == cls.record) & (Record.tier == SUPPORT) & Record.readable(member)
        )
        shown = fn.EXISTS(read) | (cls.record.is_null() & cls.reason.in_(BY_THEMSELVES))
        if member.related:
            shown &= cls._apart_from(sorted(member.related))
        return cls.select().where(
            (cls.school == member.school) & (cls.owner != member.user) & shown & member.has("lead")
        )

    @classmethod
    def _apart_from(cls, pupils: list[int]) -> ColumnBase:
        """The condition that a to-do is about none of the pupils, nor of a record in which one of them is."""
        inside = Participation.select(Participation.record).where(Participation.pupil.in_(pupils))
        apart = cls.pupil.is_null() | cls.pupil.not_in(pupils)
        return apart & (cls.record.is_null() | cls.record.not_in(inside))


class Draft(Base):
    """A form as it stands before it is saved, at the school where it was begun. Only its author ever reads it; a
    leaver's passes to the DSLs.

    `body` is JSON of name–value pairs; `pupils` the ids of those whom it is about or names, with a blank round each;
    `begun_at` is when its first letter was typed, `first_kept_at` when the server first had it, where that is known;
    `adult`: it says that it is about an adult who works here, and is passed to nobody. `put_away_at`, `put_away_by`: a
    DSL has seen to a concern that a leaver began.
    """

    school = belongs(School)
    author = belongs(User)
    client_id = CharField(36)
    path = CharField(200)
    title = CharField(80)
    body = TextField()
    pupils = TextField(default="")
    begun_at = MomentField(null=True)
    first_kept_at = MomentField(null=True)
    adult = BooleanField(default=False)
    updated_at = MomentField()
    put_away_at = MomentField(null=True)
    put_away_by = belongs(User, null=True)

    class Meta:
        indexes = ((("author", "client_id"), True),)

    @property
    def is_concern(self) -> bool:
        return self.path == CONCERN

    @classmethod
    def visible_to(cls, member: Member):
        theirs = cls.author == member.user
        if member.has("dsl"):
            here = Membership.select(Membership.user).where(
                (Membership.school == member.school) & Membership.ended_at.is_null()
            )
            theirs |= cls.author.not_in(here) & cls._passes_to(member)
        return cls.select().where((cls.school == member.school) & theirs)

    @classmethod
    def _passes_to(cls, member: Member) -> ColumnBase:
        """The condition that a leaver's draft is one that the member may read: about no adult, nor about the member's
        own child."""
        passes = ~cls.adult & ~cls.body.contains(f'["adult_who", "{member.user.id}"]')
        for pupil in sorted(member.related):
            passes &= ~cls.pupils.contains(f" {pupil} ")
        return passes


class AuditEvent(Base):
    """Who did what to which row. Written in the same transaction as what it tells of; the database refuses changes.

    The events of a school are a chain (`chain` is the school's id, 0 for those of no school): each has the next
    `sequence`, the `mac` of the one before as `previous`, and as its own `mac` the HMAC of all that it says (of events
    older than the chain, the plain SHA-256). `digest` is the SHA-256 of a record's version or of what was exported;
    `login` and `request` say by which sign-in and request. See docs/decisions/0010-evidence.md.
    """

    school = belongs(School, null=True, index=False)
    user = belongs(User, null=True, index=False)
    at = MomentField()
    action = CharField(40)
    subject = CharField(40, default="")
    subject_id = IntegerField(null=True)
    version = IntegerField(null=True)
    detail = TextField(default="")
    chain = IntegerField(default=0)
    sequence = IntegerField(default=0)
    login = IntegerField(null=True)
    request = CharField(16, default="")
    digest = CharField(64, default="")
    previous = CharField(64, default="")
    mac = CharField(64, default="")

    class Meta:
        indexes = (
            (("school", "at"), False), (("user", "at"), False), (("subject", "subject_id"), False),
            (("chain", "sequence"), True),
        )  # fmt: skip


class Notice(Base):
    """Something that somebody is to know, in words without content; `path` leads to more.

    To `user`, or to whoever holds `role` where nobody held it yet. `seen_at`: dismissed.
    """

    school = belongs(School)
    role = CharField(20, default="")
    user = belongs(User, null=True)
    words = CharField(200)
    path = CharField(200, default="")
    at = MomentField()
    seen_at = MomentField(null=True)

    class Meta:
        indexes = ((("school", "seen_at"), False),)

    @classmethod
    def visible_to(cls, member: Member):
        """Notices to the member, or to a role of theirs."""
        mine = (cls.user == member.user) | (cls.user.is_null() & cls.role.in_(sorted(member.roles)))
        return cls.select().where((cls.school == member.school) & mine)


class Move(Base):
    """A record that stood under the wrong pupil, moved to the right one. The database refuses changes."""

    school = belongs(School)
    record = belongs(Record)
    from_pupil = belongs(Pupil)
    to_pupil = belongs(Pupil)
    author = belongs(User)
    at = MomentField()
