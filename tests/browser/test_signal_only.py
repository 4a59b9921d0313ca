"""Where a browser can do nothing without signal, everything works with it, and the page says what is off, and why."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, accessible, as_amara, sign_in, start, stop
from tests.browser.tablets import WORDS, expect_waiting, fill_incident, note_box, records, save, status

NAME = "alongside.test"
AMARAS = ("Amara Bello", "complete")
NO_WORKER = "delete Navigator.prototype.serviceWorker"
NO_STORE = "IDBFactory.prototype.open = () => { throw new DOMException('Not here', 'SecurityError') }"


@pytest.fixture
def named(own_demo: Site, monkeypatch):
    """The server under a name of its own, without HTTPS: what a browser calls not secure."""
    stop(own_demo)
    monkeypatch.setenv("TRUSTED_HOSTS", NAME)
    site = start(own_demo.database)
    site.address = site.address.replace("127.0.0.1", NAME)
    yield site
    stop(site)


@pytest.fixture
def stranger(browser_type, browser_type_launch_args, browser_context_args):
    """A browser that finds the server under that name."""
    rules = f"--host-resolver-rules=MAP {NAME} 127.0.0.1"
    arguments = browser_type_launch_args | {"args": [*browser_type_launch_args["args"], rules]}
    browser = browser_type.launch(**arguments)
    yield browser.new_page(**browser_context_args)
    browser.close()


def expect_off(page: Page, site: Site, why: str) -> None:
    """The first page and the page of what waits say it."""
    for path in ("/", "/waiting"):
        page.goto(site.address + path)
        expect(page.get_by_text(why)).to_be_visible()


def saved_with_signal(page: Page, site: Site, count: int) -> None:
    page.goto(f"{site.address}/incidents/new")
    fill_incident(page)
    save(page)
    expect(page.get_by_text("Incident saved")).to_be_visible()
    assert records(site) == count * [AMARAS]


def not_saved_without(page: Page, site: Site, why: str) -> None:
    """Without signal it is not called saved; the words stay, and are saved with signal."""
    count = len(records(site))
    page.goto(f"{site.address}/incidents/new")
    fill_incident(page)
    page.context.set_offline(True)
    save(page)
    expect(status(page)).to_have_text("Not saved: no signal")
    expect(page.get_by_role("alert").filter(has_text=why)).to_be_visible()
    expect(note_box(page)).to_have_value(WORDS)
    page.context.set_offline(False)
    save(page)
    expect(page.get_by_text("Incident saved")).to_be_visible()
    assert records(site) == (count + 1) * [AMARAS]


def test_an_address_that_is_not_secure(stranger: Page, named: Site):
    said: list[str] = []
    stranger.on("pageerror", lambda error: said.append(str(error)))
    # Only the browser knows the server by this name.
    sign_in(stranger, named, "amara.bello@kestrel-park.example", "harbour velvet comet")
    assert not stranger.evaluate("isSecureContext")
    expect_off(stranger, named, "nothing can be kept here: this address is not secure (https)")
    saved_with_signal(stranger, named, 1)
    not_saved_without(stranger, named, "this address is not secure (https)")
    stranger.goto(named.address)
    accessible(stranger)
    assert said == []


def test_a_window_that_keeps_nothing(page: Page, own_demo: Site):
    page.add_init_script(NO_STORE)
    as_amara(page, own_demo)
    expect_off(page, own_demo, "nothing can be kept here: this window keeps nothing")
    saved_with_signal(page, own_demo, 1)
    not_saved_without(page, own_demo, "this window keeps nothing")


def test_a_browser_without_service_workers_opens_nothing_but_keeps_what_is_on_an_open_page(page: Page, own_demo: Site):
    page.add_init_script(NO_WORKER)
    as_amara(page, own_demo)
    expect_off(page, own_demo, "no page opens here: this browser, or a private window, keeps none")
    saved_with_signal(page, own_demo, 1)
    page.goto(f"{own_demo.address}/incidents/new")
    fill_incident(page)
    page.context.set_offline(True)
    save(page)
    expect_waiting(page, 1)
    page.context.set_offline(False)
    page.goto(f"{own_demo.address}/waiting")
    expect(page.get_by_text("Nothing waits")).to_be_visible()
    assert records(own_demo) == 2 * [AMARAS] and page.evaluate("caches.keys()") == []


def test_where_all_of_it_works_nothing_is_said_to_be_off(page: Page, own_demo: Site):
    as_amara(page, own_demo)
    expect(status(page)).to_have_text("All saved")
    expect(page.get_by_text("Without signal")).to_be_hidden()
    page.goto(f"{own_demo.address}/waiting")
    expect(page.get_by_text("Nothing waits")).to_be_visible()
    expect(page.get_by_text("Without signal no")).to_be_hidden()


def test_without_scripts(browser, browser_context_args, own_demo: Site):
    page = browser.new_context(**browser_context_args, java_script_enabled=False).new_page()
    page.goto(f"{own_demo.address}/waiting")
    expect(page.get_by_text("Scripts are off in this browser")).to_be_visible()
