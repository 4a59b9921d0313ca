"""Threats 5 and 6: nobody reaches another's rows, by whatever name they ask for them; a route without a mark is shut.

Every row of a full school has two doubles: a colleague's in the same school, and another school's. Every route is asked
for them in its path, its query and its body, as a page and as htmx asks; no word of theirs may come back, and none of
their rows may change or be tied to ours.
"""

import re
from itertools import product

import pytest
from flask import Blueprint

import database
from app import create_app
from mentoring import clock
from models import KINDS, Member, Membership, School, User
from models.school import ROLES
from tests import full_school, makers, walking
from tests.full_school import APART, COLLEAGUE, FOREIGN, OWN, SHARED
from tests.test_house import permissions

NUMBER = re.compile(r"\d{1,9}")
PAGE, PART = ({},), (walking.PARTIAL,)
AS_BOTH = pytest.mark.parametrize(
    "ways", [pytest.param(PAGE, id="page"), pytest.param(PART, id="part", marks=pytest.mark.security)]
)
COLLEAGUES = 2 * APART
# What is not a row's number, so that another's in its place would say nothing.
PLAIN = {"minutes", "version", "planned", "weekday", "engagement", "feeling_in", "feeling_out", "place"}

TIED = re.compile(r"now points at (pupil|user) \d+$")
# Where the school offers every pupil or colleague of its own, so that a mentor may name one that is not theirs.
CHOSEN = {(f"{kind.room}.{verb}", "pupil") for kind in KINDS.values() if kind.reach == "school"
          for verb in ("create", "update") if not (kind.sealed and verb == "update")} | {
    ("nominations.create", "pupil"), ("own_screens.create", "pupil"),
    ("records.move_create", "pupil"), ("relationships.create", "pupil"), ("todos.owner_update", "owner"),
    *((f"programmes.{verb}", name) for verb in ("create", "update") for name in ("leader", "second_leader")),
}  # fmt: skip


@pytest.fixture(scope="module")
def doubled(house):
    """The house with its doubles; everything as it was afterwards."""
    full_school.double(FOREIGN, APART)
    return house


@pytest.fixture
def as_mentor_only(house):
    """The house whose person is a mentor and nothing else, with a colleague who has the doubles of all their rows."""
    with house.undone():
        Membership.update(ended_at=clock.now()).where(
            (Membership.user == house.full.member.user) & (Membership.role != "mentor")
        ).execute()
        full_school.double(COLLEAGUE, COLLEAGUES, SHARED)
        yield house


def fault_of(house, reply, word: str, before: dict, what: str) -> list[str]:
    """What is wrong with a reply: a word that is not ours, a fault, a row touched or tied."""
    strangers = full_school.strangers(before, full_school.dump()) if house.touched() else []
    found = [f"{what}: {line}" for line in strangers]
    if word in reply.text.lower():
        found.append(f"{what}: says “{word}”")
    if reply.status_code >= 500:
        found.append(f"{what}: {reply.status_code}")
    return found


def wrong(faults: list[str]) -> list[str]:
    """What no mentor may do: all but to choose what CHOSEN says."""
    return [one for one in faults if not (TIED.search(one) and chosen(one) <= CHOSEN)]


def chosen(fault: str) -> set[tuple[str, str]]:
    """The endpoint and the field that a fault was found by; all that are offered there, where all were sent."""
    endpoint, name = fault.partition("=")[0].split()
    return {one for one in CHOSEN if one[0] == endpoint} or {(endpoint, name)} if name == "all" else {(endpoint, name)}


def in_paths(house, word: str, apart: int, open_to_all: set[str], ways) -> list[str]:
    """Another's number in every path; what is wrong with the replies."""
    before, faults = full_school.dump(), []
    for number in sorted(set(full_school.numbers(apart).values())):
        for rule, path, methods in walking.paths(house.app, number):
            if "number" not in rule.arguments:
                continue
            form = next((one for one in house.forms if one.endpoint == rule.endpoint), None)
            for method, headers in product(methods, ways):
                body = dict(form.body()) if form and method != "GET" else None
                with house.undone():
                    reply = house.browser.open(path, method=method, headers=headers, data=body)
                    faults += fault_of(house, reply, word, before, f"{method} {path}")
                if reply.status_code not in (403, 404) and rule.endpoint not in open_to_all:
                    faults.append(f"{method} {path}: {reply.status_code}")
    return faults


def in_queries(house, word: str, apart: int, ways) -> list[str]:
    """Another's number in every parameter that a page asks for."""
    before, faults = full_school.dump(), []
    pages = {walking.endpoint_of(house.app, page, "GET"): page.partition("?")[0] for page in house.seen.pages}
    numbers = sorted(set(full_school.numbers(apart).values()))
    for endpoint, page in pages.items():
        names = house.asked.names.get(endpoint, set()) - {"fold", "before"}
        for number, headers in product(numbers if names else (), ways):
            with house.undone():
                reply = house.browser.get(page, query_string=dict.fromkeys(names, str(number)), headers=headers)
                faults += fault_of(house, reply, word, before, f"GET {page}?…={number}")
    return faults


