"""`python -m tests.browser.walkthrough`: the pictures of docs/walkthrough-concern.md, made on a new demo school."""

import re
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import launching
from tests.browser.conftest import HERE, Site, as_person, environment, start, stop

FOLDER = HERE / "docs" / "pictures"
MONDAY = "2026-11-30T12:32"
MOST_BYTES = 160_000
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1180, "height": 820}


@contextmanager
def demo_school():
    """A server on a new demo school whose clock begins at MONDAY, and a browser."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        database = f"sqlite:///{Path(folder) / 'demo.db'}"
        subprocess.run([sys.executable, "-m", "tests.browser.at", MONDAY, "demo"], cwd=HERE, check=True,
                       env=environment(database), capture_output=True)  # fmt: skip
        site = start(database, at=MONDAY)
        browser = playwright.chromium.launch(**launching())
        try:
            yield site, browser
        finally:
            browser.close()
            stop(site)


def shoot(page: Page, name: str) -> None:
    keep(page, f"concern-{name}")


def keep(page: Page, name: str, **part: Any) -> None:
    """A picture of what the screen shows, or of a `clip` of it, in docs/pictures."""
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path, **part)
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise SystemExit(f"{path.name} has {size:,} bytes; show less of the page.")


def person(browser: Browser, site: Site, name: str, size) -> Page:
    context = browser.new_context(viewport=size, has_touch=True, reduced_motion="reduce", locale="en-GB",
                                  timezone_id="Europe/London")  # fmt: skip
    page = context.new_page()
    as_person(page, site, name)
    return page


def press(page: Page, button: str) -> None:
    """A button that saves, and the page that comes of it."""
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


def unfold(page: Page, words: str) -> None:
    page.locator("details:not([open]) > summary", has_text=words).click()
    page.locator("details[open] > summary", has_text=words).wait_for()


def raises(page: Page) -> None:
    """The midday supervisor, on a phone."""
    shoot(page, "1-today")
    page.get_by_role("link", name="Concern", exact=True).click()
    page.get_by_role("radio", name="No", exact=True).click()
    page.get_by_placeholder("Add a pupil: type two letters").fill("florence n")
    page.locator("#choices").get_by_role("checkbox").first.click()
    page.get_by_role("radio", name="The child told me").click()
    shoot(page, "2-asks")
    page.get_by_label("The exact words").fill("I fell. Dad says I have to say I fell.")
    page.get_by_label(re.compile("^What you saw")).fill(
        "In the lunch queue, rubbing the back of the left arm. I asked, “Are you all right?” and nothing else."
    )
    page.get_by_role("checkbox", name="Physical").click()
    page.get_by_text("Body map: where is there a mark?").click()
    back = page.get_by_role("img", name="Back of a body")
    box = back.bounding_box()
    assert box
    back.click(position={"x": box["width"] * 0.22, "y": box["height"] * 0.34})
    page.get_by_role("radio", name="Bruise").click()
    page.get_by_label("Size and colour of mark 1").fill("as long as a finger, purple")
    page.get_by_text("Body map: where is there a mark?").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('.part-of').scrollIntoView()")
    shoot(page, "3-body-map")
    page.get_by_role("button", name="Send concern").click()
    page.get_by_text("It is with the DSL").wait_for()
    shoot(page, "4-sent")


def handles(page: Page, site: Site) -> str:
    """The DSL, at a desk; the address of the concern."""
    page.goto(site.address + "/")
    shoot(page, "5-dsl-today")
    page.locator(".desk a.cover", has_text="Denise Whitlow").last.click()
    page.locator("aside").wait_for()
    shoot(page, "6-dsl-reads")
    press(page, "Acknowledge")
    unfold(page, "Decide, with reasons")
    page.get_by_role("radio", name="Refer to social care").check()
    page.get_by_label(re.compile("^Why")).first.fill(
        "Second injury in a day with an explanation that does not fit. Spoken with the front door before home time."
    )
    press(page, "Keep the decision")
    unfold(page, "Passed to an agency")
    page.get_by_label(re.compile("^Which agency")).fill("Children’s social care, front door")
    page.get_by_label(re.compile("^Their reference")).fill("FD-80412")
    press(page, "Keep it")
    unfold(page, "Ask somebody to do something")
    page.get_by_label(re.compile("^What is to be done")).fill("Be at the gate at 15:15 and stay until I come")
    page.locator("#acted").get_by_role("radio", name="Amara Bello").check()
    press(page, "Make the to-do")
    unfold(page, "Tell the author something")
    page.get_by_label(re.compile("^What may the author know")).fill(
        "Thank you for writing it down so exactly. It is in hand. Please tell me at once if you see or hear more."
    )
    press(page, "Let them read it")
    page.get_by_role("heading", name="What was done").wait_for()
    shoot(page, "7-dsl-decided")
    return page.url


def main() -> None:
    with demo_school() as (site, browser):
        denise, grace = person(browser, site, "Denise Whitlow", PHONE), person(browser, site, "Grace Adeyemi", DESK)
        raises(denise)
        address = handles(grace, site)
        denise.reload()
        denise.get_by_text("Received by").scroll_into_view_if_needed()
        shoot(denise, "8-author")
        amara = person(browser, site, "Amara Bello", PHONE)
        amara.goto(site.address + "/todos")
        amara.get_by_text("Be at the gate").first.scroll_into_view_if_needed()
        shoot(amara, "9-owner")
        grace.goto(address)
        unfold(grace, "Outcome and close")
        grace.get_by_label(re.compile("^What came of it")).fill(
            "Strategy meeting held, a social worker named. Support goes on under their plan; the class keeps watch."
        )
        press(grace, "Close it")
        grace.get_by_role("link", name=re.compile("^Chronology of")).click()
        shoot(grace, "10-chronology")


if __name__ == "__main__":
    main()
