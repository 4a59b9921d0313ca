"""Who can see a pupil's records today, and why: for those who answer for it."""

from dataclasses import dataclass
from datetime import date, datetime

from mentoring import clock
from models import BreakGlass, Caseload, ClassStaff, Member, Membership, Pupil, Relationship, User
from models.school import ROLES, WHOLE_SCHOOL


@dataclass(frozen=True)
class Reader:
    """Somebody, and why they see what they see; `since` and `until` where the reason has days or hours."""

    name: str
    why: str
    since: date | datetime | None = None
    until: date | datetime | None = None


@dataclass(frozen=True)
class Readers:
    """Those who read the records, those who see name and class with their own class, and those who are refused."""

    records: list[Reader]
    card: list[Reader]
    refused: list[Reader]


def of(member: Member, pupil: Pupil) -> Readers:
    """Everybody of the school who can see more of a pupil than name and class, and who is refused them."""
    refused = _refused(member, pupil)
    found = [*_mentors(member, pupil), *_whole_school(member), *_opened(member, pupil)]
    return Readers(
        [reader for user, reader in found if user not in refused],
        [reader for user, reader in _class_staff(member, pupil) if user not in refused],
        list(refused.values()),
    )


def _mentors(member: Member, pupil: Pupil):
    rows = Caseload.select(Caseload, User).join(User).where((Caseload.pupil == pupil) & Caseload.current(member))
    mentors = User.holding(member.school, "mentor").select(User.id)
    for row in rows.where(Caseload.mentor.in_(mentors)).order_by(User.name):
        yield row.mentor_id, Reader(row.mentor.name, "Mentor, by caseload", row.starts_on, row.ends_on)


def _whole_school(member: Member):
    rows = Membership.select(Membership, User).join(User, on=(Membership.user == User.id))
    wide = (Membership.school == member.school) & Membership.role.in_(WHOLE_SCHOOL) & Membership.in_force()
    for row in rows.where(wide & User.ended_at.is_null()).order_by(Membership.role, User.name):
        yield row.user_id, Reader(row.user.name, f"{ROLES[row.role]}: the whole school", row.confirmed_at)


def _opened(member: Member, pupil: Pupil):
    rows = BreakGlass.select(BreakGlass, User).join(User).where(BreakGlass.pupil == pupil)
    for row in rows.where(BreakGlass.ends_at > clock.now()).order_by(BreakGlass.id):
        yield row.user_id, Reader(row.user.name, "Headteacher, by break-glass", row.started_at, row.ends_at)


def _class_staff(member: Member, pupil: Pupil):
    rows = ClassStaff.select(ClassStaff, User).join(User)
    theirs = (ClassStaff.school_class == pupil.school_class_id) & ClassStaff.current(member)
    for row in rows.where(theirs & User.ended_at.is_null()).order_by(User.name):
        yield row.user_id, Reader(row.user.name, "Works with the class: name, class and their own records")


def _refused(member: Member, pupil: Pupil) -> dict[int, Reader]:
    rows = Relationship.select(Relationship, User).join(User, on=(Relationship.user == User.id))
    bound = (Relationship.pupil == pupil) & Relationship.ended_at.is_null()
    return {
        row.user_id: Reader(row.user.name, "Declared a relationship", row.declared_at)
        for row in rows.where(bound).order_by(User.name)
    }
