"""Incidents of the demo: a situation, cast with pupils, told in one of its ways, as the form hands it over."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from mentoring import schools
from mentoring.demo import casting, material, voices
from mentoring.demo.days import school_day_after
from mentoring.demo.diary import Written
from mentoring.demo.material import Situation
from mentoring.demo.scene import Scene, body, names
from mentoring.entry import Entry, Part, Promise
from models import KINDS, AdultStatement, Base, Member, PhysicalIntervention, Pupil, RestorativeTalk

KIND = KINDS["incident"]
ROLES = {"i": "involved", "a": "affected", "s": "saw"}
# Told evenly, these would stand out; they are asked for by name.
RARE = {"prejudice", "bullying", "hold", "fights"}
FORCE = ("used_by", "led_up", "de_escalation", "necessary", "injuries", "medical_help", "support_after",
         "pupil_account", "family_told_how")  # fmt: skip
TALKS_OFTEN = 2
Parts = dict[type[Base], list[dict[str, Any]]]


def compose(
    scene: Scene, author: Member, lead: Pupil, day: date, themes: Sequence[str], years_ago: int = 0,
    whole: bool | None = None,
) -> Written:  # fmt: skip
    """An incident on a day that the pupil took part in, of one of the themes if any fits; `whole` asks of a hold
    whether all of its statutory record is there."""
    day = scene.where.day_in(lead, day)
    situation, pupils = _choose(scene, lead, day, themes, years_ago, whole)
    moment = scene.free(author, day, situation.parts, pupils)
    at = scene.written_at(moment)
    people = {letter: voices.pupil(pupil) for letter, pupil in zip("abcd", pupils, strict=False)}
    slots = people | {"teacher": scene.teacher(pupils[0], years_ago)}
    parts_of, promises = _further(scene, situation, pupils, slots, moment, at)
    told = _told(scene, situation)
    if told == "not_yet":
        promises.append(Promise("tell_family", f"Tell the family: {names(pupils)}", scene.day_of(at)))
    telling = scene.deck.deal(scene.rng, situation.seen)
    chosen = _chosen(scene, situation, telling, parts_of, told)
    entry = _entry(scene, author, situation, telling, pupils, moment, slots, chosen)
    entry = replace(entry, parts_of=parts_of, promises=tuple(promises))
    return Written(author, at, entry, pupils, situation.follow.format(**slots), years_ago, situation.theme)


def _choose(scene: Scene, lead: Pupil, day: date, themes: Sequence[str], years_ago: int, whole: bool | None):
    """A situation that suits the pupil, the least worn first, and its cast."""
    ranked = sorted(
        material.situations(),
        key=lambda one: (one.theme not in themes, scene.deck.worn(one.seen), scene.rng.random()),
    )
    for situation in ranked:
        asked = situation.theme in themes and whole in (None, bool(situation.statements))
        if asked or situation.theme not in RARE:
            pupils = casting.cast(scene, situation, lead, day, years_ago)
            if pupils:
                return situation, pupils
    raise LookupError(f"No situation suits a pupil of year {lead.year_group}.")


def _entry(
    scene: Scene, author: Member, situation: Situation, telling: int, pupils: list[Pupil], moment: datetime, slots,
    chosen: frozenset[int],
) -> Entry:  # fmt: skip
    other = scene.deck.deal(scene.rng, situation.did) if situation.mixes else telling
    note = _note(scene, author, situation, situation.seen[telling], situation.did[other]).format(**slots)
    opinion = ""
    if situation.think and scene.chance(0.5):
        opinion = situation.think[scene.deck.deal(scene.rng, situation.think)].format(**slots)
    parts = tuple(
        Part(pupil.id, ROLES[letter], _line(scene, situation, slot).format(**slots))
        for slot, (pupil, letter) in enumerate(zip(pupils, situation.cast, strict=True))
    )
    client_id = scene.client_id()
    return Entry(
        kind=KIND, client_id=client_id, body=body(client_id, note, parts, chosen), occurred_at=moment, note=note,
        pupils=parts, chosen=chosen, detail={"day_part": schools.day_part(author, moment), "opinion": opinion},
    )  # fmt: skip


def _note(scene: Scene, author: Member, situation: Situation, seen: str, did: str) -> str:
    """Now and then nothing, or only what was seen; some people start a new line for what they did."""
    serious = situation.theme in RARE
    if not serious and scene.chance(0.04):
        return ""
    if not serious and scene.chance(0.14):
        return seen
    return f"{seen}\n{did}" if author.user.id % 3 == 0 else f"{seen} {did}"


def _line(scene: Scene, situation: Situation, slot: int) -> str:
    return situation.lines[slot] if slot < len(situation.lines) and scene.chance(0.75) else ""


def _told(scene: Scene, situation: Situation) -> str:
    if situation.told:
        return "yes" if situation.statements or scene.chance(0.72) else "not_yet"
    return "not_needed" if scene.chance(0.8) else ""


def _chosen(scene: Scene, situation: Situation, telling: int, parts_of: Parts, told: str) -> frozenset[int]:
    paired = situation.places.split(" | ")
    place = paired[telling] if len(paired) > 1 else scene.rng.choice(situation.places.split(", "))
    of, force = scene.chips.of, situation.force
    response = situation.response if RestorativeTalk in parts_of else situation.response.replace("Restorative talk", "")
    extra = "Told class teacher" if scene.chance(0.12) else ""
    chosen = of("place", place) | of("incident_type", situation.what)
    chosen |= of("antecedent", situation.before) | of("response", response, extra) | of("ending", situation.ending)
    chosen |= of("level", situation.level) | of("injury", situation.injury) | of("prejudice", situation.prejudice)
    chosen |= of("force_type", force.get("force_type", "")) | of("force_degree", force.get("force_degree", ""))
    return frozenset(chosen | of("family_told", told))


def _further(scene: Scene, situation: Situation, pupils: list[Pupil], slots, moment: datetime, at: datetime):
    """The rows of the kind's further tables, and what they promise."""
    parts_of: Parts = {}
    promises: list[Promise] = []
    if situation.talk and scene.deck.uses[situation.talk["happened"]] < TALKS_OFTEN:
        scene.deck.uses[situation.talk["happened"]] += 1
        back = school_day_after(scene.day_of(at), scene.rng.randrange(3, 8))
        talk = {name: text.format(**slots) for name, text in situation.talk.items()}
        parts_of[RestorativeTalk] = [talk | {"check_back_on": back}]
        promises.append(Promise("check_back", f"Check back after the restorative talk: {names(pupils)}", back))
    if situation.force:
        _add_force(scene, situation, slots, moment, parts_of)
        if not situation.statements:
            what = f"Complete the physical-intervention record: {names(pupils)}"
            promises.append(Promise("intervention", what, school_day_after(scene.day_of(at))))
    return parts_of, promises


def _add_force(scene: Scene, situation: Situation, slots, moment: datetime, parts_of: Parts) -> None:
    force = {name: situation.force.get(name, "").format(**slots) for name in FORCE}
    told_at = moment + timedelta(minutes=scene.rng.randrange(20, 70)) if situation.statements else None
    parts_of[PhysicalIntervention] = [
        force | {"minutes": situation.force.get("minutes"), "family_told_at": told_at},
    ]
    said = [{name: text.format(**slots) for name, text in row.items()} for row in situation.statements]
    parts_of[AdultStatement] = [{"position": place, **row} for place, row in enumerate(said, 1)]
