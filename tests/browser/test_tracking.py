"""Weekly tracking as it is used: at a desk by keys, on a phone by thumb, without signal, and two in one cell."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, accessible, as_amara, as_person

PHONE = {"width": 390, "height": 844}


def cells(page: Page):
    """This week's cells, one a pupil."""
    return page.locator("td.here").get_by_role("textbox", name=re.compile("^Suspensions, "))


def state(page: Page, place: int):
    return page.locator("td.here .state").nth(place)


def test_at_a_desk_by_keys_and_without_signal(page: Page, own_demo: Site):
    as_amara(page, own_demo)
    page.goto(own_demo.address + "/tracking?measure=suspensions")
    accessible(page)
    cells(page).first.focus()
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    expect(cells(page).nth(1)).to_be_focused()
    expect(state(page, 0)).to_contain_text("Saved")
    page.keyboard.type("x")
    page.keyboard.press("ArrowDown")
    expect(cells(page).nth(2)).to_be_focused()
    expect(state(page, 1)).to_contain_text("Not saved. Write a whole number from 0 to 10")
    expect(cells(page).nth(1)).to_have_value("x")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    expect(cells(page).nth(1)).to_have_value("")
    page.keyboard.type("2")
    page.context.set_offline(True)
    page.keyboard.press("Tab")
    expect(state(page, 1)).to_contain_text("Not saved: no")
    expect(page.get_by_role("link", name=re.compile("Not saved"))).to_be_visible()
    expect(cells(page).nth(1)).to_have_value("2")
    page.context.set_offline(False)
    expect(state(page, 1)).to_contain_text("Saved")
    page.reload()
    expect(cells(page).first).to_have_value("1")
    expect(cells(page).nth(1)).to_have_value("2")


def test_on_a_phone_by_thumb_and_a_colleague_in_the_same_cell(page: Page, browser: Browser, own_demo: Site):
    as_amara(page, own_demo)
    page.set_viewport_size(PHONE)
    page.goto(own_demo.address + "/tracking?measure=suspensions")
    accessible(page)
    lead = browser.new_context().new_page()
    as_person(lead, own_demo, "Sunita Rao")
    lead.goto(own_demo.address + "/tracking?measure=suspensions")
    lead.get_by_role("link", name="Amara Bello", exact=True).click()
    page.get_by_role("button", name=re.compile("^1: Suspensions")).first.tap()
    expect(state(page, 0)).to_contain_text("Saved")
    cells(lead).first.fill("3")
    cells(lead).first.press("Enter")
    expect(state(lead, 0)).to_contain_text("Amara Bello saved 1")
    expect(cells(lead).first).to_have_value("3")
    lead.get_by_role("button", name="Keep 3").click()
    expect(state(lead, 0)).to_contain_text("Saved")
    state(lead, 0).get_by_role("link").click()
    expect(lead.get_by_role("listitem").filter(has_text="Sunita Rao")).to_contain_text("3")
    expect(lead.get_by_role("listitem").filter(has_text="Amara Bello")).to_contain_text("1")
