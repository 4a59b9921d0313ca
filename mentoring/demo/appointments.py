"""When a mentor sees whom alone: a fixed time each week, and what comes between."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mentoring import clock
from mentoring.demo.diary import Written
from mentoring.demo.scene import Scene
from mentoring.demo.stories import Story
from mentoring.demo.whereabouts import Person

SESSION, ROOM_FOR = (20, 30, 30), 30
# How many weeks of the term pass without.
LEFT_OUT, BETWEEN = (0, 1, 1, 2), 0.5
# What was not planned, by the shape of the story: when in the term, and the mode.
EXTRAS: dict[str, tuple[tuple[float, str], ...]] = {
    "improving": ((0.3, "Drop-in"), (0.6, "In class")),
    "worse": ((0.55, "Check-in"), (0.85, "Check-in")),
    "quiet": ((0.5, "Drop-in"),),
    "steady": ((0.4, "In class"), (0.7, "Drop-in")),
    "bump": ((0.45, "Check-in"), (0.65, "Drop-in")),
    "away": ((0.2, "Meet and greet"), (0.5, "Meet and greet"), (0.8, "Meet and greet")),
}
PARTS = {"Drop-in": "break lunch", "In class": "lesson", "Check-in": "lesson", "Meet and greet": "arrival"}
MINUTES = {"Drop-in": 10, "In class": 20, "Check-in": 10, "Meet and greet": 10, "Crisis": 30}
CRISES = {"worse": 0.5, "bump": 0.5, "improving": 0.1}
HOT = ("Physical", "Damage", "Left area", "Bullying alleged")


@dataclass(frozen=True)
class Weekly:
    """A pupil's own time with the mentor: so many minutes, at these moments."""

    minutes: int
    moments: list[datetime]


@dataclass(frozen=True)
class Event:
    """An incident as a pupil has it in mind: when it was, the part they had in it, and whether it was a heated one."""

    moment: datetime
    role: str
    is_hot: bool


@dataclass(frozen=True)
class Slot:
    """A 1:1 session before it is written."""

    moment: datetime
    mode: str
    minutes: int
    attendance: str


def one_to_one(scene: Scene, told: list[Story]) -> list[Weekly]:
    """A time each week for every story, in their order."""
    return [
        Weekly(scene.rng.choice(SESSION), every_week(scene, [story.mentor, story.pupil], "lesson", ROOM_FOR))
        for story in told
    ]


def every_week(scene: Scene, people: Sequence[Person], part: str, minutes: int) -> list[datetime]:
    """The same time on the same weekday throughout the term, at which all of the people are free; theirs from now on.
    Days on which the school is closed are left out."""
    slots = [(weekday, start) for weekday in range(5) for start in scene.timetable.starts(part, minutes)]
    scene.rng.shuffle(slots)
    for weekday, start in slots:
        days = [day for day in scene.where.days if day.weekday() == weekday]
        moments = [clock.instant(day, start, scene.school.zone) for day in days]
        if moments and all(scene.where.is_free(people, moment, minutes) for moment in moments):
            for moment in moments:
                scene.where.book(people, moment, minutes)
            return moments
    raise LookupError("The week is full: somebody has more to do than a week has room for.")


def events(scene: Scene, written: Sequence[Written]) -> dict[int, list[Event]]:
    """This term's incidents of each pupil, by the pupil's id, in the order of time."""
    found: dict[int, list[Event]] = {}
    hot = scene.chips.of("incident_type", *HOT) | scene.chips.of("level", "major")
    for one in sorted(written, key=lambda one: one.moment):
        if one.entry.kind.name == "incident" and not one.years_ago:
            for part in one.entry.pupils:
                event = Event(one.moment, part.role, bool(one.entry.chosen & hot))
                found.setdefault(part.pupil, []).append(event)
    return found


def of_term(scene: Scene, story: Story, weekly: Weekly, happened: Sequence[Event]) -> list[Slot]:
    """Every session that the pupil has in the term, in the order of time."""
    slots = list(_planned(scene, story, weekly))
    slots += _crises(scene, story, happened, {scene.day_of(slot.moment) for slot in slots})
    slots += _extra(scene, story, {scene.day_of(slot.moment) for slot in slots})
    return sorted(slots, key=lambda slot: slot.moment)


def _planned(scene: Scene, story: Story, weekly: Weekly) -> Iterator[Slot]:
    moments = [moment for moment in weekly.moments if scene.day_of(moment) >= story.since]
    for moment in scene.rng.sample(moments, max(len(moments) - scene.rng.choice(LEFT_OUT), 0)):
        attendance = _attendance(scene, story, moment)
        yield Slot(moment, "planned", 10 if attendance == "part" else weekly.minutes, attendance)


def _attendance(scene: Scene, story: Story, moment: datetime) -> str:
    day = scene.day_of(moment)
    if scene.where.is_away(story.pupil, day):
        return "absent"
    if day in scene.where.events:
        return "cancelled"
    unwilling = 0.1 if story.shape == "worse" and scene.where.part_of_term(day) > 0.5 else 0.025
    return "declined" if scene.chance(unwilling) else "part" if scene.chance(0.035) else "came"


def _extra(scene: Scene, story: Story, taken: set[date]) -> Iterator[Slot]:
    days = [day for day in scene.where.days if day >= story.since and day not in taken]
    days = [day for day in days if not scene.where.is_away(story.pupil, day)]
    for at, mode in EXTRAS[story.shape]:
        if days and scene.chance(BETWEEN):
            day = days.pop(min(int((at + scene.rng.uniform(-0.06, 0.06)) * len(days)), len(days) - 1))
            moment = scene.free(story.mentor, day, PARTS[mode], [story.pupil], MINUTES[mode])
            yield Slot(moment, mode, MINUTES[mode], "came")


def _crises(scene: Scene, story: Story, happened: Sequence[Event], taken: set[date]) -> Iterator[Slot]:
    """Some sessions straight after a heated incident in which the pupil was involved."""
    for event in happened:
        day = scene.day_of(event.moment)
        own = event.is_hot and event.role == "involved" and day >= story.since and day not in taken
        if own and scene.chance(CRISES.get(story.shape, 0)):
            moment = scene.soon(story.mentor, event.moment, [story.pupil], MINUTES["Crisis"])
            if moment and scene.timetable.part_of(moment + timedelta(minutes=MINUTES["Crisis"])) == "lesson":
                taken.add(day)
                yield Slot(moment, "Crisis", MINUTES["Crisis"], "came")
