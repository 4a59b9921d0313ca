"""The hand-written material of the demo (texts/) and the shapes in which it is read.

Words in braces are slots for people (voices.py). Names of chips stand as the school's lists have them.
"""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True)
class Situation:
    """An incident as it happens in schools, told in several ways.

    `cast` is a letter for each pupil, a to d in the texts: i involved, a affected, s saw it. `parts` are parts of the
    day, `places` any of several or, with bars between, one a telling. `needs` says what a pupil must be to fill a slot
    (casting.py). The first telling in `seen` goes with the first in `did`, and so on, unless it `mixes`. `told`: the
    family has to hear of it. `lines` are the pupils' private lines.
    """

    theme: str
    parts: str
    places: str
    what: str
    before: str
    cast: str
    response: str
    seen: list[str]
    did: list[str]
    think: list[str] = field(default_factory=list)
    mixes: bool = False
    ending: str = "Resolved"
    level: str = "minor"
    told: bool = False
    injury: str = "none"
    prejudice: str = ""
    years: tuple[int, int] = (0, 6)
    needs: str = ""
    lines: tuple[str, ...] = ()
    follow: str = ""
    talk: dict[str, str] = field(default_factory=dict)
    force: dict[str, Any] = field(default_factory=dict)
    statements: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True)
class Occasion:
    """A contact with a family, told in several ways; p is the pupil and m the adult in the texts.

    `tag` is the place that it has in a story. `methods` is a code of the list, or one a telling; `calls` says who
    called: we or they.
    What was `agreed` goes with what was `said` in the same place. `someone` is an adult who is not of the family.
    """

    tag: str
    methods: str
    purpose: str
    tone: str
    said: list[str]
    agreed: list[str] = field(default_factory=list)
    calls: str = "we"
    years: tuple[int, int] = (0, 6)
    needs: str = ""
    follow: str = ""
    someone: str = ""
    interpreter: bool = False


@cache
def situations() -> tuple[Situation, ...]:
    """Every situation there is, in the order of the files."""
    return tuple(Situation(**_flat(row)) for path in sorted(TEXTS.glob("incidents_*.toml")) for row in table(path.stem))


@cache
def occasions() -> tuple[Occasion, ...]:
    """Every occasion there is, in the order of the files."""
    paths = sorted(TEXTS.glob("parent_contacts_*.toml"))
    return tuple(Occasion(**_flat(row)) for path in paths for row in table(path.stem))


@cache
def afterwards() -> dict[str, Any]:
    """What is written after a record, by what it is for."""
    read = tomllib.loads((TEXTS / "afterwards.toml").read_text("utf-8"))
    return {name: _lines(value) if isinstance(value, str) else value for name, value in read.items()}


def table(name: str) -> list[dict[str, Any]]:
    """The rows of a file that holds one array of tables."""
    (rows,) = tomllib.loads((TEXTS / f"{name}.toml").read_text("utf-8")).values()
    return rows


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """A row with its frame and its further facts beside its texts, each text a list of lines."""
    flat = row.pop("frame") | row.pop("more", {}) | row
    tellings = {name: _lines(flat[name]) for name in ("seen", "did", "think", "said", "agreed") if name in flat}
    return flat | tellings | {name: tuple(flat[name]) for name in ("years", "lines", "statements") if name in flat}


def _lines(text: str) -> list[str]:
    return text.strip("\n").split("\n")
