"""A school to measure: 2,000 pupils in 67 classes with their families, three mentors, an admin. No records."""

from datetime import date, timedelta
from random import Random

from mentoring import clock, programmes, schools, signing_in
from mentoring.demo import names
from mentoring.naming import search_name
from models import Caseload, FamilyContact, Member, Pupil, School, SchoolClass

PUPILS, SEATS, CASELOAD = 2000, 30, 12
PASSWORD = "orchard lantern ferry"
MENTORS = ("Amara Bello", "Ben Shaw", "Carys Lloyd")
ADMIN = "Olu Admin"


def email(name: str) -> str:
    """The address that a person of the measured school signs in with."""
    return f"{name.split()[0].lower()}@school.example"


def found(kib: int = 65536) -> School:
    """A new school with its people; `kib` is the memory of a password's hash, in KiB."""
    school = schools.start("Kestrel Park", "Europe/London", list(schools.USUAL_DAY))
    secret = signing_in.Passwords(kib).hash(PASSWORD)
    for name in (*MENTORS, ADMIN):
        role = "admin" if name == ADMIN else "mentor"
        signing_in.create_account(None, school, name, email(name), secret, {role})
    return school


def roll(rng: Random, count: int = PUPILS) -> list[dict]:
    """Pupils as rows: forename, surname, sex, born_on, year_group, class name."""
    town = names.communities()
    rows = []
    for number in range(count):
        (community,) = rng.choices(town, [one.share for one in town])
        sex = rng.choice(("Female", "Male"))
        room = number // SEATS
        year = room % 7
        rows.append({
            "forename": rng.choice(community.girls if sex == "Female" else community.boys),
            "surname": rng.choice(community.surnames), "sex": sex, "year_group": year, "class": f"Class {room + 1}",
            "born_on": date(clock.now().year - 5 - year, 1, 1) + timedelta(days=rng.randrange(365)),
        })  # fmt: skip
    return rows


def enrol(rng: Random, school: School, mentors: list[Member]) -> list[Pupil]:
    """Put the roll into the school: each pupil with a family contact, CASELOAD of them with each mentor."""
    rows = roll(rng)
    rooms = {name: SchoolClass.create(school=school, name=name) for name in dict.fromkeys(row["class"] for row in rows)}
    for start in range(0, len(rows), 500):
        Pupil.insert_many([_pupil(school, rooms, row) for row in rows[start : start + 500]]).execute()
    pupils = list(Pupil.select().order_by(Pupil.id))
    for start in range(0, len(pupils), 500):
        FamilyContact.insert_many([_parent(one) for one in pupils[start : start + 500]]).execute()
    begun = clock.today(school.zone) - timedelta(days=400)
    for place, pupil in enumerate(known(pupils)):
        mentor = mentors[place % len(mentors)]
        Caseload.create(school=school, mentor=mentor.user, pupil=pupil, starts_on=begun)
    club = {"name": "Lunch club", "leader": mentors[0].user, "starts_on": begun, "aims": ""}
    programmes.start(mentors[0], club, [one.id for one in known(pupils)[:8]])
    return pupils


def known(pupils: list) -> list:
    """Those on a caseload: every 55th, so that they come from all the classes."""
    return pupils[:: len(pupils) // (CASELOAD * len(MENTORS))][: CASELOAD * len(MENTORS)]


def _pupil(school: School, rooms: dict, row: dict) -> dict:
    names_given = {name: row[name] for name in ("forename", "surname", "sex", "born_on", "year_group")}
    return names_given | {
        "school": school, "known_as": row["forename"], "school_class": rooms[row["class"]],
        "search_name": search_name(row["forename"], row["surname"]),
    }  # fmt: skip


def _parent(pupil: Pupil) -> dict:
    return {
        "school": pupil.school_id, "pupil": pupil, "title": "Ms", "forename": "Ada", "surname": pupil.surname,
        "relationship": "Mother", "parental_responsibility": True, "priority": 1, "phone": "07700 900123",
    }  # fmt: skip
