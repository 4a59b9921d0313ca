"""Who is where: what people are busy with, the days on which pupils are away, and those that belong to the school."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random

from models import Member, Pupil

Person = Member | Pupil
Span = tuple[datetime, datetime]
# How many spells away there are in a term, and how long one lasts.
SPELLS, OFTEN_AWAY = (0, 0, 0, 0, 0, 1, 1, 1, 2), (4, 5, 6)
LENGTHS = (1, 1, 1, 2, 2, 3)
# A pupil who is often away is so in this part of the term; then it gets better.
BAD_PATCH = 0.75


class Whereabouts:
    """The term's days; who is taken on them and when; which pupils are away; which days something is on."""

    def __init__(self, days: list[date]) -> None:
        self.days = days
        self.events: dict[date, str] = {}
        self._away: set[tuple[int, date]] = set()
        self._taken: dict[tuple[str, int, date], list[Span]] = {}

    def is_free(self, people: Sequence[Person], start: datetime, minutes: int) -> bool:
        """Whether none of the people is taken at any time of these minutes."""
        end = start + timedelta(minutes=minutes)
        spans = (span for one in people for span in self._taken.get(_key(one, start), ()))
        return all(end <= first or last <= start for first, last in spans)

    def book(self, people: Sequence[Person], start: datetime, minutes: int) -> None:
        """Take these minutes of everybody's day."""
        for one in people:
            self._taken.setdefault(_key(one, start), []).append((start, start + timedelta(minutes=minutes)))

    def is_away(self, pupil: Pupil, day: date) -> bool:
        return (pupil.id, day) in self._away

    def day_in(self, pupil: Pupil, day: date) -> date:
        """The day, or the nearest of the term on which the pupil is in school."""
        if not self.is_away(pupil, day):
            return day
        there = [one for one in self.days if not self.is_away(pupil, one)]
        return min(there, key=lambda one: abs(one - day), default=day)

    def part_of_term(self, day: date) -> float:
        """How far into the term a day is, from 0 to 1."""
        return sum(one < day for one in self.days) / max(len(self.days) - 1, 1)

    def keep_away(self, rng: Random, pupil: Pupil, often: bool) -> None:
        """Give the pupil a term's spells away, of a day to three; somebody often away has more of them."""
        last = int(len(self.days) * (BAD_PATCH if often else 1))
        for _ in range(rng.choice(OFTEN_AWAY if often else SPELLS)):
            first = rng.randrange(max(last, 1))
            self._away |= {(pupil.id, day) for day in self.days[first : min(first + rng.choice(LENGTHS), last)]}


def _key(one: Person, start: datetime) -> tuple[str, int, date]:
    return ("user", one.user.id, start.date()) if isinstance(one, Member) else ("pupil", one.id, start.date())
