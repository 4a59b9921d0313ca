"""`make screenshots`: every screen at three sizes, light and dark, into screenshots/ (which git ignores)."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import schools
from tests.browser.conftest import HERE, as_admin, as_amara, as_person, environment, sign_in, start, stop
from tests.browser.tablets import shelved

SIZES = {"phone": (390, 844), "upright": (820, 1180), "wide": (1180, 820)}
FOLDER = HERE / "screenshots"
MONDAY = "2026-11-30T11:40"  # a school day, with some of its slots gone by
MENTOR = {
    "today": "/", "pupils": "/pupils", "todos": "/todos", "more": "/more", "sign-ins": "/more/sign-ins",
    "about": "/more/about",
    "signing-in": "/factors", "second-step": "/factors/new", "check": "/checks/new",
    "incident": "/incidents/new", "contact": "/parent-contacts/new",
    "timetable": "/slots", "slot": "/slots/new", "week": "/weeks", "session": "/sessions/new", "praise": "/praise/new",
    "nominate": "/nominations/new",
    "note": "/notes/new", "group": "/group-sessions/new", "register": "/group-sessions/new?programme=1",
    "programmes": "/programmes", "programme": "/programmes/1", "programme-new": "/programmes/new",
    "tracking": "/tracking", "tracking-effort": "/tracking?measure=effort",
    "search": "/searches", "password": "/passwords/edit", "pin": "/lock/pin/edit", "arrivals": "/arrivals",
}  # fmt: skip
OFFLINE = {"offline": "/", "offline-page": "/todos", "offline-incident": "/incidents/new", "waiting": "/waiting"}
EDGES = {
    "today": "/", "pupils": "/pupils", "todos": "/todos", "week": "/weeks", "timetable": "/slots",
    "programmes": "/programmes", "group": "/group-sessions/new", "incident": "/incidents/new", "search": "/searches",
    "tracking": "/tracking",
}  # fmt: skip
ADMIN = {
    "admin-today": "/", "admin-more": "/more", "lists": "/lists", "list": "/lists/place", "people": "/people",
    "person": "/people/new", "imports": "/imports", "import": "/imports/new",
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
        "entry-checks": "/entry-checks", "lead-tracking": "/tracking",
        "caseloads": "/caseloads", "caseload": "/caseloads/1",
        "caseload-move": "/caseloads/1/moves/new", "who-can-see": "/pupils/1/readers", "insights": "/insights",
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
        "session-rated": f"/sessions/new?{of}", "review": f"/reviews/new?plan={plan.rsplit('/', 1)[1]}",
        "versions": f"/records/{number}/versions", "version": f"/records/{number}/versions/1",
    }  # fmt: skip


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
        arguments = ["--disable-background-networking", "--no-first-run"] + ["--no-sandbox"] * (os.geteuid() == 0)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        try:
            page = browser.new_page()
            shoot(page, empty, {"set-up": empty.setup.removeprefix(empty.address)})
            shoot(page, site, {"sign-in": "/sign-in", "forgotten": "/passwords/new", "link-over": "/one-time-links"})
            own = mentors_own(page, site)
            shoot(page, site, own | MENTOR)
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
