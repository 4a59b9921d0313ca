"""Who guides whom; supervision notes, which the two people read who met; and the log of one's own training, which
nobody else reads."""

from peewee import CharField, DateField, SmallIntegerField, TextField

from models.base import Base, MomentField, belongs
from models.pupils import Dated
from models.school import RECORDERS, Member, Option, School, User


class Guiding(Dated, Base):
    """Somebody (`user`) whom a mentor or lead (`guide`) guides from `starts_on` up to, not including, `ends_on`.
    `met_on`: the day on which the guide last said that they met."""

    school = belongs(School)
    guide = belongs(User)
    user = belongs(User)
    starts_on = DateField()
    ends_on = DateField(null=True)
    met_on = DateField(null=True)

    class Meta:
        indexes = ((("guide", "ends_on"), False), (("user", "ends_on"), False))

    @classmethod
    def visible_to(cls, member: Member):
        """All of the school for its leads; for the others those of themselves, who guide or are guided."""
        mine = (cls.guide == member.user) | (cls.user == member.user)
        allowed = (cls.school == member.school) & member.has(*RECORDERS)
        return cls.select().where(allowed & (mine | member.has("lead")))


class SupervisionNote(Base):
    """What a lead (`author`) and somebody whom they guide talked about on a day. The database refuses changes."""

    school = belongs(School)
    author = belongs(User)
    user = belongs(User)
    client_id = CharField(36)
    held_on = DateField()
    said = TextField(default="")
    written_at = MomentField()

    class Meta:
        indexes = ((("author", "client_id"), True), (("user", "held_on"), False))

    @classmethod
    def visible_to(cls, member: Member):
        """Those of the two people themselves; nobody else's, whatever their role."""
        mine = (cls.author == member.user) | (cls.user == member.user)
        return cls.select().where((cls.school == member.school) & mine & member.has(*RECORDERS))


class SupervisionChoice(Base):
    """A chip chosen in a supervision note. The database refuses changes."""

    school = belongs(School)
    note = belongs(SupervisionNote)
    option = belongs(Option)

    class Meta:
        indexes = ((("note", "option"), True),)


class Training(Base):
    """Training that somebody had, as they wrote it down for themselves: `minutes` long. `removed_at`: not any more."""

    school = belongs(School)
    user = belongs(User)
    client_id = CharField(36)
    held_on = DateField()
    title = CharField(120)
    minutes = SmallIntegerField()
    taken = TextField(default="")
    written_at = MomentField()
    removed_at = MomentField(null=True)

    class Meta:
        indexes = ((("user", "client_id"), True), (("user", "held_on"), False))

    @property
    def hours(self) -> str:
        """As a person writes it: 1, 1.5, 0.25."""
        return f"{self.minutes / 60:.2f}".rstrip("0").rstrip(".")

    @classmethod
    def visible_to(cls, member: Member):
        """One's own."""
        mine = (cls.school == member.school) & (cls.user == member.user)
        return cls.select().where(mine & cls.removed_at.is_null())
