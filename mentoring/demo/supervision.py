"""Supervision of the demo: the lead guides the mentors and has met two of them this half-term; one of them guides the
midday supervisor, and keeps a log of her training."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from mentoring import clock, guiding, lists, supervision, training
from mentoring.demo.scene import Scene
from mentoring.supervision import Action
from models import Guiding, Member

AT = time(15, 45)
DAYS_AGO = (9, 4)  # school days before the last one, so that all are past
NOTES = (
    (("Workload", "Timetable"), "About right", "Two lunch duties a week leave no time to write up. One moves to the "
     "midday team after half-term.", "Swap the Thursday lunch duty"),
    (("What was hard", "How I am", "Boundaries"), "Heavy", "A hard week. Debrief with somebody the same day, not at "
     "home. Say no to a fourth crisis in a morning; ring the office.", "Ask for a quiet room on Wednesdays"),
)  # fmt: skip
LOG = (
    (60, "Emotion coaching, part 1", 150, "Name the feeling before the rule."),
    (32, "Drawing and talking", 180, "Let the drawing be; ask about it next week."),
    (11, "Webinar: anxiety and attendance", 60, ""),
)


def meet(scene: Scene, lead: Member, mentors: Iterable[Member]) -> None:
    """Have the lead write what was agreed, and the first mentor what she learnt."""
    days, people = scene.where.days, list(mentors)
    for ago, mentor, note in zip(DAYS_AGO, people, NOTES, strict=False):
        if len(days) > ago:
            _note(scene, lead, mentor, days[-ago - 1], note)
    for ago, title, minutes, taken in LOG if people else ():
        if len(days) > ago:
            day = days[-ago - 1]
            facts = {"held_on": day, "title": title, "minutes": minutes, "taken": taken}
            with clock.at(_at(scene, day)):
                training.add(people[0], scene.client_id(), facts)


def guide(scene: Scene, lead: Member, people: Iterable[Member]) -> None:
    """Have the lead note, on the first day, that she guides the mentors, and the first of them the contributor; those
    two have met."""
    found, first = list(people), scene.where.days[0]
    mentors = [one for one in found if one.has("mentor")]
    with clock.at(_at(scene, first)):
        guiding.choose(lead, lead.user, [one.user.id for one in mentors], first)
        guiding.choose(lead, mentors[0].user, [one.user.id for one in found if one.has("contributor")], first)
    if len(scene.where.days) > max(DAYS_AGO):
        with clock.at(_at(scene, scene.where.days[-min(DAYS_AGO) - 1])):
            guiding.meet(mentors[0], Guiding.get(Guiding.guide == mentors[0].user))


def _note(scene: Scene, lead: Member, mentor: Member, day, note: tuple) -> None:
    topics, load, said, agreed = note
    found = lists.options(scene.school, "supervision_topic", "supervision_load")
    chips = [one.id for one in found["supervision_topic"] if one.name in topics]
    chips += [one.id for one in found["supervision_load"] if one.name == load]
    action = Action(agreed, mentor.user.id, day + timedelta(days=14))
    with clock.at(_at(scene, day)):
        supervision.keep(lead, mentor.user, scene.client_id(), day, said, chips, [action])


def _at(scene: Scene, day) -> datetime:
    return clock.instant(day, AT, scene.school.zone)
