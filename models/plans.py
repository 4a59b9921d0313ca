"""Plans: what a pupil is helped towards, with targets and cycles; and the plans that others keep for the pupil."""

from dataclasses import replace

from peewee import CharField, DateField, IntegerField, SmallIntegerField, TextField

from models.base import Base, MomentField, belongs
from models.pupils import Pupil, in_reach
from models.records import Record
from models.school import SUPPORT_STAFF, Member, Option, School, User
from models.working import Todo

OPEN, MET, STOPPED = "open", "met", "stopped"
RATING = "rating"


class Plan(Base):
    """A pupil's plan. `stage` is a code of mentoring.marks.STAGES, `cycle` counts from 1 and began on `cycle_on`.

    `todo` is the promise to review it on `review_on`. `ended_as` is what was decided when it ended. `version` counts
    changes of what its form asks; `client_id` (with its author) makes starting it replay-safe.
    """

    school = belongs(School)
    pupil = belongs(Pupil)
    author = belongs(User)
    client_id = CharField(36)
    plan_type = belongs(Option, null=True)
    strengths = TextField(default="")
    referrer = CharField(120, default="")
    consent_by = CharField(120, default="")
    consent_how = belongs(Option, null=True)
    consent_on = DateField(null=True)
    starts_on = DateField()
    review_on = DateField()
    stage = CharField(10, default="assess")
    cycle = SmallIntegerField(default=1)
    cycle_on = DateField()
    ended_on = DateField(null=True)
    ended_as = CharField(80, default="")
    todo = belongs(Todo, null=True)
    version = IntegerField(default=1)
    created_at = MomentField()

    class Meta:
        indexes = ((("author", "client_id"), True), (("pupil", "ended_on"), False), (("school", "review_on"), False))

    @classmethod
    def visible_to(cls, member: Member):
        """Plans of pupils whose whole page the member may read."""
        return cls.select().where((cls.school == member.school) & in_reach(cls.pupil, member))

    @classmethod
    def changeable_by(cls, member: Member):
        """Plans that the member may change: of pupils whom they support, not of those read by break-glass."""
        rows = cls.visible_to(replace(member, opened=frozenset()))
        return rows.where(member.has(*SUPPORT_STAFF) & cls.ended_on.is_null())

    @property
    def name(self) -> str:
        return self.plan_type.name if self.plan_type else "Plan"

    @property
    def is_reviewed(self) -> bool:
        """Whether this cycle's review has been done, and a lead's sign-off is waited for."""
        return self.todo is not None and self.todo.done_at is not None


class PlanChoice(Base):
    """A chip chosen in a plan: a barrier."""

    school = belongs(School)
    plan = belongs(Plan)
    option = belongs(Option)

    class Meta:
        indexes = ((("plan", "option"), True),)


class Target(Base):
    """A target of a plan: in the pupil's words, and worded SMART. `measure` is a code of mentoring.marks.MEASURES,
    `measured` what is rated or counted; `baseline` and `aim` are in that measure. `state`: open, met or stopped."""

    school = belongs(School)
    plan = belongs(Plan)
    position = SmallIntegerField()
    own_words = TextField(default="")
    wording = TextField(default="")
    measure = CharField(12)
    measured = CharField(120, default="")
    baseline = IntegerField(null=True)
    aim = IntegerField(null=True)
    helper = CharField(120, default="")
    state = CharField(10, default=OPEN)

    class Meta:
        indexes = ((("plan", "position"), True),)

    @property
    def title(self) -> str:
        """What it is called where there is room for a line: the pupil's words before ours."""
        return self.own_words or self.wording

    @property
    def rises(self) -> bool | None:
        """Whether its number is to go up; None where its baseline or aim is not known."""
        return None if self.baseline is None or self.aim is None else self.aim > self.baseline


class TargetChoice(Base):
    """A chip chosen in a target: a strategy."""

    school = belongs(School)
    target = belongs(Target)
    option = belongs(Option)

    class Meta:
        indexes = ((("target", "option"), True),)


class PlanVersion(Base):
    """A plan as it stood, whole. `payload` is JSON of what its page says by label. The database refuses changes."""

    school = belongs(School)
    plan = belongs(Plan)
    number = IntegerField()
    author = belongs(User)
    payload = TextField()
    at = MomentField()

    class Meta:
        indexes = ((("plan", "number"), True),)


class OtherPlan(Base):
    """A plan that others keep for the pupil (EHCP, PEP …), registered with its days so that nothing contradicts it.

    `more` and `less`: what there is to be more or less of by it, one line each. `ends_on` is its last day.
    """

    school = belongs(School)
    pupil = belongs(Pupil)
    other_plan = belongs(Option, null=True)
    keeper = CharField(120, default="")
    starts_on = DateField()
    review_on = DateField(null=True)
    ends_on = DateField(null=True)
    more = TextField(default="")
    less = TextField(default="")
    version = IntegerField(default=1)
    created_at = MomentField()

    class Meta:
        indexes = ((("pupil",), False),)

    @classmethod
    def visible_to(cls, member: Member):
        """Those of pupils whose whole page the member may read."""
        return cls.select().where((cls.school == member.school) & in_reach(cls.pupil, member))

    @classmethod
    def changeable_by(cls, member: Member):
        """Those of pupils whom the member supports."""
        return cls.visible_to(replace(member, opened=frozenset())).where(member.has(*SUPPORT_STAFF))

    @property
    def name(self) -> str:
        return self.other_plan.name if self.other_plan else "Another plan"


class PlanCycle(Base):
    """A cycle of a plan that is over, from `starts_on` to `ended_on`, and the review that ended it."""

    school = belongs(School)
    plan = belongs(Plan)
    number = SmallIntegerField()
    starts_on = DateField()
    ended_on = DateField()
    record = belongs(Record)

    class Meta:
        indexes = ((("plan", "number"), True),)


class SignOff(Base):
    """A lead's yes to a review as it stood in a version. The database refuses changes."""

    school = belongs(School)
    record = belongs(Record)
    version = IntegerField()
    user = belongs(User)
    at = MomentField()

    class Meta:
        indexes = ((("record", "version"), True),)
