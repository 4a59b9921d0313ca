"""The demo school: whole, believable, the same each time, and nobody real in it."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest

import database
from mentoring import assigning, caseload, clock, demo, signing_in, todos
from mentoring.demo import days
from mentoring.devices import Visitor
from mentoring.passwords import password_fault
from models import Caseload, FamilyContact, Membership, Option, Pupil, Record, School, SchoolClass, User
from models.school import ROLES, STAFF
from tests import makers
from tests.demo_schools import FRIDAY, PASSWORDS, joining, mentors, start


def test_the_roll_is_fourteen_classes_of_thirty(until):
    sizes = Counter(row.school_class.name for row in Pupil.select(Pupil, SchoolClass).join(SchoolClass))
    assert len(sizes) == 14
    assert set(sizes.values()) == {30}
    years = Counter(pupil.year_group for pupil in Pupil.select())
    assert years == dict.fromkeys(range(7), 60)
    theirs = User.select(User.id).where(User.email.endswith("kestrel-park.example"))
    hired = Membership.select().where(Membership.user.in_(theirs))
    assert Counter(row.role for row in hired) == dict.fromkeys(STAFF, 1) | {"mentor": 3}


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


def test_mentors_have_a_caseload_and_one_ended_row_each(usual):
    for member in mentors(usual):
        rows = assigning.rows_of(member, member.user)
        assert 12 <= len([row for row in rows if row.ends_on is None]) <= 14
        assert len([row for row in rows if row.ends_on]) == 1


def test_who_asked_for_the_demo_has_a_caseload_with_records_of_their_own(joined):
    board = caseload.board(joined)
    assert len(board) == 12
    assert all(any(card.weeks) or card.seen_at for card in board)
    assert Record.select().where(Record.author == joined.user).count() > 20
    assert todos.count_waiting(joined) > 3


def test_who_asked_as_admin_only_gets_no_caseload_and_a_renamed_chip_is_left_out(url):
    start(url)
    member = joining("admin")
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
    assert Counter(one.role for one in accounts) == {ROLES[role]: 3 if role == "mentor" else 1 for role in STAFF}
    for one in accounts:
        assert password_fault(one.password, one.name, one.email, usual.name) == ""
        user = signing_in.sign_in(PASSWORDS, one.email, one.password, Visitor("test", "")).user
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
