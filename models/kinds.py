"""One detail table a kind, keyed by the record, and the parts that some kinds open."""

from peewee import BooleanField, CharField, DateField, IntegerField, SmallIntegerField, TextField

from models.agencies import Agency
from models.base import Base, MomentField, belongs
from models.plans import Plan, Target
from models.programmes import Programme
from models.pupils import FamilyContact
from models.records import Record
from models.school import Option, School, User


class Incident(Base):
    """`day_part` is the part of the school's day by the bell times in force when it was saved."""

    record = belongs(Record, primary_key=True)
    day_part = CharField(60, default="", verbose_name="Part of the day")
    opinion = TextField(default="", verbose_name="What the author thinks")


class RestorativeTalk(Base):
    """The restorative part of an incident."""

    record = belongs(Record, primary_key=True)
    happened = TextField(default="", verbose_name="What happened")
    thinking_then = TextField(default="", verbose_name="Thinking then")
    thinking_now = TextField(default="", verbose_name="Thinking now")
    affected = TextField(default="", verbose_name="Who was affected")
    put_right = TextField(default="", verbose_name="To put it right")
    next_time = TextField(default="", verbose_name="Next time")
    check_back_on = DateField(null=True, verbose_name="Check back on")


class PhysicalIntervention(Base):
    """The statutory record of force, restraint or seclusion (England, since April 2026). `minutes` is its duration."""

    record = belongs(Record, primary_key=True)
    used_by = TextField(default="", verbose_name="Used by")
    led_up = TextField(default="", verbose_name="What led up to it")
    de_escalation = TextField(default="", verbose_name="Tried first")
    minutes = IntegerField(null=True, verbose_name="Minutes it lasted")
    necessary = TextField(default="", verbose_name="Why it was necessary")
    injuries = TextField(default="", verbose_name="Injuries")
    medical_help = TextField(default="", verbose_name="Medical help")
    support_after = TextField(default="", verbose_name="Support afterwards")
    pupil_account = TextField(default="", verbose_name="The pupil's account")
    family_told_at = MomentField(null=True, verbose_name="Family told at")
    family_told_how = TextField(default="", verbose_name="How the family were told")


class AdultStatement(Base):
    """What one adult says of a physical intervention, in their own words."""

    record = belongs(Record)
    position = IntegerField()
    adult = CharField(120, verbose_name="Adult")
    statement = TextField(default="", verbose_name="Statement")

    class Meta:
        indexes = ((("record", "position"), True),)


class ParentContact(Base):
    """`someone_else` is used where the person is not in the pupil's family list; `agreed` is what was agreed."""

    record = belongs(Record, primary_key=True)
    family_contact = belongs(FamilyContact, null=True, verbose_name="With")
    someone_else = CharField(120, default="", verbose_name="With somebody else")
    agreed = TextField(default="", verbose_name="What was agreed")
    interpreter = BooleanField(default=False, verbose_name="An interpreter helped")


class Session(Base):
    """A 1:1 session. `minutes` is its length; feelings and engagement stand in the pupil's participation.

    `voice_…` is what the pupil said on their own screen, which nobody changes: in their words, how they felt just then,
    whether they tapped Done, when and by whom the tablet was handed over.
    """

    record = belongs(Record, primary_key=True)
    minutes = SmallIntegerField(null=True, verbose_name="Minutes it lasted")
    own_words = TextField(default="", verbose_name="The pupil's own words")
    next_step = TextField(default="", verbose_name="Next step")
    voice_words = TextField(default="", verbose_name="What the pupil wants adults to know, on their own screen")
    voice_feeling = SmallIntegerField(null=True, verbose_name="How the pupil felt, on their own screen")
    voice_done = BooleanField(default=False, verbose_name="The pupil tapped Done")
    voice_at = MomentField(null=True, verbose_name="Tablet handed over at")
    voice_by = belongs(User, null=True, verbose_name="Tablet handed over by")


class Rating(Base):
    """What the pupil gives a target in a 1:1 session, from 0 to 10. `by_pupil`: on their own screen, so that it is
    nobody else's to change."""

    record = belongs(Record)
    target = belongs(Target)
    value = SmallIntegerField()
    by_pupil = BooleanField(default=False)

    class Meta:
        indexes = ((("record", "target"), True), (("target",), False))


class Review(Base):
    """A review of a plan, of the `cycle` in which it was. What is decided is a chip."""

    record = belongs(Record, primary_key=True)
    plan = belongs(Plan, null=True, verbose_name="Plan")
    cycle = SmallIntegerField(null=True, verbose_name="Cycle")
    pupil_view = TextField(default="", verbose_name="The pupil's view")
    family_view = TextField(default="", verbose_name="The family's view")
    teacher_view = TextField(default="", verbose_name="The teacher's view")


class ReviewScore(Base):
    """Where a target stands at a review: `value` in its measure, `against` the aim from −2 to +2."""

    record = belongs(Record)
    target = belongs(Target)
    value = IntegerField(null=True)
    against = SmallIntegerField(null=True)

    class Meta:
        indexes = ((("record", "target"), True), (("target",), False))


class GroupSession(Base):
    """A session of a programme: the `number`th that ran, from 1; without a number it did not run."""

    record = belongs(Record, primary_key=True)
    programme = belongs(Programme, null=True, verbose_name="Programme")
    number = SmallIntegerField(null=True, verbose_name="Session number")
    next_time = TextField(default="", verbose_name="Next time")


class Signposting(Base):
    """A family told of an agency, or a pupil `referred` to it. `agency_name` is what it was called then, whether it is
    in the directory or was typed. Of a referral: whether the family agreed, who (`family_contact`, or `agreed_by`
    typed) and on which day, or `why_without`. The basis and what was shared are chips; `shared` says more of it."""

    record = belongs(Record, primary_key=True)
    agency = belongs(Agency, null=True, verbose_name="Agency in the directory")
    agency_name = CharField(120, default="", verbose_name="Agency")
    referred = BooleanField(default=False, verbose_name="A referral was sent")
    agreed = BooleanField(null=True, verbose_name="They agreed")
    family_contact = belongs(FamilyContact, null=True, verbose_name="Who agreed")
    agreed_by = CharField(120, default="", verbose_name="Who agreed, typed")
    agreed_on = DateField(null=True, verbose_name="Agreed on")
    why_without = TextField(default="", verbose_name="Why without their agreement")
    shared = TextField(default="", verbose_name="What was shared, more of it")


class ReferralStatus(Base):
    """Where a referral stands from a day on, and who said so. The newest row counts, those before stay; a referral
    without one was sent. The database refuses changes."""

    school = belongs(School)
    record = belongs(Record)
    status = belongs(Option)
    since = DateField()
    author = belongs(User)
    at = MomentField()

    class Meta:
        indexes = ((("record",), False),)
