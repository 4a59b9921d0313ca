"""The cells of weekly tracking as they are sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from forms.base import tidy

LONGEST = 60
MOST_CELLS = 1000


@dataclass(frozen=True)
class Sent:
    """A cell as it was sent: `version` is the one that it was written over."""

    pupil: int
    measure: str
    monday: date
    text: str
    version: int


def cells(sent: Iterable[tuple[str, str]]) -> list[Sent]:
    """The cells of a form: `figure-3-effort-2026-11-16` and `version-` the same. What is no cell's is passed over."""
    pairs = dict(sent)
    names = [name.removeprefix("figure-") for name in pairs if name.startswith("figure-")]
    keys = [(name, key) for name in names[:MOST_CELLS] if (key := _key(name)) is not None]
    return [Sent(*key, tidy(pairs[f"figure-{name}"])[:LONGEST], _number(pairs.get(f"version-{name}", "")))
            for name, key in keys]  # fmt: skip


def _key(name: str) -> tuple[int, str, date] | None:
    pupil, _, rest = name.partition("-")
    measure, _, day = rest.partition("-")
    if not (pupil.isascii() and pupil.isdecimal() and len(pupil) < 16):
        return None
    try:
        return int(pupil), measure, date.fromisoformat(day)
    except ValueError:
        return None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0
