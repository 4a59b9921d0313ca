"""Plans of the demo: one for every pupil on a caseload, rated in their sessions, most of them reviewed and signed off.

Chance is each pupil's own, so that what else is written of the school stays as it was.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from mentoring import clock, other_plans, plans, reviews
from mentoring.demo import feelings, material
from mentoring.demo.diary import Written
from mentoring.demo.scene import Scene, body
from mentoring.demo.stories import Story
from mentoring.entry import Entry, Part
from models import KINDS, Member, Plan, Record, ReviewScore, Target

KIND = KINDS["review"]
THEME = "review"
FIRST_DAYS, RATED, SIGNED, OVERDUE = (5, 6, 7, 8), 0.85, 0.85, 0.1
DECIDED = {"improving": "Continue", "quiet": "Step down", "worse": "Change", "bump": "Continue", "away": "Continue",
           "steady": "Continue"}  # fmt: skip
TONE = {"improving": "better", "quiet": "better", "worse": "worse"}
NEED = (("Education", "EHCP", "Local authority"), ("SEN", "SEN support", "SENCO"))


@dataclass
class Course:
    """A pupil's plan as the demo tells it: its targets that are rated, and the pupil's own chance."""

    story: Story
    plan: Plan
    targets: list[Target]
    rng: Random

    def rated(self, scene: Scene, day: date) -> list[dict[str, Any]]:
        """The ratings of a session on a day: none before the plan, or where there was no time for it."""
        if day <= self.plan.starts_on or self.rng.random() > RATED:
            return []
        return [
            {"target": target.id, "value": self.stands(scene, day)}
            for target in self.targets if target.measure == "rating"
        ]  # fmt: skip

    def stands(self, scene: Scene, day: date) -> int:
        """From 0 to 10, as the story goes."""
        return _ten(self.story, scene.where.part_of_term(day), self.rng)


def start(scene: Scene, told: Sequence[Story]) -> dict[int, Course]:
    """Start the plans, each on its day, with what others keep; by pupil's id."""
    found = {}
    for story in told:
        rng = Random(story.pupil.id)  # noqa: S311  the same pupil has to have the same plan
        days = [day for day in scene.where.days if day >= story.since and day < scene.today]
        if len(days) > max(FIRST_DAYS):
            found[story.pupil.id] = _start(scene, story, days[rng.choice(FIRST_DAYS)], rng)
    return found


def review(scene: Scene, courses: dict[int, Course], lead: Member) -> Iterator[Written]:
    """The reviews that were due by now, but for a few that wait; a lead signs most of them off within days."""
    for course in courses.values():
        days = [day for day in scene.where.days if course.plan.review_on <= day < scene.today]
        days = [day for day in days if not scene.where.is_away(course.story.pupil, day)]
        if days and course.rng.random() > OVERDUE:
            yield _review(scene, course, days[0], lead)


def _start(scene: Scene, story: Story, day: date, rng: Random) -> Course:
    said, facts = material.plan_texts(), {}
    parts = [said["target"][theme] for theme in story.themes[:2]]
    parts += [said["days"]] if story.shape == "away" else []
    goals = [_goal(scene, story, one, day, rng) for one in parts]
    own, zone = said["plan"], scene.school.zone
    with clock.at(clock.instant(day, time(15, 40), zone)):
        facts = {
            "plan_type": _one(scene, "plan_type", "Mentor plan" if rng.random() < 0.7 else "ELSA programme"),
            "strengths": rng.choice(own["strengths"]), "referrer": rng.choice(own["referrer"]),
            "consent_by": rng.choice(own["consent"]), "consent_how": _one(scene, "consent_how", "In person"),
            "consent_on": day, "starts_on": day, "review_on": plans.proposed_review(story.mentor, day), "stage": "do",
        }  # fmt: skip
        barriers = scene.chips.of("barrier", *[one["barrier"] for one in parts])
        plan = plans.start(story.mentor, story.pupil, _uuid(rng), facts, barriers, goals)
        _register(scene, story, day)
    return Course(story, plan, list(Target.select().where(Target.plan == plan).order_by(Target.position)), rng)


