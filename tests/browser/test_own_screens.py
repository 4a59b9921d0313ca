"""The tablet handed to a pupil and back: nothing else opens, and the mentor's words are where they were."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, Taps, accessible, as_amara
from tests.browser.test_locks import PIN, choose_pin

HALF = "We looked at the stepping stones and"


def test_handed_over_and_back(page: Page, own_demo: Site):
    as_amara(page, own_demo)
    choose_pin(page, own_demo, "harbour velvet comet")
    page.goto(own_demo.address)
    pupil = page.locator(".caseload a").first.get_attribute("href")
    forename = page.locator(".caseload a .name").first.inner_text().split()[0]
    second = page.context.new_page()
    second.goto(own_demo.address + pupil)
    page.goto(f"{own_demo.address}/sessions/new?pupil={pupil.split('/')[-1]}")
    page.get_by_role("textbox", name=re.compile("^What you did and noticed")).fill(HALF)
    page.get_by_role("button", name=f"Hand to {forename}").click()
    expect(page.get_by_role("heading", name=f"Hello {forename}")).to_be_visible()
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(second.get_by_role("heading", name="Locked")).to_be_visible()
    accessible(page)

    tap = Taps(page)
    with page.expect_response(lambda reply: reply.url.endswith("/own-screens/open") and reply.status == 204):
        tap(page.get_by_role("radio", name="Good", exact=True))
    for target in page.locator("fieldset:has(.slide)").all():
        tap(target.get_by_role("radio", name="7", exact=True))
    page.locator(".slide").first.get_by_role("radio", name="7", exact=True).press("ArrowRight")
    expect(page.locator(".slide").first.get_by_role("radio", name="8", exact=True)).to_be_checked()
    page.get_by_label("What I want adults to know").fill("I like the red card")
    expect(page.get_by_text("Kept", exact=True)).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name=f"Hello {forename}")).to_be_visible()
    page.goto(f"{own_demo.address}/pupils")
    expect(page.get_by_label("What I want adults to know")).to_have_value("I like the red card")
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("heading", name=f"Thank you, {forename}")).to_be_visible()

    page.get_by_label("Your PIN").fill("999999")
    page.get_by_role("button", name="Take the tablet back").click()
    expect(page.get_by_text("4 tries are left")).to_be_visible()
    page.get_by_label("Your PIN").fill(PIN)
    page.get_by_role("button", name="Take the tablet back").click()
    expect(page.get_by_text("I like the red card")).to_be_visible()
    expect(page.get_by_role("link", name="Raise a concern from this")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="Go on with the session").click()
    expect(page.get_by_role("textbox", name=re.compile("^What you did and noticed"))).to_have_value(HALF)
    page.get_by_role("button", name="Save session").click()
    expect(page.get_by_text("1:1 session saved")).to_be_visible()
    page.goto(own_demo.address + pupil)
    expect(page.locator("#plan").get_by_text("the pupil’s own mark").first).to_be_visible()
