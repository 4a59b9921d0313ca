"""What programmes of the demo rate, at the start and at the end, and a trip with its families' answers.

Chance is this module's own, so that what else is written of the school stays as it was.
"""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from mentoring import calendar, clock, outings, programme_ratings, programmes
from mentoring.demo.programmes import Run
from mentoring.demo.scene import Scene
from mentoring.demo.stories import Story
from models import Member
from models.programmes import END, START

TRIP, AHEAD, SIZE = "Visit to Meadow Farm", timedelta(days=9), 6
UP = {"improving": 3, "quiet": 1, "worse": -1, "bump": 1, "away": 0, "steady": 0}
CARE = ("Nuts: adrenaline pen in the leader’s bag.", "", "Asthma: blue inhaler before walking.", "", "", "")


def rate(scene: Scene, runs: Sequence[Run]) -> None:
    """Have the groups that ask something rate it in their first session, and in the last where they are over."""
    rng = Random(len(runs))  # noqa: S311  the same school has to come of it
    for run in (one for one in runs if one.programme.question):
        first = {pupil.id: rng.randint(2, 5) for pupil in run.members}
        far = {pupil.id: UP[run.shapes.get(pupil.id, "quiet")] + rng.randint(-1, 1) for pupil in run.members}
        held = [moment for moment, reason in run.sessions if not reason]
        moments = [(held[0], START, first)]
        if run.programme.ends_on:
            last = {number: min(10, max(0, value + far[number])) for number, value in first.items()}
            moments.append((held[-1], END, last))
        for moment, which, given in moments:
            with clock.at(moment + timedelta(minutes=50)):
                programme_ratings.save(run.leader, run.programme, which, run.members, given)


def plan_trip(scene: Scene, told: Sequence[Story], leader: Member, second: Member) -> None:
    """A trip in the days to come: most families have answered."""
    day = calendar.of(scene.school).next_school_day(scene.today + AHEAD)
    own = [story.pupil for story in told if story.mentor is second][:SIZE]
    kind = next(iter(scene.chips.of("programme_type", "Trip")), None)
    facts = {"name": TRIP, "programme_type": kind, "leader": second.user, "second_leader": leader.user,
             "starts_on": day, "ends_on": day, "planned": 1, "aims": "A day outdoors with others"}  # fmt: skip
    with clock.at(scene.until - timedelta(days=6)):
        programme = programmes.start(second, facts, [pupil.id for pupil in own])
    for place, pupil in enumerate(own):
        family = [one for one in scene.roll.family[pupil.id] if not one.restriction]
        if not family or place == SIZE - 1:  # who has not answered yet
            continue
        when = scene.until - timedelta(days=4) + timedelta(minutes=7 * place)
        answer = "refused" if place == SIZE - 2 else "given"
        with clock.at(when):
            outings.answer(second, programme, pupil, {
                "answer": answer, "family_contact": family[0], "answered_by": "", "care": CARE[place],
                "answered_on": clock.local(when, scene.school.zone).date(),
            })  # fmt: skip
