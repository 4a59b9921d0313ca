"""Schools at their edges, for pictures: one with nobody in it, and one that is overfull."""

import database
from app import create_app
from mentoring import signing_in
from mentoring.demo import make
from models import Member, Option, Pupil, School, User
from tests import makers

LONG = {"known_as": "Bartholomew-Alexander", "surname": "Featherstonehaugh-Cholmondeley-Worthington"}
AMARA = ("amara.bello@kestrel-park.example", "harbour velvet comet")


def bare(url: str) -> tuple[str, str]:
    """A school with one mentor and nothing else; how to sign in."""
    _open(url)
    mentor = makers.member(makers.school("Kestrel Park Primary"), "Amara Bello", "mentor")
    database.db.close()
    return mentor.user.email, makers.PASSWORD


def overfull(url: str) -> tuple[str, str]:
    """The demo with forty pupils on a caseload, a very long name, 300 records of one pupil, a group of twenty."""
    _open(url)
    make(signing_in.Passwords(8))
    mentor = Member(User.get(User.email == AMARA[0]), School.get(), frozenset({"mentor"}))
    pupils = list(Pupil.select().where(Pupil.left_on.is_null()).limit(40))
    makers.put_on(mentor, *pupils)
    Pupil.update(**LONG).where(Pupil.id == pupils[0].id).execute()
    makers.programme(mentor, *pupils[:20], name="Everybody who finds the long lunch hour on the upper playground hard")
    kinds = [("incident", "incident_type"), ("praise", "praise_reason"), ("session", "focus"), ("note", "place")]
    with database.write():
        for number in range(300):
            kind, name = kinds[number % 4]
            chip = Option.get((Option.school == mentor.school) & (Option.list == name)).id
            note = "Words over whose turn it was on the trim trail, and a long account of them. " * (1 + number % 6)
            makers.record(mentor, pupils[0], *pupils[4 : 4 + number % 5], kind=kind, days_ago=number / 4, note=note,
                          chosen=frozenset({chip}), finish_later=number % 40 == 0)  # fmt: skip
    database.db.close()
    return AMARA


def _open(url: str) -> None:
    create_app(DATABASE_URL=url, SECRET_KEY="only for tests", ARGON2_KIB="8")
    database.migrate()
