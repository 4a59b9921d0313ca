"""Each further kind of record as it is made: taps counted, nothing typed; names noticed; a group's register."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, Taps, accessible, as_amara


def first_pupil(page: Page) -> str:
    return page.locator(".caseload a").first.get_attribute("href")


@pytest.fixture
def programme(page: Page, own_demo: Site):
    """Amara's new programme of eight pupils, started on the screen."""
    as_amara(page, own_demo)
    page.get_by_role("link", name="Groups").click()
    page.get_by_role("link", name="Start a programme").click()
    page.get_by_role("textbox", name=re.compile("^What is it called")).fill("Worry club")
    for _ in range(8):
        page.locator("#choices").get_by_role("checkbox").first.tap()
    expect(page.locator("#chosen").get_by_role("checkbox")).to_have_count(8)
    page.get_by_role("button", name="Start it").click()
    expect(page.get_by_role("heading", name="Worry club")).to_be_visible()
    return "Worry club"


def test_praise_from_today_and_from_the_pupil(page: Page, own_demo: Site):
    as_amara(page, own_demo)
    pupil, tap = first_pupil(page), Taps(page)
    tap(page.get_by_role("link", name="Praise", exact=True))
    tap(page.locator("#choices").get_by_role("checkbox").first)
    tap(page.get_by_role("radio", name="Kindness"))
    tap(page.get_by_role("button", name="Save praise"))
    expect(page.get_by_text("Praise saved")).to_be_visible()
    assert tap.count <= 4
    page.goto(own_demo.address + pupil)
    tap = Taps(page)
    tap(page.get_by_role("link", name="Praise", exact=True))
    tap(page.get_by_role("radio", name="Had a go"))
    tap(page.get_by_role("button", name="Save praise"))
    expect(page.locator(".entry h3").first).to_have_text("Praise: had a go")
    assert tap.count <= 3


def test_a_planned_session_with_its_marks(page: Page, own_demo: Site):
    as_amara(page, own_demo)
    tap = Taps(page)
    tap(page.get_by_role("link", name="1:1 session", exact=True))
    tap(page.locator("#choices").get_by_role("checkbox").first)
    tap(page.get_by_role("radio", name="Came", exact=True))
    tap(page.get_by_role("group", name=re.compile("coming in")).get_by_role("radio", name="Low"))
    tap(page.get_by_role("group", name=re.compile("going out")).get_by_role("radio", name="Good"))
    tap(page.get_by_role("group", name=re.compile("join in")).get_by_role("radio", name="Mostly"))
    tap(page.get_by_role("button", name="Save session"))
    expect(page.get_by_text("1:1 session saved")).to_be_visible()
    assert tap.count <= 7


def test_who_was_absent_is_not_asked_how_they_felt(page: Page, demo_site: Site):
    as_amara(page, demo_site)
    page.get_by_role("link", name="1:1 session", exact=True).click()
    feeling = page.get_by_role("group", name=re.compile("coming in"))
    expect(feeling).to_be_visible()
    page.get_by_role("radio", name="Absent").tap()
    expect(feeling).to_be_hidden()


def test_a_group_of_eight_with_one_absent(page: Page, own_demo: Site, programme: str):
    page.get_by_role("link", name="Today").click()
    tap = Taps(page)
    tap(page.get_by_role("link", name="Group session", exact=True))
    tap(page.get_by_role("radio", name=programme))
    register = page.locator(".register > li")
    expect(register).to_have_count(8)
    tap(register.nth(3).get_by_role("radio", name="Absent"))
    expect(register.nth(3).get_by_role("radiogroup", name=re.compile("joined in"))).to_be_hidden()
    expect(page.get_by_text("7 of 8 came")).to_be_visible()
    tap(page.get_by_role("button", name="Save session"))
    expect(page.get_by_text("Group session saved")).to_be_visible()
    assert tap.count <= 5
    page.get_by_role("link", name="Groups").click()
    page.get_by_role("link", name=re.compile(f"^{programme}")).click()
    expect(page.get_by_role("cell", name="0 of 1")).to_have_count(1)
    expect(page.get_by_role("cell", name="1 of 1")).to_have_count(7)
    accessible(page)


def test_the_register_is_whole_for_axe_and_somebody_else_can_join(page: Page, own_demo: Site, programme: str):
    page.get_by_role("link", name="Record session 1").click()
    page.get_by_label(re.compile("^A line about")).first.tap()
    page.get_by_role("textbox", name=re.compile("^About")).first.fill("Led the warm-up")
    page.get_by_text("Somebody else came").tap()
    page.locator("#choices").get_by_role("checkbox").first.tap()
    expect(page.get_by_text("9 of 9 came")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Save session").tap()
    expect(page.get_by_text("Group session saved")).to_be_visible()


def test_a_name_is_noticed_as_it_is_typed_and_linked(page: Page, own_demo: Site):
    as_amara(page, own_demo)
    page.goto(own_demo.address + first_pupil(page))
    page.get_by_role("link", name="Note", exact=True).first.click()
    words = page.get_by_role("textbox", name="What should be remembered?")
    words.press_sequentially("Sat with Tomasz at lunch")
    noticed = page.get_by_role("group", name=re.compile("Tomasz"))
    expect(noticed.get_by_role("radio", name=re.compile("^Tomasz S"))).to_be_visible()
    noticed.get_by_role("radio", name=re.compile("^Tomasz S")).tap()
    words.press_sequentially(", then ran")
    expect(noticed.get_by_role("radio", name=re.compile("^Tomasz S"))).to_be_checked()
    accessible(page)
    page.get_by_role("button", name="Save note").tap()
    expect(page.locator(".entry").first).to_contain_text("Sat with Tomasz at lunch, then ran")


def test_the_pupils_last_records_come_to_stand_beside_the_form(page: Page, demo_site: Site):
    as_amara(page, demo_site)
    page.get_by_role("link", name="Incident", exact=True).click()
    beside = page.get_by_role("complementary", name="Lately")
    expect(beside).to_contain_text("Choose a pupil")
    page.locator("#choices").get_by_role("checkbox").first.tap()
    expect(beside.get_by_role("link")).to_have_count(3)


def test_create_another_keeps_the_time(page: Page, own_demo: Site):
    as_amara(page, own_demo)
    page.get_by_role("link", name="Praise", exact=True).click()
    page.locator("#choices").get_by_role("checkbox").first.tap()
    page.get_by_role("radio", name="Kindness").tap()
    page.get_by_role("button", name="Save praise").tap()
    page.get_by_role("link", name="Create another").tap()
    expect(page.get_by_role("heading", name="Praise")).to_be_visible()
    expect(page.get_by_role("radio", name="Pick a time")).to_be_checked()
    expect(page.get_by_label("Time", exact=True)).not_to_have_value("")
