"""The app opens without signal, from cold: its forms, nobody's data, the release that it belongs to."""

import os
import re
import shutil
import signal
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import database
from app import create_app
from mentoring import entering
from models import KINDS
from tests import full_school
from tests.browser.conftest import HERE, Site, accessible, as_amara, as_person, start, stop
from tests.browser.tablets import (  # noqa: F401  fixtures
    Tablet,
    fill_incident,
    note_box,
    own_console,
    own_tablet,
    patient,
    records,
    save,
    status,
)

TITLES = {"incident": "New incident", "review": "Review of a plan"}
ON_SHELF = patient("""async (old) => {
  const pause = () => new Promise((done) => setTimeout(done, 50));
  await navigator.serviceWorker.ready;
  const note = async () => (await caches.match("/shelf-note"))?.json();
  const other = (note) => Object.entries(old ?? {}).every(([name, value]) => note[name] !== value);
  while (!(await note()) || !other(await note())) await pause();
  return note();
}""")
WATCH = """{ // `tried`: the page's registration of the worker has come to its end, good or bad
  const container = navigator.serviceWorker, real = container.register.bind(container);
  self.tried = new Promise((done) => {
    container.register = (...given) => real(...given).finally(done);
  });
}"""
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const reply = await cache.match(request, { ignoreVary: true });
      found.push([name, new URL(request.url).pathname, reply.headers.get("Content-Type"), await reply.text()]);
    }
  }
  return found;
}"""


@pytest.fixture
def kept(tablet: Tablet, own_demo: Site) -> Page:
    """A mentor's tablet that has all it needs, its page at Today."""
    as_amara(tablet.page, own_demo)
    tablet.page.evaluate(ON_SHELF)
    return tablet.page


def again(tablet: Tablet) -> Page:
    """The browser ends and starts anew, without signal."""
    tablet.stop()
    tablet.start()
    tablet.context.set_offline(True)
    return tablet.page


def port(site: Site) -> int:
    return int(site.address.rsplit(":", 1)[1])


def heading(page: Page):
    return page.get_by_role("heading", level=1)


def at(page: Page, words: str) -> None:
    """The page is the one whose heading reads so."""
    expect(page.get_by_role("heading", level=1, name=words, exact=True)).to_be_visible()


def test_from_cold_and_without_signal_every_form_is_one_tap_away(tablet: Tablet, kept: Page, own_demo: Site):
    page = again(tablet)
    page.goto(own_demo.address)
    at(page, "No signal")
    expect(status(page)).to_have_text("All saved")
    for kind in KINDS.values():
        page.get_by_role("link", name=kind.word, exact=True).click()
        at(page, TITLES.get(kind.name, kind.word))
        assert page.url == f"{own_demo.address}/{kind.path}/new"
        expect(page.get_by_role("button", name=re.compile("^(Save|Send) "))).to_be_visible()
        expect(page.get_by_role("button", name="Add a name")).to_be_visible()
        page.get_by_role("link", name="Back").click()
        at(page, "No signal")


def test_what_shows_a_pupil_needs_signal_and_says_so(tablet: Tablet, kept: Page, own_demo: Site):
    timeline = kept.locator(".caseload a").first.get_attribute("href")
    name = kept.locator(".caseload .name").first.inner_text()
    kept.goto(own_demo.address + timeline)
    tablet.context.set_offline(True)
    page = kept
    page.goto(own_demo.address + timeline)
    at(page, "The timeline needs signal")
    assert name not in page.content()
    for path in ("/pupils", "/incidents/1", "/incidents/1/edit", "/nothing-at-all"):
        page.goto(own_demo.address + path)
        at(page, "This page needs signal")
    page.get_by_role("link", name="What waits on this tablet", exact=True).click()
    at(page, "On this tablet")
    page.goto(own_demo.address + timeline)
    at(page, "The timeline needs signal")
    tablet.context.set_offline(False)
    expect(page.get_by_text("There is signal again")).to_be_visible()
    page.get_by_role("link", name="Try again").click()
    expect(heading(page)).to_contain_text(name.split()[0])


def test_who_stays_on_one_page_has_the_forms_though_the_first_try_met_no_signal(tablet: Tablet, own_demo: Site):
    def last_with_signal(route):
        answer = route.fetch()
        tablet.context.set_offline(True)
        route.fulfill(response=answer)

    page = tablet.page
    page.clock.install()
    page.add_init_script(WATCH)
    page.route("**/tickets", last_with_signal)
    as_amara(page, own_demo)
    assert page.evaluate("tried.then(() => navigator.serviceWorker.getRegistration()).then((one) => !one)")
    tablet.context.set_offline(False)
    page.clock.fast_forward("00:11")
    page.evaluate(ON_SHELF)


