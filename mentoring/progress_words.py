"""The plain sentence of a pupil's progress, with its uncertainty and without a claim of cause."""

from math import inf

from mentoring.chance import Ratio
from mentoring.phases import AFTER, BEFORE
from mentoring.progress import Progress, Span
from mentoring.ratings import Point

WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
FEW = 20


def sentence(progress: Progress) -> str:
    """What was counted before and since, and whether chance alone would make as much; or that it is too soon."""
    then, now = progress.then, progress.now
    if then is None or now is None:
        return "Too soon to compare: that takes six school weeks on record and at least two after them."
    weeks = f"{number_word(then.weeks)} school weeks"
    name = "plan" if progress.period.by_plan else "support"
    since = f"the {weeks} before the {name}" if then.phase == BEFORE else f"the first {weeks} on record"
    counted = f"{_count(then.incidents)} in {since}, {now.incidents or 'none'} in the {_lately(then, now)}"
    return f"{counted}{_chance(progress.ratio, then.incidents + now.incidents)}"


def _lately(then: Span, now: Span) -> str:
    if now.phase == AFTER:
        return f"{number_word(now.weeks)} since it ended"
    return f"last {number_word(now.weeks)}" if now.weeks == then.weeks else f"{number_word(now.weeks)} since"


def _chance(ratio: Ratio | None, counted: int) -> str:
    if ratio is None:
        return "."
    if ratio.fell:
        return f". That is a larger fall than chance alone would make: {bounds(ratio)}."
    if ratio.rose:
        return f". That is a larger rise than chance alone would make: {bounds(ratio)}."
    return f"; {'few' if counted < FEW else 'close'} enough to be chance."


def bounds(ratio: Ratio) -> str:
    """The interval in words: between a tenth and two thirds is "between 10 % and 67 % of the rate before"."""
    if ratio.high == inf:
        return f"at least {_times(ratio.low)} the rate before, with 95 % confidence"
    if ratio.rose:
        return f"between {_times(ratio.low)} and {_times(ratio.high)} the rate before, with 95 % confidence"
    low, high = round(100 * ratio.low), round(100 * ratio.high)
    return f"between {low} % and {high} % of the rate before, with 95 % confidence"


def rated(points: list[Point]) -> str:
    """What is known of a target's ratings, oldest first: the first and the last, and no claim."""
    first, last = points[0], points[-1]
    if len(points) == 1:
        return f"Rated once: {first.value}, {_given(first)}."
    return f"Rated {first.value} at the start, {_given(first)}; {last.value} last, {_given(last)}."


def _given(point: Point) -> str:
    whose = {"pupil": ", the pupil’s own mark", "review": ", at the review"}.get(point.given, "")
    return f"on {point.day:%-d %B %Y}{whose}"


def _times(number: float) -> str:
    return f"{number:.1f} times"


def _count(number: int) -> str:
    return f"{number_word(number).capitalize() if number == 0 else number} incident{'' if number == 1 else 's'}"


def number_word(number: int) -> str:
    return WORDS[number] if number < len(WORDS) else str(number)
