"""How people are reminded of their to-dos outside Alongside: a calendar feed, an e-mail digest."""

from peewee import CharField, DateField

from models.base import Base, MomentField, belongs
from models.school import Member, School, User


class CalendarFeed(Base):
    """A secret address at which a calendar finds how many to-dos are due on which day, until `ended_at`. Its token is
    kept as SHA-256."""

    school = belongs(School)
    user = belongs(User)
    token_hash = CharField(64, unique=True)
    created_at = MomentField()
    ended_at = MomentField(null=True)

    class Meta:
        indexes = ((("user", "school"), False),)

    @classmethod
    def visible_to(cls, member: Member):
        """One's own that is in force."""
        mine = (cls.school == member.school) & (cls.user == member.user)
        return cls.select().where(mine & cls.ended_at.is_null())


class Digest(Base):
    """How often somebody is e-mailed how many to-dos are due: never, daily or mondays. `sent_on`: the school's day of
    the last one."""

    school = belongs(School)
    user = belongs(User)
    often = CharField(10)
    sent_on = DateField(null=True)

    class Meta:
        indexes = ((("user", "school"), True),)

    @classmethod
    def visible_to(cls, member: Member):
        """One's own."""
        return cls.select().where((cls.school == member.school) & (cls.user == member.user))
