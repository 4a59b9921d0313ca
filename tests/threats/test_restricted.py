"""Threat 12: a restricted record is not there. Every page is the same, to the letter, as before it was written."""

import pytest

from mentoring import clock, restricting
from mentoring.entry import Promise
from models import KINDS, Programme
from tests import makers
from tests.test_concern_secrecy import ALWAYS_NEW, CANARY, now, people, walk  # noqa: F401  now, people: fixtures

OPEN_KINDS = [kind for kind in KINDS.values() if not kind.sealed]
AT_LENGTH = pytest.mark.security
OTHERS = ("mentor", "contributor", "slt", "head", "admin", "trust", "related", "stranger")
# Who looks, and who wrote it. A mentor who did is shut out, which tells the head (tests/test_restrictions.py).
LOOKS = [("lead", "dsl"), ("mentor", "mentor"), pytest.param("admin", "mentor", marks=AT_LENGTH)]
LOOKS += [pytest.param(role, "dsl", marks=AT_LENGTH) for role in OTHERS]


@pytest.fixture
def pupil(school, people):  # noqa: F811
    """On the mentor's caseload and timetable, with a record of every kind that is open."""
    pupil = makers.pupil(school, "Florence Nuttall", people["mentor"])
    makers.family(pupil)
    makers.programme(people["mentor"], pupil)
    makers.slot(people["mentor"], kind="session", pupil=pupil, weekday=1)
    for kind in OPEN_KINDS:
        makers.record(people["mentor"], pupil, kind=kind.name, note="Something plain")
    makers.relate(people["related"], pupil)
    return pupil


def written(kind, author, pupil):
    """A record of today with a promise and marks, of words that stand nowhere else."""
    promise = Promise("follow_up", f"{CANARY} again", clock.today(pupil.school.zone), author.user.id)
    detail = {"programme": Programme.get()} if kind.name == "group_session" else {}
    return makers.record(author, pupil, kind=kind.name, note=f"{CANARY} said", promises=(promise,), detail=detail,
                         days_ago=0.02)  # fmt: skip


@pytest.mark.parametrize(("role", "author"), LOOKS)
def test_every_page_is_as_if_there_were_none(app, people, pupil, role, author):  # noqa: F811
    browser, first = makers.client(app, people[role]), len(OPEN_KINDS) + 1
    before = walk(app, browser, (1, first))
    records = [written(kind, people[author], pupil) for kind in OPEN_KINDS]
    assert records[0].id == first
    for one in records:
        restricting.restrict(people["dsl"], one, set())
    for path, (status, text) in walk(app, browser, (1, first)).items():
        assert CANARY not in text.replace(f"“{CANARY}”", "").replace(f'value="{CANARY}"', ""), path
        if not path.startswith(ALWAYS_NEW):
            assert (status, text) == before[path], path


def test_the_control_without_the_restriction_pages_differ(app, people, pupil):  # noqa: F811
    browser = makers.client(app, people["lead"])
    before = walk(app, browser, (1,))
    for kind in OPEN_KINDS:
        written(kind, people["dsl"], pupil)
    changed = {path for path, said in walk(app, browser, (1,)).items() if said != before[path]}
    assert {"/pupils/1", "/insights", f"search {CANARY} "} <= changed
