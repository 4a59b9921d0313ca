"""A plan as it is lived with: its targets come with the pupil chosen, one tap each; the plan says where they stand."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, Taps, accessible, as_amara


def test_each_target_is_rated_with_one_tap_and_stands_on_the_plan(page: Page, own_demo: Site):
    as_amara(page, own_demo)
    page.locator(".caseload a").first.click()
    name = page.get_by_role("heading", level=1).inner_text()
    page.locator("#plan").get_by_role("link").first.click()
    plan = page.url
    page.get_by_role("link", name="Change", exact=True).first.click()
    page.get_by_role("button", name="Add another target").click()
    page.get_by_role("textbox", name=re.compile("^What does the pupil want")).last.fill("I want to try this out")
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_role("heading", name="I want to try this out")).to_be_visible()
    accessible(page)

    page.goto(own_demo.address)
    page.get_by_role("link", name="1:1 session", exact=True).click()
    page.locator("#choices").get_by_role("checkbox", name=re.compile(name.split()[0])).first.tap()
    target, tap = page.get_by_role("group", name="I want to try this out"), Taps(page)
    tap(target.get_by_role("radio", name="7", exact=True))
    tap(page.get_by_role("button", name="Save session"))
    assert tap.count == 2
    expect(page.get_by_text("1:1 session saved")).to_be_visible()
    page.goto(plan)
    expect(page.get_by_role("link", name=re.compile("^7 of 10"))).to_be_visible()
