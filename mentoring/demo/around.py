"""What is written besides the stories: on duty, what is rare and never absent from a term, and earlier years."""

from collections.abc import Iterator
from datetime import date

from mentoring import clock
from mentoring.demo import incidents, parent_contacts
from mentoring.demo.days import school_days
from mentoring.demo.diary import Written
from mentoring.demo.scene import Scene
from mentoring.demo.stories import OLDER, YOUNGER, Story
from models import Member, Pupil

ON_DUTY = 14
RARE = ("prejudice",) * 8 + ("bullying", "fights", "online", "bullying", "online", "fights")
FIRST_YEAR_OF_HOLD = 3
OLDEST = 150


def on_duty(scene: Scene, weeks: list[list[date]], mentors: list[Member], told: list[Story]) -> Iterator[Written]:
    """Incidents of pupils on nobody's caseload."""
    known = {story.pupil.id for story in told}
    others = [pupil for room in scene.roll.classes for pupil in room if pupil.id not in known]
    days = [day for week in weeks for day in week]
    for _ in range(ON_DUTY):
        lead = scene.rng.choice(others)
        about = OLDER if (lead.year_group or 0) > 2 else YOUNGER
        yield incidents.compose(scene, scene.rng.choice(mentors), lead, scene.rng.choice(days), about)


def rare(scene: Scene, weeks: list[list[date]], mentors: list[Member], told: list[Story]) -> Iterator[Written]:
    """What is prejudice-related, alleged bullying, online, and two physical interventions: one record complete."""
    days = [day for week in weeks for day in week]
    older = [pupil for room in scene.roll.classes[4:] for pupil in room]
    for place, theme in enumerate(RARE):
        day = days[(place * 7 + 3) * len(days) // (7 * len(RARE)) % len(days)]
        lead = scene.rng.choice(older[-OLDEST:] if theme in ("online", "fights") else older)
        yield incidents.compose(scene, scene.rng.choice(mentors), lead, day, (theme,))
    able = [story for story in told if (story.pupil.year_group or 0) >= FIRST_YEAR_OF_HOLD]
    calmer = [story for story in able if story.shape == "improving"][-1]
    harder = next(story for story in able if story.shape == "worse")
    yield incidents.compose(scene, calmer.mentor, calmer.pupil, days[len(days) // 4], ("hold",), whole=True)
    yield incidents.compose(scene, harder.mentor, harder.pupil, days[-2], ("hold",), whole=False)


def earlier_years(scene: Scene, told: list[Story], weeks: list[list[date]]) -> Iterator[Written]:
    """Two or three records in each earlier school year of a pupil who was on the caseload then."""
    this_year = clock.school_year(scene.today)
    for story in told:
        for ago in range(1, this_year - clock.school_year(story.since) + 1):
            year = this_year - ago
            days = school_days(max(date(year, 9, 20), story.since), date(year + 1, 7, 1))
            days = [day for day in days if day < weeks[0][0]]
            if days:
                yield from _year(scene, story.mentor, story.pupil, days, ago)


def _year(scene: Scene, mentor: Member, pupil: Pupil, days: list[date], ago: int) -> Iterator[Written]:
    about = OLDER if (pupil.year_group or 0) - ago > 2 else YOUNGER
    for _ in range(1 + scene.chance(0.6)):
        yield incidents.compose(scene, mentor, pupil, scene.rng.choice(days), about, ago)
    tag = scene.rng.choice(("good", "behaviour", "attendance", "incoming"))
    yield from parent_contacts.compose(scene, mentor, pupil, scene.rng.choice(days), tag, years_ago=ago)
