"""Life events of the demo: one or two in a term, for one pupil in four on a caseload."""

from collections.abc import Iterator, Sequence
from datetime import date, time
from random import Random
from uuid import UUID

from mentoring import clock
from mentoring.demo.diary import Written
from mentoring.demo.scene import Scene, body
from mentoring.demo.stories import Story
from mentoring.entry import Entry, Part
from models import KINDS, Option

KIND = KINDS["life_event"]
THEME = "life_event"
EVERY, SECOND, AT = 4, 0.3, time(12)
# What it was, and what is written of it.
HAPPENED = (
    ("Moved home", "Across town, to be nearer grandparents. Comes by bus now."),
    ("New sibling", "A baby brother. Proud, and tired in the mornings."),
    ("Parent away", "Father works away until the end of term; they talk on Sundays."),
    ("Bereavement", "A grandparent. The class teacher knows."),
    ("Changed class", ""),
    ("Illness at home", ""),
)


def tell(scene: Scene, told: Sequence[Story]) -> Iterator[Written]:
    """What changed for a few pupils, as their mentors mark it."""
    rng = Random(len(told))  # noqa: S311  apart from the school's own chance, so that the rest stays as it was
    chips = {one.name: one.id for one in Option.select().where(
        (Option.school == scene.school) & (Option.list == "life_event"))}  # fmt: skip
    for story in told[::EVERY]:
        days = [day for day in scene.where.days if story.since <= day < scene.today]
        for day in sorted(rng.sample(days, min(1 + (rng.random() < SECOND), len(days)))):
            what, note = rng.choice(HAPPENED)
            number = str(UUID(int=rng.getrandbits(128), version=4))
            yield _written(scene, story, day, (chips[what], note), number)


def _written(scene: Scene, story: Story, day: date, said: tuple[int, str], number: str) -> Written:
    chip, note = said
    moment = clock.instant(day, AT, scene.school.zone)
    part, client_id, chosen = Part(story.pupil.id), number, frozenset({chip})
    entry = Entry(
        kind=KIND, client_id=client_id, body=body(client_id, note, [part], chosen), occurred_at=moment, note=note,
        pupils=(part,), chosen=chosen,
    )  # fmt: skip
    at = clock.instant(day, time(15, 50), scene.school.zone)
    return Written(story.mentor, at, entry, [story.pupil], theme=THEME)
