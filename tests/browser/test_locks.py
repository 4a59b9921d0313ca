"""The lock of a shared tablet: no name on the screen, the same words back, on to the next person."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, accessible, as_amara, let_in

PIN, WORDS = "274918", "Half a sentence about the trim tr"
# The tablet learns a PIN while the names are on their way to it; what it has of them then, and after asking again.
CROSSED = """async (pin) => {
  const vault = await import(document.querySelector("script[type=module]").src);
  const real = self.fetch;
  await vault.learnPin("000000");
  self.fetch = async (...given) => {
    const reply = await real(...given);
    await vault.learnPin(pin);
    return reply;
  };
  await vault.freshenRoster();
  self.fetch = real;
  const crossed = await vault.roster();
  await vault.freshenRoster();
  return [crossed, (await vault.roster()).pupils.length];
}"""


def names_of(page: Page) -> list[str]:
    """The demo's caseload, as Today shows it."""
    return [name.strip().split("\n")[0] for name in page.locator(".caseload a").all_inner_texts()]


def with_pin(page: Page, site: Site) -> list[str]:
    """Sign in, choose a PIN, and be on Today; the pupils' names there."""
    let_in(page, site, "Amara Bello")
    choose_pin(page, site, "harbour velvet comet")
    page.goto(site.address)
    return names_of(page)


def choose_pin(page: Page, site: Site, password: str) -> None:
    page.goto(f"{site.address}/lock/pin/edit")
    page.get_by_label("PIN", exact=False).first.fill(PIN)
    page.get_by_label("Your password").fill(password)
    page.get_by_role("button", name="Save the PIN").click()
    expect(page.get_by_text("Your PIN is set")).to_be_visible()


def unlock(page: Page, pin: str = PIN) -> None:
    page.get_by_label("Your PIN").fill(pin)
    page.get_by_role("button", name="Unlock").click()


def expect_locked(page: Page, names: list[str]) -> None:
    """Nothing of the page is left: not a name in the whole document, hidden or not, nor in its title or address."""
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    document = page.content() + page.title() + page.url
    assert [name for name in (*names, "Amara", "Bello") if name in document] == []


def start_incident(page: Page, site: Site) -> str:
    page.goto(f"{site.address}/incidents/new")
    page.get_by_role("textbox", name=re.compile("What you saw and heard")).fill(WORDS)
    page.locator("#choices").get_by_role("checkbox").first.check()
    return page.locator("#chosen").inner_text().split("\n")[0].strip()


def scroll(page: Page) -> int:
    page.evaluate("scrollTo(0, 400)")
    return page.evaluate("scrollY")


@pytest.fixture
def names(page: Page, own_demo: Site) -> list[str]:
    page.clock.install()
    found = with_pin(page, own_demo)
    assert len(found) > 5
    return found


def test_names_that_cross_with_a_new_pin_are_asked_for_again(page: Page, own_demo: Site):
    page.context.route("**/rosters", lambda route: route.abort())
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/rosters")):
        as_amara(page, own_demo)
    page.context.unroute("**/rosters")
    crossed, names = page.evaluate(CROSSED, PIN)
    assert crossed is None and names > 10


def test_after_two_minutes_and_a_second_no_name_is_left(page: Page, own_demo: Site, names):
    page.clock.run_for(118_000)
    expect(page.locator(".caseload")).to_be_visible()
    page.clock.run_for(3_000)
    expect_locked(page, names)


def test_a_touch_begins_the_two_minutes_again(page: Page, own_demo: Site, names):
    page.clock.run_for(100_000)
    page.mouse.click(5, 5)
    page.clock.run_for(100_000)
    expect(page.locator(".caseload")).to_be_visible()
    page.clock.run_for(21_000)
    expect_locked(page, names)


def test_a_tablet_that_slept_shows_nothing_at_the_first_touch(page: Page, own_demo: Site, names):
    page.clock.pause_at("2037-01-01T00:00:00")
    page.mouse.click(5, 5)
    expect_locked(page, names)


def test_the_pin_brings_back_the_same_page_place_and_words(page: Page, own_demo: Site, names):
    who = start_incident(page, own_demo)
    page.get_by_role("radio", name="Resolved").check()
    place = scroll(page)
    assert place > 0
    box = page.get_by_role("button", name="Lock").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect_locked(page, [*names, who, WORDS])
    accessible(page)
    unlock(page, "999999")
    expect(page.get_by_text("4 tries are left")).to_be_visible()
    unlock(page)
    expect(page.get_by_role("textbox", name=re.compile("What you saw"))).to_have_value(WORDS)
    expect(page.locator("#chosen").get_by_role("checkbox")).to_be_checked()
    expect(page.get_by_role("radio", name="Resolved")).to_be_checked()
    expect(page).to_have_url(f"{own_demo.address}/incidents/new")
    assert page.evaluate("scrollY") == place
    page.get_by_role("button", name="Save incident").click()
    expect(page.get_by_text(re.compile("Incident saved|Put this right"))).to_be_visible()


def test_a_page_that_is_loaded_again_while_locked_stays_locked_and_leads_back_to_the_words(
    page: Page, own_demo: Site, names
):
    start_incident(page, own_demo)
    with page.expect_response(lambda reply: reply.url.endswith("/lock") and reply.request.method == "POST"):
        page.get_by_role("button", name="Lock").click()
    page.reload()
    expect_locked(page, [*names, WORDS])
    page.goto(own_demo.address)
    expect_locked(page, [*names, WORDS])
    page.goto(f"{own_demo.address}/incidents/new")
    unlock(page)
    expect(page.get_by_role("heading", name="New incident")).to_be_visible()


