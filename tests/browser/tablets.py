"""A tablet of a test's own: a browser whose profile stays on the disk, and which can be killed."""

import os
import re
import signal
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, BrowserType, Error, Page, expect

from tests.browser.conftest import Site, as_amara

AMARA = "Amara Bello"
WAITING = "Saved on this tablet: {} waiting"
WORDS = "Seventeen conkers behind the bicycle shed"


def patient(script: str) -> str:
    """A page's function that waits for something, with an end where that never comes."""
    late = 'new Promise((_, no) => setTimeout(() => no(new Error("It did not come")), 60_000))'
    return f"(...given) => Promise.race([({script})(...given), {late}])"


# What a page waits for: the names of the picker; all that opens without signal; what was typed `last`, on the disk.
NAMES = patient("""async () => {
  const { roster } = await import(document.querySelector("script[type=module]").src);
  while (!(await roster())) await new Promise((done) => setTimeout(done, 50));
}""")
SHELF = patient("""async () => {
  await navigator.serviceWorker.ready;
  while (!(await caches.match("/shelf-note"))) await new Promise((done) => setTimeout(done, 50));
}""")
TYPED = patient("""async (last) => {
  const { get, reveal } = await import(document.querySelector("script[type=module]").src);
  const id = document.querySelector("#record [name=client_id]").value;
  const words = async () => (await reveal((await get("drafts", id))?.local)) ?? "";
  while (!(await words()).includes(last)) await new Promise((done) => setTimeout(done, 20));
}""")


class Tablet:
    """A browser on a profile; `page` is its first window."""

    def __init__(self, browser: BrowserType, arguments: dict, profile: Path):
        self.browser, self.arguments, self.profile = browser, arguments, profile
        self.start()

    def start(self) -> None:
        self.context: BrowserContext = self.browser.launch_persistent_context(
            self.profile, **self.arguments, locale="en-GB", timezone_id="Europe/London", reduced_motion="reduce",
            viewport={"width": 820, "height": 1180},
        )  # fmt: skip
        self.page: Page = self.context.pages[0]

    def kill(self) -> None:
        """The battery is empty: every process of this profile ends at once, with nothing written out."""
        mark = f"--user-data-dir={self.profile}".encode()
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and mark in _command(entry):
                os.kill(int(entry.name), signal.SIGKILL)
        with suppress(Error):
            self.context.close()

    def stop(self) -> None:
        self.context.close()


@pytest.fixture(name="tablet")
def own_tablet(browser_type, browser_type_launch_args, tmp_path):
    tablet = Tablet(browser_type, browser_type_launch_args, tmp_path / "profile")
    yield tablet
    tablet.stop()


@pytest.fixture(name="quiet_console")
def own_console():
    """In place of conftest's, where each test has a browser of its own."""


@pytest.fixture(name="form")
def new_incident(page: Page, own_demo: Site) -> Page:
    """A mentor at a new incident's form, on a tablet that was online."""
    as_amara(page, own_demo)
    ready(page, own_demo)
    return page


def _command(process: Path) -> list[bytes]:
    try:
        return (process / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return []


def status(page: Page):
    """The one status of a page, once the page knows it."""
    return page.locator("#status:not([data-uncounted]) .words")


def expect_waiting(page: Page, count: int) -> None:
    expect(status(page)).to_have_text(WAITING.format(count))


def note_box(page: Page):
    return page.get_by_role("textbox", name=re.compile("What you saw and heard"))


def fill_incident(page: Page, words: str = WORDS) -> None:
    """An incident that may be saved: a pupil, what happened, how it ended, words."""
    page.locator("#choices").get_by_role("checkbox").first.check()
    page.get_by_role("checkbox", name="Verbal").check()
    page.get_by_role("radio", name="Resolved").check()
    note_box(page).fill(words)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save incident").click()


def ready(page: Page, site: Site, path: str = "/incidents/new") -> None:
    """A form on a tablet that has its ticket, its vault and its list of names: once, with signal."""
    page.evaluate(NAMES)
    page.goto(site.address + path)


def records(site: Site, words: str = WORDS) -> list[tuple[str, str]]:
    """(author, state) of each record on the server whose note is `words`."""
    with closing(sqlite3.connect(site.database.removeprefix("sqlite:///"))) as connection:
        return connection.execute(
            "SELECT user.name, record.state FROM record JOIN user ON user.id = author_id WHERE note = ?", (words,)
        ).fetchall()


def stored(page: Page, name: str) -> list[dict]:
    """What a store of the tablet holds."""
    return page.evaluate(
        """(name) => new Promise((resolve) => {
             indexedDB.open("alongside").onsuccess = ({ target: { result: base } }) => {
               base.transaction(name).objectStore(name).getAll().onsuccess = ({ target }) => {
                 base.close();
                 resolve(target.result.map((one) => JSON.parse(JSON.stringify(one))));
               };
             };
           })""",
        name,
    )


def shelved(page: Page) -> None:
    """Wait until the tablet has everything that opens without signal."""
    page.evaluate(SHELF)


def typed_to_disk(page: Page, last: str) -> None:
    """Wait until the tablet can give back what was typed `last`; nobody can read it there."""
    page.evaluate(TYPED, last)
    assert last not in str(stored(page, "drafts"))


def roster(page: Page) -> dict | None:
    """The tablet's list of names, as this page can read it."""
    return page.evaluate("""async () => {
      const { roster } = await import(document.querySelector("script[type=module]").src);
      return roster();
    }""")
