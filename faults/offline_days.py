"""R7: a day without signal on three tablets whose browsers are killed again and again; all of it arrives."""

import time
from contextlib import suppress
from pathlib import Path
from random import Random
from types import SimpleNamespace

from playwright.sync_api import Error, Playwright, expect, sync_playwright

from bench import people
from faults import school, server
from faults.found import Found
from faults.ledger import SAVED, Ledger, Sent
from tests.browser import tablets
from tests.browser.chromium import launching
from tests.browser.conftest import sign_in

SAYS = "A day without signal arrives whole, once, though browsers are killed"
TABLETS = 3
ARRIVE_SECONDS = 600
KEPT = "caches.open('shelf').then((shelf) => shelf.match('/shelf-note')).then(Boolean)"  # written last
PAIRS = [("pupil", ""), ("incident_type", ""), ("ending", "")]  # what `fill_incident` taps


def run(folder: Path, short: bool) -> Found:
    """Sign in with signal; record and kill without; let the server be there again."""
    each, kills = (3, 2) if short else (200, 20)
    found = Found(f"{TABLETS} browsers without a server; their processes killed after a save, and in the middle of one")
    database, ledger, rng = school.make(folder / "alongside.db"), Ledger(), Random(7)
    with sync_playwright() as playwright, server.serving(database) as (running,):
        mentors = [Mentor(playwright, folder, running.port, place, ledger) for place in range(TABLETS)]
        for mentor in mentors:
            mentor.begin()
        running.kill()
        deaths = [sorted(rng.sample(range(each), len(range(place, kills, TABLETS)))) for place in range(TABLETS)]
        for mentor, dying in zip(mentors, deaths, strict=True):
            mentor.day(each, dying, rng)
        running.start()
        for mentor in mentors:
            mentor.arrive()
    found.count("records written", sum(mentor.written for mentor in mentors), TABLETS * each)
    found.count("browsers killed", sum(mentor.kills for mentor in mentors), kills)
    found.count("of them in the middle of a save", sum(mentor.midway for mentor in mentors))
    found.count("said saved on the tablet and not there after the kill", sum(mentor.gone for mentor in mentors), 0)
    ledger.check(database, found)
    found.count("records", ledger.rows, TABLETS * each)
    found.faults += filter(None, [server.verify(database)])
    return found


class Mentor:
    """A mentor with a tablet of their own. `saved` are the client ids that the status called saved on it."""

    def __init__(self, playwright: Playwright, folder: Path, port: int, place: int, ledger: Ledger):
        self.site = SimpleNamespace(address=f"http://127.0.0.1:{port}")
        self.place, self.name, self.ledger = place, school.MENTORS[place], ledger
        self.tablet = tablets.Tablet(playwright.chromium, launching(), folder / f"tablet-{place}")
        self.saved: set[str] = set()
        self.written = self.kills = self.midway = self.gone = 0

    @property
    def page(self):
        return self.tablet.page

    def begin(self) -> None:
        """With signal: sign in, and let the tablet keep what it needs."""
        with self.page.expect_response("**/rosters"):
            sign_in(self.page, self.site, people.email(self.name), school.PASSWORD)
        while not self.page.evaluate(KEPT):
            self.page.wait_for_timeout(100)

    def day(self, records: int, dying: list[int], rng: Random) -> None:
        """Records without signal; the browser dies at those in `dying`, every other time while one is being saved."""
        self.open()
        while self.written < records:
            client_id, _ = self.fill()
            dies = dying[:1] == [self.written]
            tablets.save(self.page)
            if dies and (self.kills + self.place) % 2:
                self.page.wait_for_timeout(rng.random() * 60)
                self._die(client_id)
            else:
                tablets.expect_waiting(self.page, self.written + 1)
                self._keep(client_id)
                if dies:
                    self._die("")
            dying = dying[dies:]

    def open(self) -> None:
        self.page.goto(f"{self.site.address}/incidents/new")
        expect(self.page.locator("#choices").get_by_role("checkbox").first).to_be_visible()

    def fill(self) -> tuple[str, str]:
        """Fill the form; its client id and its words."""
        words = f"Record {self.written + 1} of a day without signal."
        with suppress(Error):  # with signal, the list may move under the finger while the picker is answered
            tablets.fill_incident(self.page, words)
        self.page.get_by_role("checkbox", name="Verbal").check()
        self.page.get_by_role("radio", name="Resolved").check()
        tablets.note_box(self.page).fill(words)
        client_id = self.page.locator("form#record [name=client_id]").input_value()
        self.ledger.will_send(Sent(client_id, self.name, PAIRS))
        return client_id, words

    def save(self) -> None:
        """Save what is in the form, and see the status say so."""
        client_id = self.page.locator("form#record [name=client_id]").input_value()
        tablets.save(self.page)
        tablets.expect_waiting(self.page, self.written + 1)
        self._keep(client_id)

    def _keep(self, client_id: str) -> None:
        self.saved.add(client_id)
        self.written += 1

    def _die(self, in_doubt: str) -> None:
        """kill -9, and the browser again: what was saved must be there; what was in doubt is, or is not."""
        with suppress(Error):  # the browser is gone before it can be told to close
            self.tablet.kill()
        self.kills += 1
        self.tablet.start()
        self.open()
        there = {one["client_id"] for one in tablets.stored(self.page, "outbox")}
        self.gone += len(self.saved - there)
        self.midway += bool(in_doubt)
        if in_doubt in there:
            self._keep(in_doubt)
        tablets.expect_waiting(self.page, self.written)

    def arrive(self) -> None:
        """The server is there again: everything goes by itself."""
        self.deliver()
        for client_id in self.saved:
            self.ledger.answered(self.ledger.sent[client_id], SAVED)
        self.tablet.stop()

    def deliver(self) -> None:
        """Wait until nothing waits on the tablet."""
        self.page.goto(f"{self.site.address}/waiting")
        until = time.monotonic() + ARRIVE_SECONDS
        while tablets.stored(self.page, "outbox") and time.monotonic() < until:
            self.page.wait_for_timeout(100)
        expect(tablets.status(self.page)).to_have_text("All saved")
