"""After Year 11: where a pupil wants to go and goes, and what is known that makes it harder; every version of it."""

from peewee import CharField, DateField, IntegerField

from models.base import Base, MomentField, belongs
from models.pupils import Pupil
from models.school import Option, School, User
from models.tracking import Tracked


class Post16(Tracked, Base):
    """What somebody saved of a pupil: the newest number counts, those before stay. The database refuses changes.

    `status` is a code of mentoring.marks.POST16, of the intended destination; `actual` is where they went.
    """

    school = belongs(School)
    pupil = belongs(Pupil)
    number = IntegerField()
    author = belongs(User)
    at = MomentField()
    intended = belongs(Option, null=True)
    intended_where = CharField(120, default="")
    status = CharField(12, default="")
    status_on = DateField(null=True)
    actual = belongs(Option, null=True)
    actual_where = CharField(120, default="")
    actual_on = DateField(null=True)

    class Meta:
        indexes = ((("pupil", "number"), True),)


class Post16Choice(Base):
    """An indicator, a chip of the school's list, known of a pupil in one version. The database refuses changes."""

    school = belongs(School)
    post16 = belongs(Post16)
    option = belongs(Option)

    class Meta:
        indexes = ((("post16", "option"), True),)
