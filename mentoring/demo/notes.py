"""Notes of the demo: what a class teacher says, what was seen in passing, a message passed on."""

from collections.abc import Iterator, Sequence

from mentoring.demo import feelings, material, voices
from mentoring.demo.diary import Written
from mentoring.demo.scene import Scene, body
from mentoring.demo.stories import Story
from mentoring.entry import Entry, Part
from models import KINDS

KIND = KINDS["note"]
THEME = "note"
EACH = (1, 1, 2, 2, 3)
# Below the first the term goes badly for a pupil, from the second on well.
BAD, GOOD = 2.9, 3.5


def take(scene: Scene, told: Sequence[Story]) -> Iterator[Written]:
    """A few notes about every pupil on a caseload, in the tone of that part of the term."""
    for story in told:
        days = [day for day in scene.where.days if story.since <= day < scene.today]
        days = [day for day in days if not scene.where.is_away(story.pupil, day)]
        for day in sorted(scene.rng.sample(days, min(scene.rng.choice(EACH), len(days)))):
            at = scene.where.part_of_term(day)
            note, parts = _note(scene, story, feelings.TRENDS[story.shape](at))
            moment = scene.free(story.mentor, day, parts, [story.pupil])
            part, client_id = Part(story.pupil.id), scene.client_id()
            entry = Entry(
                kind=KIND, client_id=client_id, body=body(client_id, note, [part], frozenset()), occurred_at=moment,
                note=note, pupils=(part,),
            )  # fmt: skip
            yield Written(story.mentor, scene.written_at(moment), entry, [story.pupil], theme=THEME)


def _note(scene: Scene, story: Story, feeling: float) -> tuple[str, str]:
    """What is noted, and the parts of the day in which."""
    tone = "down" if feeling < BAD else "up" if feeling >= GOOD else "plain"
    tones = (tone,) if scene.chance(0.6) else (tone, "plain")
    parts = {text: one["parts"] for one in material.notes() if one["tone"] in tones for text in one["notes"]}
    texts = list(parts)
    text = texts[scene.deck.deal(scene.rng, texts, story.pupil.id)]
    return text.format(a=voices.pupil(story.pupil), teacher=scene.teacher(story.pupil)), parts[text]
