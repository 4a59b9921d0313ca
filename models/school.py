"""The school, its people, their sign-ins, and its lists."""

from dataclasses import dataclass

from peewee import BooleanField, CharField, ColumnBase, FloatField, IntegerField, SmallIntegerField, TextField

from models.base import Base, MomentField, belongs

ROLES = {
    "mentor": "Mentor",
    "contributor": "Contributor",
    "lead": "Lead",
    "dsl": "DSL or deputy",
    "slt": "SLT",
    "head": "Headteacher",
    "admin": "Admin",
    "trust": "Trust viewer",
}
EVERYBODY = tuple(ROLES)
STAFF = ("mentor", "contributor", "lead", "dsl", "slt", "head", "admin")  # whoever works in the school itself
RECORDERS = ("mentor", "contributor", "lead", "dsl", "slt", "head")  # who may have written a record, and reads it
SUPPORT_STAFF = ("mentor", "lead", "dsl")  # who works with pupils over time: sessions, contacts, programmes
WHOLE_SCHOOL = ("lead", "dsl")  # who reads the support of every pupil
CONFIRMED = ("lead", "dsl", "head")  # roles that a headteacher confirms before they count


class School(Base):
    """A school. Whom to ring with a concern, as its pages say it: the DSLs (a line each), the chair of governors, the
    local authority's designated officer (LADO) and its number out of hours. How many pupils a mentor is to have, and
    the most."""

    name = CharField(120)
    zone = CharField(60, default="Europe/London")
    dsl_phones = TextField(default="")
    chair_contact = CharField(200, default="")
    lado_contact = CharField(200, default="")
    out_of_hours = CharField(200, default="")
    demo = BooleanField(default=False)
    caseload_aim = SmallIntegerField(default=12)
    caseload_most = SmallIntegerField(default=14)
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
    pin_hash = TextField(default="")

    @property
    def first_name(self) -> str:
        return self.name.split()[0]

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.name.split())[:2].upper()

    @classmethod
    def holding(cls, school: School, *roles: str):
        """The people who hold one of the roles at a school now, by name."""
        held = (Membership.school == school) & Membership.role.in_(roles) & Membership.in_force()
        users = Membership.select(Membership.user).where(held)
        return cls.select().where(cls.id.in_(users) & cls.ended_at.is_null()).order_by(cls.name, cls.id)


class Membership(Base):
    """A role that a person holds in a school. It counts from `confirmed_at`: one of CONFIRMED waits for a head."""

    school = belongs(School)
    user = belongs(User)
    role = CharField(20)
    created_at = MomentField()
    confirmed_at = MomentField(null=True)
    confirmed_by = belongs(User, null=True)
    ended_at = MomentField(null=True)

    class Meta:
        indexes = ((("user", "school", "role"), False),)

    @classmethod
    def in_force(cls) -> ColumnBase:
        """The condition that a role counts now."""
        return cls.confirmed_at.is_null(False) & cls.ended_at.is_null()


@dataclass(frozen=True)
class Member:
    """Someone signed in to a school, with the roles they hold there now. Every `visible_to` takes one.

    `related` are pupils to whom they declared a relationship: refused to them. `opened` are pupils whom they read for
    the moment, with a reason, by break-glass.
    """

    user: User
    school: School
    roles: frozenset[str]
    related: frozenset[int] = frozenset()
    opened: frozenset[int] = frozenset()

    def has(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)


class Login(Base):
    """A sign-in. The cookie's token is kept only as its SHA-256.

    `factor` is what stood as the second step (a key of mentoring.factors.FACTORS), "" for none; `checked_at` is when
    the person last proved who they are.
    `locked_at` since when it is locked, after `pin_tries` wrong PINs; `resume_path` the page to come back to.
    `own_screen` is the number of the pupil's own screen for which the tablet is handed over: nothing else is open then.
    `revoked_at`: somebody ended it, or all of the person's, so that its tickets are not believed any more.
    """

    user = belongs(User)
    school = belongs(School)
    token_hash = CharField(64, unique=True)
    device = CharField(200)
    created_at = MomentField()
    seen_at = MomentField()
    ended_at = MomentField(null=True)
    factor = CharField(20, default="")
    checked_at = MomentField(null=True)
    locked_at = MomentField(null=True)
    resume_path = CharField(500, default="")
    pin_tries = IntegerField(default=0)
    revoked_at = MomentField(null=True)
    own_screen = IntegerField(null=True)


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
