"""Keys and phones in a real browser with an authenticator of its own; and the pages round them."""

import re

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, Site, accessible, set_up_app

pytestmark = pytest.mark.browser


class Key:
    """A security key in the browser's hand (CDP WebAuthn), which its person has touched and unlocked."""

    def __init__(self, page: Page, transport: str = "usb"):
        self.cdp = page.context.new_cdp_session(page)
        self.cdp.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "transport": transport, "hasResidentKey": True, "hasUserVerification": True,
                   "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
        self.id = self.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def credentials(self) -> list[dict]:
        return self.cdp.send("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"]

    def unverified(self) -> None:
        self.cdp.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": False})


@pytest.fixture
def site(empty_site: Site) -> Site:
    """Opened by a name: keys are good at a name only."""
    empty_site.address = empty_site.address.replace("127.0.0.1", "localhost")
    empty_site.setup = empty_site.setup.replace("127.0.0.1", "localhost")
    return empty_site


def set_up(page: Page, site: Site) -> None:
    page.goto(site.setup)
    page.get_by_label("School's name").fill("Kestrel Park")
    page.get_by_label("Your name").fill("Olu Admin")
    page.get_by_label("Your e-mail address").fill("olu@school.example")
    page.get_by_label("A password").fill(PASSWORD)
    page.get_by_role("button", name="Set up the school", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up your second step")


def give_password(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/sign-in")
    page.get_by_label("E-mail address").fill("olu@school.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One more step")


def sign_out(page: Page) -> None:
    page.get_by_label(re.compile("^You:")).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_key_is_set_up_and_signs_in(page: Page, site: Site):
    set_up(page, site)
    key = Key(page)
    page.get_by_label("A name for it").fill("Blue key")
    page.get_by_role("button", name="Set up a key or phone").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Keep these recovery codes")
    assert [one["isResidentCredential"] for one in key.credentials()] == [True]
    page.get_by_role("link", name="I have kept them. Go on").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("is set up")
    sign_out(page)
    give_password(page, site)
    accessible(page)
    page.get_by_role("button", name="Use your key or phone").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Good")
    page.goto(f"{site.address}/factors")
    expect(page.get_by_text("Blue key", exact=True)).to_be_visible()
    assert key.credentials()[0]["signCount"] > 1
    accessible(page)


def test_a_key_that_did_not_ask_for_its_pin_is_not_taken_and_says_so(page: Page, site: Site):
    set_up(page, site)
    key = Key(page)
    key.unverified()
    page.get_by_role("button", name="Set up a key or phone").click()
    expect(page.get_by_role("alert")).to_contain_text("It was not confirmed in time")
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up your second step")


def test_the_device_itself_cannot_be_set_up(page: Page, site: Site):
    set_up(page, site)
    Key(page, transport="internal")
    page.get_by_role("button", name="Set up a key or phone").click()
    expect(page.locator("[data-waiting]")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up your second step")


def test_a_wrong_code_is_said_where_the_focus_is(page: Page, site: Site):
    set_up(page, site)
    accessible(page)
    page.get_by_label("The six digits that the app shows").fill("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    accessible(page)
    set_up_app(page)
    sign_out(page)
    give_password(page, site)
    page.get_by_label("The six digits that your app shows").fill("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    accessible(page)


def test_recovery_codes_are_accessible_and_printed_alone(page: Page, site: Site):
    set_up(page, site)
    secret = page.locator("code.secret").inner_text().replace(" ", "")
    page.get_by_label("The six digits that the app shows").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    accessible(page)
    page.emulate_media(media="print")
    expect(page.get_by_text("Recovery codes of Olu Admin")).to_be_visible()
    expect(page.get_by_role("button", name="Copy")).to_be_hidden()


@pytest.mark.parametrize("width", [390, 820])
def test_nothing_is_wider_than_the_screen_and_targets_fit_a_thumb(page: Page, site: Site, width):
    page.set_viewport_size({"width": width, "height": 844})
    set_up(page, site)
    fits = "document.documentElement.scrollWidth <= window.innerWidth"
    small = """() => [...document.querySelectorAll('.btn, .input, .back, summary.more')]
        .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 47.5).map(e => e.outerHTML)"""
    assert page.evaluate(fits) and page.evaluate(small) == []
    set_up_app(page)
    for path in ("/factors", "/checks/new"):
        page.goto(site.address + path)
        assert page.evaluate(fits) and page.evaluate(small) == [], path
    page.goto(f"{site.address}/factors")
    page.locator(".changes > summary").first.click()
    assert page.evaluate(fits) and page.evaluate(small) == []


def test_without_scripts_codes_work_and_keys_say_why_they_do_not(browser, browser_context_args, site: Site):
    page = browser.new_context(**browser_context_args, java_script_enabled=False).new_page()
    set_up(page, site)
    page.get_by_role("button", name="Set up a key or phone").click()
    expect(page.get_by_role("alert")).to_contain_text("Keys and phones need scripts")
    set_up_app(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("is set up")
