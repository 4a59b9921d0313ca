"""An import as the school's admin sees it: axe on each step, a bar while it runs, and all of it without scripts."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PASSWORD, Site, accessible, set_up_app
from tests.import_files import HEADINGS, UPN, sheet

pytestmark = pytest.mark.browser


def set_up(page: Page, site: Site) -> None:
    page.goto(site.setup)
    page.get_by_label("School's name").fill("Kestrel Park")
    page.get_by_label("Your name").fill("Olu Admin")
    page.get_by_label("Your e-mail address").fill("olu@school.example")
    page.get_by_label("A password").fill(PASSWORD)
    page.get_by_role("button", name="Set up the school").click()
    set_up_app(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("is set up")


def choose(page: Page, site: Site, content: bytes, *, whole: bool = False) -> None:
    page.goto(f"{site.address}/imports/new")
    page.get_by_label("Which file?").set_input_files({"name": "pupils.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_label("This is the whole school").set_checked(whole)
    page.get_by_role("button", name="Show me what would change").click()


def pupils(count: int) -> bytes:
    return sheet(*(f"{UPN(at)},Surname{chr(97 + at % 26)},Leo,14/03/2016,{at % 7},K{at % 40}" for at in range(count)))


def test_every_step_is_accessible_and_a_bar_shows_the_import(page: Page, empty_site: Site):
    set_up(page, empty_site)
    choose(page, empty_site, b"")
    expect(page.get_by_role("alert")).to_be_focused()
    accessible(page)
    choose(page, empty_site, sheet(f"{UPN(1)},Park,Leo,K", top="Ref,Nachname,Vorname,Klasse"))
    expect(page.get_by_role("heading", level=1)).to_have_text("What does each column hold?")
    accessible(page)
    page.get_by_label("Ref").select_option(label="UPN")
    page.get_by_label("Nachname").select_option(label="Surname")
    page.get_by_role("button", name="Show me what would change").click()
    expect(page.get_by_role("alert")).to_contain_text("the surname and the forename")
    accessible(page)
    page.get_by_label("Vorname").select_option(label="Forename")
    page.get_by_role("button", name="Show me what would change").click()
    expect(page.get_by_role("heading", name="Pupils to add")).to_be_visible()
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Imported")
    choose(page, empty_site, pupils(2000) + b"\r\nB20,Xu,Ann,,,", whole=True)
    expect(page.get_by_role("heading", name="Rows to put right")).to_be_visible()
    accessible(page)
    with page.expect_response(re.compile("/progress")) as asked:
        page.get_by_role("button", name="Import").click()
    assert asked.value.ok
    expect(page.get_by_role("heading", level=1)).to_have_text("Imported")
    accessible(page)


def test_an_import_needs_no_scripts(browser: Browser, empty_site: Site):
    page = browser.new_context(java_script_enabled=False).new_page()
    set_up(page, empty_site)
    choose(page, empty_site, pupils(2))
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Imported")
    choose(page, empty_site, sheet(f"{UPN(0)},Surnamex,Leo,14/03/2016,0,K0", top=HEADINGS), whole=True)
    page.get_by_label("Leo Surnameb").check()
    page.get_by_role("button", name="Import").click()
    expect(page.locator("dl.facts")).to_contain_text(re.compile(r"Marked as leavers\s*1"))
    page.get_by_role("link", name="See the pupils").click()
    expect(page.get_by_role("main")).to_contain_text("1 pupil")
