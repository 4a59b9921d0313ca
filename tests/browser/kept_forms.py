"""A form that the tablet kept: how one comes to it without signal, fills it in, and has signal again."""

import re
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, as_amara
from tests.browser.tablets import Tablet, note_box
from tests.browser.test_service_worker import ON_SHELF


@pytest.fixture(name="off")
def without_signal(tablet: Tablet, own_demo: Site) -> Page:
    """A mentor's tablet on the playground: it has what it needs, and no signal."""
    return go_out(tablet, own_demo)


def go_out(tablet: Tablet, own_demo: Site) -> Page:
    """A mentor signs in on a tablet, which has what it needs before it goes out of reach."""
    with tablet.page.expect_response("**/rosters"):
        as_amara(tablet.page, own_demo)
    tablet.page.evaluate(ON_SHELF)
    tablet.context.set_offline(True)
    return tablet.page


def rows(site: Site, sql: str, *values) -> list[tuple]:
    with closing(sqlite3.connect(site.database.removeprefix("sqlite:///"))) as connection:
        return connection.execute(sql, values).fetchall()


def with_signal(tablet: Tablet, page: Page, site: Site) -> None:
    """Signal is back, and what waited has arrived."""
    tablet.context.set_offline(False)
    page.goto(f"{site.address}/waiting")
    expect(page.get_by_text("Nothing waits")).to_be_visible()


def pick(page: Page, name: str) -> None:
    page.locator("#choices").get_by_role("checkbox", name=re.compile(name)).check()


def chip(page: Page, question: str, name: str) -> None:
    page.get_by_role("group", name=re.compile(question)).get_by_text(name, exact=True).first.click()


def incident(page: Page, words: str) -> None:
    pick(page, "Leo P")
    page.get_by_role("radiogroup", name="Leo P was").get_by_text("Affected").click()
    chip(page, "What happened", "Verbal")
    chip(page, "How did it end", "Resolved")
    note_box(page).fill(words)


def parent_contact(page: Page, words: str) -> None:
    pick(page, "Leo P")
    page.get_by_label(re.compile("Who was it")).fill("Her aunt")
    chip(page, "Why", "Wellbeing")
    page.get_by_label(re.compile("What was said")).fill(words)


def session(page: Page, words: str) -> None:
    pick(page, "Leo P")
    page.get_by_label(re.compile("What you did and noticed")).fill(words)


def group_session(page: Page, words: str) -> None:
    chip(page, "Which programme", "Managing anger")
    page.get_by_role("radiogroup", name=re.compile(" was$")).first.get_by_text("Late").click()
    page.get_by_label(re.compile("For the whole group")).fill(words)


def concern(page: Page, words: str) -> None:
    chip(page, "in danger now", "No")
    pick(page, "Leo P")
    chip(page, "How do you know", "The child told me")
    page.get_by_role("textbox", name=re.compile("The exact words")).fill("He grabs my arm.")
    note_box(page).fill(words)


def review(page: Page, words: str) -> None:
    pick(page, "Leo P")
    page.get_by_label(re.compile("What does the pupil say")).fill("It is better in the yard.")
    chip(page, "What is decided", "Continue")
    page.get_by_label(re.compile("What has helped")).fill(words)


def praise(page: Page, words: str) -> None:
    pick(page, "Leo P")
    chip(page, "What for", "Kindness")
    page.get_by_label(re.compile("What they did")).fill(words)


def note(page: Page, words: str) -> None:
    pick(page, "Leo P")
    page.get_by_label(re.compile("What should be remembered")).fill(words)


KINDS = {
    "incidents": incident, "parent-contacts": parent_contact, "sessions": session, "group-sessions": group_session,
    "concerns": concern, "praise": praise, "notes": note, "reviews": review,
}  # fmt: skip
