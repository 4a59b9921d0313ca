"""Who works with which class."""

from database import write
from mentoring import audit, clock
from models import ClassStaff, Member, SchoolClass, User


def of(member: Member, user: User) -> list[SchoolClass]:
    """The classes with which somebody works today, by name."""
    rows = SchoolClass.select().join(ClassStaff).where((ClassStaff.user == user) & ClassStaff.current(member))
    return list(rows.distinct().order_by(SchoolClass.name))


def change(member: Member, user: User, ids: set[int]) -> None:
    """Let somebody work with the classes of the ids from today, and with no others."""
    today = clock.today(member.school.zone)
    with write():
        before = {one.id for one in of(member, user)}
        mine = (ClassStaff.user == user) & ClassStaff.current(member)
        ClassStaff.update(ends_on=today).where(mine & ClassStaff.school_class.in_(before - ids)).execute()
        for one in sorted(ids - before):
            ClassStaff.create(school=member.school, user=user, school_class=one, starts_on=today)
        audit.note(member, "user.classes", user, detail=" ".join(str(one) for one in sorted(ids)))
