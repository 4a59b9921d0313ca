"""The demo school: whole, believable, the same each time, and nobody real in it."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest

import database
from mentoring import assigning, caseload, clock, demo, lists, schools, signing_in, timeline, todos
from mentoring.demo import days, material
from mentoring.passwords import password_fault
from models import (
    AdultStatement,
    AuditEvent,
    Caseload,
    FamilyContact,
    Incident,
    Member,
    Membership,
    Option,
    ParentContact,
    Participation,
    PhysicalIntervention,
    Pupil,
    Record,
    RecordVersion,
    RestorativeTalk,
    School,
    SchoolClass,
    Todo,
    User,
)
from models.records import OPEN, WITHDRAWN
from tests import makers

PASSWORDS = signing_in.Passwords(8)
FRIDAY = datetime(2026, 11, 20, 14, 5, tzinfo=UTC)
# A young school year, in which some records are of the summer term; a school with bells of its own.
SEPTEMBER = datetime(2027, 9, 15, 11, 0, tzinfo=UTC)
BELLS = [("Morning", "09:00", "12:00"), ("Dinner", "12:00", "13:00"), ("Afternoon", "13:00", "15:00")]
MOST_OFTEN = 5


def _start(url: str) -> None:
    database.connect(url)
    database.migrate()


def _joined(*roles: str) -> Member:
    school = schools.start("Larkhill", "Europe/London", BELLS)
    return makers.member(school, "Olu Danso", *roles)


@pytest.fixture(scope="module")
def made(keeper):
    """The database's address by its name: `usual` from `make`, `joined` filled for somebody who is there already."""
    urls = {name: keeper.migrated() for name in ("usual", "joined")}
    _start(urls["usual"])
    demo.make(PASSWORDS, until=FRIDAY)
    database.db.close()
    _start(urls["joined"])
    member = _joined("admin", "mentor")
    demo.fill(member.school, PASSWORDS, joining=member, seed=11, until=SEPTEMBER)
    database.db.close()
    yield urls
    for url in urls.values():
        keeper.give_back(url)


@pytest.fixture(params=["usual", "joined"])
def until(request, made):
    """Each of the schools, open; its present."""
    _start(made[request.param])
    yield {"usual": FRIDAY, "joined": SEPTEMBER}[request.param]
    database.db.close()


@pytest.fixture
def usual(made):
    _start(made["usual"])
    with clock.at(FRIDAY):
        yield School.get()
    database.db.close()


@pytest.fixture
def joined(made):
    """The person for whom the school was filled."""
    _start(made["joined"])
    user = User.get(User.name == "Olu Danso")
    with clock.at(SEPTEMBER):
        yield Member(user, School.get(), frozenset({"admin", "mentor"}))
    database.db.close()


def _members(school: School) -> list[Member]:
    held = Membership.select().where((Membership.school == school) & (Membership.role == "mentor"))
    return [Member(row.user, school, frozenset({"mentor"})) for row in held]


def _texts() -> dict[int, list[str]]:
    """Everything written in each record, each text alone."""
    found = {record.id: [record.note] for record in Record.select()}
    for table in (Participation, Incident, ParentContact, RestorativeTalk, PhysicalIntervention, AdultStatement):
        for row in table.select():
            found[row.record_id] += [value for value in row.__data__.values() if isinstance(value, str) and value]
    return found


def test_the_roll_is_fourteen_classes_of_thirty(until):
    sizes = Counter(row.school_class.name for row in Pupil.select(Pupil, SchoolClass).join(SchoolClass))
    assert len(sizes) == 14
    assert set(sizes.values()) == {30}
    years = Counter(pupil.year_group for pupil in Pupil.select())
    assert years == dict.fromkeys(range(7), 60)
    hired = Membership.select().join(User).where(User.email.endswith("kestrel-park.example"))
    assert Counter(row.role for row in hired) == {"mentor": 3, "admin": 1}


def test_pupils_are_as_a_mixed_town_has_them(until):
    pupils = list(Pupil.select())
    for share, low, high in (
        ([one.pupil_premium for one in pupils], 0.18, 0.38),
        ([one.eal for one in pupils], 0.18, 0.42),
        ([one.sen_status == "SEN Support" for one in pupils], 0.08, 0.22),
        ([one.sen_status.startswith("Education") for one in pupils], 0.01, 0.07),
        ([one.sex == "Female" for one in pupils], 0.4, 0.6),
        ([one.ethnicity == "White British" for one in pupils], 0.4, 0.65),
    ):
        assert low < sum(share) / len(pupils) < high
    assert 2 <= sum(one.looked_after for one in pupils) <= 6
    names = Counter(one.name for one in pupils)
    assert [name for name, count in names.items() if count > 1] == ["Maryam Hussain"]
    assert {"Seán O'Brien", "J Baptiste", "Anastasia-Wilhelmina Abernethy-Featherstonehaugh"} <= set(names)
    assert len({one.upn for one in pupils}) == len({one.admission_number for one in pupils}) == 420


