"""Programmes of the demo: who leads them, who is in them, when they meet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mentoring import clock, programmes
from mentoring.demo import appointments, material
from mentoring.demo.material import Course
from mentoring.demo.scene import Scene
from mentoring.demo.stories import Story
from models import FamilyContact, Member, Programme, Pupil

NO_ROOM = 0.06


@dataclass
class Run:
    """A programme as it runs: its leader, those in it, the shapes of their stories by id, and its sessions, each with
    the reason why it did not run, if it did not."""

    course: Course
    programme: Programme
    leader: Member
    members: list[Pupil]
    shapes: dict[int, str]
    sessions: list[tuple[datetime, str]]


def plan(scene: Scene, told: Sequence[Story], mentors: Sequence[Member]) -> list[Run]:
    """Start the programmes of every mentor, each on its first day; nobody is in two of them."""
    taken: set[int] = set()
    found = []
    for course in material.courses():
        if course.leader < len(mentors):
            leader = mentors[course.leader]
            members = _members(scene, course, leader, told, taken)
            taken |= {pupil.id for pupil in members}
            people = [leader, *(() if course.families else members)]
            moments = appointments.every_week(scene, people, course.part, course.minutes)
            sessions = _sessions(scene, course, moments[int(course.starts * len(moments)) :])
            shapes = {story.pupil.id: story.shape for story in told}
            programme = _start(scene, course, leader, members, sessions)
            found.append(Run(course, programme, leader, members, shapes, sessions))
    return found


def _sessions(scene: Scene, course: Course, moments: Sequence[datetime]) -> list[tuple[datetime, str]]:
    """Up to the last that was planned, with why some did not run."""
    found: list[tuple[datetime, str]] = []
    for moment in moments:
        if sum(not reason for _, reason in found) != course.planned:
            event = scene.day_of(moment) in scene.where.events
            found.append((moment, "School event" if event else "No room" if scene.chance(NO_ROOM) else ""))
    return found


def _members(scene: Scene, course: Course, leader: Member, told: Sequence[Story], taken: set[int]) -> list[Pupil]:
    """Pupils of ages that go together: some of the leader's caseload, the rest of the same classes' others."""
    free = [story for story in told if story.pupil.id not in taken]
    mine = [story for story in free if story.mentor is leader]
    mine.sort(key=lambda story: not set(story.themes) & set(course.themes.split()))
    years = _years(course, [story.pupil for story in mine])
    own = [story.pupil for story in mine if story.pupil.year_group in years][: course.own]
    known = {story.pupil.id for story in told}
    others = [one for room in scene.roll.classes for one in room if one.year_group in years and one.id not in known]
    others = [one for one in others if one.id not in taken and (not course.families or _who_comes(scene, one))]
    return own + scene.rng.sample(others, course.size - len(own))


def _years(course: Course, pupils: Sequence[Pupil]) -> range:
    """The years within the span that have most of the pupils."""
    first, last = course.years
    spans = [range(start, start + course.span + 1) for start in range(first, last - course.span + 1)]
    return max(spans, key=lambda years: sum(pupil.year_group in years for pupil in pupils))


def _start(
    scene: Scene, course: Course, leader: Member, members: Sequence[Pupil], sessions: Sequence[tuple[datetime, str]]
) -> Programme:  # fmt: skip
    of, ran = scene.chips.of, sum(not reason for _, reason in sessions)
    first, last = scene.day_of(sessions[0][0]), scene.day_of(sessions[-1][0])
    facts = {
        "name": course.name, "programme_type": next(iter(of("programme_type", course.type)), None),
        "for_families": course.families, "leader": leader.user, "second_leader": None,
        "place": next(iter(of("place", course.place)), None), "starts_on": first,
        "ends_on": last if ran == course.planned and last < scene.today else None,
        "planned": course.planned, "aims": "\n".join(course.aims), "question": course.question,
    }  # fmt: skip
    with clock.at(clock.day_start(first, scene.school.zone)):
        programme = programmes.start(leader, facts, [pupil.id for pupil in members])
        if course.families:
            people = [(pupil.id, _who_comes(scene, pupil)) for pupil in members]
            programmes.choose_family(programme, {pupil: person.id if person else None for pupil, person in people})
    return programme


def _who_comes(scene: Scene, pupil: Pupil) -> FamilyContact | None:
    return next((person for person in scene.roll.family[pupil.id] if not person.restriction), None)
