"""How a term goes for a pupil on a caseload: a shape for the incidents, and contacts that go with it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp

from mentoring.demo import incidents, parent_contacts
from mentoring.demo.days import school_day_after
from mentoring.demo.diary import Written
from mentoring.demo.scene import Scene
from models import Member, Pupil

# Incidents a week as the term goes from 0 to 1.
SHAPES: dict[str, Callable[[float], float]] = {
    "improving": lambda at: 1.2 * (1 - at) ** 1.4 + 0.03,
    "worse": lambda at: 0.08 + 1.05 * at**1.6,
    "quiet": lambda at: 0.09,
    "steady": lambda at: 0.25,
    "bump": lambda at: 0.06 + 0.85 * exp(-(((at - 0.5) / 0.16) ** 2)),
    "away": lambda at: 0.13,
}
# When in the term, and what for.
CONTACTS: dict[str, tuple[tuple[float, str], ...]] = {
    "improving": ((0.04, "start"), (0.34, "behaviour"), (0.74, "review"), (0.92, "good")),
    "worse": ((0.12, "start"), (0.52, "worry"), (0.68, "crisis"), (0.88, "review")),
    "quiet": ((0.3, "consent"), (0.7, "good")),
    "steady": ((0.08, "start"), (0.55, "incoming")),
    "bump": ((0.42, "incoming"), (0.5, "worry"), (0.64, "agency"), (0.9, "good")),
    "away": ((0.08, "attendance"), (0.45, "attendance"), (0.9, "good")),
}
TONES = {
    "improving": ("Warm", "Neutral", ""),
    "worse": ("Worried", "Upset"),
    "quiet": ("Warm", "Neutral", ""),
    "steady": ("Neutral", "Warm"),
    "bump": ("Worried", "Upset", "Neutral"),
    "away": ("Neutral", "Warm", "Worried"),
}
ORDER = ("improving", "worse", "bump", "improving", "away", "quiet", "steady", "improving", "quiet", "bump", "steady",
         "improving", "away", "steady")  # fmt: skip
THEMES = {
    "Jayden": ("football", "words"), "Leo": ("work", "fights"), "Maisie": ("worry", "friends"),
    "Aaliyah": ("friends", "words"), "Tomasz": ("new", "worry"), "Seán": ("work", "rough"), "J": ("football", "online"),
    "Siân": ("worry", "work"), "Maryam": ("friends",), "Omar": ("new", "football"), "Minh Anh": ("new", "change"),
    "Kian": ("rough", "change"),
}  # fmt: skip
YOUNGER = ("rough", "friends", "change", "worry", "noise")
OLDER = ("football", "friends", "words", "work", "worry", "online", "rough")
WHEN = {"arrival": "first thing", "break": "at break", "lunch": "at lunch"}


@dataclass(frozen=True)
class Story:
    """A pupil's term with a mentor. `since` is the day on which the pupil came on to the caseload."""

    pupil: Pupil
    mentor: Member
    shape: str
    themes: tuple[str, ...]
    since: date


def themes(scene: Scene, pupil: Pupil) -> tuple[str, ...]:
    """What a pupil's incidents are mostly about."""
    if pupil.known_as in THEMES:
        return THEMES[pupil.known_as]
    need = pupil.sen_need.partition(" ")[0]
    own = {"Autistic": ("noise", "change"), "Social,": ("work", "fights"), "Specific": ("work", "words")}.get(need, ())
    pool = YOUNGER if (pupil.year_group or 0) < 3 else OLDER
    if own:
        return own
    new = pupil.eal and scene.chance(0.3)
    return ("new", scene.rng.choice(pool)) if new else tuple(scene.rng.sample(pool, 2))


def tell(scene: Scene, story: Story, weeks: list[list[date]], colleagues: list[Member]) -> Iterator[Written]:
    """Everything that is written about the pupil in the term."""
    told: list[Written] = []
    for day, part in _beats(scene, story, weeks):
        own = day >= story.since and scene.chance(0.78)
        seen_by = story.mentor if own else scene.rng.choice(colleagues)
        about = story.themes if scene.chance(0.7) else OLDER if (story.pupil.year_group or 0) > 2 else YOUNGER
        one = incidents.compose(scene, seen_by, story.pupil, day, about)
        told.append(one)
        if own and "yes" in _family_told(scene, one) and scene.chance(0.35):
            told += _call_about(scene, story, one, part)
    yield from told
    for at, tag in CONTACTS[story.shape]:
        known = tag == "start" and story.since < weeks[0][0]
        yield from _contact(scene, story, at, "plan" if known else tag)
    if story.pupil.year_group in (0, 1, 6) and scene.chance(0.5):
        yield from _contact(scene, story, 0.8, "transition")


def _beats(scene: Scene, story: Story, weeks: list[list[date]]) -> Iterator[tuple[date, float]]:
    """The days on which something happens: the weekly rates add up until they make one."""
    due = 0.35 + 0.3 * scene.rng.random()
    count = 0
    for number, days in enumerate(weeks):
        part = number / max(len(weeks) - 1, 1)
        due += SHAPES[story.shape](part) * (0.85 + 0.3 * scene.rng.random())
        while due >= 1 or (number >= len(weeks) - 2 and not count):
            due, count = due - 1, count + 1
            yield scene.rng.choice(days), part


def _contact(scene: Scene, story: Story, at: float, tag: str) -> list[Written]:
    days = [day for day in scene.where.days if day >= story.since and not scene.where.is_away(story.pupil, day)]
    if not days:
        return []
    wobble = scene.rng.uniform(-0.04, 0.04)
    day = days[min(max(int((at + wobble) * len(days)), 0), len(days) - 1)]
    return parent_contacts.compose(scene, story.mentor, story.pupil, day, tag, TONES[story.shape])


def _call_about(scene: Scene, story: Story, incident: Written, part: float) -> list[Written]:
    """The family is told: the same day, or on the next of what happened in a lesson or at home time."""
    day, when = scene.day_of(incident.moment), WHEN.get(scene.timetable.part_of(incident.moment), "")
    after = incident.moment + timedelta(minutes=20)
    if not when:
        was, day = day, school_day_after(day)
        when = "yesterday" if (day - was).days == 1 else f"on {was:%A}"
    tones = ("Upset", "Worried") if story.shape == "worse" and part > 0.5 else ("Neutral", "Worried", "Warm")
    return parent_contacts.compose(scene, story.mentor, story.pupil, day, "incident", tones, when, after=after)


def _family_told(scene: Scene, incident: Written) -> set[str]:
    return {code for code in ("yes", "not_yet") if scene.chips.of("family_told", code) & incident.entry.chosen}
