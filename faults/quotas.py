"""R11: a tablet without room says that nothing is saved, keeps the words on the page, and saves once there is room."""

from collections import Counter
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from faults import school, server
from faults.found import Found
from faults.ledger import Ledger
from faults.offline_days import Mentor
from tests.browser import tablets

SAYS = "A tablet without room says “Not saved” and why, and the words stay"
NO_ROOM = 1  # byte that the site may have
SAID = ("said “Not saved” and why", "the status said so", "kept the words on the page", "called nothing saved")


def run(folder: Path, short: bool) -> Found:
    """Without signal: the site's quota is taken away, a record saved, the quota given back, the record saved again."""
    tries = 1 if short else 20
    found = Found("a browser whose quota for the site is a byte, without signal; then it is given back")
    database, ledger = school.make(folder / "alongside.db"), Ledger()
    with sync_playwright() as playwright, server.serving(database) as (running,):
        mentor = Mentor(playwright, folder, running.port, 0, ledger)
        mentor.begin()
        running.kill()
        said: Counter = Counter()
        for _ in range(tries):
            said += _without_room(mentor)
        found.count("saves without room", tries)
        for name in SAID:
            found.count(name, said[name], tries)
        running.start()
        mentor.arrive()
    ledger.check(database, found)
    found.count("records, once there was room", ledger.rows, tries)
    found.faults += filter(None, [server.verify(database)])
    return found


def _without_room(mentor: Mentor) -> Counter:
    """Which of SAID is so of a save for which there is no room; then there is, and it is saved."""
    mentor.tablet.stop()
    mentor.tablet.start()
    tool, page = mentor.tablet.context.new_cdp_session(mentor.page), mentor.page
    where = {"origin": mentor.site.address}
    tool.send("Storage.overrideQuotaForOrigin", where | {"quotaSize": NO_ROOM})  # before the site's store is opened
    mentor.open()
    client_id, words = mentor.fill()
    tablets.save(page)
    trouble = page.locator("[data-trouble]")
    expect(trouble).to_contain_text("Not saved")
    is_so = (
        "no room left" in trouble.inner_text(), tablets.status(page).inner_text().startswith("Not saved"),
        tablets.note_box(page).input_value() == words,
        client_id not in {one["client_id"] for one in tablets.stored(page, "outbox")},
    )  # fmt: skip
    tool.send("Storage.overrideQuotaForOrigin", where)
    mentor.save()
    return Counter(name for name, one in zip(SAID, is_so, strict=True) if one)
