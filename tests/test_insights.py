"""Numbers of the school: whole for who reads its records, without small counts for everybody else."""

import re

import pytest

from mentoring import clock, schools
from models import Membership, Record
from models.records import RESTRICTED
from tests import makers


@pytest.fixture
def busy(school, mentor):
    """Seven incidents and two notes this month."""
    pupil = makers.pupil(school, on=mentor)
    for _ in range(7):
        makers.record(mentor, pupil)
    return [makers.record(mentor, pupil, kind="note", note="x") for _ in range(2)]


def row(page: str, word: str) -> list[str]:
    """The numbers of a row, as they are read."""
    found = re.search(rf'<th scope="row">{word}</th>(.*?)</tr>', page, re.S)
    return re.sub(r"<[^>]+>", "", found[1]).split() if found else []


def test_a_lead_is_told_every_number(as_lead, busy):
    page = as_lead.get("/insights").text
    assert row(page, "Incidents")[-1] == "7" and row(page, "Notes")[-1] == "2" and row(page, "Total")[-1] == "9"


def test_the_parts_of_the_day_stand_in_its_order(as_lead, school, mentor):
    pupil, place = makers.pupil(school, on=mentor), makers.option(school, "place", "Gate")
    bells = [bell.name for bell in schools.bells(school)]
    for part in ("Weekend", *reversed(bells)):
        makers.record(mentor, pupil, chosen=frozenset({place}), detail={"day_part": part})
    page = as_lead.get("/insights").text
    told = re.findall(r'scope="col">([^<]+)<', page[page.index("Where and when") :])
    assert told == ["Place", *bells, "Weekend", "Total"] and bells != sorted(bells)


@pytest.mark.parametrize("role", ["slt", "head", "trust"])
def test_small_counts_are_hidden_from_who_reads_no_records(app, school, busy, role):
    page = makers.client(app, makers.member(school, "Owen Numbers", role)).get("/insights").text
    assert row(page, "Notes")[-1] == "hidden" and "2" not in row(page, "Notes")
    assert row(page, "Incidents")[-1] == "hidden" and row(page, "Total")[-1] == "9"


def test_what_is_restricted_is_not_counted_for_anybody(app, as_lead, school, busy):
    Record.update(tier=RESTRICTED).where(Record.id == busy[0].id).execute()
    dsl = makers.client(app, makers.member(school, "Grace Dsl", "dsl"))
    for browser in (as_lead, dsl):
        assert row(browser.get("/insights").text, "Notes")[-1] == "1"


def test_a_trust_viewer_sees_the_schools_of_theirs_and_no_row_of_any(app, school, busy, mentor):
    trust = makers.member(school, "Tess Trust", "trust")
    two, three = makers.school("Second School"), makers.school("Third School")
    Membership.create(school=two, user=trust.user, role="trust", created_at=clock.now(), confirmed_at=clock.now())
    for other in (two, three):
        colleague = makers.member(other, "Una Mentor", "mentor")
        for _ in range(6):
            makers.record(colleague, makers.pupil(other, on=colleague))
    browser = makers.client(app, trust)
    page = browser.get("/insights").text
    assert "Second School" in page and "Third School" not in page and page.count(">6<") >= 1
    assert browser.get("/pupils").status_code == browser.get("/searches").status_code == 403


def test_no_numbers_for_mentors_contributors_and_admins(app, school, as_mentor, as_admin):
    denise = makers.client(app, makers.member(school, "Denise Dinner", "contributor"))
    for browser in (as_mentor, as_admin, denise):
        assert browser.get("/insights").status_code == 403


@pytest.mark.parametrize("year", ["x", "1900", "99999", "-1", ""])
def test_a_strange_year_is_this_one(as_lead, busy, year):
    assert row(as_lead.get(f"/insights?year={year}").text, "Incidents")[-1] == "7"
