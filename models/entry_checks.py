"""Entry checks: what is seen to for a pupil who is new, back, or new to the country, item by item."""

from dataclasses import replace

from peewee import CharField, DateField, SmallIntegerField

from models.base import Base, MomentField, belongs
from models.pupils import Pupil, in_reach
from models.school import SUPPORT_STAFF, Member, Option, School, User
from models.working import Todo

ENTRY, NEWCOMER = "entry_check", "newcomer_check"  # also the names of the school's lists of items
DONE, NOT_NEEDED, OPEN = "done", "not_needed", "open"


class EntryCheck(Base):
    """A check of a pupil, of the sort ENTRY or NEWCOMER, due on a day. `todo` is the promise to go through it."""

    school = belongs(School)
    pupil = belongs(Pupil)
    sort = CharField(20)
    author = belongs(User)
    started_at = MomentField()
    due_on = DateField()
    todo = belongs(Todo, null=True)

    class Meta:
        indexes = ((("school", "pupil"), False),)

    @classmethod
    def visible_to(cls, member: Member):
        """Those of pupils whom the member supports. Break-glass opens none."""
        reached = in_reach(cls.pupil, replace(member, opened=frozenset()))
        return cls.select().where((cls.school == member.school) & member.has(*SUPPORT_STAFF) & reached)


class EntryItem(Base):
    """An item of a check: an option of the school's list as it stood when the check was started."""

    school = belongs(School)
    entry_check = belongs(EntryCheck)
    option = belongs(Option)
    position = SmallIntegerField()

    class Meta:
        indexes = ((("entry_check", "option"), True),)


class EntryMark(Base):
    """What somebody says of an item: DONE, NOT_NEEDED, or OPEN again; the newest counts. The database refuses
    changes."""

    school = belongs(School)
    entry_item = belongs(EntryItem)
    author = belongs(User)
    at = MomentField()
    state = CharField(12)
    note = CharField(200, default="")

    class Meta:
        indexes = ((("entry_item",), False),)
