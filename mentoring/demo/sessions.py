"""1:1 sessions of the demo: what was done, what the pupil said, how it felt, and what was agreed for the next one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from mentoring.demo import afterwards, appointments, feelings, material, voice, voices
from mentoring.demo.appointments import Event, Slot, Weekly
from mentoring.demo.diary import Written
from mentoring.demo.material import Work
from mentoring.demo.plans import Course
from mentoring.demo.scene import Scene, body
from mentoring.demo.stories import WHEN, Story
from mentoring.entry import Entry, Part
from models import KINDS, Rating

KIND = KINDS["session"]
THEME = "session"
TAKEN_UP, NO_NOTE, OWN_WORDS, NEXT_STEP = 0.55, 0.1, 0.3, 0.5
# How often a text is read before what everybody could have heard is told instead.
OFTEN = 4
FRESH, CALM = timedelta(days=4), timedelta(days=14)


@dataclass
class Thread:
    """What runs through a pupil's sessions. `step` is what is said of the step agreed last; `over` are incidents that
    have been talked about."""

    story: Story
    events: Sequence[Event]
    is_first: bool
    course: Course | None = None
    step: str = ""
    over: list[Event] = field(default_factory=list)


def tell(
    scene: Scene, story: Story, weekly: Weekly, happened: Sequence[Event], course: Course | None
) -> Iterator[Written]:
    """Every session with the pupil in the term."""
    thread = Thread(story, happened, is_first=story.since >= scene.where.days[0], course=course)
    for slot in appointments.of_term(scene, story, weekly, happened):
        there = slot.attendance in ("came", "part")
        yield _there(scene, thread, slot) if there else _not_there(scene, thread, slot)


def _there(scene: Scene, thread: Thread, slot: Slot) -> Written:
    pupil, shape, rng = thread.story.pupil, thread.story.shape, scene.rng
    at = scene.where.part_of_term(scene.day_of(slot.moment))
    came = min(feelings.coming_in(rng, shape, at), 2 if slot.mode == "Crisis" else 5)
    event = _fresh(thread, slot)
    work = _choose(scene, thread, slot, feelings.WORDS[came], event)
    if work.when in ("involved", "affected") and event:
        thread.over.append(event)
    slots = {"a": voices.pupil(pupil), "teacher": scene.teacher(pupil), "when": _when(scene, event, slot)}
    left, joined = feelings.going_out(rng, came, work.goes), feelings.engagement(rng, shape, at, work.joins)
    part = Part(pupil.id, seen=True, feeling_in=came, feeling_out=left, engagement=joined)
    note = _note(scene, thread, slot, work)
    detail = {"minutes": slot.minutes} | _said(scene, thread, work, note, slots)
    chips = scene.chips.of("focus", work.focus) | scene.chips.of("strategy", work.strategy)
    return _written(scene, thread, slot, note.format(**slots), part, detail, chips)


def _not_there(scene: Scene, thread: Thread, slot: Slot) -> Written:
    pupil, lines = thread.story.pupil, material.not_there()[slot.attendance]
    slots = {"a": voices.pupil(pupil), "teacher": scene.teacher(pupil)}
    event = scene.where.events.get(scene.day_of(slot.moment), "")
    note = lines[scene.deck.deal(scene.rng, lines, pupil.id)].format(event=event, **slots)
    detail = {"minutes": None, "own_words": "", "next_step": ""}
    one = _written(scene, thread, slot, note, Part(pupil.id, seen=False), detail, set())
    if slot.attendance == "declined" and scene.chance(0.6):
        one.follow = material.not_there()["follow"].format(**slots)
        afterwards.follow_up(scene, one)
    return one


def _fresh(thread: Thread, slot: Slot) -> Event | None:
    """The newest incident of the last days, if it was the pupil's own and has not been talked about."""
    new = [one for one in thread.events if one.moment < slot.moment < one.moment + FRESH]
    return new[-1] if new and new[-1].role != "saw" and new[-1] not in thread.over else None


def _choose(scene: Scene, thread: Thread, slot: Slot, mood: str, event: Event | None) -> Work:
    """What suits the pupil, the mode, the mood and what has happened: the least worn first, mostly of the story."""
    pupil, themes = thread.story.pupil, set(thread.story.themes)
    able = [one for one in material.works() if one.mode == slot.mode and _suits(one, thread.story, mood)]
    asked = _asked(scene, thread, slot, event)
    fresh = [one for one in able if one.when == asked and scene.deck.worn(one.notes)[1] < OFTEN]
    able = fresh or [one for one in able if not one.when] or able
    own = scene.chance(0.7)
    return min(
        able,
        key=lambda one: (
            scene.deck.worn(one.notes, pupil.id)[0], own and not themes & set(one.about.split()),
            scene.deck.worn(one.notes), scene.rng.random(),
        ),
    )  # fmt: skip


