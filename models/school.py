"""The school, its people, their sign-ins, and its lists."""

from dataclasses import dataclass

from peewee import BooleanField, CharField, FloatField, IntegerField, TextField

from models.base import Base, MomentField, belongs

ROLES = {"mentor": "Mentor", "admin": "Admin"}


class School(Base):
    name = CharField(120)
    zone = CharField(60, default="Europe/London")
    demo = BooleanField(default=False)
    created_at = MomentField()


class BellTime(Base):
    """One part of the school's day; `starts` and `ends` are HH:MM on the school's clock."""

    school = belongs(School)
    name = CharField(60)
    starts = CharField(5)
    ends = CharField(5)


class User(Base):
    """A person who signs in. What they may do is in their memberships."""

    name = CharField(120)
    email = CharField(254, unique=True)
    password_hash = TextField()
    created_at = MomentField()
    ended_at = MomentField(null=True)

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


class Membership(Base):
    """A role that a person holds in a school."""

    school = belongs(School)
    user = belongs(User)
    role = CharField(20)
    created_at = MomentField()
    ended_at = MomentField(null=True)

    class Meta:
        indexes = ((("user", "school", "role"), False),)


@dataclass(frozen=True)
class Member:
    """Someone signed in to a school, with the roles they hold there now. Every `visible_to` takes one."""

    user: User
    school: School
    roles: frozenset[str]

    def has(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)


class Login(Base):
    """A sign-in. The cookie's token is kept only as its SHA-256."""

    user = belongs(User)
    school = belongs(School)
    token_hash = CharField(64, unique=True)
    device = CharField(200)
    created_at = MomentField()
    seen_at = MomentField()
    ended_at = MomentField(null=True)


class Throttle(Base):
    """A token bucket: `tokens` were left at `updated_at`."""

    key = CharField(100, unique=True)
    tokens = FloatField()
    updated_at = MomentField()


class Option(Base):
    """A chip in one of the school's lists. Retired, never deleted; `code` marks one that the app acts on."""

    school = belongs(School)
    list = CharField(40)
    name = CharField(80)
    code = CharField(40, default="")
    position = IntegerField()
    retired_at = MomentField(null=True)

    class Meta:
        indexes = ((("school", "list", "position"), False),)
