"""Names as a mixed English town has them (texts/names.toml), and pupils who are there whatever the seed."""

from dataclasses import dataclass
from typing import Any

from mentoring.demo.material import table


@dataclass(frozen=True)
class Community:
    """`share` of a hundred families; `eal` and `premium` are chances; names are lists to draw from."""

    name: str
    share: float
    ethnicities: list[str]
    eal: float
    premium: float
    boys: list[str]
    girls: list[str]
    surnames: list[str]
    mothers: list[str]
    fathers: list[str]


@dataclass(frozen=True)
class Planted:
    """A pupil whom every demo has. `room` is the first or second class of the year; `known` is what else is known."""

    year: int
    room: int
    sex: str
    forename: str
    surname: str
    known_as: str
    community: str
    known: dict[str, Any]


PLANTED = (
    Planted(
        5, 0, "Male", "Jayden", "Okafor", "Jayden", "West African",
        {"need": "SEMH", "pupil_premium": True, "mother": "Chioma", "father": "Emeka"},
    ),
    Planted(6, 0, "Male", "Leo", "Prentice", "Leo", "British", {"need": "SpLD"}),
    Planted(4, 0, "Female", "Maisie", "Tranter", "Maisie", "British", {}),
    Planted(3, 0, "Female", "Aaliyah", "Khan", "Aaliyah", "Pakistani", {}),
    Planted(5, 1, "Male", "Tomasz", "Szewczyk", "Tomasz", "Eastern European", {"eal": True}),
    Planted(2, 1, "Female", "Ruby", "Bagshaw", "Ruby", "British", {"pupil_premium": True}),
    Planted(4, 1, "Male", "Seán", "O'Brien", "Seán", "Irish", {"need": "SEMH"}),
    Planted(6, 1, "Male", "Jamal", "Baptiste", "J", "Caribbean", {"pupil_premium": True}),
    Planted(5, 0, "Female", "Siân", "Llewellyn", "Siân", "Welsh", {"looked_after": True, "pupil_premium": True}),
    Planted(4, 0, "Female", "Maryam", "Hussain", "Maryam", "Pakistani", {"eal": True}),
    Planted(4, 1, "Female", "Maryam", "Hussain", "Maryam", "Pakistani", {}),
    Planted(3, 1, "Female", "Anastasia-Wilhelmina", "Abernethy-Featherstonehaugh", "Anastasia-Wilhelmina",
            "British", {}),
    Planted(2, 0, "Female", "Minh Anh", "Nguyễn", "Minh Anh", "Vietnamese", {"eal": True}),
    Planted(1, 0, "Female", "Aoife", "O'Brien", "Aoife", "Irish", {}),
    Planted(1, 1, "Male", "Kian", "Haywood", "Kian", "British", {"looked_after": True, "need": "SLCN"}),
    Planted(6, 0, "Male", "Omar", "al-Masri", "Omar", "Arabic", {"eal": True}),
)  # fmt: skip
# On the first, second, third mentor's caseload, whatever the seed.
CASELOADS = (
    ("Jayden", "Leo", "Maisie", "Aaliyah", "Tomasz", "Ruby"),
    ("Seán", "J", "Minh Anh", "Kian"),
    ("Siân", "Maryam", "Omar", "Anastasia-Wilhelmina"),
)
SHORT = {
    "Oliver": "Ollie", "Zachary": "Zac", "Matilda": "Mattie", "Mohammed": "Mo", "Beatrice": "Bea", "Samuel": "Sam",
    "Penelope": "Nell", "Wojciech": "Wojtek", "Emmanuel": "Manny", "Abdirahman": "Abdi", "Georgia": "Georgie",
    "Jessica": "Jess", "Daniel": "Dan", "Isobel": "Izzy", "Zakariya": "Zak",
}  # fmt: skip


def communities() -> list[Community]:
    """The town's communities."""
    return [Community(**{name: _drawn(name, value) for name, value in row.items()}) for row in table("names")]


def _drawn(name: str, value: Any) -> Any:
    if name not in ("boys", "girls", "surnames", "mothers", "fathers"):
        return value
    return [word.replace("_", " ") for word in value.split()]
