"""Filling a school: the roll, the staff, the caseloads, and a term of records up to now."""

from datetime import UTC, date, datetime, time
from random import Random

from database import write
from mentoring import audit, clock, schools
from mentoring.demo import afterwards, around, caseloads, days, diary, mistakes, pupils, staff, stories, timetable
from mentoring.demo.diary import Written
from mentoring.demo.scene import Chips, Scene
from mentoring.demo.stories import Story
from mentoring.signing_in import Passwords
from models import Member, School


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
    year = clock.school_year(today)
    with clock.at(datetime.combine(date(year - 3, 9, 1), time(8), UTC)):
        people = staff.hire(school, hashes)
        timetable.enter_terms(school, today)
    roll = pupils.enrol(rng, school, year)
    scene = Scene(rng, school, until, days.Timetable(schools.bells(school), school.zone), Chips(school), roll)
    weeks = days.weeks(today)
    mentors = [one for one in people if one.has("mentor")]
    admin = next(one for one in people if one.has("admin"))
    own = joining if joining and joining.has("mentor") else None
    told = caseloads.choose(scene, mentors, own, weeks)
    caseloads.put_on(told, mentors, admin, school.zone)
    diary.play(_written(scene, told, weeks, [*mentors, *([own] if own else [])]), until)
    with clock.at(until):
        for mentor in [*mentors, *([own] if own else [])]:
            timetable.keep(mentor, weeks[0][0])
    School.update(demo=True).where(School.id == school.id).execute()
    school.demo = True
    audit.note(joining or admin, "demo.fill", school)


def _written(scene: Scene, told: list[Story], weeks: list[list[date]], mentors: list[Member]) -> list[Written]:
    written = list(around.earlier_years(scene, told, weeks))
    for story in told:
        written += stories.tell(scene, story, weeks, mentors)
    written += around.on_duty(scene, weeks, mentors, told)
    written += around.rare(scene, weeks, mentors, told)
    mistaken = list(mistakes.withdrawn(scene, written))
    afterwards.happen(scene, written, mentors)
    return [*written, *mistaken]
