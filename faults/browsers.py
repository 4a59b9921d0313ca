"""A real browser with a profile of its own on the disk, in a process that can be killed like a flat battery."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, expect

from bench import people
from faults import school

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--headless=new", "--remote-debugging-port=0", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-gpu", "--window-size=820,1180", "--lang=en-GB",
)  # fmt: skip
START_SECONDS = 60


class Tablet:
    """A mentor's tablet: its profile in `folder` outlives every death of its browser."""

    def __init__(self, playwright: Playwright, folder: Path, port: int, mentor: int):
        self.playwright, self.folder, self.mentor = playwright, folder, mentor
        self.address = f"http://127.0.0.1:{port}"
        self.process: subprocess.Popen | None = None
        self.browser: Browser | None = None
        self.page: Page

    def start(self) -> None:
        """Open the browser, with a page of nothing."""
        told = self.folder / "DevToolsActivePort"
        told.unlink(missing_ok=True)
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        program = next(filter(None, map(shutil.which, PROGRAMS)), self.playwright.chromium.executable_path)
        self.process = subprocess.Popen(
            [program, *QUIET, *root, f"--user-data-dir={self.folder}", "about:blank"], start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + START_SECONDS
        while not (told.exists() and told.read_text().count("\n")):
            if time.monotonic() > until or self.process.poll() is not None:
                raise SystemExit("The browser does not start.")
            time.sleep(0.02)
        port = told.read_text().split("\n")[0]
        self.browser = self.playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        context = self.browser.contexts[0]
        self.page = context.pages[0] if context.pages else context.new_page()
        self.page.emulate_media(reduced_motion="reduce")

    def kill(self) -> None:
        """SIGKILL to the browser and all its processes: nothing is written any more."""
        if self.process is None:
            return
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None
        self.browser.close()

    def sign_in(self) -> None:
        """With signal, through the form."""
        self.page.goto(f"{self.address}/sign-in")
        self.page.get_by_label("E-mail address").fill(people.email(school.MENTORS[self.mentor]))
        self.page.get_by_label("Password").fill(school.PASSWORD)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("Good")