def swapped(form, number: int, only: str | None = None) -> list[tuple[str, str]]:
    """An honest form with another's number wherever one of our rows is meant; `only` in one field of it."""
    return [
        (name, str(number) if NUMBER.fullmatch(value) and name not in PLAIN and only in (None, name) else value)
        for name, value in form.body()
    ]


def bodies(form, numbers: dict[str, int], singly: bool):
    """Each of the form's numbers in turn, or all at once, as each table's."""
    names = sorted({name for name, value in form.body() if NUMBER.fullmatch(value)} - PLAIN)
    for number in sorted(set(numbers.values())):
        for name in names if singly else [None]:
            yield swapped(form, number, name), f"{name or 'all'}={number}"


def in_bodies(house, word: str, apart: int, singly: bool = False, ways=PAGE + PART) -> list[str]:
    """Another's number in every field of every form, sent as a page and as htmx sends it."""
    before, faults, numbers = full_school.dump(), [], full_school.numbers(apart)
    for endpoint in sorted({form.endpoint for form in house.forms}):
        form = house.form(endpoint)
        for (body, what), headers in product(bodies(form, numbers, singly), ways):
            with house.undone():
                faults += fault_of(house, house.send(form, body, headers=headers), word, before, f"{endpoint} {what}")
    return faults


@AS_BOTH
def test_another_schools_numbers_in_a_path_do_not_exist(doubled, ways):
    assert in_paths(doubled, FOREIGN, APART, set(), ways) == []


@AS_BOTH
def test_another_schools_numbers_in_a_query_are_not_answered(doubled, ways):
    assert in_queries(doubled, FOREIGN, APART, ways) == []


@AS_BOTH
def test_another_schools_numbers_in_a_body_do_nothing(doubled, ways):
    assert in_bodies(doubled, FOREIGN, APART, ways=ways) == []


@AS_BOTH
def test_a_colleagues_numbers_in_a_path_do_not_exist(as_mentor_only, ways):
    assert in_paths(as_mentor_only, COLLEAGUE, COLLEAGUES, {"pupils.show", "pupils.searches_create"}, ways) == []


@AS_BOTH
def test_a_colleagues_numbers_in_a_query_are_not_answered(as_mentor_only, ways):
    assert in_queries(as_mentor_only, COLLEAGUE, COLLEAGUES, ways) == []


@pytest.mark.security
def test_a_colleagues_numbers_in_a_body_do_nothing(as_mentor_only):
    assert wrong(in_bodies(as_mentor_only, COLLEAGUE, COLLEAGUES)) == []


@pytest.mark.security
def test_another_schools_numbers_in_each_field_do_nothing(doubled):
    assert in_bodies(doubled, FOREIGN, APART, singly=True) == []


@pytest.mark.security
def test_a_colleagues_numbers_in_each_field_choose_what_the_school_shares(as_mentor_only):
    faults = in_bodies(as_mentor_only, COLLEAGUE, COLLEAGUES, singly=True)
    assert wrong(faults) == []
    # The control: what may be chosen is chosen, so that silence elsewhere says something.
    assert set().union(*map(chosen, faults)) == CHOSEN


def test_no_page_of_ours_shows_anything_of_another_school(doubled):
    for page in doubled.seen.pages:
        with doubled.undone():
            assert FOREIGN not in doubled.browser.get(page).text.lower(), page


def test_the_double_is_whole_to_its_own(doubled):
    """The control: who has the doubles does see them, so that their absence elsewhere says something."""
    theirs = Member(User.get_by_id(1 + APART), School.get_by_id(1 + APART), frozenset())
    with doubled.undone():
        page = doubled.browser_of(theirs).get(f"/pupils/{1 + APART}").text.lower()
    assert FOREIGN in page and OWN not in page


def test_a_double_that_is_touched_is_seen(doubled):
    before = full_school.dump()
    with doubled.undone():
        Membership.update(role="mentor").where(Membership.id > APART).execute()
        assert full_school.strangers(before, full_school.dump())


def test_a_route_without_a_mark_is_refused_and_named(url):
    app = create_app(DATABASE_URL=url, SECRET_KEY="x", ARGON2_KIB="8")
    planted = Blueprint("planted", __name__)
    planted.add_url_rule("/planted", "show", lambda: "open", methods=["GET", "POST"])
    app.register_blueprint(planted)
    database.migrate()
    member = makers.member(makers.school(), "Eve Everybody", *ROLES)
    browser = makers.client(app, member)
    assert {browser.get("/planted").status_code, browser.post("/planted").status_code} == {403}
    assert [line for line in permissions(app) if line.endswith("NOBODY")][0].startswith("planted.show")
