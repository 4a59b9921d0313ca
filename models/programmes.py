"""Programmes: runs of group sessions, and who is in them."""

from peewee import BooleanField, CharField, DateField, IntegerField, SmallIntegerField, TextField

from mentoring import clock
from models.base import Base, MomentField, belongs
from models.pupils import Dated, FamilyContact, Pupil
from models.school import SUPPORT_STAFF, WHOLE_SCHOOL, Member, Option, School, User


class Programme(Base):
    """A run of group sessions. `planned` is how many there are to be; `aims` one line a session, or for all of them.

    `for_families`: its members are people of the pupils' families. `ends_on` is its last day. `version` counts changes.
    """

    school = belongs(School)
    name = CharField(80)
    programme_type = belongs(Option, null=True)
    for_families = BooleanField(default=False)
    leader = belongs(User)
    second_leader = belongs(User, null=True)
    place = belongs(Option, null=True)
    starts_on = DateField()
    ends_on = DateField(null=True)
    planned = SmallIntegerField(null=True)
    aims = TextField(default="")
    version = IntegerField(default=1)
    created_at = MomentField()

    class Meta:
        indexes = ((("school", "leader"), False), (("second_leader",), False))

    @classmethod
    def visible_to(cls, member: Member):
        """Programmes that the member leads, or all of the school's for who reads all of its support: a roster says of
        each pupil what help they get."""
        rows = cls.select().where((cls.school == member.school) & member.has(*SUPPORT_STAFF))
        leads = (cls.leader == member.user) | (cls.second_leader == member.user)
        return rows if member.has(*WHOLE_SCHOOL) else rows.where(leads)

    @property
    def over(self) -> bool:
        return self.ends_on is not None and self.ends_on < clock.today(self.school.zone)


class ProgrammeMember(Dated, Base):
    """A pupil in a programme from `starts_on` up to, not including, `ends_on`; or, of a pupil's family, somebody."""

    programme = belongs(Programme)
    pupil = belongs(Pupil)
    family_contact = belongs(FamilyContact, null=True)
    starts_on = DateField()
    ends_on = DateField(null=True)

    class Meta:
        indexes = ((("programme", "pupil"), False), (("pupil",), False))
