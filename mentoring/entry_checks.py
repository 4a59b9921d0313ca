"""Entry checks: who needs one, starting it, going through it item by item."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from peewee import fn

from database import write
from mentoring import audit, calendar, caseload, clock, lists, statements, todos
from models import EntryCheck, EntryItem, EntryMark, Member, Option, Pupil, SchoolClass, Todo, User
from models.entry_checks import ENTRY, NEWCOMER, OPEN
from models.ready import given, ready
from models.school import SUPPORT_STAFF

NEW_WEEKS = 6  # weeks from a pupil's first day, or first day back, for which they count as new
WEEKS = {ENTRY: 1, NEWCOMER: 3}  # school weeks in which each sort is to be gone through
NAMES = {ENTRY: "Entry check", NEWCOMER: "New to the country"}
REASON = "entry_check"
MOST = 100


@dataclass
class Line:
    """An item with its name and what was said of it, the newest first."""

    item: EntryItem
    marks: list[EntryMark] = field(default_factory=list)

    @property
    def last(self) -> EntryMark | None:
        """The mark that counts; None while the item is open."""
        return self.marks[0] if self.marks and self.marks[0].state != OPEN else None


@dataclass
class Whole:
    """A check with its lines in order."""

    check: EntryCheck
    lines: list[Line] = field(default_factory=list)

    @property
    def name(self) -> str:
        return NAMES[self.check.sort]

    @property
    def done(self) -> int:
        return sum(line.last is not None for line in self.lines)

    @property
    def is_done(self) -> bool:
        return self.done == len(self.lines)


def is_new(member: Member, pupil: Pupil) -> bool:
    """Whether a pupil has come, or come back, within NEW_WEEKS."""
    return pupil.arrived_on is not None and pupil.arrived_on >= _since(member)


def without(member: Member) -> list[Pupil]:
    """New and returning pupils whom the member supports and for whom no check has been started, the newest first."""
    checked = EntryCheck.select(EntryCheck.id).where(
        (EntryCheck.pupil == Pupil.id) & (EntryCheck.sort == ENTRY) & (EntryCheck.started_at >= Pupil.arrived_on)
    )
    rows = Pupil.select(Pupil, SchoolClass).left_outer_join(SchoolClass).where(_supported(member))
    new = Pupil.left_on.is_null() & (Pupil.arrived_on >= _since(member))
    rows = rows.where(new & ~fn.EXISTS(checked))
    return list(rows.order_by(Pupil.arrived_on.desc(), Pupil.known_as, Pupil.id).limit(MOST))


def newcomers(member: Member, pupils: list[Pupil]) -> set[int]:
    """Of these pupils, the ids of those whose new-to-country list has been started since they came."""
    rows = EntryCheck.visible_to(member).join(Pupil).where(EntryCheck.started_at >= Pupil.arrived_on)
    chosen = rows.where((EntryCheck.sort == NEWCOMER) & EntryCheck.pupil.in_([pupil.id for pupil in pupils]))
    return {pupil for (pupil,) in chosen.select(EntryCheck.pupil).tuples()}


def going_on(member: Member) -> list[Whole]:
    """The checks of whom the member supports that are not gone through, the soonest due first."""
    rows = _with_pupil(EntryCheck.visible_to(member)).where(Pupil.left_on.is_null() & Todo.done_at.is_null())
    return _whole(list(rows.order_by(EntryCheck.due_on, EntryCheck.id).limit(MOST)))


def of_pupil(member: Member, pupil: Pupil) -> list[Whole]:
    """A pupil's checks, the newest first."""
    return _whole(_of_pupil(member, pupil=pupil.id))


@ready
def _of_pupil(member: Member):
    rows = _with_pupil(EntryCheck.visible_to(member)).where(EntryCheck.pupil == given("pupil"))
    return rows.order_by(EntryCheck.id.desc()).limit(MOST)


def one(check: EntryCheck) -> Whole:
    """A check that the member may read, with its lines."""
    return _whole([check])[0]


def offered(member: Member, pupil: Pupil, there: list[Whole]) -> list[str]:
    """The sorts of check that can be started for a pupil: those there is none of since the pupil came."""
    begun = {whole.check.sort for whole in there if _is_of_now(member, pupil, whole.check)}
    return [sort for sort in (ENTRY, NEWCOMER) if sort not in begun]


