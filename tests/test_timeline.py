"""Each pupil's timeline shows their own part, newest first, page by page, to those who may see it."""

from datetime import date, timedelta

import pytest

from mentoring import clock, paging, recording, timeline
from mentoring.timeline import Filters
from models import Caseload, Participation, Record
from tests import makers, queries


def notes(page):
    return [line.record.note for line in page.lines]


def test_newest_first_and_paged_by_key(mentor, school):
    pupil = makers.pupil(school, on=mentor)
    for number in range(60):
        makers.record(mentor, pupil, note=f"n{number}", days_ago=number / 100)
    found, key, pages = [], "", 0
    while True:
        page = timeline.page(mentor, pupil, Filters(), key)
        found += notes(page)
        pages += 1
        if not (key := page.older):
            break
    assert found == [f"n{number}" for number in range(60)] and pages == 3


def test_records_at_one_instant_are_neither_lost_nor_doubled(mentor, school):
    pupil = makers.pupil(school, on=mentor)
    moment = clock.now()
    for number in range(30):
        record = makers.record(mentor, pupil, note=str(number))
        Record.update(occurred_at=moment).where(Record.id == record.id).execute()
        Participation.update(occurred_at=moment).where(Participation.record == record).execute()
    first = timeline.page(mentor, pupil, Filters())
    second = timeline.page(mentor, pupil, Filters(), first.older)
    assert sorted(map(int, notes(first) + notes(second))) == list(range(30))


def test_a_page_costs_the_same_queries_however_many(mentor, school):
    pupil, other = makers.pupil(school, on=mentor), makers.pupil(school, "Leo Park")
    person = makers.family(pupil)

    def cost() -> int:
        return queries.count(lambda: timeline.page(mentor, pupil, Filters()))

    makers.record(mentor, pupil, other)
    makers.record(mentor, pupil, kind="parent_contact", detail={"family_contact": person})
    few = cost()
    for number in range(24):
        makers.record(mentor, pupil, other, days_ago=number / 50)
        makers.record(mentor, pupil, kind="parent_contact", detail={"family_contact": person})
    assert cost() <= few == 7


def test_others_are_another_pupil_unless_the_reader_may_see_them(mentor, school):
    colleague = makers.member(school, "Ben Shaw", "mentor")
    jayden, leo = makers.pupil(school, on=mentor), makers.pupil(school, "Leo Park", colleague)
    makers.put_on(colleague, jayden)
    makers.record(colleague, jayden, leo, roles=("affected", "involved"))
    seen = timeline.page(mentor, jayden, Filters()).lines[0]
    assert (seen.mine.role, [other.name for other in seen.others]) == ("affected", ["another pupil"])
    theirs = timeline.page(colleague, jayden, Filters()).lines[0]
    assert [other.name for other in theirs.others] == ["Leo P"]


def test_a_mentor_reads_the_caseload_and_their_own(mentor, school):
    colleague = makers.member(school, "Ben Shaw", "mentor")
    pupil = makers.pupil(school)
    makers.record(colleague, pupil, note="theirs")
    makers.record(mentor, pupil, note="mine")
    assert notes(timeline.page(mentor, pupil, Filters())) == ["mine"]
    makers.put_on(mentor, pupil)
    assert notes(timeline.page(mentor, pupil, Filters())) == ["mine", "theirs"]


@pytest.mark.parametrize(("start", "end", "reads"), [(-9, None, True), (-9, 1, True), (-9, 0, False), (1, None, False)])
def test_the_dates_of_a_caseload_decide_at_once(mentor, school, start, end, reads):
    pupil = makers.pupil(school)
    makers.record(makers.member(school, "Ben Shaw", "mentor"), pupil)
    day = clock.today("Europe/London")
    Caseload.create(
        school=school, mentor=mentor.user, pupil=pupil, starts_on=day + timedelta(days=start),
        ends_on=None if end is None else day + timedelta(days=end),
    )  # fmt: skip
    assert bool(timeline.page(mentor, pupil, Filters()).lines) is reads


def test_an_admin_reads_no_record(admin, mentor, school):
    makers.record(mentor, makers.pupil(school, on=mentor))
    assert Record.visible_to(admin).count() == 0


