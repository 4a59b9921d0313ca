"""What a tablet feels: bytes and requests of *New incident*, time until it answers a tap, taps for each kind."""

from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import CDPSession, Page, expect, sync_playwright

from bench import people
from tests.browser.chromium import launching

PATH = "/incidents/new"
SLOW_LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
SLOWER = 4
# Marks when the form's scripts have run (the summary is filled) and when a tapped chip has been painted as chosen.
WATCH = """
addEventListener("DOMContentLoaded", () => {
  const place = document.querySelector("[data-summary]");
  if (!place) return;
  const ready = () => {
    performance.mark("ready");
    const chip = document.querySelector("input[name=incident_type]");
    chip.addEventListener("change", () => requestAnimationFrame(() => setTimeout(() => performance.mark("answered"))));
    chip.closest("label").click();
  };
  if (place.textContent) ready();
  else new MutationObserver((_, watch) => { watch.disconnect(); ready(); }).observe(place, { childList: true });
});
"""
ANSWERED = "performance.getEntriesByName('answered').map(mark => mark.startTime)[0] || 0"
# The shortest way to a saved record: where it starts, then each tap (role, name). A new kind is a line here.
WAYS: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "incident": ("Today", (
        ("link", "Incident"), ("checkbox", "{pupil}"), ("checkbox", "Physical"), ("radio", "Resolved"),
        ("button", "Save incident"))),
    "parent_contact": ("a pupil's page", (
        ("link", "Contact"), ("checkbox", "Good news"), ("button", "Save contact"))),
    "session": ("Today", (
        ("link", "1:1 session"), ("checkbox", "{pupil}"), ("button", "Save session"))),
    "group_session": ("Today", (
        ("link", "Group session"), ("radio", "Lunch club"), ("radio", "Absent"), ("button", "Save session"))),
    "note": ("Today", (
        ("link", "Note"), ("checkbox", "{pupil}"), ("textbox", "remembered"), ("button", "Save note"))),
    "praise": ("Today", (
        ("link", "Praise"), ("checkbox", "{pupil}"), ("radio", "Kindness"), ("button", "Save praise"))),
}  # fmt: skip


@dataclass(frozen=True)
class Visit:
    """What one visit fetched over the line: bytes with their headers, and requests that a cache did not answer."""

    bytes: int
    requests: int


class Wire:
    """Counts what crosses the wire, as the browser's network layer tells it."""

    def __init__(self, session: CDPSession):
        self.cached: set[str] = set()
        self.sizes: dict[str, int] = {}
        session.on("Network.requestServedFromCache", lambda said: self.cached.add(said["requestId"]))
        session.on("Network.responseReceived", self._received)
        session.on("Network.loadingFinished", self._finished)

    def _received(self, said) -> None:
        if said["response"].get("fromDiskCache") or said["response"]["url"].startswith("data:"):
            self.cached.add(said["requestId"])

    def _finished(self, said) -> None:
        self.sizes[said["requestId"]] = int(said["encodedDataLength"])

    def visit(self) -> Visit:
        """What has been fetched since the last one asked."""
        sent = {name: size for name, size in self.sizes.items() if name not in self.cached}
        self.sizes, self.cached = {}, set()
        return Visit(sum(sent.values()), len(sent))


@contextmanager
def tablet(address: str, worker: str = "allow"):
    """A page of a tablet's size, signed in as the first mentor, with its line to the browser's own tools. `worker`
    "block": without the service worker, which keeps the files itself from the second page on."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launching())
        size = {"width": 820, "height": 1180}
        context = browser.new_context(viewport=size, locale="en-GB", has_touch=True, service_workers=worker)
        page = context.new_page()
        page.goto(f"{address}/sign-in")
        page.get_by_label("E-mail address").fill(people.email(people.MENTORS[0]))
        page.get_by_label("Password").fill(people.PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Good")
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        yield page, session
        browser.close()


def weights(address: str) -> tuple[Visit, Visit]:
    """*New incident* on a first visit (nothing cached) and on a later one."""
    with tablet(address, "block") as (page, session):
        session.send("Network.clearBrowserCache")
        page.goto("about:blank")
        wire = Wire(session)
        visits = []
        for _ in range(2):
            page.goto(address + PATH, wait_until="networkidle")
            page.wait_for_timeout(300)
            visits.append(wire.visit())
        return visits[0], visits[1]


def interactive(address: str, tries: int) -> list[float]:
    """Milliseconds from asking for *New incident* until a tapped chip is painted: a first visit, slow line, slow
    processor; `tries` times."""
    found = []
    for _ in range(tries):
        with tablet(address, "block") as (page, session):
            page.add_init_script(WATCH)
            session.send("Network.clearBrowserCache")
            page.goto("about:blank")
            session.send("Network.emulateNetworkConditions", SLOW_LINE)
            session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            found.append(answered(page, address + PATH))
    return found


def answered(page: Page, path: str) -> float:
    """Milliseconds from asking for a form until a tapped chip is painted, on a page that does WATCH."""
    page.goto(path, wait_until="load")
    while not (at := page.evaluate(ANSWERED)):
        page.wait_for_timeout(50)
    return at


def taps(address: str) -> dict[str, tuple[int, str]]:
    """Taps that save a record of each kind, and where they start."""
    found = {}
    with tablet(address) as (page, _):
        for kind, (start, steps) in WAYS.items():
            found[kind] = (_play(page, address, start, steps), start)
    return found


def _play(page: Page, address: str, start: str, steps: tuple[tuple[str, str], ...]) -> int:
    page.goto(address)
    pupil = page.locator(".caseload .name").first.inner_text().split("\n")[0]
    if start != "Today":
        page.locator(".caseload a").first.click()
    for role, name in steps:
        thing = page.get_by_role(role, name=name.format(pupil=pupil), exact=role == "link" or None).first
        thing.tap()
        if role == "textbox":
            thing.fill("Glasses on order")
        page.wait_for_load_state()
    expect(page.get_by_text(" saved").first).to_be_visible()
    return len(steps)