def test_families_can_be_reached_by_nobody_real(until):
    people = list(FamilyContact.select())
    per_pupil = Counter(one.pupil_id for one in people)
    assert len(per_pupil) == 420
    assert max(per_pupil.values()) <= 3
    for one in people:
        assert re.fullmatch(r"07700 900\d{3}", one.phone)
        assert re.fullmatch(r"([a-z0-9.-]+@example\.org)?", one.email)
    assert 1 < sum(bool(one.restriction) for one in people) < 20


def test_the_same_seed_makes_the_same_records_and_a_later_hour_only_adds(made, url):
    def versions(where: str) -> list[tuple]:
        _start(where)
        if not School.select().exists():
            demo.make(PASSWORDS, until=FRIDAY - timedelta(hours=3))
        rows = RecordVersion.select(RecordVersion, Record).join(Record).order_by(RecordVersion.id)
        found = [(row.recorded_at, row.payload, row.record.client_id, row.record.body_hash) for row in rows]
        database.db.close()
        return found

    earlier, later = versions(url), versions(made["usual"])
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


def test_there_is_a_term_of_records(until):
    assert 300 <= Record.select().count() <= 500
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


def test_mentors_have_a_caseload_and_one_ended_row_each(usual):
    for member in _members(usual):
        rows = assigning.rows_of(member, member.user)
        assert 12 <= len([row for row in rows if row.ends_on is None]) <= 14
        assert len([row for row in rows if row.ends_on]) == 1


def test_twelve_weeks_say_how_a_pupil_does(usual):
    amara = Member(User.get(User.name == "Amara Bello"), usual, frozenset({"mentor"}))
    halves = {}
    for name in ("Jayden", "Leo"):
        pupil = Pupil.visible_to(amara).where(Pupil.known_as == name).get()
        weeks = timeline.weeks(amara, pupil)[1]["incident"]
        halves[name] = sum(weeks[:6]), sum(weeks[6:])
    assert halves["Jayden"][0] > halves["Jayden"][1]
    assert halves["Leo"][0] < halves["Leo"][1]


def test_several_pupils_have_earlier_years(usual):
    older = [
        pupil
        for member in _members(usual)
        for pupil in caseload.pupils(member)
        if timeline.earlier_years(member, pupil, timeline.Filters())
    ]
    assert len(older) >= 9


def test_a_text_names_nobody_but_the_pupils_of_its_record(until):
    called = {pupil.id: pupil.known_as for pupil in Pupil.select()}
    there: dict[int, set[str]] = {}
    for row in Participation.select():
        there.setdefault(row.record_id, set()).add(called[row.pupil_id])
    for record, texts in _texts().items():
        strangers = set(called.values()) - there.get(record, set())
        for text in texts:
            assert not set(re.findall(r"[\w-]+", text)) & strangers, text
            assert not re.search(r"[{}]", text), text


def test_words_are_neutral(until):
    for texts in _texts().values():
        assert not re.search(r"\b(victim|offender|perpetrator|bully|naughty)", " ".join(texts), re.IGNORECASE), texts


def test_no_sentence_is_read_often(until):
    """Counted with the names and pronouns taken out, so that what differs by them alone is the same sentence."""
    people = sorted({pupil.known_as for pupil in Pupil.select()}, key=len, reverse=True)
    masked = re.compile(rf"\b({'|'.join(map(re.escape, people))}|s?he|him|his|hers?|M(um|rs?|s) ?\w*|Dad|Nan)\b", re.I)
    notes = [masked.sub("·", record.note) for record in Record.select()]
    told = Counter(sentence for note in notes for sentence in re.split(r"(?<=[.?!”])\s+", note) if len(sentence) > 25)
    worst, times = told.most_common(1)[0]
    assert times <= MOST_OFTEN, worst


def test_todos_are_late_today_and_later_and_many_are_done(usual):
    today = clock.today(usual.zone)
    for member in _members(usual):
        due = [todo.due_on for todo in todos.waiting(member)]
        assert min(due) < today
        assert today in due
        assert max(due) > today
        assert len(due) < 20
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


