"""What a tablet feels without signal: a form from the worker alone; and with it again: 500 records on their way."""

import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from bench import browser
from bench.servers import Server

RECORDS = 500
PAUSE = 1000  # ms between two things that somebody does at the tablet
OURS = 'const ours = await import(document.querySelector("script[type=module]").src);'
READY = (
    "async () => {"
    + OURS
    + """
  const pause = () => new Promise((done) => setTimeout(done, 50));
  while (!(await ours.roster()) || !(await caches.match("/shelf-note"))) await pause();
}"""
)
# As a save does it, but for the network: the form's own pairs under a new client id, sealed, on the tablet's disk.
FILL = (
    "async (count) => {"
    + OURS
    + """
  const { change, nextNumber, pairsOf, pathOf, recount, seal, ticketHere } = ours;
  const form = document.getElementById("record"), ticket = ticketHere(), entries = [];
  for (const name of ["pupil", "incident_type", "ending"]) form.querySelector(`[name=${name}]`).checked = true;
  form.elements.note.value = "They argued over the score of a football match.";
  for (let place = 0; place < count; place += 1) {
    const client_id = crypto.randomUUID();
    const pairs = pairsOf(form).map(([name, value]) => [name, name === "client_id" ? client_id : value]);
    const facts = {
      client_id, what: "record", kind: form.elements.form_kind.value, path: pathOf(form), author: ticket.author,
      sequence: await nextNumber(),
    };
    entries.push({ client_id, school: ticket.school, envelope: await seal(facts, pairs, ticket.key) });
  }
  await change("outbox", (outbox) => { for (const entry of entries) outbox.put(entry); });
  await recount();
}"""
)
# Milliseconds from a tap on a chip until what it changes is painted.
TAP = """() => new Promise((done) => {
  const began = performance.now();
  document.querySelector("input[name=incident_type]").closest("label").click();
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
})"""


@dataclass(frozen=True)
class Delivery:
    """RECORDS records delivered: seconds until all were there; milliseconds of what was done at the tablet meanwhile
    (loads of Today, taps on a form), and of the same before."""

    seconds: float
    loads: list[float]
    taps: list[float]
    loads_before: list[float]
    taps_before: list[float]


def opening(address: str, server: Server, tries: int) -> list[float]:
    """Milliseconds from asking for *New incident* until a tapped chip is painted, with the server ended and the worker
    asleep; `tries` times."""
    found = []
    with browser.tablet(address) as (page, session):
        page.evaluate(READY)
        server.process.terminate()
        server.process.wait(30)
        page.add_init_script(browser.WATCH)
        session.send("ServiceWorker.enable")
        for _ in range(tries):
            page.goto("about:blank")
            session.send("ServiceWorker.stopAllWorkers")
            found.append(browser.answered(page, address + browser.PATH))
            expect(page.get_by_role("button", name="Add a name")).to_be_visible()  # the tablet's own form
    return found


def delivery(address: str, database: Path) -> Delivery:
    """What waits, put on the tablet without signal, goes when there is signal; somebody works there meanwhile."""
    with browser.tablet(address) as (page, _):
        page.evaluate(READY)
        other = page.context.new_page()
        page.goto(address + browser.PATH)
        before = [_load(other, address) for _ in range(9)], [page.evaluate(TAP) for _ in range(9)]
        had = _count(database)
        page.context.set_offline(True)
        page.evaluate(FILL, RECORDS)
        expect(_status(page)).to_have_text(f"Saved on this tablet: {RECORDS} waiting")
        page.context.set_offline(False)
        began, loads, taps = time.perf_counter(), [], []
        while not loads or "waiting" in _status(page).inner_text():
            taps.append(page.evaluate(TAP))
            loads.append(_load(other, address))
            other.wait_for_timeout(PAUSE)
        expect(_status(other)).to_have_text("All saved")
        took = time.perf_counter() - began
    if (arrived := _count(database) - had) != RECORDS:
        raise SystemExit(f"{arrived} of {RECORDS} arrived.")
    return Delivery(took, loads, taps, *before)


def _status(page: Page):
    return page.locator("#status .words")


def _load(page: Page, address: str) -> float:
    """Milliseconds until Today is loaded, as the browser counts them."""
    page.goto(address)
    return page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")


def _count(database: Path) -> int:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return connection.execute("SELECT COUNT(*) FROM record").fetchone()[0]