def start(member: Member, pupil: Pupil, sort: str, owner: User | None = None) -> EntryCheck:
    """Start a check, with the promise to go through it on the list of `owner`: the pupil's mentor, unless told, else
    the member. There is one of a sort from a pupil's coming on; started twice it is the same."""
    with write(of=f"{sort} {pupil.id}"):
        newest = EntryCheck.select().where((EntryCheck.pupil == pupil) & (EntryCheck.sort == sort))
        there = newest.order_by(EntryCheck.id.desc()).first()
        if there and _is_of_now(member, pupil, there):
            return there
        due = calendar.of(member.school).school_weeks_on(clock.today(member.school.zone), WEEKS[sort])
        row = EntryCheck.create(
            school=member.school, pupil=pupil, sort=sort, author=member.user, started_at=clock.now(), due_on=due
        )
        for position, option in enumerate(lists.options(member.school, sort)[sort]):
            EntryItem.create(school=member.school, entry_check=row, option=option, position=position)
        what, path = f"{NAMES[sort]}: {pupil.short_name}", f"/entry-checks/{row.id}"
        todo = todos.give(member, owner.id if owner else _owner(member, pupil), what, due, REASON, path, pupil.id)
        EntryCheck.update(todo=todo).where(EntryCheck.id == row.id).execute()
        audit.note(member, "entry_check.start", row, digest=statements.digest(row))
    return row


def mark(member: Member, check: EntryCheck, item: EntryItem, state: str, note: str) -> None:
    """Say of an item that it is done, not needed, or open again; saying the same twice is once. The last one closes
    the promise, and one that is open again opens it."""
    with write(of=f"entry check {check.id}"):
        before = EntryMark.select().where(EntryMark.entry_item == item).order_by(EntryMark.id.desc()).first()
        if (before.state if before else OPEN, before.note if before else "") == (state, note):
            return
        row = EntryMark.create(
            school=member.school, entry_item=item, author=member.user, at=clock.now(), state=state, note=note
        )
        audit.note(member, "entry_check.mark", check, digest=statements.digest(row))
        todo = Todo.get_or_none(Todo.id == check.todo_id)
        done = one(check).is_done
        if todo and done and todo.done_at is None:
            todos.close(member, todo, "Every item seen to")
        elif todo and not done and todo.done_at is not None:
            todos.undo(member, todo)


def _owner(member: Member, pupil: Pupil) -> int:
    mentors = [row.mentor_id for row in caseload.mentors_of(member, pupil)]
    return member.user.id if member.user.id in mentors or not mentors else mentors[0]


def _supported(member: Member):
    ids = Pupil.visible_to(member).select(Pupil.id).where(member.has(*SUPPORT_STAFF))
    return Pupil.id.in_(ids) & Pupil.id.not_in(sorted(member.opened))


def _is_of_now(member: Member, pupil: Pupil, check: EntryCheck) -> bool:
    day = clock.local(check.started_at, member.school.zone).date()
    return pupil.arrived_on is None or day >= pupil.arrived_on


def _since(member: Member) -> date:
    return clock.today(member.school.zone) - timedelta(weeks=NEW_WEEKS)


def _with_pupil(rows):
    chosen = rows.select(EntryCheck, Pupil, Todo).join(Pupil).switch(EntryCheck)
    return chosen.left_outer_join(Todo, on=(EntryCheck.todo == Todo.id))


def _whole(checks: list[EntryCheck]) -> list[Whole]:
    """Checks with what belongs to them: two queries."""
    found = {check.id: Whole(check) for check in checks}
    if not found:
        return []
    items = EntryItem.select(EntryItem, Option).join(Option).where(EntryItem.entry_check.in_(list(found)))
    lines = {item.id: Line(item) for item in items.order_by(EntryItem.position, EntryItem.id)}
    for line in lines.values():
        found[line.item.entry_check_id].lines.append(line)
    rows = EntryMark.select(EntryMark, User).join(User).where(EntryMark.entry_item.in_(list(lines)))
    for row in rows.order_by(EntryMark.id.desc()):
        lines[row.entry_item_id].marks.append(row)
    return list(found.values())