def test_who_asked_for_the_demo_has_a_caseload_with_records_of_their_own(joined):
    board = caseload.board(joined)
    assert len(board) == 12
    assert all(any(card.weeks) or card.seen_at for card in board)
    assert Record.select().where(Record.author == joined.user).count() > 20
    assert todos.count_waiting(joined) > 3


def test_who_asked_as_admin_only_gets_no_caseload_and_a_renamed_chip_is_left_out(url):
    _start(url)
    member = _joined("admin")
    Option.update(name="Big field").where(Option.name == "Football pitch").execute()
    demo.fill(member.school, PASSWORDS, joining=member, until=datetime(2026, 9, 9, 15, 0, tzinfo=UTC))
    assert Caseload.select().where(Caseload.mentor == member.user).count() == 0
    assert Record.select().where(Record.author == member.user).count() == 0
    assert member.school.demo
    assert School.get().demo
    database.db.close()


def test_accounts_of_the_demo_sign_in(usual):
    accounts = demo.accounts()
    assert [one.name for one in accounts][0] == "Amara Bello"
    assert Counter(one.role for one in accounts) == {"Mentor": 3, "Admin": 1}
    for one in accounts:
        assert password_fault(one.password, one.name, one.email, usual.name) == ""
        user, _ = signing_in.sign_in(PASSWORDS, one.email, one.password, "test")
        assert user.name == one.name


def test_accounts_never_tell_of_real_people(joined):
    assert joined.user.email not in {one.email for one in demo.accounts()}
    makers.ended(User.get(User.name == "Tom Hargreaves"))
    assert "Tom Hargreaves" not in {one.name for one in demo.accounts()}
    School.update(demo=False).execute()
    assert demo.accounts() == []
    School.update(demo=True).execute()
    User.update(ended_at=None).execute()


def test_a_demo_that_cannot_be_finished_leaves_nothing_behind(app, school):
    signing_in.create_account(None, school, "Somebody", "linda.prowse@kestrel-park.example", "x", {"admin"})
    with pytest.raises(signing_in.SignInError):
        demo.fill(school, PASSWORDS)
    assert Pupil.select().count() == 0
    assert User.select().count() == 1
    assert not School.get().demo


def test_material_uses_the_chips_that_schools_start_with():
    names = {name: {text for pair in kind.options for text in pair} for name, kind in lists.LISTS.items()}
    for one in material.situations():
        for name, text in (
            ("place", one.places.replace(" | ", ", ")), ("incident_type", one.what), ("antecedent", one.before),
            ("response", one.response), ("ending", one.ending), ("level", one.level), ("injury", one.injury),
            ("prejudice", one.prejudice), ("force_type", one.force.get("force_type", "")),
            ("force_degree", one.force.get("force_degree", "")),
        ):  # fmt: skip
            assert {part for part in text.split(", ") if part} <= names[name], (name, text)
    for other in material.occasions():
        assert set(other.methods.split()) <= names["method"]
        assert set(other.purpose.split(", ")) <= names["purpose"]
        assert {other.tone} - {""} <= names["tone"]


def test_material_is_paired_as_it_is_read():
    for one in material.situations():
        assert one.mixes or len(one.seen) == len(one.did), one.seen
        assert len(one.places.split(" | ")) in (1, len(one.seen)), one.places
        assert len(one.lines) in (0, len(one.cast))
    for other in material.occasions():
        assert len(other.methods.split()) in (1, len(other.said)), other.said
        assert len(other.agreed) <= len(other.said)
    assert len(material.situations()) >= 40
    assert len(material.occasions()) >= 30


def test_the_calendar_knows_english_holidays():
    closed = [date(2026, 9, 1), date(2026, 10, 28), date(2026, 12, 25), date(2027, 2, 17), date(2027, 3, 26),
              date(2027, 5, 3), date(2027, 6, 1), date(2027, 8, 4), date(2026, 11, 21)]  # fmt: skip
    assert not any(days.is_school_day(day) for day in closed)
    assert all(days.is_school_day(day) for day in (date(2026, 9, 2), date(2026, 11, 2), date(2027, 7, 21)))


def test_the_clock_can_be_set_for_one_thread_and_goes_on_after():
    elsewhere = []
    with clock.at(FRIDAY):
        assert clock.now() == FRIDAY
        with clock.at(FRIDAY + timedelta(days=1)):
            assert clock.today("Europe/London") == date(2026, 11, 21)
        assert clock.now() == FRIDAY
        other = Thread(target=lambda: elsewhere.append(clock.now()))
        other.start()
        other.join()
    assert elsewhere[0] != FRIDAY
    assert clock.now() != FRIDAY
