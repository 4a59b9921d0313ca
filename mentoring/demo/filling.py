"""Filling a school: the roll, the staff, the caseloads, and a term of records up to now."""

from datetime import UTC, date, datetime, time
from random import Random

from database import write
from mentoring import audit, clock, schools
from mentoring.demo import (
    afterwards,
    agencies,
    appointments,
    around,
    caseloads,
    concerns,
    days,
    diary,
    entries,
    group_sessions,
    life_events,
    material,
    mistakes,
    nominations,
    notes,
    outings,
    plans,
    praise,
    programmes,
    pupils,
    sessions,
    signals,
    staff,
    stories,
    supervision,
    timetable,
    tracking,
    voice,
)
from mentoring.demo.diary import Written
from mentoring.demo.plans import Course
from mentoring.demo.scene import Chips, Scene
from mentoring.demo.stories import Story
from mentoring.demo.whereabouts import Whereabouts
from mentoring.signing_in import Passwords
from models import Member, School

EVENTS = 2


def fill(
    school: School, passwords: Passwords, joining: Member | None = None, seed: int = 7, until: datetime | None = None
) -> None:
    """Fill an empty school (with its lists and bells) with the demo, and mark it as one.

    `joining` is the person who asked for it: with the role of mentor they get a caseload and records of their own.
    The same seed and the same day of `until` make the same school, but for the salt of its passwords; a later hour
    only adds what has been written by then.
    """
    hashes = staff.hashes(passwords)
    with write():
        rng = Random(seed)  # noqa: S311  the same seed has to make the same school
        _fill(school, hashes, joining, rng, (until or clock.now()).astimezone(UTC))


def _fill(school: School, hashes: list[str], joining: Member | None, rng: Random, until: datetime) -> None:
    today = clock.local(until, school.zone).date()
    people = _begin(school, hashes, today)
    roll = pupils.enrol(rng, school, clock.school_year(today))
    weeks = days.weeks(today)
    bells, where = schools.bells(school), Whereabouts([day for week in weeks for day in week])
    scene = Scene(rng, school, until, days.Timetable(bells, school.zone), Chips(school), roll, where)
    mentors = [one for one in people if one.has("mentor")]
    admin = next(one for one in people if one.has("admin"))
    own = joining if joining and joining.has("mentor") else None
    told = caseloads.choose(scene, mentors, own, weeks)
    caseloads.put_on(told, mentors, admin, school.zone)
    _mark_days(scene, told)
    mentors += [own] if own else []
    runs = programmes.plan(scene, told, mentors)
    courses = plans.start(scene, told)
    written = _written(scene, told, weeks, mentors, courses)
    written += group_sessions.hold(scene, runs)
    lead = next(one for one in people if one.has("lead"))
    written += plans.review(scene, courses, lead)
    written += life_events.tell(scene, told)
    written += agencies.tell(scene, told, weeks, agencies.keep(scene, lead))
    concerns.raise_all(scene, people)
    outings.rate(scene, runs)
    outings.plan_trip(scene, told, lead, mentors[0])
    diary.play(written, until)
    voice.write_cards(scene, told, courses)
    tracking.keep(scene, told, weeks, admin)
    signals.see(scene, mentors)
    nominations.send(scene, told, people)
    entries.come(scene, told, people)
    supervision.guide(scene, lead, people)
    supervision.meet(scene, lead, mentors)
    with clock.at(until):
        for mentor in mentors:
            timetable.keep(mentor, weeks[0][0])
    School.update(demo=True).where(School.id == school.id).execute()
    school.demo = True
    audit.note(joining or admin, "demo.fill", school)


def _begin(school: School, hashes: list[str], today: date) -> list[Member]:
    """The staff and the terms, as they have been for three years."""
    with clock.at(datetime.combine(date(clock.school_year(today) - 3, 9, 1), time(8), UTC)):
        timetable.enter_terms(school, today)
        return staff.hire(school, hashes)


def _mark_days(scene: Scene, told: list[Story]) -> None:
    """Say who is away when, and on which two days something is on for the whole school."""
    often = {story.pupil.id for story in told if story.shape == "away"}
    for pupil in (one for room in scene.roll.classes for one in room):
        scene.where.keep_away(scene.rng, pupil, pupil.id in often)
    chosen = scene.rng.sample(scene.where.days[:-1], min(EVENTS, len(scene.where.days) - 1))
    scene.where.events = dict(zip(chosen, scene.rng.sample(material.not_there()["events"], EVENTS), strict=False))


def _written(
    scene: Scene, told: list[Story], weeks: list[list[date]], mentors: list[Member], courses: dict[int, Course]
) -> list[Written]:
    """What is fixed in the week first, so that the rest falls beside it; then what talks about the rest."""
    weekly = appointments.one_to_one(scene, told)
    written = list(around.earlier_years(scene, told, weeks))
    for story in told:
        written += stories.tell(scene, story, weeks, mentors)
    written += around.on_duty(scene, weeks, mentors, told)
    written += around.rare(scene, weeks, mentors, told)
    mistaken = list(mistakes.withdrawn(scene, written))
    afterwards.happen(scene, written, mentors)
    happened = appointments.events(scene, written)
    for story, own in zip(told, weekly, strict=True):
        written += sessions.tell(scene, story, own, happened.get(story.pupil.id, []), courses.get(story.pupil.id))
    written += praise.give(scene, told, mentors)
    written += notes.take(scene, told)
    return [*written, *mistaken]
