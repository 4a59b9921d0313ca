"""A plan reviewed where there is no signal: its targets stand there to be scored, and arrive as they were scored."""

import re
import sqlite3
from contextlib import closing

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, accessible
from tests.browser.kept_forms import (
    chip,
    go_out,
    rows,
    with_signal,
    without_signal,  # noqa: F401  fixture
)
from tests.browser.tablets import (  # noqa: F401  fixtures
    Tablet,
    expect_waiting,
    own_console,
    own_tablet,
    status,
)

PLANNED = """
    SELECT pupil.known_as || ' ' || substr(pupil.surname, 1, 1), plan.id, target.id, target.own_words
    FROM target JOIN plan ON plan.id = target.plan_id JOIN pupil ON pupil.id = plan.pupil_id
    JOIN caseload ON caseload.pupil_id = pupil.id JOIN user ON user.id = caseload.mentor_id
    WHERE user.name = 'Amara Bello' AND caseload.ends_on IS NULL AND plan.ended_on IS NULL
    AND target.state = 'open' AND length(target.own_words) BETWEEN 1 AND 59 AND {} LIMIT 1
"""
ALONE = "(SELECT COUNT(*) FROM plan AS other WHERE other.pupil_id = pupil.id AND other.ended_on IS NULL) = 1"
OF_A_REVIEW = """
    SELECT review.plan_id, review.cycle, review.pupil_view, score.target_id, score.value, score.against
    FROM record JOIN review ON review.record_id = record.id JOIN review_score AS score ON score.record_id = record.id
    WHERE record.note = ? AND record.state = 'complete' ORDER BY score.target_id
"""


def choose(page: Page, name: str) -> None:
    page.get_by_role("searchbox", name=re.compile("Add a pupil")).press_sequentially(name)
    page.get_by_role("list", name="Found").get_by_role("checkbox", name=re.compile(name)).check()


def test_a_plan_is_reviewed_with_its_scores_and_they_arrive(tablet: Tablet, off: Page, own_demo: Site):
    ((name, plan, target, words),) = rows(own_demo, PLANNED.format(f"target.measure = 'rating' AND {ALONE}"))
    off.goto(f"{own_demo.address}/reviews/new")
    expect(off.get_by_text("Choose a pupil of your caseload")).to_be_visible()
    choose(off, name)
    score = off.get_by_role("group", name=words, exact=True)
    expect(score.get_by_text(re.compile("^baseline"))).to_be_visible()
    score.get_by_role("radio", name="7", exact=True).check()
    score.get_by_role("radio", name="−1 Less than hoped").check()
    off.get_by_label(re.compile("What does the pupil say")).fill("It is better in the yard.")
    chip(off, "What is decided", "Continue")
    off.get_by_label(re.compile("What has helped")).fill("Ten conkers, reviewed")
    accessible(off)
    expect(status(off)).to_have_text("Draft kept on this tablet")
    off.reload()
    expect(score.get_by_role("radio", name="7", exact=True)).to_be_checked()
    expect(score.get_by_role("radio", name="−1 Less than hoped")).to_be_checked()
    off.get_by_role("button", name="Save review").click()
    expect_waiting(off, 1)
    expect(score).to_have_count(0)
    with_signal(tablet, off, own_demo)
    found = rows(own_demo, OF_A_REVIEW, "Ten conkers, reviewed")
    assert [one[2:] for one in found] == [("It is better in the yard.", target, 7, -1)]
    assert found[0][:2] == rows(own_demo, "SELECT id, cycle FROM plan WHERE id = ?", plan)[0]


def second_plan(site: Site, plan: int, words: str) -> int:
    """Another plan of the same pupil's, as another copy of it, with a target that is counted."""
    columns = [name for _, name, *_ in rows(site, "PRAGMA table_info(plan)") if name not in ("id", "client_id")]
    named = ", ".join(columns)
    with closing(sqlite3.connect(site.database.removeprefix("sqlite:///"))) as base, base:
        copy = f"INSERT INTO plan (client_id, {named}) SELECT 'second', {named} FROM plan WHERE id = ?"  # noqa: S608
        number = base.execute(copy, (plan,)).lastrowid
        base.execute(
            "INSERT INTO target (school_id, plan_id, position, own_words, wording, measure, measured, baseline, aim,"
            " helper, state) SELECT school_id, id, 1, ?, '', 'count', '', 1, 5, '', 'open' FROM plan WHERE id = ?",
            (words, number),
        )
    return number


def test_of_two_plans_it_asks_which_and_has_the_targets_of_that_one(tablet: Tablet, own_demo: Site):
    ((name, plan, _, words),) = rows(own_demo, PLANNED.format(ALONE))
    second = second_plan(own_demo, plan, "Eat with my class")
    page = go_out(tablet, own_demo)
    page.goto(f"{own_demo.address}/reviews/new")
    choose(page, name)
    chip(page, "What is decided", "Continue")
    page.get_by_label(re.compile("What has helped")).fill("Eleven conkers")
    page.get_by_role("button", name="Save review").click()
    expect(page.get_by_role("alert").get_by_role("link")).to_have_text(["Choose which plan it is."])
    which = page.get_by_role("group", name="Which plan?").get_by_role("radio")
    which.first.check()
    expect(page.get_by_role("group", name=words, exact=True)).to_be_visible()
    which.last.check()
    expect(page.get_by_role("group", name=words, exact=True)).to_have_count(0)
    eaten = page.get_by_role("group", name="Eat with my class")
    eaten.get_by_role("textbox", name=re.compile("Where does it stand now")).fill("4")
    eaten.get_by_role("radio", name="0 As hoped").check()
    expect(status(page)).to_have_text("Draft kept on this tablet")
    page.reload()
    expect(eaten.get_by_role("textbox", name=re.compile("Where does it stand now"))).to_have_value("4")
    page.get_by_role("button", name="Save review").click()
    expect_waiting(page, 1)
    with_signal(tablet, page, own_demo)
    assert [(one[0], *one[4:]) for one in rows(own_demo, OF_A_REVIEW, "Eleven conkers")] == [(second, 4, 0)]
