"""The demo's roll: 420 pupils in 14 classes, in families."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from mentoring.demo import families, names
from mentoring.demo.names import Community, Planted
from mentoring.naming import search_name
from models import FamilyContact, Pupil, School, SchoolClass

# Two a year, from Reception to Year 6.
CLASSES = (
    "Wren", "Robin", "Finch", "Swift", "Linnet", "Martin", "Heron", "Plover", "Osprey", "Harrier", "Kestrel", "Merlin",
    "Falcon", "Eagle",
)  # fmt: skip
SEATS = 30
NEEDS = {
    "SLCN": ("Speech, Language and Communication Needs", 32),
    "SEMH": ("Social, Emotional and Mental Health", 22),
    "ASD": ("Autistic Spectrum Disorder", 15),
    "MLD": ("Moderate Learning Difficulty", 14),
    "SpLD": ("Specific Learning Difficulty", 12),
    "HI": ("Hearing Impairment", 3),
    "PD": ("Physical Disability", 2),
}
LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
Row = dict[str, Any]


@dataclass
class Roll:
    """The pupils by class, in the order of CLASSES, and each pupil's family."""

    classes: list[list[Pupil]]
    family: dict[int, list[FamilyContact]]

    def room(self, pupil: Pupil) -> int:
        """The place of the pupil's class in CLASSES."""
        mine = pupil.school_class_id
        return next(place for place, pupils in enumerate(self.classes) if pupils[0].school_class_id == mine)

    def mates(self, pupil: Pupil) -> list[Pupil]:
        """The others in the pupil's class."""
        return [one for one in self.classes[self.room(pupil)] if one.id != pupil.id]


