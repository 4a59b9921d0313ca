"""Pupils, their families, and who supports or is related to them."""

from datetime import date, timedelta

from mentoring import assigning, clock
from mentoring.naming import search_name
from models import FamilyContact, Member, Pupil, Relationship, School, SchoolClass


def pupil(school: School, name: str = "Jayden Okafor", on: Member | None = None, **columns) -> Pupil:
    """A pupil; `on` puts them on that mentor's caseload since a month ago."""
    forename, _, surname = name.partition(" ")
    room, _ = SchoolClass.get_or_create(school=school, name=columns.pop("class_name", "Kestrel"))
    row = {"forename": forename, "surname": surname, "known_as": forename, "year_group": 5} | columns
    one = Pupil.create(
        school=school, school_class=room, search_name=search_name(row["forename"], row["known_as"], surname), **row
    )
    if on:
        put_on(on, one)
    return one


def put_on(mentor: Member, *pupils: Pupil, starts_on: date | None = None) -> None:
    start = starts_on or clock.today(mentor.school.zone) - timedelta(days=30)
    assigning.put_on(mentor, mentor.user, list(pupils), start)


def family(pupil: Pupil, name: str = "Chioma Okafor", **columns) -> FamilyContact:
    forename, _, surname = name.partition(" ")
    row = {"relationship": "Mother", "parental_responsibility": True, "priority": 1, "phone": "07700 900123"} | columns
    return FamilyContact.create(school=pupil.school, pupil=pupil, forename=forename, surname=surname, **row)


def relate(member: Member, pupil: Pupil) -> None:
    """Have somebody declare a relationship to a pupil."""
    Relationship.create(
        school=member.school, user=member.user, pupil=pupil, what="Aunt", declared_by=member.user,
        declared_at=clock.now(),
    )  # fmt: skip
