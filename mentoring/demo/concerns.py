"""Three concerns of the demo: one that waits, one in hand, one that is closed; and whom the school rings."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from mentoring import body_map, clock, concerns, handling
from mentoring.demo.days import school_day_after
from mentoring.demo.scene import Scene, body
from mentoring.entry import Entry, Part
from models import KINDS, ConcernMark, Member, Pupil, Record, School

KIND = KINDS["concern"]
RING = {
    "dsl_phones": "01632 960142 Grace Adeyemi (DSL)", "chair_contact": "Robert Fenwick, 01632 960177",
    "lado_contact": "01632 960118, weekdays 9 to 5", "out_of_hours": "01632 960199, emergency duty team",
}  # fmt: skip
Mark = tuple[str, str, str, str]


@dataclass(frozen=True)
class Told:
    """A concern as somebody with a role tells it of a girl or boy of a year, so many school days ago at a time.

    `marks` are side, part of the body, kind and look; `chips` are (list, names).
    """

    role: str
    sex: str
    year: int
    days_ago: int
    at: time
    words: str
    facts: str
    chips: tuple[tuple[str, str], ...]
    opinion: str = ""
    present: str = ""
    told: str = ""
    marks: tuple[Mark, ...] = ()
    steps: tuple[tuple[timedelta, str, dict], ...] = field(default_factory=tuple)


HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CONCERNS = (
    Told("contributor", "Female", 4, 0, time(9, 2), "He grabs my arm when I’m slow. It’s meant to be a secret.",
         "At registration she reached for her tray and her sleeve slid back. A mark above the left elbow, a smaller "
         "one on the forearm. I asked, “What happened there?” and nothing else. She pulled the sleeve down and sat.",
         (("concern_source", "The child told me"), ("concern_category", "Physical"), ("place", "Classroom"),
          ("concern_told", "Nobody yet")),
         opinion="She is usually chatty with me. She was not today.", present="Two others, out of hearing",
         marks=(("back", "left upper arm", "bruise", "yellow and brown, each as big as a 10p"),
                ("front", "left forearm", "bruise", "small, blue"))),
    Told("lead", "Male", 2, 9, time(9, 4), "There wasn’t any. There’s never any in the week.",
         "Third time in a fortnight that he came without breakfast and in the same jumper. He ate two bowls at "
         "the club and put a banana in his pocket.",
         (("concern_source", "A pattern over time"), ("concern_category", "Neglect"),
          ("concern_told", "Class teacher")),
         told="At registration, at the door",
         steps=((HOUR / 3, "acknowledged", {}), (HOUR, "assigned", {"person": "dsl"}),
                (3 * HOUR, "decided", {"choice": "Early help", "text": "Three in a fortnight and two lates with no "
                 "lunch. Not at the threshold for social care today. Mum has asked for help with mornings before."}),
                (3.2 * HOUR, "acted", {"text": "Keep a place at breakfast club until the holidays",
                                      "person": "mentor"}),
                (3.4 * HOUR, "told", {"text": "Thank you. I am speaking with home this week. Please keep a note of "
                 "each morning, and tell me at once if anything changes."}))),
    Told("lead", "Female", 6, 24, time(14, 40), "He said he’s fourteen and I should do it on my tablet, not on Mum’s.",
         "She asked how to block somebody. Messages for two weeks from a name that she does not know. No picture was "
         "sent. I looked at nothing on the tablet.",
         (("concern_source", "The child told me"), ("concern_category", "Online"), ("concern_told", "A DSL")),
         told="At once, in person",
         steps=((HOUR / 4, "acknowledged", {}),
                (HOUR, "decided", {"choice": "Talk with family", "text": "No picture, no meeting arranged. Her mum "
                 "knew of the game, not of the messages, and came in the same afternoon."}),
                (2 * HOUR, "referred", {"agency": "Police, online safety team", "reference": "OS-2231"}),
                (9 * DAY, "closed", {"text": "Account blocked, tablet stays downstairs, nothing since. The police keep "
                 "the name. Online safety taught again in the year."}))),
)  # fmt: skip


def raise_all(scene: Scene, people: Sequence[Member]) -> None:
    """Raise them and do what was done about each, as far as it is over by the demo's present."""
    School.update(RING).where(School.id == scene.school.id).execute()
    holding = {role: next(one for one in people if one.has(role)) for role in ("mentor", "contributor", "lead", "dsl")}
    for place, told in enumerate(sorted(CONCERNS, key=lambda one: -one.days_ago)):
        at = _moment(scene, told)
        pupil = _pupil(scene, told, place)
        with clock.at(at):
            entry = _entry(scene, told, pupil, at - timedelta(minutes=4))
            record = concerns.raise_concern(holding[told.role], entry, by_mail=False).record
        for after, action, facts in told.steps:
            _do(scene, holding, record, at + after, action, dict(facts))


def _moment(scene: Scene, told: Told) -> datetime:
    """When it was raised: a school day earlier where that hour is not over yet, so that one always waits."""
    days = scene.where.days[: max(1, len(scene.where.days) - told.days_ago)]
    moments = [clock.instant(day, told.at, scene.school.zone) + timedelta(minutes=4) for day in days[-2:]]
    return next((one for one in reversed(moments) if one < scene.until), moments[0])


def _pupil(scene: Scene, told: Told, place: int) -> Pupil:
    fitting = [
        one for room in scene.roll.classes for one in room if one.sex == told.sex and one.year_group == told.year
    ]
    return fitting[(place * 7 + 3) % len(fitting)]


def _entry(scene: Scene, told: Told, pupil: Pupil, moment: datetime) -> Entry:
    client_id, parts = scene.client_id(), (Part(pupil.id),)
    chosen = frozenset(one for name, wanted in told.chips for one in scene.chips.of(name, wanted))
    detail = {"exact_words": told.words, "opinion": told.opinion, "present": told.present, "told": told.told}
    return Entry(
        kind=KIND, client_id=client_id, body=body(client_id, told.facts, parts, chosen), occurred_at=moment,
        note=told.facts, pupils=parts, chosen=chosen, detail=detail | {"begun_at": moment},
        parts_of={ConcernMark: [_mark(place, mark) for place, mark in enumerate(told.marks, 1)]},
    )  # fmt: skip


def _mark(position: int, mark: Mark) -> dict:
    side, region, kind, look = mark
    x, y = body_map.placed(side, region) or (500, 500)
    return {
        "position": position,
        "side": side,
        "x": x,
        "y": y,
        "region": region,
        "kind": kind,
        "look": look,
        "note": "",
    }


def _do(scene: Scene, holding: dict[str, Member], record: Record, at: datetime, action: str, facts: dict) -> None:
    if at >= scene.until:
        return
    day = clock.local(at, scene.school.zone).date()
    if "person" in facts:
        facts["person"] = holding[facts["person"]].user.id
    if action == "acted":
        facts["day"] = school_day_after(day, 10)
    if action == "referred":
        facts["day"] = day
    with clock.at(at):
        handling.handle(holding["dsl"], record, action, scene.client_id(), **facts)
