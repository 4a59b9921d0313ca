"""How a pupil feels and joins in as the term goes from 0 to 1: marks from 1 to 5 that follow the story's shape."""

from collections.abc import Callable
from math import exp
from random import Random

TRENDS: dict[str, Callable[[float], float]] = {
    "improving": lambda at: 1.9 + 2.4 * at,
    "worse": lambda at: 3.9 - 2.4 * at,
    "quiet": lambda at: 2.8 + 0.5 * at,
    "steady": lambda at: 3.2,
    "bump": lambda at: 3.7 - 1.9 * exp(-(((at - 0.5) / 0.18) ** 2)),
    "away": lambda at: 2.7 + 0.8 * at,
}
NOISE = 0.55
WORDS = {1: "low", 2: "low", 3: "even", 4: "high", 5: "high"}
CHANGES = {"up": (1, 1, 1, 2), "same": (0,), "": (0, 0, 0, 1, 1, -1)}
JOINS = {"low": (1, 2), "high": (4, 5)}


def coming_in(rng: Random, shape: str, at: float) -> int:
    """The feeling with which a pupil comes."""
    return _mark(TRENDS[shape](at) + rng.gauss(0, NOISE))


def going_out(rng: Random, came: int, goes: str) -> int:
    """The feeling with which a pupil leaves, as the text has it: up, the same, or not said."""
    return _mark(came + rng.choice(CHANGES[goes]))


def engagement(rng: Random, shape: str, at: float, joins: str = "") -> int:
    """How far a pupil joins in: rather more than they feel well, unless the text says that it was little or much."""
    if joins:
        return rng.choice(JOINS[joins])
    return _mark(TRENDS[shape](at) + 0.5 + rng.gauss(0, NOISE))


def _mark(value: float) -> int:
    return min(max(round(value), 1), 5)
