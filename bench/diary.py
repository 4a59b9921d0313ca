"""What is written about the school: believable records over six school years, oldest first."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random
from uuid import UUID

from bench import people
from mentoring import clock
from mentoring.entry import Entry, Part
from models import KINDS, FamilyContact, Member, Option, Pupil

YEARS, RECENT = 6, 27
WHO_DID = ("They", "Both", "One of them", "A friend", "The other group", "Nobody else", "An older pupil")
WHAT_HAPPENED = (
    "argued over the score of a football match", "would not line up when the bell went", "pushed past in the corridor",
    "said something unkind about a trainer", "took turns after a reminder", "left the room without asking",
    "shouted across the lunch hall", "sat alone on the trim trail", "kicked the ball over the fence again",
    "told an adult straight away", "was upset about a game that changed its rules", "tore up a drawing",
)  # fmt: skip
WHAT_THEN = (
    "We talked it through on the bench.", "Calm again before the register.", "Said sorry without being asked.",
    "Went back in after five minutes.", "Asked to speak to the class teacher.", "We will look at it again on Friday.",
    "Breathing together helped.", "A harmonica was found in a pocket.", "Walked a lap of the field first.",
)  # fmt: skip
SEVERAL = ("incident_type", "response", "purpose")
CHIPS = {
    "incident": ("incident_type", "place", "response", "ending", "level", "antecedent"),
    "parent_contact": ("direction", "method", "contact_outcome", "purpose", "tone"),
}


class Diary:
    """Writes entries for a school whose pupils, families and chips stand in the database already."""

    def __init__(self, rng: Random, mentors: list[Member], pupils: list[Pupil]):
        self.rng, self.mentors, self.pupils = rng, mentors, pupils
        self.zone = mentors[0].school.zone
        self.parents = {row.pupil_id: row for row in FamilyContact.select().order_by(FamilyContact.id.desc())}
        self.chips: dict[str, list[Option]] = {}
        for option in Option.select().order_by(Option.position):
            # These two act: one opens a part of the form, the other too. A plain record wears neither.
            if option.code not in ("restorative", "intervention"):
                self.chips.setdefault(option.list, []).append(option)

    def write(self, count: int) -> Iterator[tuple[Member, Entry, list[Option]]]:
        """`count` records in the order of their time: who wrote it, the entry, its chips.

        The pupils on a caseload have RECENT of this school year each, so that a page of a timeline is full at any
        size; everything else is spread over all pupils and YEARS school years.
        """
        for packed in self._order(count):
            minute, place = divmod(packed, 100_000)
            yield self._one(datetime.fromtimestamp(minute * 60, clock.UTC), self.pupils[place])

    def _order(self, count: int) -> list[int]:
        """Minutes since 1970 × 100,000 + the pupil's place: a million of them sort fast and take little room."""
        today = clock.today(self.zone)
        year = clock.school_year(today)
        days = [clock.school_year_bounds(year - back, self.zone)[0] for back in range(YEARS)]
        now = int(clock.now().timestamp()) // 60
        known = people.known(list(range(len(self.pupils))))
        places = [place for place in known for _ in range(RECENT)][:count]
        order = [self._minute(days[0], now) * 100_000 + place for place in places]
        for _ in range(count - len(order)):
            order.append(self._minute(days[-1], now) * 100_000 + self.rng.randrange(len(self.pupils)))
        return sorted(order)

    def _minute(self, since: datetime, now: int) -> int:
        """A minute of a school day between `since` and `now`."""
        first = int(since.timestamp()) // 60
        moment = datetime.fromtimestamp(self.rng.randrange(first, now) * 60, clock.UTC)
        day = moment.date() - timedelta(days=max(0, moment.weekday() - 4))
        at = datetime.combine(day, time(8, 30), clock.UTC).timestamp() // 60 + self.rng.randrange(420)
        return int(min(max(at, first), now))

    def _one(self, moment: datetime, pupil: Pupil) -> tuple[Member, Entry, list[Option]]:
        rng = self.rng
        kind = KINDS["incident" if rng.random() < 0.8 else "parent_contact"]
        options = self._options(kind.name)
        note = f"{rng.choice(WHO_DID)} {rng.choice(WHAT_HAPPENED)}. {rng.choice(WHAT_THEN)}"
        ids = [pupil.id]
        if kind.name == "incident":
            ids += [
                one for one in rng.sample(range(1, len(self.pupils)), rng.choice((0, 0, 1, 1, 2))) if one not in ids
            ]
            detail = {"day_part": rng.choice(("Lunch", "Morning break", "Afternoon")), "opinion": ""}
        else:
            detail = {"family_contact": self.parents[pupil.id], "someone_else": "", "agreed": "", "interpreter": False}
        roles = [role for role, _ in kind.roles] or [""]
        entry = Entry(
            kind=kind, client_id=str(UUID(int=rng.getrandbits(128), version=4)), body=note, occurred_at=moment,
            note=note, pupils=tuple(Part(one, rng.choice(roles)) for one in ids),
            chosen=frozenset(option.id for option in options), detail=detail,
        )  # fmt: skip
        return rng.choice(self.mentors), entry, options

    def _options(self, kind: str) -> list[Option]:
        """One chip of each list, at times two where several may be worn; in the order that recording keeps them."""
        found: list[Option] = []
        for name in CHIPS[kind]:
            count = 2 if name in SEVERAL and self.rng.random() < 0.2 else 1
            found += self.rng.sample(self.chips[name], count)
        return sorted(found, key=lambda option: (option.list, option.position, option.id))
