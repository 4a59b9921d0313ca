"""Which pupils are on whose caseload, and since when."""

from collections.abc import Iterator
from datetime import date

from database import write
from mentoring import assigning, clock
from mentoring.demo import names, stories
from mentoring.demo.days import school_day_after
from mentoring.demo.scene import Scene
from mentoring.demo.stories import Story
from models import Caseload, Member, Pupil

SIZES = (13, 12, 14)
JOINING = 12
LONGER = 5


def choose(scene: Scene, mentors: list[Member], joining: Member | None, weeks: list[list[date]]) -> list[Story]:
    """A story for every pupil on a caseload; the first few of each mentor have been there since an earlier year."""
    pool = _likely(scene)
    always = [[_take(pool, name) for name in wanted] for wanted in names.CASELOADS]
    found: list[Story] = []
    for mentor, size, own in zip(mentors, SIZES, always, strict=True):
        found += _stories(scene, mentor, own + _draw(pool, size - len(own)), weeks)
    if joining:
        found += _stories(scene, joining, _draw(pool, JOINING), weeks)
    return found


def put_on(told: list[Story], mentors: list[Member], by: Member, zone: str) -> None:
    """Write the caseload rows, each at its own time, with one pupil a mentor handed over to the next."""
    for place, mentor in enumerate(mentors):
        story = next(story for story in told if story.mentor is mentor and _is_new(story))
        before = mentors[(place + 1) % len(mentors)]
        first = school_day_after(date(story.since.year - 1, 9, 14))
        with clock.at(clock.day_start(first, zone)), write():
            assigning.put_on(by, before.user, [story.pupil], first)
        row = Caseload.get((Caseload.mentor == before.user) & (Caseload.pupil == story.pupil))
        with clock.at(clock.day_start(story.since, zone)):
            assigning.take_off(by, row, story.since)
    for story in sorted(told, key=lambda story: story.since):
        with clock.at(clock.day_start(story.since, zone)):
            assigning.put_on(by, story.mentor.user, [story.pupil], story.since)


def _is_new(story: Story) -> bool:
    """Whether the pupil came to this mentor this term: the shape is one that the longer-standing pupils have not."""
    return story.shape == "steady"


def _stories(scene: Scene, mentor: Member, pupils: list[Pupil], weeks: list[list[date]]) -> Iterator[Story]:
    year = clock.school_year(scene.today)
    for place, pupil in enumerate(pupils):
        years = min(1 + place % 2, pupil.year_group or 0) if place < LONGER else 0
        since = date(year - years, 9, 8 + place) if years else weeks[min(place % 4, len(weeks) - 1)][0]
        yield Story(pupil, mentor, stories.ORDER[place], stories.themes(scene, pupil), since)


def _likely(scene: Scene) -> list[Pupil]:
    """Every pupil who could be on a caseload, those likeliest to need a mentor drawn first."""
    namesake = names.PLANTED[10]

    def draw(pupil: Pupil) -> float:
        need = 4 * ("Emotional" in pupil.sen_need) + 2 * bool(pupil.sen_status) + pupil.pupil_premium
        weight = 1 + need + 6 * pupil.looked_after + ((pupil.year_group or 0) > 2)
        return scene.rng.random() ** (1 / weight)

    pupils = [pupil for room in scene.roll.classes for pupil in room if pupil.year_group]
    alike = scene.roll.classes[namesake.year * 2 + namesake.room]
    return sorted((one for one in pupils if not (one in alike and one.forename == namesake.forename)), key=draw)


def _draw(pool: list[Pupil], count: int) -> list[Pupil]:
    return [pool.pop() for _ in range(count)]


def _take(pool: list[Pupil], known_as: str) -> Pupil:
    one = next(pupil for pupil in pool if _planted(pupil, known_as))
    pool.remove(one)
    return one


def _planted(pupil: Pupil, known_as: str) -> bool:
    return any(
        one.known_as == known_as and (one.forename, one.surname) == (pupil.forename, pupil.surname)
        and one.year == pupil.year_group
        for one in names.PLANTED
    )  # fmt: skip
