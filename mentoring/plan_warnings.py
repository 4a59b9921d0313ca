"""What does not go together in a pupil's plans: said in words, by rules that anybody can check.

Two things only. A review before its own plan begins. Two targets that contradict: they measure the same (the same
words under "What is measured?", but for capitals and accents), and one is to go up and the other down. Of a plan that
others keep, its lines of more and less count as such targets.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from mentoring.marks import amount
from mentoring.naming import fold
from mentoring.plan_parts import Whole
from models import OtherPlan, Target


@dataclass(frozen=True)
class Aim:
    """What a plan wants more of (`rises`) or less of; `said` is how it puts that."""

    measured: str
    rises: bool
    said: str


def of(plans: list[Whole], others: list[OtherPlan], today: date) -> list[str]:
    """The warnings about a pupil's plans that go on, a sentence each."""
    going = [one for one in plans if one.plan.ended_on is None]
    registered = [one for one in others if one.ends_on is None or one.ends_on >= today]
    return [*_too_early([*(one.plan for one in going), *registered]), *_contradictions(going, registered)]


def _too_early(plans) -> Iterator[str]:
    for plan in plans:
        if plan.review_on and plan.review_on < plan.starts_on:
            yield (
                f"{plan.name}: its review on {plan.review_on:%-d %B %Y} falls before it begins, on "
                f"{plan.starts_on:%-d %B %Y}. Put one of the days right."
            )


def _contradictions(going: list[Whole], registered: list[OtherPlan]) -> Iterator[str]:
    aims = [aim for one in going for target in one.open for aim in _of_target(one, target)]
    aims += [aim for plan in registered for aim in _of_other(plan)]
    for one, two in combinations(aims, 2):
        if fold(one.measured) == fold(two.measured) and one.rises != two.rises:
            yield (
                f"“{one.measured}” is to go {_way(one)} in one place and {_way(two)} in another: {one.said}; "
                f"{two.said}. Agree on one, or word them apart."
            )


def _of_target(one: Whole, target: Target) -> Iterator[Aim]:
    if fold(target.measured) and target.baseline is not None and target.aim is not None:
        first, last = amount(target.measure, target.baseline), amount(target.measure, target.aim)
        said = f"{one.plan.name} says from {first} to {last}"
        yield Aim(target.measured, target.aim > target.baseline, said)


def _of_other(plan: OtherPlan) -> Iterator[Aim]:
    for text, rises in ((plan.more, True), (plan.less, False)):
        for line in text.split("\n"):
            if fold(line):
                yield Aim(line.strip(), rises, f"{plan.name} says {'more' if rises else 'less'}")


def _way(aim: Aim) -> str:
    return "up" if aim.rises else "down"
