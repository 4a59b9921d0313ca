"""The pupil's own screen: a tablet handed over, and what the pupil says on it until a 1:1 session holds it."""

from peewee import BooleanField, CharField, TextField

from models.base import Base, MomentField, belongs
from models.pupils import Pupil, in_reach
from models.records import Record
from models.school import RECORDERS, Member, School, User


class OwnScreen(Base):
    """A tablet handed to `pupil` by `author`, from the form `client_id`; `return_path` is where the author was.

    `answers` is JSON of what the pupil has tapped and typed so far ("feeling" 1 to 5, "words", "marks" by target's
    id), "{}" once `record`, the session of that form, has taken it up. `done`: the pupil tapped Done, so that what is
    said is whole. `back_at`: the tablet came back by a PIN.
    """

    school = belongs(School)
    pupil = belongs(Pupil)
    author = belongs(User)
    client_id = CharField(36)
    return_path = CharField(500)
    answers = TextField(default="{}")
    done = BooleanField(default=False)
    handed_at = MomentField()
    back_at = MomentField(null=True)
    record = belongs(Record, null=True)

    class Meta:
        indexes = ((("author", "client_id", "pupil"), True), (("pupil", "record"), False))

    @classmethod
    def visible_to(cls, member: Member):
        """What no session holds yet, as a 1:1 session that held it would be read: by who handed over, and by who
        supports the pupil."""
        theirs = (cls.author == member.user) | in_reach(cls.pupil, member)
        waiting = (cls.school == member.school) & cls.record.is_null()
        return cls.select().where(waiting & theirs & member.has(*RECORDERS))
