"""`make screenshots`: every screen at three sizes, light and dark, into screenshots/ (which git ignores)."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import schools
from tests.browser.chromium import launching
from tests.browser.conftest import HERE, as_admin, as_amara, as_person, environment, sign_in, start, stop
from tests.browser.tablets import shelved
from tests.browser.test_locks import PIN, choose_pin

SIZES = {"phone": (390, 844), "upright": (820, 1180), "wide": (1180, 820)}
FOLDER = HERE / "screenshots"
MONDAY = "2026-11-30T11:40"  # a school day, with some of its slots gone by
MENTOR = {
    "today": "/", "pupils": "/pupils", "todos": "/todos", "more": "/more", "sign-ins": "/more/sign-ins",
    "about": "/more/about",
    "signing-in": "/factors", "second-step": "/factors/new", "check": "/checks/new",
    "incident": "/incidents/new", "contact": "/parent-contacts/new",
    "timetable": "/slots", "slot": "/slots/new", "week": "/weeks", "session": "/sessions/new", "praise": "/praise/new",
    "life-event": "/life-events/new", "nominate": "/nominations/new",
    "note": "/notes/new", "group": "/group-sessions/new", "register": "/group-sessions/new?programme=1",
    "programmes": "/programmes", "programme": "/programmes/1", "programme-new": "/programmes/new",
    "programme-rating": "/programmes/2/ratings/end/edit", "consents": "/programmes/7/consents",
    "contact-list": "/programmes/7/contacts",
    "agencies": "/agencies", "agency": "/agencies/1", "agency-stale": "/agencies/5", "referrals": "/signpostings",
    "referral": "/signpostings/new",
    "tracking": "/tracking", "tracking-effort": "/tracking?measure=effort", "signals": "/signals",
    "search": "/searches", "password": "/passwords/edit", "pin": "/lock/pin/edit", "arrivals": "/arrivals",
    "supervision-mine": "/supervisions/mine", "trainings": "/trainings", "training": "/trainings/new",
    "reminders": "/reminders",
}  # fmt: skip
OFFLINE = {"offline": "/", "offline-page": "/todos", "offline-incident": "/incidents/new", "waiting": "/waiting"}
EDGES = {
    "today": "/", "pupils": "/pupils", "todos": "/todos", "week": "/weeks", "timetable": "/slots",
    "programmes": "/programmes", "group": "/group-sessions/new", "incident": "/incidents/new", "search": "/searches",
    "tracking": "/tracking", "signals": "/signals", "agencies": "/agencies", "referrals": "/signpostings",
}  # fmt: skip
ADMIN = {
    "admin-today": "/", "admin-more": "/more", "lists": "/lists", "list": "/lists/place", "people": "/people",
    "person": "/people/new", "imports": "/imports", "import": "/imports/new",
    "agency-new": "/agencies/new", "agency-edit": "/agencies/1/edit",
    "school": "/school", "term-dates": "/term-dates", "term-dates-file": "/term-dates/imports/new",
    "e-mail": "/mails", "one-time-link": "/people/1/links/new",
}  # fmt: skip

# What each further person sees, beside the pages of a concern: the walk through one has those.
OTHERS = {
    "Denise Whitlow": {
        "contributor-today": "/", "concern": "/concerns/new", "concerns-of-mine": "/concerns",
        "contributor-pupil": "/pupils/1", "nominations-of-mine": "/nominations", "my-trail": "/audit-events/mine",
    },
    "Sunita Rao": {
        "lead-today": "/", "nominations": "/nominations", "nomination": "/nominations/4",
        "entry-checks": "/entry-checks", "lead-tracking": "/tracking", "lead-signals": "/signals",
        "signal-lines": "/signal-lines", "caseloads": "/caseloads", "caseload": "/caseloads/1",
        "caseload-move": "/caseloads/1/moves/new", "who-can-see": "/pupils/1/readers",
        "supervisions": "/supervisions", "supervision": "/supervisions/people/1",
        "supervision-new": "/supervisions/people/1/notes/new", "supervision-note": "/supervisions/notes/1",
        "guides": "/guides", "guide": "/guides/1/edit",
        "lead-todos": "/todos", "entry-check": "/entry-checks/1", "insights": "/insights",
    },
    "Grace Adeyemi": {
        "dsl-today": "/", "concerns": "/concerns", "chronology": "/chronologies/1", "trail": "/audit-events",
        "relationships": "/relationships", "relationship": "/relationships/new", "dsl-pupil": "/pupils/1",
        "opened-pupils": "/break-glass", "restriction": "/records/{record}/restriction/edit",
        "record-readers": "/records/{record}/readers", "record-move": "/records/{record}/move/new",
        "link-requests": "/link-requests",
    },
    "Owen Pritchard": {"slt-today": "/", "slt-insights": "/insights", "slt-pupil": "/pupils/1"},
    "Helen Marsh": {
        "head-today": "/", "head-people": "/people", "break-glass": "/break-glass/pupils/1/new",
        "head-concerns": "/concerns", "role": "/people/2/roles/new",
    },
}  # fmt: skip


def shoot(page, site, screens: dict[str, str], record: str = "") -> None:
    """Each screen at each size, light and dark; `record` is the number that `{record}` in an address stands for."""
    for name, path in screens.items():
        page.goto(site.address + path.format(record=record))
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                page.screenshot(path=FOLDER / f"{name}-{size}-{scheme}.png")


def mentors_own(page, site) -> dict[str, str]:
    """The screens of one pupil and one record."""
    as_amara(page, site)
    pupil = page.locator(".caseload a").first.get_attribute("href")
    page.goto(site.address + pupil)
    record = page.locator(".entry h3 a").first.get_attribute("href")
    number = record.rsplit("/", 1)[1]
    of = f"pupil={pupil.rsplit('/', 1)[1]}"
    plan = page.locator("#plan h2 ~ section a.link").first.get_attribute("href")
    return {
        "pupil": pupil, "record": record, "tracking-of-pupil": f"/tracking{pupil}",
        "baseline": f"/tracking{pupil}/baselines/attendance/edit", "contact-of-pupil": f"/parent-contacts/new?{of}",
        "plan": plan, "plan-edit": f"{plan}/edit", "plan-family": f"{plan}/printed",
        "plan-versions": f"{plan}/versions",
        "plan-new": f"/plans/new?{of}", "other-plan": f"/other-plans/new?{of}", "plans": "/plans",
        "what-works": f"/what-works{pupil.removeprefix('/pupils')}",
        "what-works-edit": f"/what-works{pupil.removeprefix('/pupils')}/edit",
        "session-rated": f"/sessions/new?{of}", "review": f"/reviews/new?plan={plan.rsplit('/', 1)[1]}",
        "versions": f"/records/{number}/versions", "version": f"/records/{number}/versions/1",
    }  # fmt: skip


def pupils_own(page, site, of: str) -> None:
    """The pupil's own screen, what was said on it, and a page from which it was handed over."""
    choose_pin(page, site, "harbour velvet comet")
    page.goto(f"{site.address}/sessions/new?{of}")
    page.get_by_role("button", name="Hand to").click()
    page.get_by_role("heading", level=1, name="Hello").wait_for()
    page.get_by_role("radio", name="Good", exact=True).check()
    for slide in page.locator(".slide").all():
        slide.get_by_role("radio", name="6", exact=True).check()
    page.get_by_label("What I want adults to know").fill("I like the red card. I do not like it when it is loud.")
    page.get_by_text("Kept", exact=True).wait_for()
    shoot(page, site, {"own-screen": "/own-screens/open"})
    page.get_by_role("button", name="Done").click()
    shoot(page, site, {"own-screen-done": "/own-screens/open"})
    page.get_by_label("Your PIN").fill(PIN)
    page.get_by_role("button", name="Take the tablet back").click()
    page.get_by_role("heading", level=1, name="What").wait_for()
    shoot(page, site, {"own-screen-read": page.url.removeprefix(site.address)})
    page.get_by_role("link", name="Go on with the session").click()
    shoot(page, site, {"session-said": page.url.removeprefix(site.address)})


