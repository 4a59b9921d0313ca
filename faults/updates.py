"""R12: an update of the app in the middle of a draft loses none of it."""

import shutil
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from faults import school, server
from faults.found import Found
from faults.ledger import SAVED, Ledger
from faults.offline_days import Mentor
from faults.server import HERE, Server
from tests.browser import tablets

SAYS = "An update of the app in the middle of a draft loses nothing"


def run(folder: Path, short: bool) -> Found:
    """Half a form is typed, a new release takes the old one's place, the other half is typed meanwhile, the page is
    opened anew (every other time once without the server, too), and the form is saved."""
    deploys = 2 if short else 100
    found = Found("the server killed and another release started in its place while a form is half typed")
    static = Path(shutil.copytree(HERE / "static", folder / "static"))
    database, ledger, releases = school.make(folder / "alongside.db"), Ledger(), set()
    with sync_playwright() as playwright, server.serving(database, static=static) as (running,):
        mentor = Mentor(playwright, folder, running.port, 0, ledger)
        mentor.begin()
        for number in range(deploys):
            client_id = _draft_through(mentor, running, static, number, found)
            releases.add(_release(mentor))
            tablets.save(mentor.page)
            saved, kept = mentor.page.get_by_text("Incident saved"), mentor.page.locator("[data-kept-here]")
            expect(saved.or_(kept).first).to_be_visible()  # on the tablet, where the server took more than 3 s
            if kept.count():
                mentor.deliver()
            ledger.answered(ledger.sent[client_id], SAVED)
        mentor.tablet.stop()
    found.count("releases", len(releases), deploys)
    found.count("drafts that came back whole", found.numbers.pop("back", 0), deploys)
    ledger.check(database, found)
    found.count("records", ledger.rows, deploys)
    found.faults += filter(None, [server.verify(database)])
    return found


def _draft_through(mentor: Mentor, running: Server, static: Path, number: int, found: Found) -> str:
    """A draft typed before, during and after a deploy; its client id."""
    mentor.open()
    client_id, words = mentor.fill()
    expect(tablets.status(mentor.page)).to_have_text(mentor.page.locator("#status").get_attribute("data-kept"))
    running.kill()
    words += " More of it, meanwhile."
    tablets.note_box(mentor.page).fill(words)
    expect(tablets.status(mentor.page)).to_have_text(mentor.page.locator("#status").get_attribute("data-here"))
    if number % 2:
        mentor.open()
        expect(tablets.note_box(mentor.page)).to_have_value(words)
    with (static / "vendor" / "app.js").open("a") as script:
        script.write(f"// Release {number}.\n")
    running.start()
    mentor.open()
    expect(tablets.note_box(mentor.page)).to_have_value(words)
    is_same = mentor.page.locator("form#record [name=client_id]").input_value() == client_id
    found.count("back", is_same)
    return client_id


def _release(mentor: Mentor) -> str:
    """The release that the page is of."""
    return mentor.page.locator("script[type=module]").get_attribute("src").split("/")[2]
