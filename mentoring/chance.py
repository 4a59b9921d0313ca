"""Whether two small counts differ by more than chance: an exact interval for the ratio of their rates."""

from collections.abc import Callable
from dataclasses import dataclass
from math import comb, inf

LEVEL = 0.95
HALVINGS = 60  # of an interval from 0 to 1: more than a float can tell apart


@dataclass(frozen=True)
class Ratio:
    """The later rate as a multiple of the earlier: between `low` and `high` (`inf` where nothing bounds it)."""

    low: float
    high: float

    @property
    def fell(self) -> bool:
        return self.high < 1

    @property
    def rose(self) -> bool:
        return self.low > 1


def ratio(before: int, days_before: int, after: int, days_after: int, level: float = LEVEL) -> Ratio:
    """How the rate of events changed, from `before` in so many days to `after` in so many.

    Given how many there were in all, those that came later are binomial, whatever the rates (Przyborowski and Wilenski
    1940, Biometrika 31: 313–323); the interval for their share is exact, never too narrow (Clopper and Pearson 1934,
    Biometrika 26: 404–413). Events are taken to come one by one; where they come in bursts, chance does more.
    Raises ValueError for a span without days.
    """
    if days_before < 1 or days_after < 1:
        raise ValueError("Compare spans of a day or more.")
    low, high = share(after, before + after, level)
    return Ratio(*(one / (1 - one) * days_before / days_after if one < 1 else inf for one in (low, high)))


def share(found: int, of: int, level: float = LEVEL) -> tuple[float, float]:
    """(low, high): between which a probability lies of which `found` of `of` tries came out, by Clopper and Pearson."""
    tail = (1 - level) / 2
    low = 0.0 if found == 0 else _where(lambda p: _at_most(of - found, of, 1 - p) >= tail)
    high = 1.0 if found == of else _where(lambda p: _at_most(found, of, p) < tail)
    return low, high


def _at_most(found: int, of: int, p: float) -> float:
    return sum(comb(of, one) * p**one * (1 - p) ** (of - one) for one in range(found + 1))


def _where(holds: Callable[[float], bool]) -> float:
    """The smallest share from which on it holds."""
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
