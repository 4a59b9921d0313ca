"""Praise in the demo: a few words as somebody passes, more of them as a term gets better."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from mentoring.demo import casting, material, voices
from mentoring.demo.diary import Written
from mentoring.demo.scene import Scene, body
from mentoring.demo.stories import Story
from mentoring.entry import Entry, Part
from models import KINDS, Member, Pupil

KIND = KINDS["praise"]
THEME = "praise"
EACH, OTHERS = (3, 3, 4, 5), 24
OFTEN = 4
# Above 1 what is chosen between 0 and 1 falls earlier in the term, below it later.
LEANS = {"improving": 0.55, "worse": 1.7, "away": 0.8}
TWO, SILENT, BY_MENTOR = 0.3, 0.3, 0.75


def give(scene: Scene, told: Sequence[Story], mentors: Sequence[Member]) -> Iterator[Written]:
    """Praise for every pupil on a caseload, and for some on nobody's."""
    for story in told:
        count = scene.rng.choice(EACH) + (story.shape == "improving")
        for _ in range(count):
            at = scene.rng.random() ** LEANS.get(story.shape, 1)
            day = scene.where.days[int(at * (len(scene.where.days) - 1))]
            own = day >= story.since and scene.chance(BY_MENTOR)
            yield _compose(scene, story.mentor if own else scene.rng.choice(mentors), story.pupil, day)
    known = {story.pupil.id for story in told}
    others = [pupil for room in scene.roll.classes for pupil in room if pupil.id not in known]
    for pupil in scene.rng.sample(others, OTHERS):
        yield _compose(scene, scene.rng.choice(mentors), pupil, scene.rng.choice(scene.where.days))


def _compose(scene: Scene, author: Member, pupil: Pupil, day: date) -> Written:
    day = scene.where.day_in(pupil, day)
    praise = _choose(scene, pupil)
    pupils, note = _told(scene, praise, pupil, day)
    moment = scene.free(author, day, praise["parts"], pupils)
    parts = tuple(Part(one.id) for one in pupils)
    chosen = frozenset(scene.chips.of("praise_reason", praise["reason"]))
    client_id = scene.client_id()
    entry = Entry(
        kind=KIND, client_id=client_id, body=body(client_id, note, parts, chosen), occurred_at=moment, note=note,
        pupils=parts, chosen=chosen,
    )  # fmt: skip
    return Written(author, scene.written_at(moment), entry, pupils, theme=THEME)


def _choose(scene: Scene, pupil: Pupil) -> dict[str, Any]:
    """A reason, the least worn first among a few drawn."""
    drawn = scene.rng.sample(material.praises(), 3)
    return min(drawn, key=lambda one: scene.deck.worn(one["notes"], pupil.id))


def _told(scene: Scene, praise: dict[str, Any], pupil: Pupil, day: date) -> tuple[list[Pupil], str]:
    """Who it is for, and the note if there is one."""
    mates = [one for one in casting.company(scene, pupil, day) if one.known_as != pupil.known_as]
    two = praise["pairs"] != [""] and scene.deck.worn(praise["pairs"], pupil.id) < (False, OFTEN)
    if two and mates and scene.chance(TWO):
        note = praise["pairs"][scene.deck.deal(scene.rng, praise["pairs"], pupil.id)]
        scene.deck.read.add((mates[0].id, note))
        return [pupil, mates[0]], note.format(a=voices.pupil(pupil), b=voices.pupil(mates[0]))
    if scene.chance(SILENT):
        return [pupil], ""
    note = praise["notes"][scene.deck.deal(scene.rng, praise["notes"], pupil.id)]
    return [pupil], note.format(a=voices.pupil(pupil))
