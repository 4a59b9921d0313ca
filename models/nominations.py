"""Nominations: pupils whom somebody of the staff asks help for, and what was decided of each."""

from dataclasses import replace

from peewee import CharField, ColumnBase, DateField, TextField

from models.base import Base, MomentField, belongs
from models.pupils import Pupil, in_reach
from models.school import STAFF, WHOLE_SCHOOL, Member, Option, School, User
from models.working import Todo

WAITING, TAKEN_BACK = "waiting", "taken_back"
CASELOAD, ADVICE, ELSEWHERE, WAIT = "caseload", "advice", "elsewhere", "wait"
UNDECIDED = (WAITING, WAIT)


class Nomination(Base):
    """What a member of staff sent to the leads about a pupil: never changed, for who has more to say nominates again.

    `state` is WAITING, TAKEN_BACK, or the code of the last decision; `review_on` the day of one that was to wait.
    `client_id` (with its author) makes sending it replay-safe.
    """

    school = belongs(School)
    pupil = belongs(Pupil)
    author = belongs(User)
    client_id = CharField(36)
    how_long = belongs(Option, null=True)
    tried = TextField(default="")
    strengths = TextField(default="")
    hoped = TextField(default="")
    sent_at = MomentField()
    state = CharField(12, default=WAITING)
    review_on = DateField(null=True)

    class Meta:
        indexes = ((("author", "client_id"), True), (("school", "state"), False), (("pupil",), False))

    @classmethod
    def visible_to(cls, member: Member):
        """One's own; for a lead or DSL the school's; for a mentor those that put a pupil on a caseload, while the pupil
        is on theirs. Break-glass opens none: they are no records of the pupil."""
        reached = _reached(cls.pupil, member)
        if not member.has(*WHOLE_SCHOOL):
            reached &= cls.state == CASELOAD
        return cls.select().where((cls.school == member.school) & member.has(*STAFF) & (_own(member) | reached))

    @classmethod
    def decidable_by(cls, member: Member):
        """Those that the member may decide: a lead's or DSL's, but of their own child. None that was taken back."""
        rows = cls.visible_to(member).where(_reached(cls.pupil, member) & member.has(*WHOLE_SCHOOL))
        return rows.where(cls.state != TAKEN_BACK)

    @property
    def is_undecided(self) -> bool:
        return self.state in UNDECIDED


def _own(member: Member) -> ColumnBase:
    return Nomination.author == member.user


def _reached(pupil, member: Member) -> ColumnBase:
    return in_reach(pupil, replace(member, opened=frozenset()))


class NominationChoice(Base):
    """A barrier chosen in a nomination."""

    school = belongs(School)
    nomination = belongs(Nomination)
    option = belongs(Option)

    class Meta:
        indexes = ((("nomination", "option"), True),)


class NominationDecision(Base):
    """A lead's decision of a nomination; a later one stands beside it. The database refuses changes.

    `code` is one of CASELOAD, ADVICE, ELSEWHERE, WAIT, and `word` what the school calls it. `told` goes to who
    nominated; `private_line` to nobody who does not decide. `todo` is the promise to look again on `review_on`.
    """

    school = belongs(School)
    nomination = belongs(Nomination)
    author = belongs(User)
    client_id = CharField(36)
    at = MomentField()
    code = CharField(12)
    word = CharField(80)
    mentor = belongs(User, null=True)
    starts_on = DateField(null=True)
    review_on = DateField(null=True)
    told = TextField(default="")
    private_line = TextField(default="")
    todo = belongs(Todo, null=True)

    class Meta:
        indexes = ((("nomination", "author", "client_id"), True),)