def edges(browser, folder: Path) -> None:
    """The same screens of a school with nobody in it, and of one that is overfull."""
    for name, fill in (("empty", schools.bare), ("overfull", schools.overfull)):
        url = f"sqlite:///{folder / name}.db"
        email, password = fill(url)
        site = start(url)
        try:
            page = browser.new_context().new_page()
            sign_in(page, site, email, password)
            screens = {f"{name}-{screen}": path for screen, path in EDGES.items()}
            if name == "overfull":
                screens |= {f"{name}-pupil": page.locator(".caseload a", has_text="Bartholomew").get_attribute("href"),
                            f"{name}-register": "/group-sessions/new?programme=7"}  # fmt: skip
            shoot(page, site, screens)
        finally:
            stop(site)


def main() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        database = f"sqlite:///{Path(folder) / 'demo.db'}"
        subprocess.run([sys.executable, "-m", "tests.browser.at", MONDAY, "demo"], cwd=HERE, check=True,
                       env=environment(database))  # fmt: skip
        empty, site = start(f"sqlite:///{Path(folder) / 'new.db'}"), start(database, at=MONDAY)
        browser = playwright.chromium.launch(**launching())
        try:
            page = browser.new_page()
            shoot(page, empty, {"set-up": empty.setup.removeprefix(empty.address)})
            shoot(page, site, {"sign-in": "/sign-in", "forgotten": "/passwords/new", "link-over": "/one-time-links"})
            own = mentors_own(page, site)
            shoot(page, site, own | MENTOR)
            pupils_own(page, site, own["session-rated"].partition("?")[2])
            shelved(page)
            page.context.set_offline(True)
            shoot(page, site, OFFLINE | {"offline-timeline": own["pupil"]})
            for name, screens in OTHERS.items():
                other = browser.new_context().new_page()
                as_person(other, site, name)
                shoot(other, site, screens, own["versions"].split("/")[2])
            admin = browser.new_context().new_page()
            as_admin(admin, site)
            shoot(admin, site, ADMIN)
            admin.goto(site.address)
            admin.get_by_role("button", name="Lock").click()
            shoot(admin, site, {"locked": "/lock"})
            edges(browser, Path(folder))
        finally:
            browser.close()
            stop(site)
            stop(empty)
    print(f"{len(list(FOLDER.iterdir()))} pictures in {FOLDER.name}/")


if __name__ == "__main__":
    main()
