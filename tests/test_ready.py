"""Queries whose SQL is kept: each asks for whoever calls it, with no more reach than the query itself would have."""

from datetime import timedelta

from mentoring import clock
from models import Caseload, Member, Pupil
from models.ready import FILL, given, ready, ready_for_all
from tests import makers


@ready
def _pupils(member: Member, pupils: list):
    return Pupil.visible_to(member).where(Pupil.id.in_(pupils)).order_by(Pupil.id)


@ready_for_all
def _named():
    return Pupil.select().where(Pupil.known_as == given("name"))


def test_two_mentors_share_the_query_and_not_the_answer(school, mentor):
    other = makers.member(school, "Tom Okoro", "mentor")
    mine, theirs = makers.pupil(school, "Jayden Okafor", mentor), makers.pupil(school, "Aaliyah Khan", other)
    ids = [mine.id, theirs.id]
    assert _pupils(mentor, pupils=ids) == [mine]
    assert _pupils(other, pupils=ids) == [theirs]


def test_another_school_is_not_in_it(school, dsl):
    elsewhere = makers.school("Elsewhere Primary")
    lead = makers.member(elsewhere, "Lee Elsewhere", "dsl")
    here = makers.pupil(school)
    assert _pupils(dsl, pupils=[here.id]) == [here]
    assert _pupils(lead, pupils=[here.id]) == []


def test_a_caseload_that_ended_is_read_no_longer(school, mentor):
    pupil = makers.pupil(school, on=mentor)
    assert _pupils(mentor, pupils=[pupil.id]) == [pupil]
    Caseload.update(ends_on=clock.today(school.zone)).execute()
    assert _pupils(mentor, pupils=[pupil.id]) == []


def test_tomorrow_is_asked_for_tomorrow(school, mentor):
    pupil = makers.pupil(school, on=mentor)
    Caseload.update(ends_on=clock.today(school.zone) + timedelta(days=1)).execute()
    assert _pupils(mentor, pupils=[pupil.id]) == [pupil]
    with clock.at(clock.now() + timedelta(days=1)):
        assert _pupils(mentor, pupils=[pupil.id]) == []


def test_a_declared_relationship_narrows_it(school, dsl, pupil):
    assert _pupils(dsl, pupils=[pupil.id]) == [pupil]
    near = Member(dsl.user, school, dsl.roles, related=frozenset({pupil.id}))
    assert _pupils(near, pupils=[pupil.id]) == []


def test_any_number_of_ids(school, dsl):
    everybody = [makers.pupil(school, f"Pupil {number}") for number in range(FILL + 1)]
    ids = [one.id for one in everybody]
    for count in (0, 1, FILL, FILL + 1):
        assert [one.id for one in _pupils(dsl, pupils=ids[:count])] == ids[:count]


def test_a_query_that_asks_the_same_of_all(school, pupil):
    assert _named(name=pupil.known_as) == [pupil]
    assert _named(name="Nobody") == []