def _suits(work: Work, story: Story, mood: str) -> bool:
    first, last = work.years
    about = not work.about or set(story.themes) & set(work.about.split())
    old_enough = first <= (story.pupil.year_group or 0) <= last
    return bool(about) and old_enough and work.needs in ("", story.shape) and mood in (work.comes or mood).split()


def _asked(scene: Scene, thread: Thread, slot: Slot, event: Event | None) -> str:
    """What the texts have to come after: an incident of a moment ago or, often, of the last days; a calm time."""
    if slot.mode != "planned":
        return "involved" if slot.mode == "Crisis" else ""
    if thread.is_first and slot.attendance == "came":
        thread.is_first = False
        return "first"
    if event and scene.chance(0.6):
        return event.role
    before = [one.moment for one in thread.events if one.moment < slot.moment]
    return "calm" if before and before[-1] < slot.moment - CALM and scene.chance(0.3) else ""


def _when(scene: Scene, event: Event | None, slot: Slot) -> str:
    """When an incident was, as one says it on the day of the session."""
    if not event:
        return ""
    day, today = scene.day_of(event.moment), scene.day_of(slot.moment)
    if day == today:
        return WHEN.get(scene.timetable.part_of(event.moment), "in the lesson")
    return "yesterday" if (today - day).days == 1 else f"on {day:%A}"


def _note(scene: Scene, thread: Thread, slot: Slot, work: Work) -> str:
    """Mostly what was done, after what came of the last step; now and then nothing."""
    number = thread.story.pupil.id
    if slot.attendance == "part":
        lines = material.not_there()["part"]
        return lines[scene.deck.deal(scene.rng, lines, number)]
    taken_up = thread.step if slot.mode == "planned" and scene.chance(TAKEN_UP) else ""
    thread.step = "" if slot.mode == "planned" else thread.step
    if not work.when and scene.chance(NO_NOTE):
        return taken_up
    told = work.notes[scene.deck.deal(scene.rng, work.notes, number)]
    return f"{taken_up} {told}" if taken_up else told


def _said(scene: Scene, thread: Thread, work: Work, note: str, slots: dict[str, Any]) -> dict[str, str]:
    """The pupil's own words and the next step, where there are any; a step only from what the note tells of."""
    said = {"own_words": "", "next_step": ""}
    number = thread.story.pupil.id
    if work.words and scene.chance(OWN_WORDS):
        said["own_words"] = work.words[scene.deck.deal(scene.rng, work.words, number)].format(**slots)
    texts = [step for step, _ in work.steps if note.endswith(tuple(work.notes))]
    if texts and scene.chance(NEXT_STEP) and scene.deck.worn(texts, number) < (False, OFTEN):
        step, thread.step = work.steps[scene.deck.deal(scene.rng, texts, number)]
        said["next_step"] = step.format(**slots)
    return said


def _written(
    scene: Scene, thread: Thread, slot: Slot, note: str, part: Part, detail: dict[str, Any], chips: set[int]
) -> Written:  # fmt: skip
    chosen = frozenset(
        chips | scene.chips.of("session_mode", slot.mode) | scene.chips.of("attendance", slot.attendance)
    )
    client_id = scene.client_id()
    rated = thread.course.rated(scene, scene.day_of(slot.moment)) if thread.course and part.seen else []
    detail = detail | voice.said(thread.story, slot.moment, part, rated)
    entry = Entry(
        kind=KIND, client_id=client_id, body=body(client_id, note, [part], chosen), occurred_at=slot.moment, note=note,
        pupils=(part,), chosen=chosen, detail=detail, parts_of={Rating: rated} if rated else {},
    )  # fmt: skip
    return Written(thread.story.mentor, _written_at(scene, slot, part), entry, [thread.story.pupil], theme=THEME)


def _written_at(scene: Scene, slot: Slot, part: Part) -> datetime:
    """Written down when it was over: there and then, or after school."""
    over = slot.moment + timedelta(minutes=slot.minutes if part.seen else 5, seconds=scene.rng.randrange(20, 500))
    late = scene.chance(0.25) and part.seen
    return max(scene.timetable.after_school(scene.rng, scene.day_of(slot.moment)), over) if late else over
