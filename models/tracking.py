"""Weekly tracking: a pupil's figures by week, every version of them, and the baselines that they are compared with."""

from peewee import CharField, DateField, IntegerField, SmallIntegerField, TextField

from models.base import Base, MomentField, belongs
from models.pupils import Pupil, in_reach
from models.school import Member, School, User


class Tracked:
    """Of a table whose rows are about one pupil: who reads that pupil's support reads them."""

    @classmethod
    def visible_to(cls, member: Member):
        return cls.select().where((cls.school == member.school) & in_reach(cls.pupil, member))  # type: ignore[attr-defined]


class WeekFigure(Tracked, Base):
    """A pupil's figure of a measure (a key of mentoring.measures.MEASURES) in the week of a Monday; its newest version.

    `value` None: it was taken away again. Of attendance `value` is the sessions attended, `possible` those that there
    were, and `authorised` how many of the others were authorised, where that is known.
    """

    school = belongs(School)
    pupil = belongs(Pupil)
    measure = CharField(20)
    monday = DateField()
    value = SmallIntegerField(null=True)
    possible = SmallIntegerField(null=True)
    authorised = SmallIntegerField(null=True)
    version = IntegerField(default=1)

    class Meta:
        indexes = ((("pupil", "measure", "monday"), True),)


class FigureVersion(Base):
    """What a figure was from `saved_at` on, and who said so; `source` is the file that it came from, if one did."""

    school = belongs(School)
    figure = belongs(WeekFigure)
    number = IntegerField()
    value = SmallIntegerField(null=True)
    possible = SmallIntegerField(null=True)
    authorised = SmallIntegerField(null=True)
    author = belongs(User, null=True)
    saved_at = MomentField()
    source = CharField(200, default="")

    class Meta:
        indexes = ((("figure", "number"), True),)


class Baseline(Tracked, Base):
    """What a pupil's figures of a measure are compared with: the figure of the week of `monday`, or `value` (with
    `possible`) for a `reason`. The newest row counts; those before stay."""

    school = belongs(School)
    pupil = belongs(Pupil)
    measure = CharField(20)
    monday = DateField(null=True)
    value = SmallIntegerField(null=True)
    possible = SmallIntegerField(null=True)
    reason = TextField(default="")
    author = belongs(User)
    chosen_at = MomentField()

    class Meta:
        indexes = ((("pupil", "measure"), False),)
