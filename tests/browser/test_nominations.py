"""A nomination from the first tap to what its author is told, in a real browser."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, accessible, as_person


def test_denise_nominates_a_pupil_and_is_told_what_sunita_decides(page: Page, own_demo: Site):
    as_person(page, own_demo, "Denise Whitlow")
    page.get_by_role("link", name="Nominate").first.click()
    accessible(page)
    page.get_by_label("Add a pupil: type two letters").fill("om")
    page.get_by_role("list", name="Found").get_by_role("checkbox").first.check()
    name = page.locator("#chosen .name").inner_text().split()[0]
    page.get_by_label("What change do you hope for?").fill("Eats with the others")
    expect(page.get_by_role("status").filter(has_text="Draft kept")).to_be_visible()
    page.goto(own_demo.address)
    page.get_by_role("link", name=re.compile("Carry on")).first.click()
    expect(page.get_by_label("What change do you hope for?")).to_have_value("Eats with the others")
    page.get_by_role("checkbox", name="Anxiety").check()
    page.get_by_role("radio", name="Half a term").check()
    page.get_by_role("button", name="Send to the leads").click()
    expect(page.get_by_text("Sent to the leads")).to_be_visible()
    page.goto(own_demo.address)
    expect(page.get_by_role("link", name=re.compile("Carry on"))).to_have_count(0)
    page.context.clear_cookies()
    as_person(page, own_demo, "Sunita Rao")
    page.get_by_role("link", name=re.compile("4 nominations to decide")).click()
    accessible(page)
    page.get_by_role("region", name="To decide").get_by_role("link").last.click()
    expect(page.get_by_text("Eats with the others")).to_be_visible()
    page.get_by_role("radio", name="A mentor’s caseload").check()
    page.get_by_role("radio", name=re.compile("Nasreen Akhtar · 14 of 14, full")).check()
    page.get_by_label(re.compile("What is the nominator told")).fill("Nasreen meets them on Monday")
    accessible(page)
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(page.get_by_text("15 pupils for Nasreen Akhtar: 1 more than your school’s 14")).to_be_visible()
    page.goto(f"{own_demo.address}/caseloads")
    expect(page.get_by_text("1 over")).to_be_visible()
    accessible(page)
    page.context.clear_cookies()
    as_person(page, own_demo, "Nasreen Akhtar")
    page.goto(f"{own_demo.address}/todos")
    expect(page.get_by_role("link", name=re.compile(f"First plan: {name}"))).to_be_visible()
    page.context.clear_cookies()
    as_person(page, own_demo, "Denise Whitlow")
    page.get_by_role("button", name=re.compile("Look.*A nomination of yours was decided")).first.click()
    expect(page.get_by_text("Nasreen meets them on Monday")).to_be_visible()
