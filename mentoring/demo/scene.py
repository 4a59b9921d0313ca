"""What every part of the demo needs at hand: chance, the school, its chips, and texts dealt evenly."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain
from random import Random
from uuid import UUID

from mentoring import clock, lists
from mentoring.demo import days, staff
from mentoring.demo.days import Timetable
from mentoring.demo.pupils import Roll
from mentoring.demo.whereabouts import Person, Whereabouts
from mentoring.entry import Part
from models import Member, Pupil, School

TAKES = 12
TRIES = 8
SOON = timedelta(minutes=90)


class Chips:
    """The school's options by the names or codes that the material uses; one that the school has not is left out."""

    def __init__(self, school: School) -> None:
        self._ids: dict[tuple[str, str], int] = {}
        for name, options in lists.options(school).items():
            for option in options:
                self._ids[name, option.name] = option.id
                if option.code:
                    self._ids[name, option.code] = option.id

    def of(self, name: str, *wanted: str) -> set[int]:
        """Ids of the options wanted of a list; each wanted text may hold several, with commas between."""
        each = [one for text in wanted for one in text.split(", ") if one]
        return {self._ids[name, one] for one in each if (name, one) in self._ids}


@dataclass
class Deck:
    """Deals the least used of several texts, so that none is read too often."""

    uses: Counter[str] = field(default_factory=Counter)
    read: set[tuple[int, str]] = field(default_factory=set)

    def deal(self, rng: Random, texts: Sequence[str], about: int = 0) -> int:
        """The place of the text dealt; of a pupil (by id) none that was read before, while another is left."""
        least = min(self._worn(text, about) for text in texts)
        place = rng.choice([place for place, text in enumerate(texts) if self._worn(text, about) == least])
        self.uses[texts[place]] += 1
        self.read.add((about, texts[place]))
        return place

    def worn(self, texts: Sequence[str], about: int = 0) -> tuple[bool, int]:
        """How often the least used of the texts has been dealt, after whether all have been read of a pupil."""
        return min(self._worn(text, about) for text in texts)

    def _worn(self, text: str, about: int) -> tuple[bool, int]:
        return bool(about) and (about, text) in self.read, self.uses[text]


@dataclass
class Scene:
    """The demo while it is being written. `until` is its present."""

    rng: Random
    school: School
    until: datetime
    timetable: Timetable
    chips: Chips
    roll: Roll
    where: Whereabouts
    deck: Deck = field(default_factory=Deck)

    @property
    def today(self) -> date:
        return clock.local(self.until, self.school.zone).date()

    def day_of(self, moment: datetime) -> date:
        """The school's day of an instant."""
        return clock.local(moment, self.school.zone).date()

    def chance(self, of: float) -> bool:
        return self.rng.random() < of

    def client_id(self) -> str:
        return str(UUID(int=self.rng.getrandbits(128), version=4))

    def free(
        self, author: Member, day: date, parts: str, pupils: Sequence[Pupil] = (), takes: int = TAKES,
        after: datetime | None = None,
    ) -> datetime:  # fmt: skip
        """A moment in one of the parts of a day, from then on busy, at which neither the author nor a pupil is taken
        so far; where there is none, one in another part of the day. `after` is an instant that has to be over."""
        people: list[Person] = [author, *pupils]
        tries = [self.timetable.moment(self.rng, day, self.rng.choice(parts.split())) for _ in range(TRIES)]
        for moment in chain(tries, self.timetable.every(day, parts.split()), self.timetable.every(day)):
            if (not after or moment > after) and self.where.is_free(people, moment, takes):
                self.where.book(people, moment, takes)
                return moment
        raise LookupError(f"Nobody can be everywhere: no moment is left on {day}.")

    def soon(self, author: Member, after: datetime, pupils: Sequence[Pupil], takes: int) -> datetime | None:
        """The first moment within an hour and a half at which they are free, from then on busy, if there is one."""
        people: list[Person] = [author, *pupils]
        first = after + timedelta(minutes=TAKES)
        for moment in self.timetable.every(self.day_of(after)):
            soon = first <= moment <= after + SOON
            if soon and self.where.is_free(people, moment, takes):
                self.where.book(people, moment, takes)
                return moment
        return None

    def written_at(self, moment: datetime) -> datetime:
        """When something that happened at a moment is written down: mostly at once, now and then a day later."""
        kind, day = self.rng.random(), self.day_of(moment)
        if kind < 0.82:
            return moment + timedelta(seconds=self.rng.randrange(40, 900))
        if kind < 0.95:
            return max(self.timetable.after_school(self.rng, day), moment + timedelta(minutes=2))
        return self.timetable.moment(self.rng, days.school_day_after(day), "arrival")

    def teacher(self, pupil: Pupil, years_ago: int = 0) -> str:
        """Who taught the pupil so many school years ago."""
        return staff.TEACHERS[max(self.roll.room(pupil) - 2 * years_ago, 0)]


def body(client_id: str, note: str, parts: Sequence[Part], chosen: frozenset[int]) -> str:
    """A form as a browser would have sent it, as one text."""
    pairs = [("client_id", client_id), ("note", note), ("when", "pick")]
    pairs += [("pupil", str(part.pupil)) for part in parts] + [("chip", str(number)) for number in sorted(chosen)]
    return json.dumps(sorted(pairs), ensure_ascii=False)


def names(pupils: Sequence[Pupil]) -> str:
    """Pupils as a to-do names them: Leo P, Jayden O and 2 more."""
    said = ", ".join(pupil.short_name for pupil in pupils[:2])
    return said + (f" and {len(pupils) - 2} more" if len(pupils) > 2 else "")
