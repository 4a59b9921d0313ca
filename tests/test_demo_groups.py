"""The programmes of the demo school and their sessions: who leads, who is in them, what a register says."""

import re
from collections import Counter

from mentoring import clock, lists, outings, programme_ratings, programmes, schools
from mentoring.demo import material
from models import (
    Choice,
    GroupSession,
    Member,
    Option,
    Participation,
    Programme,
    ProgrammeMember,
    Pupil,
    Record,
    School,
)
from tests.demo_schools import mentors, term_records


def _parts(record: Record) -> list[Participation]:
    return list(Participation.select().where(Participation.record == record))


def _led(programme: Programme) -> Member:
    """Whoever leads it."""
    return Member(programme.leader, programme.school, frozenset({"mentor"}))


def _runs() -> list[Programme]:
    """Those that run over a term: no trip."""
    return [one for one in Programme.select() if not one.is_outing]


def _chips(record: Record) -> set[str]:
    return {row.option.list for row in Choice.select(Choice, Option).join(Option).where(Choice.record == record)}


def test_every_mentor_leads_two_and_few_of_them_all_are_over(until):
    with clock.at(until):
        for member in mentors(School.get()):
            assert len([one for one in programmes.mine(member) if not one.is_outing]) == 2
        over = [one for one in Programme.select() if one.over]
    assert over
    assert len(over) < Programme.select().count() / 2
    for one in over:
        held = programmes.held(_led(one), one)
        assert held[-1].number == one.planned
        assert clock.local(held[-1].when, one.school.zone).date() == one.ends_on
    assert {one.programme_type.name for one in Programme.select()} >= {"Anger management", "Lunch club", "Transition"}
    assert any(one.planned is None for one in Programme.select())


def test_those_seen_together_are_of_fitting_ages_and_partly_of_the_leaders_caseload(until):
    own = {course.name: course.own for course in material.courses()}
    with clock.at(until):
        for programme in [one for one in _runs() if not one.for_families]:
            pupils = [row.pupil for row in programmes.members(programme, clock.today(programme.school.zone))]
            assert 5 <= len(pupils) <= 8
            years = [pupil.year_group for pupil in pupils]
            assert max(years) - min(years) <= 2, programme.name
            leader = Member(programme.leader, programme.school, frozenset({"mentor"}))
            mine = set(Pupil.visible_to(leader))
            assert own[programme.name] - 1 <= len(mine & set(pupils)) < len(pupils), programme.name
    one = Programme.get(Programme.name == "Moving on")
    assert {row.pupil.year_group for row in ProgrammeMember.select().where(ProgrammeMember.programme == one)} == {6}


def test_a_workshop_for_families_has_somebody_of_each_family_who_may_be_rung(until):
    programme = Programme.get(Programme.for_families)
    for row in ProgrammeMember.select().where(ProgrammeMember.programme == programme):
        assert row.family_contact.pupil_id == row.pupil_id
        assert row.family_contact.restriction == ""
    parts = [
        part for one in programmes.held(_led(programme), programme) for part in _parts(Record.get_by_id(one.record))
    ]
    assert parts
    assert not any(part.seen or part.engagement for part in parts)


def test_sessions_are_numbered_on_and_come_round_weekly_at_one_time(until):
    school = School.get()
    last = schools.bells(school)[-1].ends
    for programme in _runs():
        held = programmes.held(_led(programme), programme)
        ran = [one.number for one in held if one.number]
        assert ran == list(range(1, len(ran) + 1)), programme.name
        assert len(ran) >= 2
        assert len(ran) <= (programme.planned or 99)
        times = {f"{clock.local(one.when, school.zone):%a %H:%M}" for one in held}
        assert len(times) == 1
        assert times.pop()[-5:] < last
        assert programme.starts_on <= clock.local(held[0].when, school.zone).date()
        assert len(programme.aims.split("\n")) in (1, programme.planned)


def test_the_register_says_who_was_there(until):
    away = Counter()
    for record in term_records("group_session"):
        detail = GroupSession.get(GroupSession.record == record)
        for part in _parts(record):
            if detail.number is None:
                assert (part.role, part.seen, part.engagement, part.private_line) == ("", False, None, "")
            elif not detail.programme.for_families:
                away[part.role] += 1
                assert part.seen is (part.role != "absent")
                assert part.engagement in (range(1, 6) if part.seen else [None])
        assert ("not_run" in _chips(record)) is (detail.number is None)
        assert ("aim_met" in _chips(record)) is (detail.number is not None)
    assert away["in"] > away["late"] + away["absent"] > 5
    assert away["late"] and away["absent"]
    assert GroupSession.select().where(GroupSession.number.is_null()).count() >= 1


def test_a_note_of_a_group_names_nobody_and_a_private_line_only_its_own_pupil(until):
    names = {pupil.id: pupil.known_as for pupil in Pupil.select()}
    lines = 0
    for record in term_records("group_session"):
        next_time = GroupSession.get(GroupSession.record == record).next_time
        assert not set(re.findall(r"[\w-]+", f"{record.note} {next_time}")) & set(names.values()), record.note
        for part in _parts(record):
            others = set(names.values()) - {names[part.pupil_id]}
            assert not set(re.findall(r"[\w-]+", part.private_line)) & others
            lines += bool(part.private_line)
    assert lines > 8


def test_the_material_fits_the_lists_and_itself():
    names = {name: {text for pair in kind.options for text in pair} for name, kind in lists.LISTS.items()}
    for course in material.courses():
        assert course.type in names["programme_type"]
        assert course.place in names["place"] | {""}
        assert {one for text in course.activities for one in text.split(", ")} <= names["group_activity"]
        assert len(course.notes) == len(course.activities) == len(course.next)
        assert course.planned in (None, len(course.notes))
        assert len(course.aims) == (course.planned or 1)
        assert not any("{" in text for text in (*course.notes, *course.next, *course.aims))


def test_groups_that_ask_something_rate_it_and_those_over_twice(until):
    school = School.get()
    asked = [one for one in _runs() if one.question]
    assert len(asked) >= 3
    for one in asked:
        seats = programmes.seats(_led(one), one, programmes.day_of(one, clock.local(until, school.zone).date()))
        rated = programme_ratings.of(_led(one), one, seats)
        assert all(row.start is not None and (row.end is not None) is (one.ends_on is not None) for row in rated)


def test_a_trip_is_ahead_and_most_families_have_answered(until):
    trip = next(one for one in Programme.select() if one.is_outing)
    assert trip.starts_on > clock.local(until, trip.school.zone).date()
    with clock.at(until):
        found = outings.going(_led(trip), trip, trip.starts_on)
    answers = Counter(one.answer for one in found)
    assert answers["given"] > answers["refused"] + answers["outstanding"] > 0
    assert all(one.is_known and (one.ring or one.asks) for one in found)
