"""The records of the demo school: when they were made, how they hang together, the same each time."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise

import database
from mentoring import caseload, charts, clock, demo, schools, timeline, todos
from mentoring.demo import days
from models import (
    AdultStatement,
    AuditEvent,
    Caseload,
    Member,
    Participation,
    PhysicalIntervention,
    Pupil,
    Record,
    RecordVersion,
    RestorativeTalk,
    School,
    Session,
    Todo,
    User,
)
from models.records import OPEN, WITHDRAWN
from tests.demo_schools import FRIDAY, PASSWORDS, mentors, start


def test_the_same_seed_makes_the_same_records_and_a_later_hour_only_adds(made, url):
    def versions(where: str) -> list[tuple]:
        start(where)
        if not School.select().exists():
            demo.make(PASSWORDS, until=FRIDAY - timedelta(hours=3))
        rows = RecordVersion.select(RecordVersion, Record).join(Record).order_by(RecordVersion.id)
        found = [(row.recorded_at, row.payload, row.record.client_id, row.record.body_hash) for row in rows]
        database.db.close()
        return found

    earlier, later = versions(url), versions(made.urls["usual"])
    assert earlier == later[: len(earlier)]
    assert all(recorded_at > FRIDAY - timedelta(hours=3) for recorded_at, *_ in later[len(earlier) :])


def test_records_fall_in_school_hours_of_school_days_and_never_in_the_future(until):
    school = School.get()
    bells = schools.bells(school)
    first, last = bells[0].starts, bells[-1].ends
    for record in Record.select():
        at = clock.local(record.occurred_at, school.zone)
        assert record.occurred_at <= record.recorded_at <= until
        assert days.is_school_day(at.date()), at
        assert first <= f"{at:%H:%M}" <= last, at
    assert AuditEvent.select().where(AuditEvent.at > until, AuditEvent.action == "record.log").count() == 0


def test_nobody_is_in_two_places_at_once(until):
    """A session takes as long as it says, all else ten minutes; what was logged by mistake took place elsewhere, and a
    life event has a day and no time."""
    minutes = {row.record_id: row.minutes or 10 for row in Session.select()}
    busy: dict[tuple[str, int], list] = {}
    for record in Record.select().where((Record.state != WITHDRAWN) & (Record.kind != "life_event")):
        parts = Participation.select().where((Participation.record == record) & Participation.seen)
        who = [("user", record.author_id), *(("pupil", part.pupil_id) for part in parts)]
        for one in who:
            busy.setdefault(one, []).append((record.occurred_at, minutes.get(record.id, 10), record.id))
    for one, spans in busy.items():
        for (first, takes, record), (second, _, other) in pairwise(sorted(spans)):
            assert first + timedelta(minutes=takes) <= second, (one, record, other)


def test_a_pupil_who_is_away_is_seen_by_nobody_that_day(usual, made):
    where = made.where["usual"]
    assert sum(where.is_away(pupil, day) for pupil in Pupil.select() for day in where.days) > 200
    for part in Participation.select().where(Participation.seen):
        assert not where.is_away(part.pupil, clock.local(part.occurred_at, usual.zone).date())


def test_there_is_a_term_of_records(until):
    assert 600 <= Record.select().count() <= 1450
    kinds = Counter(record.kind for record in Record.select())
    assert min(kinds["incident"], kinds["parent_contact"]) > 100
    assert Record.select().where(Record.version > 1).count() > 15
    assert 1 <= Record.select().where(Record.state == WITHDRAWN).count() <= 3
    assert 1 <= Record.select().where(Record.state == OPEN).count() <= 8
    assert RestorativeTalk.select().count() >= 5


def test_every_record_has_its_pupils_unless_it_is_to_be_finished(until):
    with_pupils = {row.record_id for row in Participation.select()}
    without = [record for record in Record.select() if record.id not in with_pupils]
    assert all(record.state == OPEN for record in without)


def test_every_pupil_on_a_caseload_has_something_this_term(until):
    school = School.get()
    since = clock.day_start(days.weeks(clock.local(until, school.zone).date())[0][0], school.zone)
    recent = {row.pupil_id for row in Participation.select().where(Participation.occurred_at >= since)}
    assert {row.pupil_id for row in Caseload.select().where(Caseload.ends_on.is_null())} <= recent


def test_twelve_weeks_say_how_a_pupil_does(usual):
    amara = Member(User.get(User.name == "Amara Bello"), usual, frozenset({"mentor"}))
    bars = {}
    for name in ("Jayden", "Leo"):
        pupil = Pupil.visible_to(amara).where(Pupil.known_as == name).get()
        (bars[name],) = (row for row in charts.weekly(amara, pupil) if row.kind.name == "incident")
    assert bars["Jayden"].before > bars["Jayden"].lately
    assert bars["Leo"].before < bars["Leo"].lately


def test_several_pupils_have_earlier_years(usual):
    older = [
        pupil
        for member in mentors(usual)
        for pupil in caseload.pupils(member)
        if timeline.earlier_years(member, pupil, timeline.Filters())
    ]
    assert len(older) >= 9


def test_todos_are_late_today_and_later_and_many_are_done(usual):
    today = clock.today(usual.zone)
    for member in mentors(usual):
        due = [todo.due_on for todo in todos.waiting(member)]
        assert min(due) < today
        assert today in due
        assert max(due) > today
        assert len([todo for todo in todos.waiting(member) if todo.reason != "review"]) < 20
        done = [todo for todo in Todo.select().where(Todo.owner == member.user) if todo.done_at]
        assert len([todo for todo in done if todo.outcome]) > 5
    assert Todo.select().where(Todo.owner != Todo.author).count() >= 3


def test_one_physical_intervention_is_complete_and_one_is_not(until):
    force = list(PhysicalIntervention.select())
    complete = [row for row in force if row.family_told_at]
    assert len(complete) == 1
    assert all(value or value == 0 for value in complete[0].__data__.values())
    assert AdultStatement.select().where(AdultStatement.record == complete[0].record_id).count() == 2
    waiting = Todo.select().where((Todo.reason == "intervention") & Todo.done_at.is_null())
    assert {todo.record_id for todo in waiting} == {row.record_id for row in force} - {complete[0].record_id}