def enrol(rng: Random, school: School, year: int) -> Roll:
    """Fill the school's classes for the school year that began in `year`."""
    rows = sorted(_children(rng, year), key=lambda row: (-row["room"], row["surname"], row["forename"], row["born_on"]))
    for number, row in enumerate(rows):
        row |= {"admission_number": f"{2000 + number:06d}", "upn": _upn(row["room"] // 2, year, number)}
    rows.sort(key=lambda row: row["room"])
    rooms = [SchoolClass.create(school=school, name=name) for name in CLASSES]
    kin = [row.pop("family") for row in rows]
    Pupil.insert_many([_columns(school, rooms, row) for row in rows]).execute()
    pupils = list(Pupil.select().where(Pupil.school == school).order_by(Pupil.id))
    return Roll([pupils[seat : seat + SEATS] for seat in range(0, len(pupils), SEATS)], _keep(school, pupils, kin))


def _keep(school: School, pupils: list[Pupil], kin: list[list[Row]]) -> dict[int, list[FamilyContact]]:
    rows = [
        person | {"school": school, "pupil": pupil}
        for pupil, people in zip(pupils, kin, strict=True)
        for person in people
    ]
    FamilyContact.insert_many(rows).execute()
    family: dict[int, list[FamilyContact]] = {pupil.id: [] for pupil in pupils}
    for row in FamilyContact.select().where(FamilyContact.school == school).order_by(FamilyContact.id):
        family[row.pupil_id].append(row)
    return family


def _columns(school: School, rooms: list[SchoolClass], row: Row) -> Row:
    room = row.pop("room")
    folded = search_name(row["forename"], row["known_as"], row["surname"])
    return row | {"school": school, "school_class": rooms[room], "year_group": room // 2, "search_name": folded}


def _children(rng: Random, year: int) -> Iterator[Row]:
    """Every pupil as a row, family by family: those who are always there, then the rest of the seats."""
    town = names.communities()
    by_name = {community.name: community for community in town}
    phones, taken = families.Phones(rng), set[tuple[str, str]]()
    seats = [room for room in range(len(CLASSES)) for _ in range(SEATS)]
    for kin in _planted_families():
        for one in kin:
            seats.remove(one.year * 2 + one.room)
            taken.add((one.forename, one.surname))
        yield from _family(rng, by_name[kin[0].community], year, phones, taken, planted=kin)
    rng.shuffle(seats)
    while seats:
        (size,) = rng.choices((1, 2, 3), (76, 20, 4))
        rooms, seats = seats[:size], seats[size:]
        (community,) = rng.choices(town, [one.share for one in town])
        yield from _family(rng, community, year, phones, taken, rooms=rooms)


def _planted_families() -> list[list[Planted]]:
    kin: dict[tuple[str, str], list[Planted]] = {}
    for number, one in enumerate(names.PLANTED):
        namesake = any(one.forename == other.forename for other in kin.get((one.surname, ""), []))
        kin.setdefault((one.surname, str(number) if namesake else ""), []).append(one)
    return list(kin.values())


def _family(
    rng: Random, community: Community, year: int, phones: families.Phones, taken: set[tuple[str, str]],
    rooms: Sequence[int] = (), planted: Sequence[Planted] = (),
) -> Iterator[Row]:  # fmt: skip
    known = planted[0].known if planted else {"looked_after": True} if rng.random() < 0.004 else {}
    surname = planted[0].surname if planted else rng.choice(community.surnames)
    shared = _shared(rng, community, surname, known, phones)
    births: dict[int, date] = {}
    for one in planted:
        names_given = {"forename": one.forename, "known_as": one.known_as}
        need = one.known.get("need", "")
        yield _child(rng, shared | names_given, one.year * 2 + one.room, year, births, one.sex, need)
    for room in rooms:
        sex = rng.choice(("Female", "Male"))
        forename = _forename(rng, community, sex, surname, taken)
        known_as = names.SHORT[forename] if forename in names.SHORT and rng.random() < 0.5 else forename
        yield _child(rng, shared | {"forename": forename, "known_as": known_as}, room, year, births, sex)


def _shared(rng: Random, community: Community, surname: str, known: Row, phones: families.Phones) -> Row:
    """What the children of a family have in common."""
    premium = bool(known.get("pupil_premium") or known.get("looked_after"))
    return {
        "surname": surname,
        "eal": known.get("eal", rng.random() < community.eal),
        "pupil_premium": premium or rng.random() < community.premium,
        "looked_after": bool(known.get("looked_after")),
        "ethnicity": rng.choice(community.ethnicities),
        "family": families.contacts(rng, community, surname, known, phones),
    }


def _forename(rng: Random, community: Community, sex: str, surname: str, taken: set[tuple[str, str]]) -> str:
    """A forename that nobody of that surname has."""
    pool = community.girls if sex == "Female" else community.boys
    free = [name for name in pool if (name, surname) not in taken] or [f"{rng.choice(pool)}-{pool[0]}"]
    forename = rng.choice(free)
    taken.add((forename, surname))
    return forename


def _child(rng: Random, row: Row, room: int, year: int, births: dict[int, date], sex: str, need: str = "") -> Row:
    """A child of a family: in the same year group a twin, else born at least ten months from the others."""
    group = room // 2
    while group not in births:
        day = date(year - 5 - group, 9, 1) + timedelta(days=rng.randrange(365))
        if all(abs((day - other).days) > 300 for other in births.values()):
            births[group] = day
    return row | {"room": room, "sex": sex, "born_on": births[group]} | _support(rng, sex, need)


def _support(rng: Random, sex: str, need: str) -> Row:
    plan, support = (0.045, 0.19) if sex == "Male" else (0.018, 0.11)
    chance = rng.random()
    if not need and chance > plan + support:
        return {"sen_status": "", "sen_need": ""}
    (drawn,) = rng.choices(list(NEEDS), [weight for _, weight in NEEDS.values()])
    status = "Education, Health and Care Plan" if chance < plan else "SEN Support"
    return {"sen_status": status, "sen_need": NEEDS[need or drawn][0]}


def _upn(group: int, year: int, number: int) -> str:
    """A number of the right form, with its check letter, in a local authority that does not exist (999)."""
    digits = f"9994207{(year - group) % 100:02d}{number:03d}"
    return LETTERS[sum(place * int(digit) for place, digit in enumerate(digits, 2)) % 23] + digits
