"""New and returning pupils of the demo: some stand without a check, one check is half gone through, one is for a family
new to the country."""

from datetime import date, time, timedelta

from mentoring import calendar, clock, entry_checks
from mentoring.demo.scene import Scene
from mentoring.demo.stories import Story
from models import EntryCheck, EntryItem, Member, Pupil
from models.entry_checks import DONE, ENTRY, NEWCOMER, NOT_NEEDED

STEP, FIRST = 37, 11  # which pupils of the roll, on nobody's caseload
CAME = (6, 13, 20)  # days ago
SEEN_TO = (
    (DONE, "Showed me the bus stop drawing"), (DONE, "Mum came in, dad on the phone"),
    (NOT_NEEDED, "First school here"), (DONE, ""), (DONE, "Wears glasses for the board"),
)  # fmt: skip


def come(scene: Scene, told: list[Story], people: list[Member]) -> None:
    """Let them come, and a lead start on the last of them."""
    lead = next(one for one in people if one.has("lead"))
    pupils = [*_others(scene, told), told[-1].pupil]
    for pupil, days in zip(pupils, (*CAME, CAME[-1]), strict=True):
        pupil.arrived_on = _school_day(scene, scene.today - timedelta(days=days))
        pupil.eal = pupil.eal or days == CAME[1]
        Pupil.update(arrived_on=pupil.arrived_on, eal=pupil.eal).where(Pupil.id == pupil.id).execute()
    for check in EntryCheck.select().where(EntryCheck.school == scene.school):  # what a nomination brought with it
        with clock.at(clock.day_start(check.due_on, scene.school.zone) + timedelta(hours=15)):
            for item in EntryItem.select().where(EntryItem.entry_check == check):
                entry_checks.mark(lead, check, item, DONE, "")
    _go_through(scene, lead, pupils[-1])
    with clock.at(clock.instant(_school_day(scene, scene.today - timedelta(days=2)), time(9, 5), scene.school.zone)):
        entry_checks.start(lead, pupils[1], NEWCOMER)


def _go_through(scene: Scene, lead: Member, pupil: Pupil) -> None:
    day = _school_day(scene, scene.today - timedelta(days=4))
    with clock.at(clock.instant(day, time(8, 40), scene.school.zone)):
        check = entry_checks.start(lead, pupil, ENTRY)
    items = EntryItem.select().where(EntryItem.entry_check == check).order_by(EntryItem.position)
    with clock.at(clock.instant(day, time(15, 30), scene.school.zone)):
        for item, (state, note) in zip(items, SEEN_TO, strict=False):
            entry_checks.mark(lead, check, item, state, note)


def _others(scene: Scene, told: list[Story]) -> list[Pupil]:
    on = {story.pupil.id for story in told}
    roll = [one for room in scene.roll.classes for one in room if one.id not in on and (one.year_group or 0) > 0]
    return [roll[(FIRST + STEP * place) % len(roll)] for place in range(len(CAME))]


def _school_day(scene: Scene, day: date) -> date:
    days = calendar.of(scene.school)
    return day if days.is_school_day(day) else days.last_school_days(day, 1)[0]
