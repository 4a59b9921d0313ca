"""Signals of the demo: on the morning of the last school day, some of what stood there was seen, and rests."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from random import Random

from mentoring import clock, signal_rests, signals
from mentoring.demo.scene import Scene
from models import Member

AT = time(8, 20)  # before school, at one's desk
SEEN, MOST = 0.5, 2  # of the signals that are seen so; how many a mentor's at most
DOING = {
    "attendance": ("Home visit with the attendance officer on Thursday", "Meet and greet at the gate until half-term"),
    "fall": ("Asked home what has changed in the mornings", "Breakfast club from Monday"),
    "review": ("Review meeting is booked for next week; the family could not come sooner",),
}  # fmt: skip
REST = timedelta(days=14)


def see(scene: Scene, mentors: Iterable[Member]) -> None:
    """Have mentors say what they do about some of what the figures and plans of their caseload signal."""
    rng = Random(scene.rng.random())  # noqa: S311  the demo's own chance, apart from what was dealt before
    day = next((one for one in reversed(scene.where.days) if _morning(scene, one) < scene.until), None)
    if day is None:
        return
    with clock.at(_morning(scene, day)):
        for mentor in mentors:
            found = signals.of(mentor, signals.supported(mentor, mentor.user))
            some = [one for its in found.values() for one in its if one.rule.name in DOING and rng.random() < SEEN]
            for one in some[:MOST]:
                doing = rng.choice(DOING[one.rule.name])
                signal_rests.see(mentor, one.pupil, one.rule.name, one.facts, doing, day + REST)


def _morning(scene: Scene, day) -> datetime:
    return clock.instant(day, AT, scene.school.zone)
