"""The pupils' own screens of the demo, in a few sessions each, and their what works cards.

Chance is each pupil's own, so that what else is written of the school stays as it was.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from random import Random
from typing import Any

from mentoring import clock, plans, what_works
from mentoring.demo import material
from mentoring.demo.plans import Course
from mentoring.demo.scene import Scene
from mentoring.demo.stories import Story
from mentoring.entry import Part

SCREENS, WORDS, WHOLE, CARDS, AGAIN = 0.2, 0.6, 0.85, 0.8, 0.8
DAYS_LATER = 12  # school days after the plan that the card is written


def said(story: Story, at: datetime, part: Part, rated: list[dict[str, Any]]) -> dict[str, Any]:
    """What a pupil said on their own screen in a session, as its columns, and marks the ratings as theirs; in most
    sessions the tablet is not handed over."""
    rng = Random(story.pupil.id * 10_000_000 + int(at.timestamp()) // 60)  # noqa: S311  the same session says the same
    texts = [text for theme in story.themes for text in material.voice_texts().get(theme, {}).get("words", [])]
    if not rated or rng.random() > SCREENS:
        return {}
    for row in rated:
        row["by_pupil"] = True
    words = rng.choice(texts) if texts and rng.random() < WORDS else ""
    return {"voice_words": words, "voice_feeling": part.feeling_out, "voice_done": rng.random() < WHOLE,
            "voice_at": at, "voice_by": story.mentor.user.id}  # fmt: skip


def write_cards(scene: Scene, told: Sequence[Story], courses: Mapping[int, Course]) -> None:
    """The what works cards of most pupils who have a plan, written some weeks into it."""
    for story in told:
        course, texts = courses.get(story.pupil.id), material.voice_texts().get(story.themes[0])
        rng = Random(story.pupil.id)  # noqa: S311
        if course is None or texts is None or rng.random() > CARDS:
            continue
        days = [day for day in scene.where.days if course.plan.starts_on < day < scene.today]
        if len(days) > DAYS_LATER:
            facts = {name: texts[name] for name in ("triggers", "helps", "worse")}
            facts["strengths"] = course.plan.strengths
            again = _write(scene, story, facts, days[DAYS_LATER], 0)
            if again < scene.today and rng.random() < AGAIN:
                _write(scene, story, facts, again, 1)


def _write(scene: Scene, story: Story, facts: dict[str, Any], day: date, version: int) -> date:
    """Save the card after a day's last lesson; when it is to be looked at again."""
    with clock.at(clock.instant(day, time(15, 50), scene.school.zone)):
        review_on = plans.proposed_review(story.mentor, day)
        what_works.save(story.mentor, story.pupil, facts | {"review_on": review_on}, version)
    return review_on
