"""What others promised and is long overdue, for their lead: to help, not to count anybody up."""

from dataclasses import dataclass
from datetime import date, timedelta

from peewee import Value

from mentoring import calendar, clock
from models import Member, Pupil, Record, Todo, User

SCHOOL_DAYS = 3  # sooner, every call that found nobody in would reach the lead; later, a family has waited a week
MOST = 60


@dataclass(frozen=True)
class Overdue:
    """To-dos by their owners, by name, each owner's the longest overdue first; of at most MOST, and how many more."""

    groups: list[tuple[User, list[Todo]]]
    more: int


def rows(member: Member):
    """A query of others' to-dos that the member may see and that have been late for SCHOOL_DAYS school days."""
    before = _first_in_time(member)
    return Todo.overseen_by(member).where(Todo.done_at.is_null() & (Todo.due_on < before))


def count(member: Member) -> int:
    """How many there are; without a query for who oversees nobody."""
    return rows(member).count() if member.has("lead") else 0


def of(member: Member) -> Overdue:
    """The longest overdue of them, by owner."""
    number = count(member)
    if not number:
        return Overdue([], 0)
    found = rows(member).select(Todo, User, Record, Pupil, Value(1).alias("may_read"))
    found = found.join(User, on=(Todo.owner == User.id)).switch(Todo)
    found = found.left_outer_join(Record, on=(Todo.record == Record.id)).switch(Todo)
    found = found.left_outer_join(Pupil, on=(Todo.pupil == Pupil.id))
    groups: dict[int, tuple[User, list[Todo]]] = {}
    for todo in found.order_by(Todo.due_on, Todo.id).limit(MOST):
        groups.setdefault(todo.owner_id, (todo.owner, []))[1].append(todo)
    by_name = sorted(groups.values(), key=lambda group: (group[0].name, group[0].id))
    return Overdue(by_name, max(number - MOST, 0))


def _first_in_time(member: Member) -> date:
    """The first due day that is not overdue yet: fewer than SCHOOL_DAYS school days have gone by since."""
    tomorrow = clock.today(member.school.zone) + timedelta(days=1)
    days = calendar.of(member.school).last_school_days(tomorrow, SCHOOL_DAYS)
    return days[0] if len(days) == SCHOOL_DAYS else date.min
