"""A small school in a SQLite file: three mentors with twelve pupils each, made by the app's own verbs."""

import shutil
from datetime import timedelta
from pathlib import Path
from random import Random

import database
from bench import people
from bench.forms import Form
from mentoring import assigning, chain, clock
from mentoring.naming import search_name
from models import Member, Pupil, School, SchoolClass, User

SECRET_KEY = AUDIT_KEY = "only for faults"
KIB = 8  # memory of a password's hash: nobody's real password is in here
MENTORS, PASSWORD, CASELOAD = people.MENTORS, people.PASSWORD, 12
_made: list[bytes] = []  # the file, made once


def open_at(path: Path) -> None:
    """Open a school's file for the app's own verbs, every school in sight."""
    database.usual_schools = database.EVERY_SCHOOL
    chain.use(AUDIT_KEY)
    database.connect(f"sqlite:///{path}")


def make(path: Path) -> Path:
    """Make the school's file, whole in itself: no journal stays beside it."""
    if _made:
        return path.write_bytes(_made[0]) and path
    open_at(path)
    database.migrate()
    school = people.found(KIB)
    room = SchoolClass.create(school=school, name="Kestrel")
    pupils = [_pupil(school, room, row) for row in people.roll(Random(1), CASELOAD * len(MENTORS))]
    since = clock.today(school.zone) - timedelta(days=30)
    for place, mentor in enumerate(mentors()):
        assigning.put_on(mentor, mentor.user, pupils[place :: len(MENTORS)], since)
    close()
    _made.append(path.read_bytes())
    return path


def _pupil(school: School, room: SchoolClass, row: dict) -> Pupil:
    given = {name: row[name] for name in ("forename", "surname", "sex", "born_on", "year_group")}
    found = search_name(row["forename"], row["surname"])
    return Pupil.create(school=school, school_class=room, known_as=row["forename"], search_name=found, **given)


def mentors() -> list[Member]:
    """The three, as the app's verbs want them, in the database that is open."""
    school = School.get()
    return [Member(User.get(User.name == name), school, frozenset({"mentor"})) for name in MENTORS]


def close() -> None:
    """Put the journal into the file and let it go."""
    database.db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.db.close()


def copy(path: Path, to: Path) -> Path:
    """Another file with the same school."""
    return Path(shutil.copyfile(path, to))


def caseload(mentor: int) -> list[int]:
    """Ids of the pupils of a mentor, by the mentor's place among MENTORS: `make` puts them in one after another."""
    return [1 + place for place in range(mentor, CASELOAD * len(MENTORS), len(MENTORS))]


def incident(form: Form, rng: Random, client_id: str, pupils: list[int], **given) -> list[tuple[str, str]]:
    """*New incident* about two pupils, as a browser would send it."""
    usual = {
        "client_id": client_id, "pupil": [str(one) for one in rng.sample(pupils, 2)],
        "incident_type": rng.choice(form.offered["incident_type"]), "place": rng.choice(form.offered["place"]),
        "ending": form.offered["ending"][0], "note": f"They argued over the score, {rng.randrange(10**9)} times.",
    }  # fmt: skip
    return form.sent(**usual | given)
