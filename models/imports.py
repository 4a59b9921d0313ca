"""A file waiting between its preview and its import, and the headings a school has mapped by hand."""

from peewee import BlobField, BooleanField, CharField, TextField

from models.base import Base, MomentField, belongs
from models.school import Member, School, User


class ImportBatch(Base):
    """`content` is the file until it is imported, then its bad rows as CSV.

    `mapping` is JSON heading → field; `summary` is JSON counts.
    """

    school = belongs(School)
    author = belongs(User)
    filename = CharField(200)
    content = BlobField()
    mapping = TextField(default="{}")
    full_export = BooleanField(default=False)
    created_at = MomentField()
    imported_at = MomentField(null=True)
    summary = TextField(default="{}")

    @classmethod
    def visible_to(cls, member: Member):
        return cls.select().where((cls.school == member.school) & member.has("admin"))


class ImportMapping(Base):
    """A heading that somebody at the school has said the meaning of; `field` empty means leave it out."""

    school = belongs(School)
    heading = CharField(200)
    field = CharField(40, default="")

    class Meta:
        indexes = ((("school", "heading"), True),)
