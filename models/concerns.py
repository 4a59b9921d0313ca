"""A safeguarding concern: what was written, the marks on a body, what was added, how it was handled; none changes."""

from peewee import BooleanField, CharField, DateField, IntegerField, SmallIntegerField, TextField

from models.base import Base, MomentField, belongs
from models.records import ADULT, SAFEGUARDING, Record
from models.school import Member, School, User
from models.working import Todo


class Concern(Base):
    """`who` is said of a pupil whom the author could not name; `adult` of an adult whom the concern is about.
    `begun_at` is when its author began to write."""

    record = belongs(Record, primary_key=True)
    danger = BooleanField(default=False, verbose_name="In danger when it was written")
    who = CharField(200, default="", verbose_name="A pupil not named")
    exact_words = TextField(default="", verbose_name="Exact words")
    opinion = TextField(default="", verbose_name="What the author thinks")
    present = CharField(300, default="", verbose_name="Who was there")
    told = CharField(300, default="", verbose_name="When and how they were told")
    adult = CharField(120, default="", verbose_name="About the adult")
    begun_at = MomentField(null=True, verbose_name="Begun at")


class ConcernMark(Base):
    """A mark on the body map. `side` is front or back; `x` and `y` are thousandths of the picture's width and height;
    `region` is where that is, left and right being the child's own."""

    record = belongs(Record)
    position = SmallIntegerField()
    side = CharField(5, verbose_name="Side")
    x = SmallIntegerField()
    y = SmallIntegerField()
    region = CharField(60, verbose_name="Where")
    kind = CharField(20, verbose_name="Kind")
    look = CharField(120, default="", verbose_name="Size and colour")
    note = TextField(default="", verbose_name="Note")

    class Meta:
        indexes = ((("record", "position"), True),)


class ConcernAddition(Base):
    """What the author of a concern adds to it. The database refuses changes."""

    record = belongs(Record)
    author = belongs(User)
    client_id = CharField(36)
    at = MomentField()
    text = TextField()

    class Meta:
        indexes = ((("record", "at"), False), (("author", "client_id"), True))


class Handling(Base):
    """One thing that a DSL or head did about a concern. The database refuses changes.

    `action` is one of mentoring.handling.ACTIONS; `text` its reason or words; `choice` what was decided, as the chip
    said then; `person` whom it names; `todo` what it promised; `other` the concern it links.
    """

    record = belongs(Record)
    author = belongs(User)
    client_id = CharField(36)
    at = MomentField()
    action = CharField(20)
    text = TextField(default="")
    choice = CharField(80, default="")
    person = belongs(User, null=True)
    agency = CharField(120, default="")
    reference = CharField(120, default="")
    day = DateField(null=True)
    todo = belongs(Todo, null=True)
    other = belongs(Record, null=True)

    class Meta:
        indexes = ((("record", "action", "at"), False), (("author", "client_id"), True))


class Unsent(Base):
    """That somebody began a concern and has not sent it: told once, without a word of it.

    `tier` and `about` are what its form says so far, so that whom it is about is not told. `late`: it came to the
    server long after it was begun. `outcome` is sent or thrown away; `put_away_at`: a DSL has seen to it.
    """

    school = belongs(School)
    author = belongs(User)
    client_id = CharField(36)
    tier = CharField(20)
    about = IntegerField(null=True)
    begun_at = MomentField()
    noticed_at = MomentField()
    late = BooleanField(default=False)
    outcome = CharField(20, default="")
    ended_at = MomentField(null=True)
    put_away_at = MomentField(null=True)

    class Meta:
        indexes = ((("author", "client_id"), True), (("school", "put_away_at"), False))

    @classmethod
    def visible_to(cls, member: Member):
        """Notices to those at whose desk the concern will arrive; never to its author or to whom it is about."""
        mine = (cls.tier == SAFEGUARDING) & member.has("dsl")
        mine |= (cls.tier == ADULT) & member.has("head")
        others = (cls.author != member.user) & (cls.about.is_null() | (cls.about != member.user.id))
        return cls.select().where((cls.school == member.school) & mine & others)
