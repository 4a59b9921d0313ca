"""A mentor's whole day at the demo school, from the timetable: slots recorded, breaks between, what is promised."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import HERE, Site, Taps, accessible, as_amara, environment, start, stop

MONDAY = "2026-11-30T15:05"


@pytest.fixture
def monday(tmp_path):
    """The demo school on a Monday afternoon, when all of the day's slots have begun."""
    database = f"sqlite:///{tmp_path / 'demo.db'}"
    subprocess.run([sys.executable, "-m", "tests.browser.at", "2026-11-27T17:30", "demo"], cwd=HERE, check=True,
                   env=environment(database), capture_output=True)  # fmt: skip
    site = start(database, at=MONDAY)
    yield site
    stop(site)


def test_a_day_from_the_timetable(page: Page, monday: Site):
    as_amara(page, monday)
    day = page.get_by_role("region", name="Today")
    expect(day.get_by_role("listitem").first).to_be_visible()
    alone = day.locator("li[data-kind=session]")
    together = day.locator("li[data-kind=group_session]")

    # The 1:1: everything known is filled in; marks, and it is ticked.
    tap = Taps(page)
    tap(alone.first.get_by_role("link", name=re.compile("^Record")))
    expect(page.locator("#chosen").get_by_role("checkbox")).to_be_checked()
    expect(page.get_by_role("radio", name="Planned")).to_be_checked()
    expect(page.get_by_role("radio", name="Pick a time")).to_be_checked()
    tap(page.get_by_role("group", name=re.compile("coming in")).get_by_role("radio", name="Low"))
    tap(page.get_by_role("group", name=re.compile("going out")).get_by_role("radio", name="Good"))
    tap(page.get_by_role("group", name=re.compile("join in")).get_by_role("radio", name="Fully"))
    tap(page.get_by_role("button", name="Save session"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Good")
    expect(alone.first).to_contain_text("recorded")
    assert tap.count <= 7

    # The break duty: an incident with its place known, and another like it.
    day.get_by_role("listitem").filter(has_text="duty").first.get_by_role("link", name=re.compile("Incident")).tap()
    expect(page.get_by_role("group", name="Where?").get_by_role("radio", checked=True)).to_have_count(1)
    page.locator("#choices").get_by_role("checkbox").first.tap()
    page.get_by_role("checkbox", name="Verbal").tap()
    page.get_by_role("radio", name="Resolved").tap()
    page.get_by_role("radio", name="Not yet").tap()
    page.get_by_role("button", name="Save incident").tap()
    page.get_by_role("link", name="Create another").tap()
    expect(page.get_by_role("group", name="Where?").get_by_role("radio", checked=True)).to_have_count(1)
    page.get_by_role("link", name="Back").tap()

    # The group, with one absent.
    tap = Taps(page)
    tap(together.first.get_by_role("link", name=re.compile("^Record")))
    tap(page.locator(".register > li").first.get_by_role("radio", name="Absent"))
    tap(page.get_by_role("button", name="Save session"))
    expect(together.first).to_contain_text("recorded")
    assert tap.count <= 5

    # The promise to tell the family, kept.
    page.get_by_role("link", name="To do", exact=True).tap()
    promise = page.get_by_role("listitem").filter(has_text="Tell the family").first
    promise.locator("summary", has_text="Done").tap()
    promise.get_by_role("textbox").fill("Mum was glad to hear it from us")
    promise.get_by_role("button", name="Mark as done").tap()
    expect(page.get_by_text("Mum was glad to hear it from us")).to_be_visible()

    # And found again by a word.
    page.get_by_role("link", name="Today").tap()
    page.get_by_role("link", name=re.compile("^Search")).first.tap()
    page.get_by_role("searchbox").press_sequentially("verbal")
    expect(page.locator("mark").first).to_be_visible()
    accessible(page)
