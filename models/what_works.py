"""What works with a pupil: strengths, triggers, what helps, what makes it worse, in the adults' own words."""

from dataclasses import replace

from peewee import DateField, IntegerField, TextField

from models.base import Base, MomentField, belongs
from models.pupils import ClassStaff, Pupil, in_reach
from models.school import SUPPORT_STAFF, Member, School, User
from models.working import Todo


class WhatWorks(Base):
    """The one card of a pupil. `todo` is the promise to look at it again on `review_on`."""

    school = belongs(School)
    pupil = belongs(Pupil, unique=True)
    strengths = TextField(default="")
    triggers = TextField(default="")
    helps = TextField(default="")
    worse = TextField(default="")
    review_on = DateField()
    todo = belongs(Todo, null=True)
    version = IntegerField(default=1)

    @classmethod
    def of(cls, member: Member):
        """Pupils whose card the member may read: those whose whole page they may read, and those of classes that they
        work with today (security.md, permission matrix: strategies, own classes)."""
        own = ClassStaff.select(ClassStaff.school_class).where(
            (ClassStaff.user == member.user) & ClassStaff.current(member) & member.has("contributor")
        )
        apart = Pupil.id.not_in(sorted(member.related))
        return Pupil.findable_by(member).where(apart & (in_reach(Pupil.id, member) | Pupil.school_class.in_(own)))

    @classmethod
    def changeable_of(cls, member: Member):
        """Pupils whose card the member may write: those whom they support, not those read by break-glass."""
        rows = Pupil.visible_to(replace(member, opened=frozenset()))
        return rows.where(member.has(*SUPPORT_STAFF) & Pupil.left_on.is_null())


class WhatWorksVersion(Base):
    """A card as it stood. `payload` is JSON of what it says by label. The database refuses changes."""

    school = belongs(School)
    what_works = belongs(WhatWorks)
    number = IntegerField()
    author = belongs(User)
    payload = TextField()
    at = MomentField()

    class Meta:
        indexes = ((("what_works", "number"), True),)
