"""E-mails that wait to be sent, were sent, or could not be."""

from peewee import CharField, IntegerField, TextField

from models.base import Base, MomentField, belongs
from models.school import Member, School


class Mail(Base):
    """An e-mail. `body` is empty once it is over: sent at `sent_at`, or given up at `failed_at`.

    It is tried at `due_at` and never after `expires_at`; `fault` is a sentence on why the last try failed.
    """

    school = belongs(School)
    recipient = CharField(254)
    subject = CharField(200)
    body = TextField()
    reason = CharField(40)
    created_at = MomentField()
    due_at = MomentField()
    expires_at = MomentField(null=True)
    tries = IntegerField(default=0)
    sent_at = MomentField(null=True)
    failed_at = MomentField(null=True)
    fault = CharField(200, default="")

    class Meta:
        indexes = ((("sent_at", "failed_at", "due_at"), False),)

    @classmethod
    def visible_to(cls, member: Member):
        """E-mails of the school, for its admins."""
        return cls.select().where((cls.school == member.school) & member.has("admin"))
