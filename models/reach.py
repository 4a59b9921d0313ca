"""What narrows or widens one person's reach: a declared relationship, a pupil opened in an emergency."""

from peewee import CharField, TextField

from models.base import Base, MomentField, belongs
from models.pupils import Pupil
from models.school import Member, School, User


class Relationship(Base):
    """A member of staff who is family or close to a pupil, and so is refused that pupil, until `ended_at`."""

    school = belongs(School)
    user = belongs(User)
    pupil = belongs(Pupil)
    what = CharField(60)
    declared_by = belongs(User)
    declared_at = MomentField()
    ended_at = MomentField(null=True)
    ended_by = belongs(User, null=True)

    class Meta:
        indexes = ((("user", "school"), False), (("pupil",), False))

    @classmethod
    def visible_to(cls, member: Member):
        """One's own; those who look after the school's people see all of them."""
        rows = cls.select().where(cls.school == member.school)
        return rows if member.has("dsl", "head", "admin") else rows.where(cls.user == member.user)


class BreakGlass(Base):
    """A pupil whom a headteacher opened for a reason, from `started_at` up to `ends_at`; the DSLs are told."""

    school = belongs(School)
    user = belongs(User)
    pupil = belongs(Pupil)
    reason = TextField()
    started_at = MomentField()
    ends_at = MomentField()

    class Meta:
        indexes = ((("user", "school"), False), (("pupil",), False))

    @classmethod
    def visible_to(cls, member: Member):
        """One's own, and for DSLs and heads all of the school's."""
        rows = cls.select().where(cls.school == member.school)
        return rows if member.has("dsl", "head") else rows.where(cls.user == member.user)
