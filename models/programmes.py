"""Programmes: runs of group sessions, and who is in them."""

from peewee import BooleanField, CharField, DateField, IntegerField, SmallIntegerField, TextField

from mentoring import clock
from models.base import Base, MomentField, belongs
from models.pupils import Dated, FamilyContact, Pupil
from models.school import SUPPORT_STAFF, WHOLE_SCHOOL, Member, Option, School, User

OUTINGS = ("trip", "project")  # codes of the types that take a consent list and a contact list
START, END = "start", "end"
GIVEN, REFUSED, OUTSTANDING = "given", "refused", "outstanding"


class Programme(Base):
    """A run of group sessions. `planned` is how many there are to be; `aims` one line a session, or for all of them.
    `question` is what those in it rate from 0 to 10 at the start and at the end.

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
    question = CharField(120, default="")
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
    def is_outing(self) -> bool:
        """Whether it leaves the school or runs in the holidays, so that families have to consent."""
        return self.programme_type is not None and self.programme_type.code in OUTINGS

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


class ProgrammeRating(Base):
    """What a pupil gives the programme's question at its START or END, from 0 to 10; None: it was taken away again. The
    newest row counts, those before stay. The database refuses changes."""

    school = belongs(School)
    programme = belongs(Programme)
    pupil = belongs(Pupil)
    moment = CharField(5)
    value = SmallIntegerField(null=True)
    author = belongs(User)
    at = MomentField()

    class Meta:
        indexes = ((("programme", "pupil"), False),)


class ProgrammeConsent(Base):
    """What a family answered for a trip or holiday project (GIVEN, REFUSED, or OUTSTANDING still), who of them and on
    which day; `care`: allergies, medicine, what the leader has to know. The newest row counts, those before stay. The
    database refuses changes."""

    school = belongs(School)
    programme = belongs(Programme)
    pupil = belongs(Pupil)
    answer = CharField(12)
    family_contact = belongs(FamilyContact, null=True)
    answered_by = CharField(120, default="")
    answered_on = DateField(null=True)
    care = TextField(default="")
    author = belongs(User)
    at = MomentField()

    class Meta:
        indexes = ((("programme", "pupil"), False),)
