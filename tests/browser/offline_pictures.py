"""`python -m tests.browser.offline_pictures`: the pictures of docs/without-signal.md, made on a new demo school."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.tablets import expect_waiting, note_box, ready, save, shelved, status
from tests.browser.walkthrough import MONDAY, PHONE, demo_school, keep, person

SIZES = {"phone": PHONE, "tablet": {"width": 820, "height": 1180}}
HEADS = {"phone": 96, "tablet": 72}  # pixels of the top of a page
WORDS = "An argument over whose turn it was on the trim trail. Calm again after a walk round the field."


class Pictures:
    """One person's tablet, and the pictures taken of it; `size` is the last word of their names."""

    def __init__(self, page: Page, site: Site, size: str):
        self.page, self.site, self.size = page, site, size

    def take(self, name: str, **part) -> None:
        keep(self.page, f"offline-{name}-{self.size}", **part)

    def of_status(self, name: str, words: str) -> None:
        """The top of the page, once the status there says so."""
        expect(status(self.page)).to_have_text(words)
        width = SIZES[self.size]["width"]
        self.take(name, clip={"x": 0, "y": 0, "width": width, "height": HEADS[self.size]})

    def fill(self) -> None:
        self.page.locator("#choices").get_by_role("checkbox", name=re.compile("Leo P")).check()
        self.page.get_by_role("checkbox", name="Verbal").check()
        self.page.get_by_role("radio", name="Resolved").check()
        note_box(self.page).fill(WORDS)

    def with_signal(self) -> None:
        """All saved; a save on its way that is not answered; a change of a record that cannot be saved."""
        page, context = self.page, self.page.context
        page.goto(self.site.address + "/incidents/new")
        self.fill()
        save(page)
        self.of_status("saved", "All saved")
        another = page.get_by_role("link", name="Create another").get_attribute("href") or ""
        page.goto(f"{self.site.address}/incidents/{another.split('=')[1]}/edit")
        context.set_offline(True)
        note_box(page).fill(f"{WORDS} They shook hands.")
        page.get_by_label("Why are you changing it?").fill("Asked again at lunch")
        page.get_by_role("button", name="Save changes").click()
        expect(page.get_by_role("alert").filter(has_text="Changing a record needs signal")).to_be_visible()
        self.of_status("not-saved", "Not saved: no signal")
        self.take("not-saved-why")
        context.set_offline(False)
        for address in ("**/incidents", "**/outbox"):
            page.route(address, lambda route: None)  # nothing ever answers
        page.goto(self.site.address + "/incidents/new")
        self.fill()
        save(page)
        self.of_status("saving", "Saving…")
        expect_waiting(page, 1)

    def without_signal(self) -> None:
        """A second record from the form that the tablet keeps; what waits; what needs signal."""
        page = self.page
        page.context.set_offline(True)
        page.goto(self.site.address + "/incidents/new")
        self.fill()
        page.evaluate("scrollTo(0, 0)")
        self.take("form")
        save(page)
        self.of_status("waiting", "Saved on this tablet: 2 waiting")
        self.take("kept")
        for name, path, shown in (
            ("list", "/waiting", page.get_by_role("button", name="Send now")),
            ("timeline", "/pupils/1", page.get_by_role("heading", name="The timeline needs signal")),
        ):
            page.goto(self.site.address + path)
            expect_waiting(page, 2)
            expect(shown).to_be_visible()
            self.take(name)


def main() -> None:
    expect.set_options(timeout=30_000)  # a machine that does other things, too, takes its pictures all the same
    with demo_school() as (site, browser):
        for size, viewport in SIZES.items():
            page = person(browser, site, "Amara Bello", viewport)
            shelved(page)
            page.clock.set_fixed_time(f"{MONDAY}:00Z")  # from here on: a page of a still clock installs no worker
            page.goto(site.address)
            ready(page, site, "/")
            pictures = Pictures(page, site, size)
            pictures.with_signal()
            pictures.without_signal()


if __name__ == "__main__":
    main()