def _goal(scene: Scene, story: Story, said: dict[str, str], day: date, rng: Random) -> plans.Goal:
    is_days = said["barrier"] == "Attendance"
    baseline = 3 if is_days else _ten(story, scene.where.part_of_term(day), rng)
    columns = {
        "own_words": said["own"], "wording": said["wording"], "measured": said["measured"], "helper": said["helper"],
        "measure": "count" if is_days else "rating", "baseline": baseline,
        "aim": 5 if is_days else min(10, baseline + 5),
    }  # fmt: skip
    if columns["aim"] == baseline:
        columns["baseline"] = baseline - 1
    return plans.Goal(None, columns, frozenset(scene.chips.of("strategy", said["strategy"])))


def _register(scene: Scene, story: Story, day: date) -> None:
    """The plans that a pupil's need or care brings with it, a year old."""
    pupil, since = story.pupil, day - timedelta(days=330)
    kept = [(name, keeper) for need, name, keeper in NEED if pupil.sen_status.startswith(need)]
    kept += [("PEP", "Virtual school")] if pupil.looked_after else []
    for name, keeper in kept:
        facts = {"other_plan": _one(scene, "other_plan", name), "keeper": keeper, "starts_on": since,
                 "review_on": since + timedelta(days=365)}  # fmt: skip
        other_plans.register(story.mentor, pupil, facts)


def _review(scene: Scene, course: Course, day: date, lead: Member) -> Written:
    story, rng = course.story, course.rng
    said = material.plan_texts()["review"][TONE.get(story.shape, "same")]
    moment = scene.free(story.mentor, day, "lesson", [story.pupil])
    note, client_id, part = "", _uuid(rng), Part(story.pupil.id, seen=False)
    decided = frozenset(scene.chips.of("review_decision", DECIDED[story.shape]))
    scores = [_score(scene, course, target, day) for target in course.targets]
    detail = {"plan": course.plan, "cycle": 1} | {
        f"{who}_view": rng.choice(said[who]) for who in ("pupil", "family", "teacher")
    }
    entry = Entry(
        kind=KIND, client_id=client_id, body=body(client_id, note, [part], decided), occurred_at=moment, note=note,
        pupils=(part,), chosen=decided, detail=detail, parts_of={ReviewScore: scores},
    )  # fmt: skip
    written = Written(story.mentor, moment + timedelta(minutes=35), entry, [story.pupil], theme=THEME)
    written.later.append((written.at + timedelta(seconds=1), lambda record: reviews.follow(story.mentor, record)))
    if rng.random() < SIGNED:
        at = _after_school(scene, day + timedelta(days=rng.choice((1, 2, 5))))
        written.later.append((at, lambda record: _sign(lead, record)))
    return written


def _score(scene: Scene, course: Course, target: Target, day: date) -> dict[str, Any]:
    value = course.rng.choice((3, 4, 4)) if target.measure == "count" else course.stands(scene, day)
    baseline, aim = target.baseline or 0, target.aim or 0
    far = (value - aim) / max(aim - baseline, 1)
    against = 0 if far == 0 else 1 if far > 0 else -1 if far >= -0.7 else -2
    return {"target": target.id, "value": value, "against": against}


def _sign(lead: Member, record: Record) -> None:
    reviews.sign_off(lead, record, Record.get_by_id(record.id).version)


def _ten(story: Story, at: float, rng: Random) -> int:
    """A feeling of 1 to 5 as the story has it at a part of the term, as a rating from 0 to 10."""
    trend = feelings.TRENDS[story.shape](at)
    return min(max(round(2.2 * trend - 1.2 + rng.gauss(0, 0.6)), 0), 10)


def _after_school(scene: Scene, day: date) -> datetime:
    return clock.instant(day, time(16, 10), scene.school.zone)


def _one(scene: Scene, name: str, wanted: str) -> int | None:
    return next(iter(scene.chips.of(name, wanted)), None)


def _uuid(rng: Random) -> str:
    return str(UUID(int=rng.getrandbits(128), version=4))