def test_another_school_sees_nothing(mentor, school):
    pupil = makers.pupil(school, on=mentor)
    makers.record(mentor, pupil)
    stranger = makers.member(makers.school("Elsewhere"), "Sam Stranger", "mentor", "admin")
    Caseload.create(school=school, mentor=stranger.user, pupil=pupil, starts_on=date(2020, 1, 1))
    assert Record.visible_to(stranger).count() == 0 == len(timeline.page(stranger, pupil, Filters()).lines)


def test_withdrawn_records_are_gone_from_it(mentor, school):
    pupil = makers.pupil(school, on=mentor)
    recording.withdraw(mentor, makers.record(mentor, pupil), "wrong")
    assert timeline.page(mentor, pupil, Filters()).lines == []


def test_filters_combine(mentor, school):
    pupil = makers.pupil(school, on=mentor)
    makers.record(mentor, pupil, note="Football again", days_ago=1)
    makers.record(mentor, pupil, note="Football once", days_ago=30)
    makers.record(mentor, pupil, note="Café talk", kind="parent_contact", days_ago=2)
    assert notes(timeline.page(mentor, pupil, Filters(words="foot"))) == ["Football again", "Football once"]
    assert notes(timeline.page(mentor, pupil, Filters(words="cafe"))) == ["Café talk"]
    assert notes(timeline.page(mentor, pupil, Filters(kinds=("incident",), period="2"))) == ["Football again"]
    assert notes(timeline.page(mentor, pupil, Filters(kinds=("parent_contact",), words="foot"))) == []
    assert notes(timeline.page(mentor, pupil, Filters(words="100%_"))) == []


def test_a_private_line_is_found_and_shown_on_its_own_pupils_timeline_only(mentor, school):
    one, two = makers.pupil(school, on=mentor), makers.pupil(school, "Leo Park", mentor)
    makers.record(mentor, one, two)
    Participation.update(private_line="Weeping").where(Participation.pupil == one).execute()
    assert len(timeline.page(mentor, one, Filters(words="weep")).lines) == 1
    assert timeline.page(mentor, two, Filters(words="weep")).lines == []


def test_older_school_years_are_folded_with_their_counts(mentor, school):
    pupil = makers.pupil(school, on=mentor)
    for days in (1, 400, 401, 800):
        makers.record(mentor, pupil, days_ago=days, note=str(days))
    page = timeline.page(mentor, pupil, Filters())
    this_year = clock.school_year(clock.today("Europe/London"))
    assert notes(page) == ["1"]
    assert sum(count for _, count in page.years) == 3
    assert all(year < this_year for year, _ in page.years)
    year = page.years[0][0]
    assert len(timeline.page(mentor, pupil, Filters(year=year)).lines) == page.years[0][1]


def test_a_forged_key_is_refused(mentor, school):
    for key in ("x", "1-2-3", "9" * 400, "nan-1", "1e99-1", "-"):
        with pytest.raises(paging.BadKey):
            timeline.page(mentor, makers.pupil(school), Filters(), key)


def test_a_key_with_a_strange_number_is_only_an_empty_page(mentor, school):
    for key in (f"1--{10**26}", f"1-{10**28}"):
        assert timeline.page(mentor, makers.pupil(school), Filters(), key).lines == []


def test_only_its_author_finds_by_a_private_line(mentor, school):
    pupil = makers.pupil(school, on=mentor)
    reader = makers.member(school, "Nasreen Akhtar", "mentor")
    makers.put_on(reader, pupil)
    record = makers.record(mentor, pupil)
    Participation.update(private_line="Teased by Leo").where(Participation.record == record).execute()
    assert len(timeline.page(mentor, pupil, Filters(words="leo")).lines) == 1
    assert timeline.page(reader, pupil, Filters(words="leo")).lines == []


@pytest.mark.parametrize(("days", "late"), [(0.99, False), (1.01, True)])
def test_what_was_written_down_a_day_later_is_marked(as_mentor, mentor, school, days, late):
    pupil = makers.pupil(school, on=mentor)
    record = makers.record(mentor, pupil, kind="note", days_ago=days)
    assert ("late entry" in as_mentor.get(f"/pupils/{pupil.id}").text) is late
    assert ("Late entry" in as_mentor.get(f"/notes/{record.id}").text) is late