def test_coming_back_after_a_reload_gives_the_words(page: Page, own_demo: Site, names):
    start_incident(page, own_demo)
    with page.expect_response(lambda reply: reply.url.endswith("/lock") and reply.request.method == "POST"):
        page.get_by_role("button", name="Lock").click()
    page.reload()
    unlock(page)
    expect(page.get_by_text("Your words from before are back")).to_be_visible()
    expect(page.get_by_role("textbox", name=re.compile("What you saw"))).to_have_value(WORDS)


def test_without_signal_it_locks_at_once_and_the_pin_gives_the_words_back(page: Page, own_demo: Site, names):
    page.goto(f"{own_demo.address}/incidents/new")
    page.context.set_offline(True)
    page.get_by_role("textbox", name=re.compile("What you saw and heard")).fill(WORDS)
    page.get_by_role("button", name="Lock").click()
    expect_locked(page, [*names, WORDS])
    unlock(page, "999999")
    expect(page.get_by_text("4 tries are left")).to_be_visible()
    unlock(page)
    expect(page.get_by_role("textbox", name=re.compile("What you saw"))).to_have_value(WORDS)


def test_who_is_not_the_person_does_not_open_a_page_that_locked_without_signal(page: Page, own_demo: Site, names):
    page.context.set_offline(True)
    page.get_by_role("button", name="Lock").click()
    page.context.set_offline(False)
    for left in ("4 tries are", "3 tries are", "2 tries are", "1 try is"):
        unlock(page, "111222")
        expect(page.get_by_text(f"{left} left")).to_be_visible()
    unlock(page, "111222")
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()


def test_every_window_of_the_browser_locks_and_opens_together(page: Page, own_demo: Site, names):
    other = page.context.new_page()
    other.goto(f"{own_demo.address}/pupils")
    page.get_by_role("button", name="Lock").click()
    expect_locked(other, names)
    unlock(other)
    expect(other.get_by_role("heading", name="Pupils")).to_be_visible()
    expect(page.locator(".caseload")).to_be_visible()


def test_hand_over_leaves_no_name_and_no_words_to_the_next_person(page: Page, own_demo: Site, names):
    other = page.context.new_page()
    other.goto(own_demo.address)
    page.goto(f"{own_demo.address}/incidents/new")
    page.get_by_role("textbox", name=re.compile("What you saw and heard")).fill(WORDS)
    page.get_by_role("button", name="Lock").click()
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    assert "next=" not in page.url
    expect(other.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    page.get_by_label("E-mail address").fill("tom.hargreaves@kestrel-park.example")
    page.get_by_label("Password").fill("pebble tandem orchid")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Good")
    assert WORDS not in page.content() and "Not saved yet" not in page.content()
    page.get_by_label(re.compile("You: Tom")).click()
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    as_amara(page, own_demo)
    page.get_by_role("link", name=re.compile("Incident.*", re.S)).filter(has_text="Go on").or_(
        page.locator("a[href*='draft=']")
    ).first.click()
    expect(page.get_by_role("textbox", name=re.compile("What you saw"))).to_have_value(WORDS)


def test_what_is_held_is_not_given_to_who_signed_in_meanwhile(page: Page, own_demo: Site, names):
    """The windows cannot talk to each other here: the page asks the server with the number of its own login."""
    page.get_by_role("button", name="Lock").click()
    page.locator("input[name=login]").evaluate("(input) => input.value = 9999")
    unlock(page)
    expect(page.locator("main#main")).to_be_visible()
    expect_locked(page, names)


def test_it_locks_and_opens_without_scripts(browser, browser_context_args, own_demo: Site):
    page = browser.new_context(**browser_context_args, java_script_enabled=False).new_page()
    names = with_pin(page, own_demo)
    page.goto(f"{own_demo.address}/pupils")
    page.get_by_role("button", name="Lock").click()
    expect_locked(page, names)
    page.goto(f"{own_demo.address}/todos")
    expect_locked(page, names)
    unlock(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Pupils|To do"))


def test_a_password_can_be_looked_at_and_goes_as_one(page: Page, own_demo: Site):
    page.goto(f"{own_demo.address}/sign-in")
    box = page.get_by_label("Password")
    box.fill("orchard lantern")
    page.get_by_role("button", name="Show").click()
    expect(box).to_have_attribute("type", "text")
    expect(box).to_have_attribute("autocomplete", "current-password")
    page.get_by_role("button", name="Show").click()
    expect(box).to_have_attribute("type", "password")


def test_a_page_that_learns_of_the_lock_from_the_server_locks_itself_and_keeps_its_words(
    page: Page, own_demo: Site, names
):
    page.goto(f"{own_demo.address}/incidents/new")
    page.get_by_role("textbox", name=re.compile("What you saw and heard")).fill(WORDS)
    expect(page.locator("#status")).to_contain_text("Draft kept")
    told = page.context.request.post(f"{own_demo.address}/lock", headers={"Sec-Fetch-Site": "same-origin"})
    assert told.ok
    page.get_by_label(re.compile("Add a pupil")).press_sequentially("se")
    expect_locked(page, [*names, WORDS])
    unlock(page)
    expect(page.get_by_role("textbox", name=re.compile("What you saw"))).to_have_value(WORDS)
