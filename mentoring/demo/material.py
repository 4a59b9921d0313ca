"""The hand-written material of the demo (texts/) and the shapes in which it is read.

Words in braces are slots for people (voices.py). Names of chips stand as the school's lists have them.
"""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

TEXTS = Path(__file__).parent / "texts"
TOLD = ("seen", "did", "think", "said", "agreed", "notes", "words", "aims")


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


@dataclass(frozen=True)
class Work:
    """What is done in a 1:1 session, told in several ways; a is the pupil in the texts.

    `about` are themes of stories that it suits; without any it suits everybody, as do empty `comes` (low, even, high:
    the feelings in which the pupil can come). `goes` is how it changes them (up, same; empty: not said), `joins` how
    far the pupil joins in (low, high). `when` it is done: after an incident in which the pupil was involved or
    affected, in a calm time, or the first time. `needs` is a shape of story. `words` are the pupil's own, `steps` a
    next step each with what is said of it the next time.
    """

    focus: str
    strategy: str
    notes: list[str]
    mode: str = "planned"
    about: str = ""
    comes: str = ""
    goes: str = ""
    joins: str = ""
    when: str = ""
    needs: str = ""
    years: tuple[int, int] = (0, 6)
    words: list[str] = field(default_factory=list)
    steps: list[list[str]] = field(default_factory=list)


@dataclass(frozen=True)
class Course:
    """A programme. Of its `size` members `own` are of the leader's caseload; all are of `years`, no further apart than
    `span`. It `starts` at a part of the term; without `planned` it has no end. A session has its own of the notes,
    activities and `next`; those of a club come in any order. The notes name nobody."""

    name: str
    type: str
    leader: int
    part: str
    minutes: int
    size: int
    own: int
    years: tuple[int, int]
    span: int
    starts: float
    aims: list[str]
    notes: list[str]
    activities: list[str]
    next: list[str]
    place: str = ""
    themes: str = ""
    planned: int | None = None
    families: bool = False
    question: str = ""


@cache
def courses() -> tuple[Course, ...]:
    """Every programme there is, in the order of the files."""
    paths = sorted(TEXTS.glob("programmes_*.toml"))
    return tuple(Course(**_flat(row)) for path in paths for row in _read(path.stem)["programme"])


@cache
def private_lines() -> dict[str, list[str]]:
    """What is written of one pupil in a group session, by how far they joined in: low, high."""
    return {row["frame"]["joins"]: _lines(row["lines"]) for row in _read("programmes_short")["lines"]}


@cache
def praises() -> tuple[dict[str, Any], ...]:
    """Reasons for praise: reason, parts of the day, notes, and pairs, notes about two."""
    rows = table("praise")
    return tuple(row["frame"] | {name: _lines(row.get(name, "")) for name in ("notes", "pairs")} for row in rows)


@cache
def notes() -> tuple[dict[str, Any], ...]:
    """Notes: what they are `from` (teacher, seen, passed on), their tone (down, plain, up), the parts of the day."""
    return tuple(row["frame"] | {"notes": _lines(row["notes"])} for row in table("notes"))


@cache
def agencies() -> dict[str, list[dict[str, Any]]]:
    """The directory (agency), whom families were told of (told), and where pupils were referred (referred)."""
    return _read("agencies")


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
def works() -> tuple[Work, ...]:
    """Every work of a 1:1 session there is, in the order of the files."""
    paths = sorted(TEXTS.glob("sessions_*.toml"))
    return tuple(Work(**_flat(row)) for path in paths for row in _read(path.stem)["session"])


@cache
def not_there() -> dict[str, Any]:
    """What is written of a session to which the pupil did not come, by attendance; and what is on in the school."""
    return {name: _told(value) for name, value in _read("sessions_other")["away"].items()}


@cache
def afterwards() -> dict[str, Any]:
    """What is written after a record, by what it is for."""
    return {name: _told(value) for name, value in _read("afterwards").items()}


def table(name: str) -> list[dict[str, Any]]:
    """The rows of a file that holds one array of tables."""
    (rows,) = _read(name).values()
    return rows


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((TEXTS / f"{name}.toml").read_text("utf-8"))


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """A row with its frame and its further facts beside its texts, each text a list of lines."""
    flat = row.pop("frame") | row.pop("more", {}) | row
    tellings = {name: _lines(flat[name]) for name in TOLD if name in flat}
    return flat | tellings | {name: tuple(flat[name]) for name in ("years", "lines", "statements") if name in flat}


def _told(value: Any) -> Any:
    """A text as a list of lines; what is none as it is."""
    return _lines(value) if isinstance(value, str) and "\n" in value else value


def _lines(text: str) -> list[str]:
    return text.strip("\n").split("\n")


@cache
def plan_texts() -> dict[str, Any]:
    """What plans and their reviews say: targets by theme, strengths, views by how it goes."""
    return tomllib.loads((TEXTS / "plans.toml").read_text())


@cache
def voice_texts() -> dict[str, Any]:
    """What pupils say on their own screens, and what works with them, by theme."""
    return tomllib.loads((TEXTS / "voice.toml").read_text())


@cache
def nomination_texts() -> tuple[dict[str, Any], ...]:
    """The nominations, in the order in which they are told."""
    return tuple(_read("nominations")["nomination"])
