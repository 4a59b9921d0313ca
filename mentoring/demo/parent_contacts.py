"""Parent contacts of the demo: an occasion with somebody of the pupil's family, told in one of its ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from mentoring.demo import material, voices
from mentoring.demo.casting import FITS
from mentoring.demo.days import school_day_after, school_days
from mentoring.demo.diary import Written
from mentoring.demo.material import Occasion
from mentoring.demo.scene import Scene, body
from mentoring.entry import Entry, Part, Promise
from models import KINDS, FamilyContact, Member, Pupil

KIND = KINDS["parent_contact"]
PARTS = {"gate": "arrival home", "meeting": "arrival lesson home", "visit": "lesson"}
TRIED = {"call": ("no_answer", "message", "no_answer", "message", "message", "wrong_number"), "meeting": ("absent",)}
TRIED_OFTEN = 0.18
AGAIN = {"no_answer", "message"}
PERSONS = {"mum": "Mother"}


@dataclass(frozen=True)
class Call:
    """What is known of a contact before it is written: who with, how, and the words for its slots."""

    pupil: Pupil
    person: FamilyContact | None
    occasion: Occasion
    telling: int
    method: str
    slots: dict[str, Any]


def compose(
    scene: Scene, author: Member, pupil: Pupil, day: date, tag: str, tones: Sequence[str] = (), when: str = "",
    years_ago: int = 0, after: datetime | None = None,
) -> list[Written]:  # fmt: skip
    """A contact on a day, after a call the day before that nobody answered, now and then. `when` says when in the day
    what it is about happened; `after` is an instant before which it cannot have been."""
    occasion, person = _choose(scene, pupil, tag, tones, years_ago)
    telling = scene.deck.deal(scene.rng, occasion.said)
    methods = occasion.methods.split()
    method = methods[telling if len(methods) > 1 else 0]
    slots = {
        "p": voices.pupil(pupil), "teacher": scene.teacher(pupil, years_ago),
        "m": voices.adult(person) if person else None, "when": when or scene.rng.choice(("at lunch", "at break")),
    }  # fmt: skip
    call = Call(pupil, person, occasion, telling, method, slots)
    moment = scene.free(author, day, PARTS.get(method, "lesson home"), after=after)
    reached = _reached(scene, author, call, moment, years_ago)
    return [*(() if after else _tried(scene, reached, call)), reached]


def _choose(scene: Scene, pupil: Pupil, tag: str, tones: Sequence[str], years_ago: int):
    family = [one for one in scene.roll.family[pupil.id] if not one.restriction]
    year = (pupil.year_group or 0) - years_ago
    found = []
    for one in material.occasions():
        wanted = PERSONS.get(one.needs, "")
        people = [person for person in family if not wanted or person.relationship == wanted]
        suits = one.needs not in FITS or FITS[one.needs](pupil)
        if one.tag == tag and one.years[0] <= year <= one.years[1] and suits and people:
            found.append((one, people))
    toned = [row for row in found if not tones or row[0].tone in tones] or found
    occasion, people = min(toned, key=lambda row: (scene.deck.worn(row[0].said), scene.rng.random()))
    person = people[0] if scene.chance(0.8) else people[min(1, len(people) - 1)]
    return occasion, None if occasion.someone else person


def _reached(scene: Scene, author: Member, call: Call, moment: datetime, years_ago: int) -> Written:
    occasion = call.occasion
    agreed = occasion.agreed[call.telling] if call.telling < len(occasion.agreed) else ""
    chosen = _chips(scene, call, "reached") | scene.chips.of("tone", occasion.tone)
    detail = {"family_contact": call.person, "someone_else": occasion.someone,
              "agreed": agreed.format(**call.slots), "interpreter": occasion.interpreter}  # fmt: skip
    entry = _entry(scene, call, moment, occasion.said[call.telling].format(**call.slots), chosen, detail)
    follow = occasion.follow.format(**call.slots) if agreed else ""
    return Written(author, _written_at(scene, moment), entry, [call.pupil], follow, years_ago, occasion.tag)


def unanswered(
    scene: Scene, author: Member, pupil: Pupil, day: date, person: FamilyContact, outcome: str = "message",
    method: str = "call", purpose: str = "Wellbeing", years_ago: int = 0,
) -> Written:  # fmt: skip
    """A contact that did not come about; after a call that nobody answered there is a promise to call again."""
    slots = {"p": voices.pupil(pupil), "m": voices.adult(person)}
    call = Call(pupil, person, Occasion("unanswered", method, purpose, "", []), 0, method, slots)
    lines = material.afterwards()[outcome]
    note = lines[scene.deck.deal(scene.rng, lines)].format(**slots)
    moment = scene.free(author, day, "lesson home")
    detail = {"family_contact": person, "someone_else": "", "agreed": "", "interpreter": False}
    entry = _entry(scene, call, moment, note, _chips(scene, call, outcome), detail, again=outcome in AGAIN)
    return Written(author, _written_at(scene, moment), entry, [pupil], "", years_ago, "unanswered")


def _tried(scene: Scene, reached: Written, call: Call) -> list[Written]:
    """What was tried on the school day before somebody was reached, and the promise that was kept by reaching them."""
    tries = TRIED.get(call.method, ())
    before = school_days(scene.day_of(reached.moment) - timedelta(days=4), scene.day_of(reached.moment))[:-1]
    often = TRIED_OFTEN if call.method == "call" else TRIED_OFTEN / 4
    if not tries or not before or not call.person or call.occasion.calls != "we" or not scene.chance(often):
        return []
    outcome, purpose = scene.rng.choice(tries), call.occasion.purpose
    tried = unanswered(
        scene, reached.author, call.pupil, before[-1], call.person, outcome, call.method, purpose, reached.years_ago
    )
    outcomes = material.afterwards()["call_again"]
    tried.keep_promise(reached.at, "call_again", outcomes[scene.deck.deal(scene.rng, outcomes)])
    return [tried]


def _entry(scene: Scene, call: Call, moment: datetime, note: str, chosen: set[int], detail, again=False) -> Entry:
    parts, client_id = (Part(call.pupil.id, "involved"),), scene.client_id()
    promises: tuple[Promise, ...] = ()
    if again and call.person:
        due = school_day_after(scene.day_of(moment))
        promises = (Promise("call_again", f"Call {call.person.name} again", due),)
    return Entry(
        kind=KIND, client_id=client_id, body=body(client_id, note, parts, frozenset(chosen)), occurred_at=moment,
        note=note, pupils=parts, chosen=frozenset(chosen), detail=detail, promises=promises,
    )  # fmt: skip


def _chips(scene: Scene, call: Call, outcome: str) -> set[int]:
    of, occasion = scene.chips.of, call.occasion
    chosen = of("direction", occasion.calls) | of("method", call.method) | of("purpose", occasion.purpose)
    return chosen | of("contact_outcome", outcome)


def _written_at(scene: Scene, moment: datetime) -> datetime:
    return moment + timedelta(seconds=scene.rng.randrange(90, 1500))
