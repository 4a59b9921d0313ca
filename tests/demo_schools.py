"""The demo schools that the tests of the demo look into: made once, read by all of them."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from peewee import fn

import database
from mentoring import clock, demo, schools, signing_in
from mentoring.demo import appointments, days
from mentoring.demo.stories import Story
from mentoring.demo.whereabouts import Whereabouts
from models import KINDS, Member, Membership, Participation, Record, School, User
from models.records import WITHDRAWN
from tests import makers

PASSWORDS = signing_in.Passwords(8)
FRIDAY = datetime(2026, 11, 20, 14, 5, tzinfo=UTC)
# A young school year, in which some records are of the summer term; a school with bells of its own.
SEPTEMBER = datetime(2027, 9, 15, 11, 0, tzinfo=UTC)
BELLS = [("Morning", "09:00", "12:00"), ("Dinner", "12:00", "13:00"), ("Afternoon", "13:00", "15:00")]


def start(url: str) -> None:
    database.connect(url)
    database.migrate()


def joining(*roles: str) -> Member:
    school = schools.start("Larkhill", "Europe/London", BELLS)
    return makers.member(school, "Olu Danso", *roles)


@dataclass
class Made:
    """The demo schools: `usual` from `make`, `joined` filled for somebody who is there already. Of each school by its
    name the database's address, the stories told, and who was where."""

    urls: dict[str, str]
    told: dict[str, list[Story]] = field(default_factory=dict)
    where: dict[str, Whereabouts] = field(default_factory=dict)


@pytest.fixture(scope="session")
def made(keeper):
    found = Made({name: keeper.migrated() for name in ("usual", "joined")})
    with _watched(found, "usual"):
        demo.make(PASSWORDS, until=FRIDAY)
    with _watched(found, "joined"):
        member = joining("admin", "mentor")
        demo.fill(member.school, PASSWORDS, joining=member, seed=11, until=SEPTEMBER)
    yield found
    for url in found.urls.values():
        keeper.give_back(url)


@contextmanager
def _watched(found: Made, name: str):
    """Keep what stands in no table: the plan of the school that is made within."""

    def watch(scene, told):
        found.told[name], found.where[name] = told, scene.where
        return one_to_one(scene, told)

    one_to_one = appointments.one_to_one
    start(found.urls[name])
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(appointments, "one_to_one", watch)
        yield
    database.db.close()


@pytest.fixture(params=["usual", "joined"])
def until(request, made):
    """Each of the schools, open; its present."""
    start(made.urls[request.param])
    yield {"usual": FRIDAY, "joined": SEPTEMBER}[request.param]
    database.db.close()


@pytest.fixture
def usual(made):
    start(made.urls["usual"])
    with clock.at(FRIDAY):
        yield School.get()
    database.db.close()


@pytest.fixture
def joined(made):
    """The person for whom the school was filled."""
    start(made.urls["joined"])
    user = User.get(User.name == "Olu Danso")
    with clock.at(SEPTEMBER):
        yield Member(user, School.get(), frozenset({"admin", "mentor"}))
    database.db.close()


def mentors(school: School) -> list[Member]:
    held = Membership.select().where((Membership.school == school) & (Membership.role == "mentor"))
    return [Member(row.user, school, frozenset({"mentor"})) for row in held]


def texts() -> dict[int, list[str]]:
    """Everything written in each record, each text alone."""
    found = {record.id: [record.note] for record in Record.select()}
    for table in (Participation, *(table for kind in KINDS.values() for table in kind.tables)):
        for row in table.select():
            found[row.record_id] += [value for value in row.__data__.values() if isinstance(value, str) and value]
    return found


def term_records(kind: str) -> list[Record]:
    """The records of a kind that belong to the term as the demo has it, in the order of time."""
    school, until = School.get(), Record.select(fn.MAX(Record.recorded_at)).scalar()
    first = clock.day_start(days.weeks(clock.local(until, school.zone).date())[0][0], school.zone)
    chosen = (Record.kind == kind) & (Record.occurred_at >= first) & (Record.state != WITHDRAWN)
    return list(Record.select().where(chosen).order_by(Record.occurred_at))
