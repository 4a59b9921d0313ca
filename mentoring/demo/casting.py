"""Who takes which part in a situation."""

from collections.abc import Callable
from datetime import date

from mentoring.demo.material import Situation
from mentoring.demo.scene import Scene
from models import Pupil

WHITE = {"White British", "Irish", "Any other White background"}
FITS: dict[str, Callable[[Pupil], bool]] = {
    "boy": lambda pupil: pupil.sex == "Male",
    "girl": lambda pupil: pupil.sex == "Female",
    "eal": lambda pupil: pupil.eal and pupil.ethnicity not in ("White British", "Irish"),
    "sen": lambda pupil: bool(pupil.sen_status),
    "looked after": lambda pupil: pupil.looked_after,
    "not white": lambda pupil: pupil.ethnicity not in WHITE,
    "muslim": lambda pupil: pupil.ethnicity in ("Pakistani", "Bangladeshi"),
}
FRIENDS = 5


def fits(situation: Situation, slot: int, pupil: Pupil, years_ago: int = 0) -> bool:
    """Whether a pupil can take a slot (0 for a): old enough then, young enough, and what the text says of them."""
    first, last = situation.years
    wanted = [need.partition(" ")[2] for need in situation.needs.split(", ") if need[:1] == "abcd"[slot]]
    return first <= (pupil.year_group or 0) - years_ago <= last and all(FITS[want](pupil) for want in wanted)


def cast(scene: Scene, situation: Situation, lead: Pupil, day: date, years_ago: int = 0) -> list[Pupil] | None:
    """The pupils of a situation in the order of its slots, the lead among them; None where the lead does not fit."""
    slots = [slot for slot in range(len(situation.cast)) if fits(situation, slot, lead, years_ago)]
    if not slots or (situation.force and slots[0] > 0):
        return None
    own = slots[0] if situation.force or scene.chance(0.7) else scene.rng.choice(slots)
    found: dict[int, Pupil] = {own: lead}
    for slot in range(len(situation.cast)):
        if slot == own:
            continue
        free = [one for one in company(scene, lead, day) if one not in found.values()]
        named = {one.known_as for one in found.values()}
        free = [one for one in free if one.known_as not in named and fits(situation, slot, one, years_ago)]
        if not free:
            return None
        found[slot] = free[0]
    return [found[slot] for slot in sorted(found)]


def company(scene: Scene, lead: Pupil, day: date) -> list[Pupil]:
    """Whom the lead is likely to be with on a day: most often the same few of the class, else others of the year."""
    mates = scene.roll.mates(lead)
    place = lead.id % len(mates)
    friends = [mates[(place + step * 7) % len(mates)] for step in range(FRIENDS)]
    year = [one for pupils in scene.roll.classes for one in pupils if one.year_group == lead.year_group]
    others = [one for one in scene.rng.sample(year, 24) if one.id != lead.id]
    scene.rng.shuffle(friends)
    ranked = [*friends, *others] if scene.chance(0.65) else [*others, *friends]
    return [one for one in ranked if not scene.where.is_away(one, day)]
