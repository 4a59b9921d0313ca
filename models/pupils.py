"""Pupils, their classes and families, and whose caseload they are on."""

from datetime import date
from typing import Any

from peewee import BooleanField, CharField, ColumnBase, DateField, SmallIntegerField, TextField, fn

from mentoring import clock
from models.base import Base, MomentField, belongs
from models.school import STAFF, WHOLE_SCHOOL, Member, School, User


class SchoolClass(Base):
    school = belongs(School)
    name = CharField(60)

    class Meta:
        indexes = ((("school", "name"), True),)


class Pupil(Base):
    """A pupil. `year_group` counts Nursery −1, Reception 0, Year 1 as 1; `search_name` is folded for finding.

    `arrived_on`: first day here, or first day back, where that was seen.
    """

    school = belongs(School)
    upn = CharField(13, default="")
    admission_number = CharField(20, default="")
    forename = CharField(120)
    surname = CharField(120)
    known_as = CharField(120)
    search_name = CharField(500)
    born_on = DateField(null=True)
    sex = CharField(20, default="")
    year_group = SmallIntegerField(null=True)
    school_class = belongs(SchoolClass, null=True)
    sen_status = CharField(60, default="")
    sen_need = CharField(120, default="")
    pupil_premium = BooleanField(default=False)
    eal = BooleanField(default=False)
    looked_after = BooleanField(default=False)
    ethnicity = CharField(60, default="")
    left_on = DateField(null=True)
    arrived_on = DateField(null=True)

    class Meta:
        indexes = (
            (("school", "upn"), False),
            (("school", "admission_number"), False),
            (("school", "surname", "forename"), False),
        )

    @property
    def name(self) -> str:
        return f"{self.known_as} {self.surname}"

    @property
    def short_name(self) -> str:
        """Known-as name and last initial: what stands on cards and chips."""
        return f"{self.known_as} {self.surname[:1].upper()}"

    @property
    def initials(self) -> str:
        return (self.known_as[:1] + self.surname[:1]).upper()

    @property
    def year_name(self) -> str:
        if self.year_group is None:
            return ""
        return {-1: "Nursery", 0: "Reception"}.get(self.year_group, f"Year {self.year_group}")

    @classmethod
    def findable_by(cls, member: Member):
        """Pupils whose name, year and class the member may see: everybody at the school where they work."""
        return cls.select().where((cls.school == member.school) & member.has(*STAFF))

    @classmethod
    def visible_to(cls, member: Member):
        """Pupils whose whole page the member may read: a mentor's own caseload, a lead's or DSL's whole school."""
        return cls.findable_by(member).where(in_reach(cls.id, member))

    @classmethod
    def card_visible_to(cls, member: Member):
        """Pupils whose need the member may see: it stands on the school's own list, not in a record."""
        rows = cls.findable_by(member)
        if member.has("lead", "dsl", "slt", "head", "admin"):
            return rows.where(cls.id.not_in(sorted(member.related)))
        return rows.where(in_reach(cls.id, member))


class FamilyContact(Base):
    """Somebody in a pupil's family, as the school's own system has them. `ended_at`: no longer in its export."""

    school = belongs(School)
    pupil = belongs(Pupil)
    title = CharField(20, default="")
    forename = CharField(120, default="")
    surname = CharField(120, default="")
    relationship = CharField(60, default="")
    parental_responsibility = BooleanField(default=False)
    priority = SmallIntegerField(default=9)
    phone = CharField(40, default="")
    email = CharField(254, default="")
    restriction = TextField(default="")
    ended_at = MomentField(null=True)

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.title, self.forename, self.surname) if part)

    @property
    def chip(self) -> str:
        """First name and relationship, as the chip says it: Chioma (mother)."""
        said = f"{self.forename or self.name} ({self.relationship.lower()})" if self.relationship else self.name
        return f"{said}: restricted" if self.restriction else said

    @classmethod
    def visible_to(cls, member: Member):
        return cls.select().where((cls.school == member.school) & cls.ended_at.is_null() & in_reach(cls.pupil, member))


class Dated:
    """Of a table whose rows hold from `starts_on` up to, not including, `ends_on`. `current` is for rows that say
    their school."""

    school: Any
    starts_on: Any
    ends_on: Any

    @classmethod
    def there_on(cls, day: date) -> ColumnBase:
        """The condition that a row is in force on a day."""
        return (cls.starts_on <= day) & (cls.ends_on.is_null() | (cls.ends_on > day))

    @classmethod
    def current(cls, member: Member) -> ColumnBase:
        """The condition that a row is in force today at the member's school."""
        return (cls.school == member.school) & cls.there_on(clock.today(member.school.zone))


class ClassStaff(Dated, Base):
    """Somebody who works with a class from `starts_on` up to, not including, `ends_on`."""

    school = belongs(School)
    user = belongs(User)
    school_class = belongs(SchoolClass)
    starts_on = DateField()
    ends_on = DateField(null=True)

    class Meta:
        indexes = ((("user", "school_class"), False),)


class Caseload(Dated, Base):
    """A pupil on a mentor's caseload from `starts_on` up to, not including, `ends_on`."""

    school = belongs(School)
    mentor = belongs(User)
    pupil = belongs(Pupil)
    starts_on = DateField()
    ends_on = DateField(null=True)

    class Meta:
        indexes = ((("mentor", "pupil"), False), (("pupil",), False))


def on_caseload(pupil, member: Member) -> ColumnBase:
    """The condition that `pupil` (a column) is on the member's caseload today; false for who is no mentor."""
    rows = Caseload.select(Caseload.id).where(
        (Caseload.pupil == pupil) & (Caseload.mentor == member.user) & Caseload.current(member) & member.has("mentor")
    )
    return fn.EXISTS(rows)


def in_reach(pupil, member: Member) -> ColumnBase:
    """The condition that the member may read what is recorded of `pupil` (a column of a row of their own school).

    A mentor reads their caseload, a lead or DSL the school, a head whom they have opened with a reason; nobody a pupil
    to whom they have declared a relationship (security.md, object rules 3, 7, 11).
    """
    reached = pupil.is_null(False) if member.has(*WHOLE_SCHOOL) else on_caseload(pupil, member)
    if member.opened:
        reached |= pupil.in_(sorted(member.opened))
    return reached & pupil.not_in(sorted(member.related)) if member.related else reached
