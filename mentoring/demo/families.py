"""The people in the pupils' families: telephone numbers of Ofcom's range for fiction, addresses at example.org."""

from random import Random
from typing import Any

from mentoring.demo.names import Community
from mentoring.naming import fold

RESTRICTIONS = (
    "No contact: court order, copy in the office.",
    "Not to collect. Ring the office before any contact.",
    "May have reports by post. Do not ring this number.",
)
SHAPES = (
    (("Mother", "Father"), 46),
    (("Mother",), 22),
    (("Mother", "Father", "Grandmother"), 10),
    (("Mother", "Grandmother"), 6),
    (("Father", "Mother"), 6),
    (("Mother", "Stepfather", "Father"), 5),
    (("Father",), 3),
    (("Grandmother", "Grandfather"), 1),
    (("Mother", "Aunt"), 1),
)
WOMEN = {"Mother", "Grandmother", "Aunt", "Foster carer"}
CARERS = (("Mrs", "Jean", "Whitlow"), ("Ms", "Paula", "Kerslake"), ("Mrs", "Doreen", "Applegarth"))


class Phones:
    """Numbers 07700 900000 to 900999, each once until they run out."""

    def __init__(self, rng: Random) -> None:
        self._numbers = rng.sample(range(1000), 1000)
        self._given = 0

    def next(self) -> str:
        number = self._numbers[self._given % 1000]
        self._given += 1
        return f"07700 900{number:03d}"


def contacts(
    rng: Random, community: Community, surname: str, known: dict[str, Any], phones: Phones
) -> list[dict[str, Any]]:
    """The contacts of a family, first to be rung first; `known` may name the mother or the father."""
    if known.get("looked_after"):
        return _fostered(rng, community, surname, phones)
    (shape,) = rng.choices([shape for shape, _ in SHAPES], [weight for _, weight in SHAPES])
    if "father" in known:
        shape = ("Mother", "Father")
    people = [_person(rng, community, surname, relationship, known, phones) for relationship in shape]
    last = people[-1]
    if last["relationship"] == "Father" and len(people) > 1 and rng.random() < 0.05 and not known:
        last["restriction"] = rng.choice(RESTRICTIONS)
    return [person | {"priority": place} for place, person in enumerate(people, 1)]


def _person(rng: Random, community: Community, surname: str, relationship: str, known: dict, phones: Phones) -> dict:
    woman = relationship in WOMEN
    forename = known.get(relationship.lower()) or rng.choice(community.mothers if woman else community.fathers)
    own = surname if rng.random() < 0.8 or known else rng.choice(community.surnames)
    email = f"{fold(forename)}.{fold(own)}".replace(" ", "-") + f"{rng.randrange(10, 99)}@example.org"
    return {
        "title": rng.choice(("Mrs", "Ms", "Miss", "Mrs")) if woman else "Mr",
        "forename": forename,
        "surname": own,
        "relationship": relationship,
        "parental_responsibility": relationship in ("Mother", "Father"),
        "phone": phones.next(),
        "email": email if rng.random() < 0.7 else "",
        "restriction": "",
    }


def _fostered(rng: Random, community: Community, surname: str, phones: Phones) -> list[dict[str, Any]]:
    title, forename, carer = rng.choice(CARERS)
    mother = _person(rng, community, surname, "Mother", {}, phones)
    mother |= {"restriction": "Supervised contact only, arranged by children's services.", "priority": 2}
    first = {"title": title, "forename": forename, "surname": carer, "relationship": "Foster carer", "priority": 1}
    return [mother | first | {"parental_responsibility": False, "phone": phones.next(), "restriction": ""}, mother]
