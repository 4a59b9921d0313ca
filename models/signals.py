"""Signals: where a school draws the line of each rule, and what somebody does about a signal that they have seen."""

from dataclasses import replace

from peewee import BooleanField, CharField, DateField, SmallIntegerField, TextField

from models.base import Base, MomentField, belongs
from models.pupils import Pupil
from models.school import SUPPORT_STAFF, Member, School, User
from models.tracking import Tracked


class SignalLine(Base):
    """A rule (a key of mentoring.signal_rules.RULES) as a school has set it: off, or on with its `line`, and for
    incidents within `span` days. A rule without a row is as it comes."""

    school = belongs(School)
    rule = CharField(20)
    is_on = BooleanField(default=True)
    line = SmallIntegerField(null=True)
    span = SmallIntegerField(null=True)

    class Meta:
        indexes = ((("school", "rule"), True),)


class SignalRest(Tracked, Base):
    """That somebody has seen a signal, and what they do about it: it rests up to, not including, `until`, as long as
    `facts` (a SHA-256 of what the rule found) stay as they are; or until somebody wakes it (`ended_at`)."""

    school = belongs(School)
    pupil = belongs(Pupil)
    rule = CharField(20)
    facts = CharField(64)
    doing = TextField()
    until = DateField()
    author = belongs(User)
    at = MomentField()
    ended_at = MomentField(null=True)
    ended_by = belongs(User, null=True)

    class Meta:
        indexes = ((("pupil", "rule"), False),)

    @classmethod
    def changeable_by(cls, member: Member):
        """Those of pupils whom the member supports, not of those read by break-glass."""
        rows = cls.visible_to(replace(member, opened=frozenset()))
        return rows.where(member.has(*SUPPORT_STAFF) & cls.ended_at.is_null())
