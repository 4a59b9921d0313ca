"""Group sessions of the demo: the register week by week, a note that names nobody, and those that did not run."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from mentoring.demo import feelings, material, voices
from mentoring.demo.diary import Written
from mentoring.demo.programmes import Run
from mentoring.demo.scene import Scene, body
from mentoring.entry import Entry, Part
from models import KINDS, Pupil

KIND = KINDS["group_session"]
THEME = "group session"
LATE, LINE, FAMILY_AWAY = 0.06, 0.4, 0.2
MET = ("yes", "yes", "partly")
# A pupil who is on nobody's caseload joins in as one whose term goes steadily.
OTHERS = "steady"


def hold(scene: Scene, runs: Sequence[Run]) -> Iterator[Written]:
    """Every session of the programmes."""
    for run in runs:
        number = 0
        for moment, reason in run.sessions:
            number += not reason
            yield _not_run(scene, run, moment, reason) if reason else _ran(scene, run, moment, number)


def _ran(scene: Scene, run: Run, moment: datetime, number: int) -> Written:
    course, of = run.course, scene.chips.of
    place = number - 1 if course.planned else scene.deck.deal(scene.rng, course.notes)
    activities, following = course.activities[place], course.next[place]
    chosen = of("group_activity", activities) | of("aim_met", scene.rng.choice(MET))
    parts = tuple(_part(scene, run, pupil, moment) for pupil in run.members)
    return _written(scene, run, moment, course.notes[place], parts, frozenset(chosen), number, following)


def _not_run(scene: Scene, run: Run, moment: datetime, reason: str) -> Written:
    parts = tuple(Part(pupil.id, seen=False) for pupil in run.members)
    return _written(scene, run, moment, "", parts, frozenset(scene.chips.of("not_run", reason)), None, "")


def _part(scene: Scene, run: Run, pupil: Pupil, moment: datetime) -> Part:
    day = scene.day_of(moment)
    if run.course.families:
        role = "absent" if scene.chance(FAMILY_AWAY) else "in"
        return Part(pupil.id, role, seen=False)
    if scene.where.is_away(pupil, day):
        return Part(pupil.id, "absent", seen=False)
    shape = run.shapes.get(pupil.id, OTHERS)
    joined = feelings.engagement(scene.rng, shape, scene.where.part_of_term(day))
    role = "late" if scene.chance(LATE) else "in"
    return Part(pupil.id, role, _line(scene, pupil, joined), seen=True, engagement=joined)


def _line(scene: Scene, pupil: Pupil, joined: int) -> str:
    """Now and then a line about one pupil, that says what the mark says."""
    lines = material.private_lines().get("low" if joined <= 2 else "high" if joined >= 5 else "", [])
    if not lines or not scene.chance(LINE):
        return ""
    return lines[scene.deck.deal(scene.rng, lines, pupil.id)].format(a=voices.pupil(pupil))


def _written(
    scene: Scene, run: Run, moment: datetime, note: str, parts: tuple[Part, ...], chosen: frozenset[int],
    number: int | None, following: str,
) -> Written:  # fmt: skip
    client_id = scene.client_id()
    entry = Entry(
        kind=KIND, client_id=client_id, body=body(client_id, note, parts, chosen), occurred_at=moment, note=note,
        pupils=parts, chosen=chosen, detail={"programme": run.programme, "number": number, "next_time": following},
    )  # fmt: skip
    takes = run.course.minutes if number else 1
    at = moment + timedelta(minutes=takes, seconds=scene.rng.randrange(30, 900))
    return Written(run.leader, at, entry, run.members, theme=THEME)
