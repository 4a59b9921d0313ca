"""Nominations of the demo: some wait, one of a pupil whom two nominated; one put off, one answered, one on a caseload.

Pupils are picked by their place in the roll, so that what else is written of the school stays as it was.
"""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from mentoring import calendar, clock, nominations
from mentoring.demo import material
from mentoring.demo.scene import Scene
from mentoring.demo.stories import Story
from mentoring.nominations import Verdict
from models import Member, Nomination, Option, Pupil

STEP, FIRST = 29, 40  # which pupils of the roll, on nobody's caseload
BEFORE = 6  # days before a pupil came to a mentor


def send(scene: Scene, told: list[Story], people: list[Member]) -> None:
    """Send them, each on its day, and decide those that are decided."""
    by_name, pupils = {one.user.name: one for one in people}, _others(scene, told)
    lead, pupil = next(one for one in people if one.has("lead")), pupils[0]
    for place, said in enumerate(material.nomination_texts()):
        story = told[said["from_caseload"]] if "from_caseload" in said else None
        if story:
            pupil = story.pupil
        elif not said.get("same"):
            pupil = pupils[place]
        sent_at = _moment(scene, said, story, "days")
        with clock.at(sent_at):
            row = _send(scene, by_name[said["author"]], pupil, said, place)
        if "decision" in said:
            decided_at = max(_moment(scene, said, story, "decided_days"), sent_at + timedelta(hours=20))
            with clock.at(decided_at):
                _decide(scene, lead, row, said, story)


def _others(scene: Scene, told: list[Story]) -> list[Pupil]:
    on = {story.pupil.id for story in told}
    roll = [one for room in scene.roll.classes for one in room if one.id not in on and (one.year_group or 0) > 1]
    return [roll[(FIRST + STEP * place) % len(roll)] for place in range(len(material.nomination_texts()))]


def _moment(scene: Scene, said: dict[str, Any], story: Story | None, name: str) -> datetime:
    """When it was sent, or decided: after lunch on a school day."""
    ago = scene.today - timedelta(days=said.get(name, 0))
    day = story.since - timedelta(days=BEFORE if name == "days" else 1) if story else ago
    days = calendar.of(scene.school)
    if not days.is_school_day(day):
        day = days.last_school_days(day, 1)[0]
    return clock.instant(day, time(13, 20), scene.school.zone)


def _send(scene: Scene, author: Member, pupil: Pupil, said: dict[str, Any], place: int) -> Nomination:
    (how_long,) = scene.chips.of("how_long", said["how_long"])
    facts = {"how_long": how_long, **{name: said[name] for name in ("tried", "strengths", "hoped")}}
    barriers = scene.chips.of("barrier", *said["barriers"])
    return nominations.send(author, str(UUID(int=place + 1, version=4)), pupil, facts, barriers)


def _decide(scene: Scene, lead: Member, row: Nomination, said: dict[str, Any], story: Story | None) -> None:
    chip = Option.get(
        (Option.school == scene.school) & (Option.list == "nomination_decision") & (Option.code == said["decision"])
    )
    again = clock.today(scene.school.zone) + timedelta(weeks=3) if said["decision"] == "wait" else None
    verdict = Verdict(
        chip, said["told"], said.get("private", ""), story.mentor.user if story else None,
        story.since if story else None, again,
    )  # fmt: skip
    nominations.decide(lead, [row], str(UUID(int=1000 + row.id, version=4)), verdict, nominations.last_seen(row.pupil))
