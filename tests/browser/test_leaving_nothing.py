"""No name and no word is left on a tablet: not behind Back, not in any storage, not in its profile on the disk."""

import re

import pytest
from playwright.sync_api import BrowserType, Page, expect

import database
from app import create_app
from tests import makers
from tests.browser.chromium import launching
from tests.browser.conftest import Site, sign_in, start, stop
from tests.browser.tablets import (
    Tablet,
    expect_waiting,
    note_box,
    ready,
    records,
    roster,
    save,
    shelved,
    stored,
    typed_to_disk,
)
from tests.browser.test_locks import choose_pin, unlock
from tests.browser.traces import by_script, on_disk

CANARIES = ("Zebulon", "Quillfeather", "Ottoline", "Fernsby", "Marigoldine", "crumpled umbrella", "brontosaurus",
            "thingamabob", "xylophone")  # fmt: skip


@pytest.fixture
def quiet_console():
    """This test's browser is its own."""


@pytest.fixture
def site(tmp_path):
    """A school with pupils whose names are in no dictionary; and how its mentor signs in."""
    url = f"sqlite:///{tmp_path / 'alongside.db'}"
    create_app(DATABASE_URL=url, SECRET_KEY="only for tests", ARGON2_KIB="8")
    database.migrate()
    mentor = makers.member(makers.school(), "Amara Bello", "mentor")
    one = makers.pupil(mentor.school, "Zebulon Quillfeather", on=mentor)
    two = makers.pupil(mentor.school, "Ottoline Fernsby", on=mentor)
    makers.family(one, "Marigoldine Quillfeather")
    makers.record(mentor, one, two, note="Zebulon and Ottoline with a crumpled umbrella", finish_later=True)
    makers.record(mentor, one, kind="praise", note="Zebulon put it right")
    makers.programme(mentor, one, two)
    makers.plan(mentor, one, {"own_words": "I want my xylophone back"})
    makers.slot(mentor, kind="session", pupil=one)
    database.db.close()
    site = start(url)
    yield site, mentor.user.email
    stop(site)


PAGES = ("/", "/pupils", "/pupils/1", "/incidents/1", "/records/1/versions/1", "/todos", "/programmes/1",
         "/caseloads/mine", "/plans/1", "/sessions/new?pupil=1",
         "/incidents/1/edit", "/parent-contacts/new?pupil=1", "/group-sessions/new?programme=1",
         "/incidents/new")  # fmt: skip


def walk(page: Page, address: str) -> None:
    """Ten pages and more, each with names on it; words typed into every box and not saved, something looked for."""
    for path in PAGES:
        page.goto(address + path)
        assert [one for one in CANARIES if one in page.content()], path
        for box in page.locator("#record").locator("textarea, input[type=text]").all():
            box.evaluate("(box) => (box.value = 'a brontosaurus')")
    note_box(page).fill("crumpled umbrella again")
    page.get_by_label(re.compile("Add a pupil")).press_sequentially("Quillfeather")
    expect(page.get_by_role("list", name="Found")).to_be_visible()
    expect(page.locator("#status")).to_contain_text("Draft kept")
    page.goto(f"{address}/searches")
    page.get_by_role("searchbox").first.fill("crumpled umbrella")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Zebulon").first).to_be_visible()
    page.goto(address)


