"""A mentor's weekly timetable, and the school's term dates."""

from peewee import BooleanField, CharField, DateField, SmallIntegerField

from models.base import Base, belongs
from models.programmes import Programme
from models.pupils import Pupil
from models.school import SUPPORT_STAFF, Member, Option, School, User

DUTY = "duty"


class Slot(Base):
    """A time of each week from `starts_on` up to, not including, `ends_on`. Monday is weekday 0; times are HH:MM.

    `kind` is session (with `pupil`), group_session (of `programme`) or duty (a `title`).
    """

    school = belongs(School)
    mentor = belongs(User)
    weekday = SmallIntegerField()
    starts = CharField(5)
    ends = CharField(5)
    kind = CharField(30)
    pupil = belongs(Pupil, null=True)
    programme = belongs(Programme, null=True)
    place = belongs(Option, null=True)
    title = CharField(60, default="")
    starts_on = DateField()
    ends_on = DateField(null=True)

    class Meta:
        indexes = ((("mentor", "weekday"), False),)

    @classmethod
    def visible_to(cls, member: Member):
        """The member's own timetable."""
        return cls.select().where(
            (cls.school == member.school) & (cls.mentor == member.user) & member.has(*SUPPORT_STAFF)
        )


class TermDate(Base):
    """A term (`is_term`), or days on which the school is closed; both days included.

    `uid` names the event of a calendar file that it came from, so that the next file can change it.
    """

    school = belongs(School)
    name = CharField(80)
    is_term = BooleanField()
    starts_on = DateField()
    ends_on = DateField()
    uid = CharField(300, default="")

    class Meta:
        indexes = ((("school", "starts_on"), False),)

    @classmethod
    def visible_to(cls, member: Member):
        """The school's own, for those who keep them."""
        return cls.select().where((cls.school == member.school) & member.has("admin"))
