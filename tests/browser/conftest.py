"""A real server process with its own database, and the browser that this machine has."""

import fcntl
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser import serving
from tests.browser.chromium import launching

HERE = Path(__file__).parents[2]
AXE = Axe().axe_script
AXE_RULES = {  # what dark alone can change is contrast
    "light": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "dark": {"type": "rule", "values": ["color-contrast"]},
}
PASSWORD = "orchard lantern ferry"  # noqa: S105


@dataclass
class Site:
    """A running Alongside: its address, its set-up link, its database, what it logs."""

    address: str
    setup: str
    database: str
    process: BaseProcess
    log: Path

    def flask(self, *command: str) -> str:
        done = subprocess.run([sys.executable, "-m", "flask", "--app", "app", *command], cwd=HERE, check=True,
                              env=environment(self.database), capture_output=True, text=True)  # fmt: skip
        return done.stdout


def environment(database: str, port: int = 0) -> dict:
    return os.environ | {
        "DATABASE_URL": database, "SECRET_KEY": "only for tests", "AUDIT_KEY": "only for tests", "ARGON2_KIB": "8",
        "PORT": str(port or 8000), "PYTHONUNBUFFERED": "1",
    }  # fmt: skip


def start(database: str, at: str = "", port: int = 0, static: Path | None = None) -> Site:
    """Start a server; `at` is the time (UTC) at which its clock begins, now unless told; `static` another release's
    files."""
    if not port:
        with socket.socket() as spare:
            spare.bind(("127.0.0.1", 0))
            port = spare.getsockname()[1]
    path = Path(database.removeprefix("sqlite:///"))
    said, log = path.with_suffix(".said"), path.with_suffix(".log")
    said.write_text("")
    log.touch()
    process = serving.begin(environment(database, port), said, log, at, static)
    address, deadline = f"http://127.0.0.1:{port}", time.monotonic() + 60
    while not answers(address):
        assert process.is_alive() and time.monotonic() < deadline, f"The server did not start:\n{log.read_text()}"
        time.sleep(0.02)
    key = re.search(r"/setup/\w+", said.read_text())
    return Site(address, address + key.group(0) if key else "", database, process, log)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/sign-in"):
            return True
    except OSError:
        return False


def stop(site: Site) -> None:
    site.process.terminate()
    site.process.join(15)


@pytest.fixture
def empty_site(tmp_path):
    """A server on an empty database: nobody has set it up."""
    site = start(f"sqlite:///{tmp_path / 'alongside.db'}")
    yield site
    stop(site)


@pytest.fixture(scope="session")
def demo_database(tmp_path_factory):
    """The demo school as it was made, once for all the workers. No server runs on this file, only on copies."""
    folder = tmp_path_factory.getbasetemp()
    shared = (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "demo"
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "demo.db").exists():
            subprocess.run([sys.executable, "-m", "flask", "--app", "app", "demo"], cwd=HERE, check=True,
                           env=environment(f"sqlite:///{shared / 'making.db'}"), capture_output=True)  # fmt: skip
            (shared / "making.db").rename(shared / "demo.db")
    return shared / "demo.db"


@pytest.fixture(scope="session")
def demo_site(demo_database, tmp_path_factory):
    """A server on the demo school, for tests that change nothing in it."""
    site = start(copied(demo_database, tmp_path_factory.mktemp("demo-site")))
    yield site
    stop(site)


def copied(demo_database: Path, folder: Path) -> str:
    path = folder / "demo.db"
    shutil.copyfile(demo_database, path)
    return f"sqlite:///{path}"


@pytest.fixture
def own_demo(demo_database, tmp_path):
    """A server on a demo school of the test's own."""
    site = start(copied(demo_database, tmp_path))
    yield site
    stop(site)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return browser_type_launch_args | launching()


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return browser_context_args | {
        "viewport": {"width": 820, "height": 1180}, "locale": "en-GB", "timezone_id": "Europe/London",
        "has_touch": True, "reduced_motion": "reduce",
    }  # fmt: skip


@pytest.fixture(autouse=True)
def quiet_console(page: Page):
    """No script error and no breach of the content security policy, on any page of any test."""
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text) if "Content Security Policy" in message.text else None)
    yield
    assert said == []


def sign_in(page: Page, site: Site, email: str, password: str) -> None:
    page.goto(f"{site.address}/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Good")


def set_up_app(page: Page) -> str:
    """Set codes up, as whoever must does before anything else, and keep the recovery codes; the app's secret."""
    secret = page.locator("code.secret").inner_text().replace(" ", "")
    page.get_by_label("The six digits that the app shows").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Keep these recovery codes")
    page.get_by_role("link", name="I have kept them. Go on").click()
    return secret


def as_person(page: Page, site: Site, name: str) -> None:
    """Go to Today as one of the demo's people, signed in without a look at that page."""
    let_in(page, site, name)
    page.goto(site.address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Good")


def let_in(page: Page, site: Site, name: str) -> None:
    """Sign the browser in as one of the demo's people, without a page."""
    sign_in_page = page.request.get(f"{site.address}/sign-in").text()
    email, password = re.search(rf"{name}.*?<b>(\S+@\S+)</b>.*?<b>([^<]+)</b>", sign_in_page, re.DOTALL).groups()
    page.request.post(f"{site.address}/sign-in", form={"email": email, "password": password},
                      headers={"Sec-Fetch-Site": "same-origin"})  # fmt: skip


def as_amara(page: Page, site: Site) -> None:
    """Go to Today as the demo's first mentor."""
    as_person(page, site, "Amara Bello")


def as_admin(page: Page, site: Site) -> None:
    """Go to Today as the demo's admin."""
    as_person(page, site, "Linda Prowse")


def show_whole(page: Page) -> None:
    """Make the window as high as the page, which brings older records in as their link comes into view."""
    older = page.locator("[hx-trigger*=revealed]")
    while True:
        asks = older.get_attribute("hx-get") if older.count() else None
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": page.viewport_size["width"], "height": height})
        if asks is None:
            return
        expect(page.locator(f'[hx-get="{asks}"]')).to_have_count(0)


def accessible(page: Page) -> None:
    """axe finds nothing, in light and in dark, on the whole length of the page."""
    width = page.viewport_size["width"]
    show_whole(page)
    page.evaluate(AXE)
    for scheme, rules in AXE_RULES.items():
        page.emulate_media(color_scheme=scheme)
        options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
        found = page.evaluate("options => axe.run(document, options).then((all) => all.violations)", options)
        faults = [
            f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]
        ]
        assert faults == [], f"{page.url} ({scheme})"
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": width, "height": 1180})


class Taps:
    """Counts taps as a person would make them."""

    def __init__(self, page: Page):
        self.page, self.count = page, 0

    def __call__(self, thing) -> None:
        self.count += 1
        thing.tap()
