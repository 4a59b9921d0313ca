"""The directory: agencies and services that the school tells families of and refers pupils to. No pupil is in it."""

from datetime import date, timedelta

from peewee import CharField, DateField, IntegerField, TextField

from models.base import Base, MomentField, belongs
from models.school import SUPPORT_STAFF, Member, School, User

AGENCY_KEEPERS = ("lead", "admin")  # who enters, changes and closes them
AGENCY_READERS = (*SUPPORT_STAFF, "admin")  # who looks one up, and says that it was checked
CHECKED_FOR = timedelta(days=183)  # half a year: then it wants to be checked again


class Agency(Base):
    """An agency or service: what it is for, whom, from when on, how to refer, and how to reach it.

    `web` is an address as it is read. `checked_on`, `checked_by`: who last found that all of it is so. `closed_on`: it
    is not there any more; it stays, for records name it. `version` counts changes of what its form asks.
    """

    school = belongs(School)
    name = CharField(120)
    purpose = TextField(default="")
    who_for = TextField(default="")
    threshold = TextField(default="")
    how = TextField(default="")
    phone = CharField(40, default="")
    email = CharField(254, default="")
    web = CharField(200, default="")
    checked_on = DateField(null=True)
    checked_by = belongs(User, null=True)
    closed_on = DateField(null=True)
    version = IntegerField(default=1)
    created_at = MomentField()

    class Meta:
        indexes = ((("school", "name"), False),)

    @classmethod
    def visible_to(cls, member: Member):
        """The school's own, closed ones included: lists leave those out themselves."""
        return cls.select().where((cls.school == member.school) & member.has(*AGENCY_READERS))

    def is_stale(self, today: date) -> bool:
        """Whether nobody has checked it for half a year."""
        return self.checked_on is None or self.checked_on + CHECKED_FOR < today