def test_ten_times_back_and_on_disk_there_is_no_name(browser_type: BrowserType, site, tmp_path):
    (site, email), profile = site, tmp_path / "profile"
    context = browser_type.launch_persistent_context(profile, **launching(whole=True), locale="en-GB")
    page = context.pages[0]
    page.goto(f"{site.address}/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(makers.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    walk(page, site.address)
    page.get_by_label(re.compile("You: Amara Bello")).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    for _ in range(10):
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Sign in|Nothing to see"))
        assert not [one for one in CANARIES if one in page.content() + page.title() + page.url]
    context.close()
    assert len(list(profile.rglob("*"))) > 50
    assert on_disk(profile, CANARIES) == []


@pytest.fixture
def tablet(browser_type, tmp_path):
    tablet = Tablet(browser_type, launching(whole=True), tmp_path / "profile")
    yield tablet
    tablet.stop()


def take_out(tablet: Tablet, site: Site, email: str) -> Page:
    """A tablet with a PIN and all that it needs; a pupil's page is in one of its windows. No signal."""
    page = tablet.page
    sign_in(page, site, email, makers.PASSWORD)
    choose_pin(page, site, makers.PASSWORD)
    page.goto(site.address)
    shelved(page)
    ready(page, site, "/pupils/1")
    tablet.context.set_offline(True)
    return tablet.context.new_page()


def rate(page: Page, site: Site) -> None:
    """A 1:1 session with a target of the tablet's list rated, in a pupil's own words."""
    page.goto(f"{site.address}/sessions/new?pupil=1")
    page.get_by_role("group", name="I want my xylophone back").get_by_role("radio", name="6", exact=True).check()
    page.get_by_label(re.compile("What you did and noticed")).fill("Zebulon has a xylophone")
    page.get_by_role("button", name="Save session").click()
    expect_waiting(page, 1)


def record_one_and_begin_another(page: Page, site: Site) -> None:
    """By the tablet's list, by a name typed in full, in every box; the second is not saved."""
    page.goto(f"{site.address}/incidents/new")
    page.locator("#choices").get_by_role("checkbox", name=re.compile("Zebulon Q")).check()
    page.get_by_role("button", name="Add a name").click()
    page.get_by_label(re.compile("Pupil’s name")).fill("Ottoline Fernsby")
    page.get_by_role("checkbox", name="Verbal").check()
    page.get_by_role("radio", name="Resolved").check()
    page.get_by_role("radio", name="In a week").check()
    page.get_by_label("What will you do?").fill("Ring Marigoldine Quillfeather: brontosaurus")
    note_box(page).fill("Zebulon Quillfeather drew a Brontosaurus")
    save(page)
    expect_waiting(page, 2)
    page.locator("#choices").get_by_role("checkbox", name=re.compile("Ottoline F")).check()
    note_box(page).fill("Ottoline lost her thingamabob")
    typed_to_disk(page, "thingamabob")


def lock(page: Page) -> None:
    """Locked, and the tablet has put its key away."""
    page.get_by_role("button", name="Lock").click()
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    page.evaluate("""async () => {
      const { me } = await import(document.querySelector("script[type=module]").src);
      while (!(await me()).locked) await new Promise((done) => setTimeout(done, 20));
    }""")


def again(tablet: Tablet, address: str) -> Page:
    """The browser starts anew and goes there, without signal."""
    tablet.start()
    tablet.context.set_offline(True)
    tablet.page.goto(address)
    return tablet.page


def expect_nothing_in_plain(tablet: Tablet, page: Page) -> None:
    assert by_script(page, CANARIES) == []
    assert on_disk(tablet.profile, CANARIES) == []


def test_what_the_tablet_holds_is_nowhere_in_plain_unlocked_locked_or_signed_out(tablet: Tablet, site):
    """Kind, time, address of the form, the numbers of author and school may stand in plain; nothing of a record, and no
    name, not even a forename: those that the picker shows (forename, initial) are there encrypted."""
    (site, email), form, words = site, "/incidents/new", "Ottoline lost her thingamabob"
    page = take_out(tablet, site, email)
    rate(page, site)
    record_one_and_begin_another(page, site)
    assert {"Zebulon Q", "xylophone"} <= set(re.findall("Zebulon Q|xylophone", str(roster(page))))
    expect_nothing_in_plain(tablet, page)
    tablet.kill()
    assert on_disk(tablet.profile, CANARIES) == []

    page = again(tablet, site.address + form)
    expect(note_box(page)).to_have_value(words)
    lock(page)
    assert roster(page) is None
    expect_nothing_in_plain(tablet, page)
    tablet.kill()
    assert on_disk(tablet.profile, CANARIES) == []

    page = again(tablet, site.address + form)
    unlock(page)
    expect(note_box(page)).to_have_value(words)
    assert "Zebulon Q" in str(roster(page))
    sign_in_and_out(tablet, site, email)
    assert [len(stored(page, name)) for name in ("outbox", "drafts", "held")] == [2, 1, 0]
    expect_nothing_in_plain(tablet, page)
    tablet.context.unroute_all()
    page.goto(f"{site.address}/waiting")
    expect(page.get_by_text("Nothing waits")).to_be_visible()
    assert "Amara Bello" in str(records(site, "Zebulon Quillfeather drew a Brontosaurus"))
    expect_nothing_in_plain(tablet, page)
    tablet.stop()
    assert on_disk(tablet.profile, CANARIES) == []


def sign_in_and_out(tablet: Tablet, site: Site, email: str) -> None:
    """There is signal again, but the server is away for what waits: it waits on."""
    tablet.context.route("**/outbox", lambda route: route.abort())
    tablet.context.set_offline(False)
    tablet.context.clear_cookies()  # of which a browser that was killed kept some or none
    page = tablet.page
    sign_in(page, site, email, makers.PASSWORD)
    expect_waiting(page, 2)
    page.get_by_label(re.compile("You: Amara")).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()


IN_PLAIN = """async () => {
  localStorage.setItem("a", "Zebulon");
  document.cookie = "b=Ottoline; max-age=3600";
  await (await caches.open("c")).put("/d", new Response("Fernsby"));
  await new Promise((done) => {
    const asked = indexedDB.open("e");
    asked.onupgradeneeded = () => asked.result.createObjectStore("f");
    asked.onsuccess = () => {
      const kept = asked.result.transaction("f", "readwrite", { durability: "strict" });
      const bytes = new TextEncoder().encode("Quillfeather");
      kept.objectStore("f").put(new Map([["g", [{ h: bytes }, btoa("a Marigoldine and others")]]]), "i");
      kept.oncomplete = () => done(asked.result.close());
    };
  });
}"""


def test_the_scan_finds_what_stands_in_plain(tablet: Tablet, site):
    (site, _), page = site, tablet.page
    page.goto(f"{site.address}/sign-in")
    page.evaluate(IN_PLAIN)
    page.evaluate("history.replaceState('thingamabob', '')")
    assert by_script(page, CANARIES) == [
        "cache c 2: fernsby",
        "cookie: ottoline",
        "e f values 0 0 1 0 h: quillfeather",
        "e f values 0 0 1 1: marigoldine",
        "history 0: thingamabob",
        "localStorage a: zebulon",
    ]
    tablet.stop()
    found = {name.rsplit(" ", 1)[1] for name in on_disk(tablet.profile, CANARIES)}
    assert found == {"fernsby", "quillfeather", "marigoldine", "thingamabob", "zebulon"}, "a cookie is encrypted"