def test_no_page_of_a_member_is_kept_and_no_name(tablet: Tablet, url: str):
    """Every free text of this school is one word: it is on the pages, and in nothing that the worker keeps."""
    app = create_app(DATABASE_URL=url, SECRET_KEY="only for tests", ARGON2_KIB="8")
    database.migrate()
    full = full_school.fill(app)
    token = entering.start(full.member.user, full.school, "test", "code").token
    database.db.close()
    site, page = start(url), tablet.page
    tablet.context.add_cookies([{"name": "login", "value": token, "url": site.address}])
    for path in ("/", "/pupils", f"/pupils/{full.pupil.id}", "/incidents/new?pupil=1", "/incidents/1", "/concerns/new",
                 "/group-sessions/new?programme=1", "/parent-contacts/new?pupil=1", "/todos"):  # fmt: skip
        page.goto(site.address + path)
        assert full_school.OWN in page.content(), path
    page.evaluate(ON_SHELF)
    page.goto(f"{site.address}/pupils/{full.pupil.id}")
    found = page.evaluate(KEPT)
    assert [path for _, path, _, text in found if full_school.OWN in text or "Jayden" in text] == []
    pages = {path for cache, path, kind, _ in found if kind and "html" in kind}
    assert pages == {"/offline", "/waiting", *(f"/shells/{kind.room}" for kind in KINDS.values())}
    assert {cache.split("-")[0] for cache, *_ in found} == {"files", "shelf"}
    stop(site)


def test_an_answer_that_does_not_come_is_the_form_all_the_same(tablet: Tablet, kept: Page, own_demo: Site):
    """The server takes the request and says nothing: a line that is dying, not one that is dead."""
    os.kill(own_demo.process.pid, signal.SIGSTOP)
    try:
        kept.goto(f"{own_demo.address}/incidents/new?pupil=3")
        at(kept, "New incident")
        expect(kept.get_by_role("checkbox", name="The pupil of the page before")).to_be_checked()
        kept.goto(own_demo.address)
        at(kept, "No signal")
    finally:
        os.kill(own_demo.process.pid, signal.SIGCONT)
    kept.goto(own_demo.address)
    expect(heading(kept)).to_contain_text("Good")


def test_the_next_member_has_the_forms_that_are_theirs(tablet: Tablet, kept: Page, own_demo: Site):
    before = kept.evaluate(ON_SHELF)["wanted"]
    kept.get_by_label(re.compile("You: ")).click()
    kept.get_by_role("button", name="Sign out").click()
    at(kept, "Sign in")
    as_person(kept, own_demo, "Denise Whitlow")
    kept.evaluate(ON_SHELF, {"wanted": before})
    page = again(tablet)
    page.goto(own_demo.address)
    words = ["Incident", "Concern", "Praise"]
    expect(page.get_by_role("region", name="Record something").get_by_role("link")).to_have_text(words)
    page.goto(f"{own_demo.address}/sessions/new")
    at(page, "This page needs signal")


def test_without_anybody_signed_in_nothing_can_be_kept_and_whom_to_ring_is_said(
    tablet: Tablet, kept: Page, own_demo: Site
):
    kept.get_by_label(re.compile("You: ")).click()
    kept.get_by_role("button", name="Sign out").click()
    at(kept, "Sign in")
    page = again(tablet)
    page.goto(f"{own_demo.address}/concerns/new")
    expect(page.get_by_text("Nobody is signed in on it")).to_be_visible()
    expect(page.get_by_role("link", name="999")).to_be_visible()
    expect(page.get_by_role("button", name="Send concern")).to_be_hidden()
    page.goto(own_demo.address)
    expect(page.get_by_text("Nobody is signed in on it")).to_be_visible()


def test_a_new_release_takes_nothing_from_who_is_typing(tablet: Tablet, kept: Page, own_demo: Site, tmp_path: Path):
    """R12: the old page keeps its words and its files; the next page is the new release's; then the old files go."""
    static, page = tmp_path / "static", tablet.page
    shutil.copytree(HERE / "static", static)
    with (static / "vendor" / "app.css").open("a") as style:
        style.write("\n/* another release */\n")
    page.goto(f"{own_demo.address}/incidents/new")
    fill_incident(page)
    expect(status(page)).to_have_text("Draft kept")
    old = page.locator("script[type=module]").get_attribute("src")
    stop(own_demo)
    newer = start(own_demo.database, port=port(own_demo), static=static)
    other = tablet.context.new_page()
    other.goto(newer.address)
    assert other.locator("script[type=module]").get_attribute("src") != old
    release = re.search(r"/static/(\w+)/", other.locator("script[type=module]").get_attribute("src"))[1]
    before = re.search(r"/static/(\w+)/", old)[1]
    assert other.evaluate(ON_SHELF, {"release": before})["release"] == release
    expect(note_box(page)).not_to_have_value("")
    assert page.request.get(newer.address + old).status == 404
    assert page.evaluate("address => fetch(address).then(reply => reply.status)", old) == 200
    save(page)
    expect(page.get_by_text("Incident saved")).to_be_visible()
    assert len(records(newer)) == 1
    page = again(tablet)
    page.goto(f"{newer.address}/incidents/new")
    at(page, "New incident")
    assert release in page.locator("script[type=module]").get_attribute("src")
    expect(page.get_by_role("button", name="Save incident")).to_be_visible()
    names = page.evaluate("caches.keys()")
    assert sorted(names) == [f"files-{release}", "shelf"]
    stop(newer)


def test_axe_finds_nothing_on_what_opens_without_signal(tablet: Tablet, kept: Page, own_demo: Site):
    page = again(tablet)
    for path in ("/", "/pupils/1", "/waiting", *(f"/{kind.path}/new" for kind in KINDS.values())):
        page.goto(own_demo.address + path)
        expect(heading(page)).to_be_visible()
        accessible(page)
