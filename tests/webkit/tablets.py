"""A tablet of a test's own with WebKit: things on it are found by role and name, as people find them."""

import os
import re
import signal
import sys
from pathlib import Path

from selenium import webdriver
from selenium.common.exceptions import (
    NoSuchElementException,
    StaleElementReferenceException,
    TimeoutException,
    WebDriverException,
)
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from tests.webkit import browser

PATIENCE, BETWEEN = 30, 0.05  # s
CANDIDATES = {
    "button": "button, summary", "link": "a[href]", "textbox": "input:not([type=hidden]), textarea",
    "checkbox": "input[type=checkbox]", "heading": "h1, h2, [role=heading]", "listitem": "li",
}  # fmt: skip
ANY = re.compile("")


class Tablet:
    """A browser on a profile that stays on the disk; `display` is the screen it is on."""

    def __init__(self, profile: Path, display: str):
        self.profile, self.display = profile, display
        self.start()

    def start(self) -> None:
        options = Options()
        options.set_capability("browserName", browser.NAME)
        options.binary_location = sys.executable
        for argument in (browser.__file__, str(self.profile)):
            options.add_argument(argument)
        env = os.environ | {"DISPLAY": self.display, "GDK_BACKEND": "x11", "NO_AT_BRIDGE": "1", "TZ": "Europe/London"}
        self.service = Service(env=env, popen_kw={"start_new_session": True})
        self.driver = webdriver.WebKitGTK(options, self.service)
        self.driver.set_script_timeout(PATIENCE)

    def kill(self) -> None:
        """The battery is empty: every process of the browser ends at once, with nothing written out."""
        if self.service.process.poll() is None:
            os.killpg(self.service.process.pid, signal.SIGKILL)
            self.service.process.wait(PATIENCE)

    def open(self, address: str) -> None:
        self.driver.get(address)

    def reload(self) -> None:
        self.driver.refresh()

    def wait_in_page(self, script: str, *given) -> None:
        """Wait until a function of the page's own has come to its end."""
        said = self.driver.execute_async_script(f"""
          const given = [...arguments], done = given.pop();
          ({script})(...given).then(() => done(""), (error) => done(String(error)));
        """, *given)  # fmt: skip
        assert said == ""

    def soon(self, what, missing: str):
        """What `what` gives, once it gives something."""
        ignored = (NoSuchElementException, StaleElementReferenceException)
        try:
            return WebDriverWait(self.driver, PATIENCE, BETWEEN, ignored).until(lambda _: what())
        except TimeoutException:
            raise AssertionError(f"{missing}; {self.driver.current_url} reads:\n{self.reads()}") from None

    def all(self, role: str, name: str | re.Pattern = ANY) -> list[WebElement]:
        """What there is of that role and name."""
        found = self.driver.find_elements(By.CSS_SELECTOR, CANDIDATES[role])
        return [one for one in found if role_of(one) in (role, "") and fits(name, one.accessible_name)]

    def find(self, role: str, name: str | re.Pattern) -> WebElement:
        return self.soon(lambda: self.all(role, name), f"There is no {role} {name!r}")[0]

    def tap(self, role: str, name: str | re.Pattern) -> None:
        self._touch(self.find(role, name))

    def choose(self, words: str) -> None:
        """Tap the chip, or the row of a pupil, that begins so."""
        path = f'//label[starts-with(normalize-space(), "{words}")]'
        self._touch(self.soon(lambda: self.driver.find_element(By.XPATH, path), f"Nothing to choose reads {words!r}"))

    def _touch(self, one: WebElement) -> None:
        """Tap it, where the bar at the foot does not lie over it."""
        self.driver.execute_script("arguments[0].scrollIntoView({ block: 'center' })", one)
        one.click()

    def write(self, label: str | re.Pattern, words: str) -> None:
        box = self.find("textbox", label)
        box.clear()
        box.send_keys(words)

    def texts(self, path: str) -> list[str]:
        return [one.text for one in self.driver.find_elements(By.XPATH, path)]

    def reads(self) -> str:
        """What can be read on the page."""
        return self.driver.find_element(By.TAG_NAME, "body").text

    def expect(self, words: str | re.Pattern) -> None:
        pattern = words if isinstance(words, re.Pattern) else re.compile(re.escape(words))
        self.soon(lambda: pattern.search(self.reads()), f"It does not say {words!r}")

    def expect_value(self, label: str | re.Pattern, words: str) -> None:
        self.soon(lambda: self.find("textbox", label).get_property("value") == words, f"{label} is not {words!r}")

    def shows(self, words: str) -> bool:
        """Whether the words are anywhere in the document, seen or not."""
        return words in self.driver.page_source + self.driver.title + self.driver.current_url


def role_of(one: WebElement) -> str | None:
    """The role that the browser gives it: empty for a summary, none for what is hidden."""
    try:
        return one.aria_role
    except WebDriverException:
        return None


def fits(name: str | re.Pattern, found: str) -> bool:
    return bool(name.search(found)) if isinstance(name, re.Pattern) else name == found
