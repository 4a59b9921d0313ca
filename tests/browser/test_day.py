"""A mentor's whole day at the demo school, from the timetable: each slot recorded, the breaks between, what is promised."""

import re
import sqlite3
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, Taps, accessible, as_amara


@pytest.fixture
def a_day(own_demo: Site):
    """The demo on whatever day it is: Amara's Monday slots fall on today, and no term date closes it."""
    weekday = date.today().weekday()  # noqa: DTZ011  the browser's own day
    path = own_demo.database.removeprefix("sqlite:///")
    with sqlite3.connect(path) as db:
        amara = db.execute("SELECT id FROM user WHERE name = 'Amara Bello'").fetchone()[0]
        db.execute("DELETE FROM term_date")
        db.execute("UPDATE slot SET weekday = 6 WHERE mentor_id = ? AND weekday = ?", (amara, weekday))
        chosen = db.execute(
            "SELECT min(id) FROM slot WHERE mentor_id = ? AND kind IN ('session', 'group_session', 'duty') "
            "GROUP BY kind", (amara,)).fetchall()  # fmt: skip
        for place, (number,) in enumerate(chosen):
            db.execute("UPDATE slot SET weekday = ?, starts = ?, ends = ?, ends_on = NULL WHERE id = ?",
                       (weekday, f"00:0{place}", f"00:3{place}", number))  # fmt: skip
        db.execute("UPDATE programme SET ends_on = NULL")
    return own_demo


def test_a_day_from_the_timetable(page: Page, a_day: Site):
    if date.today().weekday() > 4:  # noqa: DTZ011
        pytest.skip("no school day: the timetable is Monday to Friday")
    as_amara(page, a_day)
    day = page.get_by_role("region", name="Today")
    slots = day.get_by_role("listitem")
    expect(slots).to_have_count(3)

    # The 1:1: everything known is filled in; marks, and it is ticked.
    tap = Taps(page)
    tap(day.get_by_role("listitem").filter(has_text="1:1").get_by_role("link", name=re.compile("^Record")))
    expect(page.locator("#chosen").get_by_role("checkbox")).to_be_checked()
    expect(page.get_by_role("radio", name="Planned")).to_be_checked()
    expect(page.get_by_role("radio", name="Pick a time")).to_be_checked()
    tap(page.get_by_role("group", name=re.compile("coming in")).get_by_role("radio", name="Low"))
    tap(page.get_by_role("group", name=re.compile("going out")).get_by_role("radio", name="Good"))
    tap(page.get_by_role("group", name=re.compile("join in")).get_by_role("radio", name="Fully"))
    tap(page.get_by_role("button", name="Save session"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Good")
    expect(day.get_by_role("listitem").filter(has_text="1:1")).to_contain_text("recorded")
    assert tap.count <= 7

    # The break duty: an incident with its place known, and another like it.
    day.get_by_role("listitem").filter(has_text="duty").get_by_role("link", name=re.compile("Incident")).tap()
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
    tap(day.locator("li[data-kind=group_session]").get_by_role("link", name=re.compile("^Record")))
    tap(page.locator(".register > li").first.get_by_role("radio", name="Absent"))
    tap(page.get_by_role("button", name="Save session"))
    expect(day.locator("li[data-kind=group_session]")).to_contain_text("recorded")
    assert tap.count <= 5

    # The promise to tell the family, kept.
    page.get_by_role("link", name="To do", exact=True).tap()
    promise = page.get_by_role("listitem").filter(has_text="Tell the family").first
    promise.get_by_text("Done").tap()
    promise.get_by_role("textbox").fill("Mum was glad to hear it from us")
    promise.get_by_role("button", name="Mark as done").tap()
    expect(page.get_by_text("Mum was glad to hear it from us")).to_be_visible()

    # And found again by a word.
    page.get_by_role("link", name="Today").tap()
    page.get_by_role("link", name=re.compile("^Search")).first.tap()
    page.get_by_role("searchbox").press_sequentially("verbal")
    expect(page.locator("mark").first).to_be_visible()
    accessible(page)
